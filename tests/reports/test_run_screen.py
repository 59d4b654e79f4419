"""What matters of a run, a comparison and a sweep, on one screen of 80 columns and 24 lines."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

import sim
from sim.base.i18n import using
from sim.base.wrapping import columns
from sim.measures.goals import judge
from sim.measures.trouble import troubles
from sim.reports.experiment_screens import comparison_screen, sweep_screen
from sim.reports.experiment_tables import SIDES, changes_by_side
from sim.reports.run_screen import run_screen
from sim.reports.run_tables import money_rows, need_rows
from sim.reports.terminal import whole_report

WIDTH, HEIGHT = 80, 24


@pytest.fixture(scope="module")
def today():
    return sim.run("corner", weeks=8)


@pytest.fixture(scope="module")
def worst():
    """A firm with many levers changed, and much that is bad."""
    poor = {"stock.safety_factor": 0.2, "desk.clerks": 1, "fleet.vehicles": 2, "warehouse.care": 0}
    policy = sim.load_case("corner").policy.replace(**poor, **{"promise.hours": {"A": 20, "B": 20, "C": 20}})
    return sim.run("corner", policy, weeks=8)


def printed(what, lang: str, width: int = WIDTH) -> str:
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    with using(lang), console.capture() as got:
        console.print(what() if callable(what) else what)
    return got.get()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("which", ["today", "worst"])
def test_a_run_fits_on_one_screen_with_a_line_for_the_next_command(which, lang, request):
    run = request.getfixturevalue(which)
    lines = printed(lambda: run_screen(run), lang).splitlines()
    assert len(lines) < HEIGHT
    assert max(columns(line.rstrip()) for line in lines) <= WIDTH


def test_the_screen_says_what_is_bad_what_is_good_and_where_to_look(worst):
    text = " ".join(printed(lambda: run_screen(worst), "en").split())
    judged = judge(worst)
    for found in [found for found in judged if found.state == "bad"][:5]:
        assert f"▼ {found.name} {found.shown} {found.goal.text()}" in text
    for found in [found for found in judged if found.state == "good"][:4]:
        assert f"▲ {found.name} {found.shown}" in text
    assert all(one.sentence in text for one in troubles(worst)[:3])
    assert "4 more levers changed" in text
    assert f"{worst.money['profit'] / 100:,.0f}" in text


def test_the_whole_report_has_no_accounts_or_states_without_bookings(today):
    assert all(amount != "0" for _name, amount in money_rows(today))
    assert all(count != "0" for _name, count, _share in need_rows(today))
    listed = sum(amount for amount in today.money["accounts"].values() if amount)
    assert listed == today.money["profit"]
    assert printed(lambda: whole_report(today), "en").count("availability") == 1


@pytest.fixture(scope="module")
def comparison():
    policies = {"today": {}, "three clerks": {"desk.clerks": 3}, "less stock": {"stock.safety_factor": 0.5}}
    return sim.compare("corner", policies, weeks=2, replications=3, workers=1)


@pytest.fixture(scope="module")
def points():
    design = {"desk.clerks": [2, 3], "stock.safety_factor": [1, 2], "promise.hours.A": [40, 44]}
    return sim.sweep("corner", design, weeks=2, replications=2, workers=1)


def test_a_comparison_begins_with_the_policy_to_take(comparison):
    text = printed(lambda: comparison_screen(comparison, None), "en")
    lines = text.splitlines()
    assert lines[0] == comparison.title
    assert " ".join(text.split()).startswith(f"{comparison.title} {comparison.choice().sentence}")
    assert len(lines) < HEIGHT


def test_the_sides_of_a_policy_hold_every_measure_once(comparison):
    for policy in ("three clerks", "less stock"):
        sides = changes_by_side(comparison, policy)
        named = [name for rows in sides.values() for name, _change in rows]
        assert sorted(named) == sorted(comparison.measures[name].name for name in comparison.shown)
        for side, verdicts in SIDES.items():
            found = {name for name in comparison.shown if comparison.paired(name, policy).verdict in verdicts}
            assert {name for name, _change in sides[side]} == {comparison.measures[n].name for n in found}


def test_a_measure_that_is_asked_for_is_told_for_each_policy(comparison):
    text = " ".join(printed(lambda: comparison_screen(comparison, "profit"), "en").split())
    assert all(comparison.sentence("profit", name) in text for name in ("three clerks", "less stock"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 110])
def test_a_sweep_is_as_wide_as_the_terminal_and_breaks_no_word(points, lang, width):
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    with using(lang), console.capture() as got:
        console.print(sweep_screen(points, "cost", "m08", console))
    text = got.get()
    assert max(columns(line.rstrip()) for line in text.splitlines()) <= width
    words = re.split(r"[\s\d]+", text)
    assert {"desk.", "clerks", "stock.", "safety_", "factor", "promise.", "hours.", "A"} <= set(words)
    marked = [line for line in text.splitlines() if line.rstrip().endswith("○")]
    assert len(marked) >= (points.standing() == "could be").sum() > 0


def test_a_sweep_says_which_point_to_take(points):
    choice = points.choice()
    console = Console(width=WIDTH)
    with using("en"), console.capture() as got:
        console.print(sweep_screen(points, "cost", "m08", console))
    assert " ".join(got.get().split()).startswith(choice.sentence)
    best = points.means["long_run_profit"].idxmax()
    assert choice.best == f"point {best}"
