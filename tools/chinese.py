"""What a program can see of the Chinese texts: spaces, punctuation, numbers, and words that the glossary bans.

``python -m tools.chinese`` prints a line for every fault: file, place, rule, text. The rules:

- no space between Chinese and a number, a Latin word or a placeholder, nor between Chinese and Chinese. Only code may have one:
  what stands in backticks or quotation marks, options (``--out``), names with ``.``, ``_``, ``/`` or ``=``, commands of Kefu;
- full-width punctuation next to Chinese, curly quotation marks round it, ``～`` between the ends of a range;
- four digits without a comma, five and more counted in 万;
- none of the words that ``sim/course/curriculum/glossary.yaml`` bans.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = Path("sim/course/curriculum/glossary.yaml")

HAN = r"[\u3400-\u9fff]"
WIDE = r"[\u3400-\u9fff，。：；！？、（）“”《》～…]"
"""Chinese characters and full-width punctuation."""
LATIN = r"[A-Za-z0-9%+±−{}]"

CODE = re.compile(
    r"```.*?```|`[^`]*`|<[^<>]*>|https?://\S+|\"[A-Za-z_ .\"]+\""
    r"|--[a-z][\w-]*(?:[ =](?:[A-Za-z]*[=.][^\s，。；、（）]*|[A-Z]+\b))*"
    r"|\bkefu [a-z]+(?: [A-Z]+| new ID)?(?=[^a-z])"
    r"|(?<![\w{])[A-Za-z][\w-]*(?:[._/=][\w*-]+)+(?:\([^)]*\))?"
    r"|\bLEVER=VALUE,VALUE|YOUR ANSWER HERE",
    re.DOTALL,
)
"""What is written for a program to read."""
FILLED = re.compile(r"\{[^{}]*\}")
MARKED = "\ue000"
"""Stands for a piece of code while a text is looked at."""
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
NUMBERED = re.compile(r"^\s*(?:\d+\.|[-*>#]+|\|)\s+", re.MULTILINE)
"""Marks of Markdown at the beginning of a line, with the space that belongs to them."""
PO_LINE = re.compile(r"(?:(?P<key>msgid_plural|msgid|msgstr)(?:\[0\])? )?(?P<text>\".*\")$")
"""A line of a catalogue: the beginning of a text, or more of it."""
AFTER_BOLD = re.compile(r"([，。：；！？、）”])\*{1,2}[ ]")
"""Markdown needs this space: without it the stars would not close."""


@dataclass(frozen=True)
class Term:
    """One concept: the one Chinese word, what must not stand for it, and where that may stand all the same."""

    en: str
    zh: str
    banned: re.Pattern[str] | None
    allowed: re.Pattern[str] | None


@dataclass(frozen=True)
class Fault:
    """What is wrong in a text, and the words around it."""

    rule: str
    excerpt: str


RULES = {
    "space between Chinese and Latin or numbers": rf"{WIDE} +{LATIN}|{LATIN} +{WIDE}",
    "space between Chinese and Chinese": rf"{WIDE} +{WIDE}",
    "half-width punctuation": rf"{HAN}[,;:!?]|{HAN}\.(?!\w)|[,;!?]{HAN}|{HAN}\(|\){HAN}|\({HAN}",
    "straight quotation marks": rf"{HAN}[\"']|[\"']{HAN}",
    "range sign": r"\d%?\s*[–—]\s*\d|\d+%\s*[至到]\s*\d+(?:\.\d+)?%|\d%?-\d+%",
    "minus sign": rf"(?:{HAN}|～)-\d",
    "thousands": r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])",
    "number in e-notation": r"\d\.?\d*e[+-]\d",
    "space between placeholders": r"\{\} +\{\}",
    "space after a Chinese unit": rf"{HAN} +$",
}
"""What must not occur in a text whose code and marks have been taken out."""
_COMPILED = {rule: re.compile(pattern, re.MULTILINE) for rule, pattern in RULES.items()}


def plain(text: str) -> str:
    """The text without Markdown's marks, its code replaced by one mark each."""
    text = LINK.sub(r"\1", text)
    text = CODE.sub(MARKED, text)
    text = FILLED.sub("{}", text)
    text = NUMBERED.sub("", text)
    text = AFTER_BOLD.sub(r"\1", text)
    return re.sub(r"\*+", "", text)


def glossary(path: Path = ROOT / GLOSSARY) -> list[Term]:
    """The terms of the course."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Term(
            str(row["en"]),
            str(row["zh"]),
            re.compile("|".join(row["not"])) if row.get("not") else None,
            re.compile("|".join(row["unless"])) if row.get("unless") else None,
        )
        for row in rows
    ]


def faults(text: str, terms: Iterable[Term] = ()) -> list[Fault]:
    """Everything that is wrong with one text."""
    if not re.search(HAN, text):
        return []
    bare = plain(text)
    found = [
        Fault(rule, _around(bare, match))
        for rule, pattern in _COMPILED.items()
        for match in pattern.finditer(bare)
    ]
    for term in terms:
        if term.banned:
            rest = term.allowed.sub(MARKED, bare) if term.allowed else bare
            found += [
                Fault(f"{match.group()}: say {term.zh}", _around(rest, match))
                for match in term.banned.finditer(rest)
            ]
    return found


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 12) : match.end() + 12].replace("\n", " ").replace(MARKED, "…")


def texts(root: Path = ROOT) -> Iterator[tuple[str, str, str]]:
    """Every Chinese text of the package: file, place in it, text."""
    for read, pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root).as_posix()
            for place, text in read(path):
                yield name, place, text


def _catalogue(path: Path) -> Iterator[tuple[str, str]]:
    said = {"msgid": "", "msgstr": ""}
    key = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("msgid "):
            said, start = {"msgid": "", "msgstr": ""}, number
        word = PO_LINE.match(line)
        if word:
            key = word["key"] or key
            said[key] = said.get(key, "") + json.loads(word["text"])
        elif said["msgid"] and said["msgstr"]:
            yield f"line {start}", said["msgstr"]
            said = {"msgid": "", "msgstr": ""}
    if said["msgid"] and said["msgstr"]:
        yield f"line {start}", said["msgstr"]


def _notebook(path: Path) -> Iterator[tuple[str, str]]:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown" and "lang-en" not in cell["metadata"].get("tags", []):
            yield f"cell {cell['id']}", "".join(cell["source"])


def _page(path: Path) -> Iterator[tuple[str, str]]:
    text = re.sub(
        r"^```.*?^```", _same_lines, path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    for number, line in enumerate(text.splitlines(), 1):
        yield f"line {number}", line


def _same_lines(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _values(path: Path) -> Iterator[tuple[str, str]]:
    yield from _inside(yaml.safe_load(path.read_text(encoding="utf-8")), ())


def _inside(value: Any, place: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _inside(part, (*place, str(key)))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _inside(part, (*place, str(number)))
    elif isinstance(value, str):
        yield ".".join(place), value


SOURCES = (
    (_catalogue, "sim/locale/zh_CN/LC_MESSAGES/*.po"),
    (_notebook, "notebooks/*.ipynb"),
    (_notebook, "solutions/*/*.ipynb"),
    (_notebook, "exercises/zh/*/*.ipynb"),
    (_page, "README.zh.md"),
    (_page, "docs/*.zh.md"),
    (_values, "sim/case/library/*.yaml"),
    (_values, "sim/course/curriculum/concepts.yaml"),
    (_values, "solutions/*/rubric.yaml"),
    (_values, "solutions/*/hints.yaml"),
    (_values, "sim/course/assignments/*/*.yaml"),
    (_values, "sim/course/lessons/questions/*.yaml"),
)
"""How each kind of file is read, and where its files are."""


def report(root: Path = ROOT) -> list[str]:
    """A line for every fault of every text."""
    terms = glossary(root / GLOSSARY)
    return [
        f"{name}, {place}: {fault.rule}: {fault.excerpt}"
        for name, place, text in texts(root)
        for fault in faults(text, terms)
    ]


if __name__ == "__main__":
    found = report()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(1 if found else 0)
