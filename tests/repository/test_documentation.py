"""The pages show what the program does: their Python runs, their commands run and print what is shown below them."""

from __future__ import annotations

import ast
import os
import re
import shlex
from typing import Any

import pytest

import sim
from sim.cli import commands as command_line
from sim.records.export import export
from tests.support.excel_files import workbook
from tools.pages import FENCE, PAGES, ROOT, blocks, commands, execute, outdated

SLOW_PAGES = {
    "docs/experiments.md": pytest.mark.slow,
    "docs/own-log.md": pytest.mark.slow,
    "docs/experiments.zh.md": pytest.mark.thorough,
    "docs/own-log.zh.md": pytest.mark.thorough,
}
GALLERY = ("docs/gallery.md", "docs/gallery.zh.md")
"""Their code is run as a whole by tests/plots/test_gallery.py."""
NOT_RUN = {
    "python3 -m venv": "installs packages from the network",
    "python -m pip install": "installs packages from the network",
    "uv pip compile": "asks the network for versions",
    "Client(": "needs a Dask cluster; tests/experiments/test_dask.py starts one",
    "-m pip install -c": "installs packages from the network",
    "python -m pytest": "runs the tests",
    ".ci/run": "runs the tests",
    "python -m tools.": "changes the repository or takes many minutes; tests/ has tests of each tool",
    "kefu assignment new": "changes the repository; tests/course/test_course.py runs it in a copy",
    "kefu assignment check": "needs the assignment that the page makes; tests/course checks one",
    'Part("late_share"': "lines of a file that `kefu assignment new` writes",
    "@by_hand(": "lines of a file that `kefu assignment new` writes",
    "@mistake(": "lines of a file that `kefu assignment new` writes",
    " --join ": "needs a second file; tests/orderlog/test_groups.py joins two",
    " --by month": "needs a log with dates and carriers; tests/orderlog/test_groups.py has one",
    "kefu release": "changes the repository; tests/course/test_course.py runs it in a copy",
    "kefu curriculum": "changes the repository; tests/course/test_assignments.py compares the page",
    "kefu mark": "needs submissions; tests/marking marks some",
    "kefu feedback": "needs a page; tests/marking shows one",
    "kefu course": "makes a course folder; tests/marking/test_cycle.py does so",
    "kefu collect": "needs what was handed in; tests/marking/collecting has it",
    "kefu review": "serves a page until it is stopped; tests/marking/reviewing has such pages",
    "kefu export": "needs submissions; tests/marking/test_cycle.py exports some",
    "kefu return": "needs submissions; tests/marking/test_cycle.py returns some",
    "kefu similarity": "needs submissions; tests/marking/test_cycle.py compares some",
    "kefu viva": "needs submissions; tests/marking/test_cycle.py asks",
    "kefu statistics": "needs submissions; tests/marking/test_cycle.py counts",
    "kefu audit": "needs submissions; tests/marking/test_cycle.py lists changes",
    "nbgrader ": "needs submissions; tests/marking marks some",
}
"""Words of a command or of Python that is not run here -> why."""
BLOCKS = [block for page in PAGES if page not in GALLERY for block in blocks(page)]


def reason(text: str) -> str | None:
    """Why something is not run."""
    return next((why for words, why in NOT_RUN.items() if words in text), None)


def parameters(found: list[tuple[str, Any]]) -> list[Any]:
    """Pairs of text and block; slow pages are for a later round."""
    return [
        pytest.param(
            text,
            block,
            id=f"{block.page}-{number}",
            marks=[SLOW_PAGES[block.page]] if block.page in SLOW_PAGES else [],
        )
        for number, (text, block) in enumerate(found)
    ]


def python() -> list[Any]:
    """Every block of Python once, whatever the language of its comments."""
    found = {}
    for block in BLOCKS:
        if block.language == "python" and not reason(block.text):
            found.setdefault(ast.dump(ast.parse(block.text)), (block.text, block))
    return parameters(list(found.values()))


def shell() -> list[Any]:
    """Every command once."""
    found = {}
    for block in BLOCKS:
        if block.language == "bash":
            for command in commands(block):
                if not reason(command):
                    found.setdefault(command, (command, block))
    return parameters(list(found.values()))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the order logs that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    export({"orders": sim.run("corner", weeks=12).records["orders"]}, tmp_path)
    (tmp_path / "订单.csv").write_bytes((tmp_path / "orders.csv").read_bytes())
    times = ["2026-03-02 10:00", "2026-03-04 18:00", "2026-03-03 16:00"]
    for name, header in {
        "orders.xlsx": ["order", "Date", "Due on", "delivered", "carrier"],
        "订单.xlsx": ["订单号", "日期", "最晚送达", "签收时间", "carrier"],
    }.items():
        (tmp_path / name).write_bytes(workbook([header, ["S1", *times, "North"], ["S2", *times, "South"]]))
    return tmp_path


@pytest.mark.parametrize(("text", "block"), python())
def test_python_runs(text, block, folder):
    exec(compile(text, block.page, "exec"), {})


@pytest.mark.skipif(os.name == "nt", reason="commands for bash")
@pytest.mark.parametrize(("command", "block"), shell())
def test_commands_run_and_print_what_is_shown(command, block, folder):
    done = execute(command, block.page, folder)
    assert done.returncode == 0, done.stderr
    if len(commands(block)) == 1:
        assert outdated(block.output, done.stdout) == {}, "python -m tools.pages update"


def test_commands_in_sentences_are_taken_by_the_program(monkeypatch):
    """Command, options and arguments are read, and nothing is done."""
    done = []
    for name, command in command_line.COMMANDS.items():
        idle = command_line.Command(command.about, command.add_options, lambda *_words: done.append(1))
        monkeypatch.setitem(command_line.COMMANDS, name, idle)
    for page in PAGES:
        text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
        for words in re.findall(r"`kefu ([a-z]+ [^`|]*)`", text):
            command_line.run_command(shlex.split(words))
    assert len(done) > 5


def test_everything_that_is_not_run_is_still_there():
    text = "\n".join(block.text for block in BLOCKS)
    assert [words for words in NOT_RUN if words not in text] == []


def test_an_outdated_line_is_found_and_the_new_one_proposed():
    printed = " m08   on time   92.21%   \n profit   CNY 5\n"
    assert outdated(" m08   on time   92.21%\n", printed) == {}
    assert outdated(" m08   on time   92.19%\n", printed) == {
        " m08   on time   92.19%": " m08   on time   92.21%"
    }
    assert outdated("nothing of the kind\n", printed) == {"nothing of the kind": "nothing of the kind"}


def test_a_sentence_stands_on_the_page_to_its_end():
    """Not only up to where the terminal has wrapped it."""
    first, rest = "一" * 55, "二" * 5 + "。"
    printed = f"表  格\n{first}\n{rest}\n"
    for whole in (first + rest, f"{first}\n{rest}"):
        assert outdated(f"{whole}\n", printed) == {}
    assert outdated(f"{first}\n", printed) == {first: first + rest}
    assert outdated(f"{first[:-1]}三\n", printed) == {f"{first[:-1]}三": first + rest}
    words, end = " ".join(["more"] * 22), "words than fit."
    assert outdated(f"{words}\n{end}\n", f"{words}\n{end}\n") == {}
    assert outdated(f"{words}\n", f"{words}\n{end}\n") == {words: f"{words}\n{end}"}
