"""The card tells better from worse, and a change from luck."""

from __future__ import annotations

import pytest

from sim import explain, load_case
from sim.ui.score_card import ALL, KEY, score_rows, score_table, summary
from tests.support.shared_runs import shared_run

CASE = load_case("corner")


@pytest.fixture(scope="module")
def pair():
    less = CASE.policy.replace(**{"stock.safety_factor": 1.0})
    return shared_run(CASE, weeks=13), shared_run(CASE, less, weeks=13)


def test_better_and_worse_go_by_what_is_good_for_the_firm(pair):
    rows = {row.id: row for row in score_rows(*pair)}
    assert tuple(rows) == KEY
    for name, direction in (("m01", -1), ("m04", 1), ("left", 1), ("profit", -1)):
        assert rows[name].mark == "worse" and rows[name].change.startswith("+" if direction > 0 else "-")
    back = {row.id: row.mark for row in score_rows(*reversed(pair))}
    assert {back[name] for name in ("m01", "m04", "left", "profit")} == {"better"}


def test_a_run_beside_itself_is_the_same(pair):
    rows = score_rows(pair[0], pair[0], ALL)
    assert {row.mark for row in rows} == {"same"} and {row.change for row in rows} == {"–"}
    assert summary(rows) == "Nothing is different."


def test_what_may_be_luck_is_not_called_better_or_worse(pair):
    rows = {
        row.id: row for row in score_rows(*pair, verdicts={"m01": "chance", "m04": "small", "m08": "real"})
    }
    assert (rows["m01"].mark, rows["m04"].mark, rows["m08"].mark) == ("luck", "close", "worse")
    assert rows["m04"].change == "–"
    assert "may be luck" in summary([rows["m01"]])


def test_the_values_are_those_of_explain(pair):
    explanation = explain(*pair)
    for row in score_rows(*pair, ("m01", "perfect")):
        sentence = explanation.sentence(row.id)
        assert f"from {row.before} to {row.after} ({row.change})" in sentence


def test_a_sign_and_a_word_stand_beside_the_colour(pair):
    rows = score_rows(*pair)
    table = score_table(rows, "<today>", "new")
    assert "&lt;today&gt;" in table and "<today>" not in table
    assert table.count("▼") == sum(row.mark == "worse" for row in rows) > 0
    assert table.count('scope="row"') == len(rows)


def test_what_a_run_does_not_have_is_a_dash():
    frozen = shared_run(CASE, weeks=2, market="frozen")
    (row,) = score_rows(frozen, frozen, ["customer_equity"])
    assert (row.before, row.after, row.mark) == ("–", "–", "same")
