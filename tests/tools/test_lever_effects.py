"""The page of effects: every lever is on it, a section can be made alone, and what is out of date is found."""

from __future__ import annotations

import re

import pytest

from sim import levers, load_case
from sim.case.load import case_names
from tests.support.made_up_runs import MadeUpRuns
from tools.lever_effects import __main__ as tool
from tools.lever_effects import table
from tools.lever_effects.page import HEAD, faults, page_of
from tools.lever_effects.settings import SETTINGS, Settings
from tools.lever_effects.values import changes

TINY = Settings(weeks=1, pairs=2, factors=(2,), shares=(1 / 16,), budgets=(1 / 64,))


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A page of corner whose profits are made up."""
    monkeypatch.setattr(
        table,
        "KeptFigures",
        lambda *_arguments: MadeUpRuns(lambda policy: -1000.0 * policy["desk.clerks"]),
    )
    tool.update(tmp_path / "page.md", {"corner": TINY}, None, tmp_path / "kept")
    return tmp_path


def text_of(folder):
    return (folder / "page.md").read_text(encoding="utf-8")


def test_the_page_has_every_lever_with_chinese_names_and_says_how_it_was_made(made):
    text = text_of(made)
    assert faults(text, {"corner": TINY}) == []
    assert "2 pairs of 1 weeks, seed 0" in text
    assert "Order desk（订单受理）" in text and "利润" in text
    now = load_case("corner").policy["desk.clerks"]  # more clerks cost, everything else changes nothing
    assert (
        f"| `desk.clerks` | {now} → {2 * now} | -{now}.0 ± 0.0 | -{now}.0 ± 0.0 | = | = | −████████████ |"
        in text
    )
    assert f"- `desk.clerks` {now} → {2 * now}: -{now}.0 ± 0.0 −████████████" in text
    assert re.search(r"\| `brand.advertising` \| 0 → \d+ \| = \| = \| = \| = \|  \|", text)


@pytest.mark.slow
def test_a_page_made_again_is_the_same_and_simulates_nothing(tmp_path, monkeypatch):
    page, keep = tmp_path / "page.md", tmp_path / "kept"
    tool.update(page, {"corner": TINY}, None, keep)
    before = page.read_text(encoding="utf-8")
    assert faults(before, {"corner": TINY}) == []
    assert re.search(r"\| `desk\.clerks` \| \d → \d \| [+-][\d.]+ ± [\d.]+ \|", before)
    monkeypatch.setattr("tools.kept_figures.Batch.run", None)  # a simulation would fail
    page.unlink()
    tool.update(page, {"corner": TINY}, "corner", keep)
    assert page.read_text(encoding="utf-8") == before


def test_one_section_is_made_and_the_others_stay(made, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(page_of({"tianye": ("0", "kept\n")}), encoding="utf-8")
    both = {"corner": TINY, "tianye": TINY}
    tool.update(page, both, "corner", made / "kept")
    text = page.read_text(encoding="utf-8")
    assert text.index("Corner Logistics") < text.index("kept\n")
    assert {fault.split(":")[0] for fault in faults(text, both)} == {"tianye"}


def test_check_finds_what_is_out_of_date(made):
    text = text_of(made)
    more = Settings(weeks=1, pairs=3, factors=(2,), shares=(1 / 16,), budgets=(1 / 64,))
    assert faults(text, {"corner": more}) == ["corner: made with other settings"]
    gone = re.sub(r"\| `staff\.pay` \|.*\n", "", text)
    assert faults(gone, {"corner": TINY}) == ["corner: staff.pay is missing"]
    assert faults(text, {}) == ["corner: there is no such case"]
    assert faults(HEAD, {"corner": TINY}) == ["corner: there is no section"]
    assert faults(text + "by hand", {"corner": TINY})[0].startswith("edited by hand")


def test_check_says_what_to_do(made, monkeypatch, capsys):
    monkeypatch.setattr(tool, "PAGE", made / "none.md")
    assert tool.main(["check"]) == 1
    assert "python -m tools.lever_effects update" in capsys.readouterr().out
    monkeypatch.setattr(tool, "PAGE", made / "page.md")
    monkeypatch.setattr(tool, "SETTINGS", {"corner": TINY})
    monkeypatch.setattr(tool, "case_names", lambda: ["corner"])
    assert tool.main(["check"]) == 0


@pytest.mark.parametrize("name", case_names())
def test_every_lever_of_every_case_is_changed_alone(name):
    today = load_case(name).policy
    found = list(changes(today, SETTINGS[name]))
    assert list(dict.fromkeys(lever for lever, _policy in found)) == list(levers())
    assert all(list(policy.changed(today)) == [lever] for lever, policy in found)
    assert len({policy for _lever, policy in found}) == len(found)
    assert len(found) <= 150
