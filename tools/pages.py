"""Code and commands in README and docs: `python -m tools.pages update` brings what the pages show as output up to date.

A block without a language that follows a bash block of one command holds lines that the command prints.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sim.base.wrapping import HAN, PIECE, columns
from sim.cli.commands import PAGE_WIDTH

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.zh.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block of a page, and the block after it if that has no language."""

    page: str
    language: str
    text: str
    output: str


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page."""
    found = FENCE.findall((ROOT / page).read_text(encoding="utf-8"))
    return [
        Block(page, language, text, "" if next_language else next_text)
        for (language, text), (next_language, next_text) in pairwise([*found, ("end", "")])
    ]


def commands(block: Block) -> list[str]:
    """The commands of a bash block: one a line, without comments; a line that ends in a backslash goes on."""
    lines = block.text.replace("\\\n", " ").splitlines()
    words = [re.sub(r"(^|\s)#.*", "", line).strip() for line in lines]
    return [command for command in words if command]


def execute(command: str, page: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, in the language of the page, with this environment's `kefu`."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "KEFU_LANG": "zh" if ".zh." in page else "en",
    }
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def outdated(shown: str, printed: str) -> dict[str, str]:
    """Line of a page that is not printed -> the printed line most like it, or itself where none is like it.

    A sentence that the terminal has wrapped stands on the page to its end: in Chinese as one line, or as it was printed.
    """
    lines = [line.rstrip() for line in printed.splitlines()]
    wrapped: dict[str, str] = {}
    """The line that goes on in the next one -> that next line."""
    whole = []
    """Lines as they would be without wrapping, where they are Chinese."""
    for before, line in pairwise(["", *lines]):
        if _goes_on(before, line):
            wrapped[before] = line
        if before in wrapped and HAN.search(before):
            whole[-1] += line
        else:
            whole.append(line)
    known, found = {*lines, *whole}, {}
    for line, following in pairwise([*shown.splitlines(), ""]):
        if line and line not in known:
            found[line] = _most_like(line, whole) or line
        elif line in wrapped and wrapped[line] != following:
            joined = next((one for one in whole if one.startswith(line) and one != line), "")
            found[line] = joined or f"{line}\n{wrapped[line]}"
    return found


def _goes_on(line: str, following: str) -> bool:
    """Whether a line of prose was wrapped: the first word of the following line had no room on it."""
    if not line or not following or "  " in line:
        return False
    space, pattern = ("", PIECE) if HAN.search(line) else (" ", re.compile(r"\S+"))
    first = pattern.match(following)
    return first is not None and columns(line + space + first[0].rstrip()) > PAGE_WIDTH


def _most_like(line: str, lines: list[str]) -> str | None:
    """The line that begins with the same word and is most like another; None if there is none."""
    same = [other for other in lines if other.split()[:1] == line.split()[:1]]
    found = difflib.get_close_matches(line, same, 1) or difflib.get_close_matches(line, lines, 1)
    return found[0] if found else None


def update() -> None:
    """Run every command whose output is shown and replace the lines that it no longer prints."""
    for page in PAGES:
        for block in blocks(page):
            if block.language != "bash" or not block.output or len(commands(block)) != 1:
                continue
            with tempfile.TemporaryDirectory() as folder:
                printed = execute(commands(block)[0], page, Path(folder)).stdout
            path, output = ROOT / page, block.output
            for line, new in outdated(output, printed).items():
                output = output.replace(line, new)
                print(f"{page}: {new}" if new != line else f"{page}: nothing like this is printed: {line}")
            text = path.read_text(encoding="utf-8").replace(block.output, output)
            path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit("python -m tools.pages update")
    update()
