"""The syllabus states the minutes that lessons, assignments and role-plays state themselves, and adds them up rightly."""

from __future__ import annotations

import json
import re

import pytest

from sim.base.yaml_text import from_yaml
from tests.support.notebooks import ROOT, SOURCES

LESSONS = dict(zip("零一二三四五六七八九", range(10), strict=True))
SHORT = 45
CLASS = {"r1_shunda": 45}
"""A role-play that takes longer in class than at the machine."""


def minutes_of(path) -> int:
    return int(json.loads(path.read_text(encoding="utf-8"))["metadata"]["kefu"]["minutes"])


def stated() -> dict[str, int]:
    """Lesson number, assignment or role-play -> its minutes."""
    found = {str(int(path.stem[:2])): minutes_of(path) for path in SOURCES}
    found |= {path.stem: minutes_of(path) for path in (ROOT / "solutions").glob("*/*.ipynb")}
    for path in (ROOT / "sim/roleplay/scenarios").glob("*.yaml"):
        found[path.stem] = int(from_yaml(path.read_text(encoding="utf-8"))["minutes"])
    return found | CLASS


def weeks(page: str) -> list[tuple[list[tuple[str, str, int]], int]]:
    """Of each row of a week: (name, what is said of it, minutes) of each item, and the sum."""
    text = page.replace("（", "(").replace("）", ")")
    text = re.sub("第([零一二三四五六七八九])课", lambda found: f"lesson {LESSONS[found[1]]}", text)
    rows = re.findall(r"^\| \d+ \| (.+) \| (\d+) \|$", text, re.MULTILINE)
    pattern = r"(?:lesson (\d)|`(\w+)`)\s*([^()]*?)\s*\((\d+)\)"
    return [
        ([(a or b, more, int(count)) for a, b, more, count in re.findall(pattern, row)], int(total))
        for row, total in rows
    ]


@pytest.mark.parametrize("name", ["syllabus.md", "syllabus.zh.md"])
def test_minutes_are_those_that_are_stated_and_sums_are_right(name):
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    rows, known = weeks(page), stated()
    assert len(rows) == 16 + 8
    for items, total in rows:
        assert sum(count for _name, _more, count in items) == total
        for item, more, count in items:
            if item in known:
                assert count == (known[item] if not more else min(count, known[item])), item
                assert more not in ("short", "简") or count == SHORT
    sums = [int(total) for total in re.findall(r"^\| \| .+ \| (\d+) \|$", page, re.MULTILINE)]
    assert sums == [sum(total for _items, total in part) for part in (rows[:16], rows[16:])]


def test_both_languages_have_the_same_weeks():
    pages = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("syllabus.md", "syllabus.zh.md")]
    english, chinese = ([[(a, c) for a, _b, c in items] for items, _total in weeks(page)] for page in pages)
    assert english == chinese
