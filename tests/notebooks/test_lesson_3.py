"""What lesson 3 says about its own runs is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.course.lessons.three_teams import run_teams
from sim.measures.client_evenings import event_guests
from sim.measures.relations import relationships
from sim.theory.intervals import interval
from tests.support.lesson import ran

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("03_")


def bond(lesson: dict[str, Any], course: str) -> list[float]:
    """The accounts' bond at the end of each run of a course."""
    return lesson["bonds_over_time"](lesson["courses"], lesson["accounts"])[course].tolist()


def test_one_of_four_managers_leaves_early_enough_to_see_the_consequences(lesson: dict[str, Any]) -> None:
    assert len(lesson["gone"]) == 1
    assert lesson["before"].weeks <= lesson["gone"]["week"].iloc[0] < lesson["soon"] < 39
    assert len(lesson["accounts"]) == 10
    # 30 others, and those who took the place of one who moved away.
    assert len({customer % 200 for customer in lesson["others"]}) == 30
    assert 6 in lesson["accounts"]
    places = lesson["places_of_knowledge"](lesson["before"].records)
    assert places.loc["in_a_head", "count"] > 3 * places.loc["in_the_file", "count"]


def test_knowledge_in_the_head_is_lost_and_the_bond_falls_at_once(lesson: dict[str, Any]) -> None:
    facts = lesson["after"].records["knowledge"].query("customer == 6")
    assert facts["holder"].isna().all()
    _quarter, half, soon, *later = bond(lesson, "the manager left")
    assert soon < half / 2
    assert later == sorted(later) and later[1] < half  # a year later it is not yet back


def test_orders_follow_slowly_and_others_hardly_notice(lesson: dict[str, Any]) -> None:
    runs = {"stayed": lesson["stayed"], "left": lesson["left"]}
    table = relationships(runs, lesson["accounts"])
    assert (table["left"] < table["stayed"]).all()
    assert table.loc["orders", "left"] > 0.93 * table.loc["orders", "stayed"]
    assert [row.found[0] for row in lesson["shown"]["leaving-result"].rows[:3]] == ["↓"] * 3
    others = relationships(runs, lesson["others"])
    change = (others["left"] / others["stayed"] - 1).abs()
    assert change[["orders", "contribution"]].max() < 0.01
    assert change["bond"] < 0.03  # shown with two decimals: one in the last place is 2.5 %


def test_the_file_keeps_part_of_it_and_shortens_the_way_back(lesson: dict[str, Any]) -> None:
    heads, file = bond(lesson, "the manager left"), bond(lesson, "the manager left, with a file")
    assert all(one < two for one, two in zip(heads, file, strict=True))
    assert file[2] < 0.75 * file[1]  # it does not keep all
    assert file[4] > file[1] and heads[4] < heads[1]
    reasons = lesson["choice_reasons"](lesson["explain"](lesson["left"], lesson["kept"]), lesson["accounts"])
    assert reasons.index[0] == "term_bond"


def test_with_the_file_less_is_lost_under_every_seed(lesson: dict[str, Any]) -> None:
    lost = lesson["lost"]
    assert (lost["no file"] > lost["with a file"]).all() and (lost["with a file"] > 0).all()
    assert (lesson["bills"][["crm", "crm_training", "crm_data"]] < 0).all()


def test_good_lists_beat_the_lot_and_poor_data_hardly_do(lesson: dict[str, Any]) -> None:
    found = lesson["found"]
    for name in ("largest", "good file"):
        assert (found[name] > found["random"]).all() and (found[name] > found["poor file"]).all()
    mean = found.mean()
    assert mean["poor file"] < (mean["random"] + mean["good file"]) / 2
    assert [lesson["means"].index[0], lesson["means"].index[1]] == ["largest", "good file"]
    met = {name: event_guests(one.records) for name, one in lesson["evenings"].items()}
    needs = {name: table["needs_a_year"].sum() for name, table in met.items()}
    assert min(needs, key=needs.__getitem__) == "random"
    assert met["random"]["klass"].value_counts().idxmax() == "C"


def test_a_shabby_evening_loses_guests_and_a_lavish_one_only_money(lesson: dict[str, Any]) -> None:
    guests = [len(event_guests(one.records)) for one in lesson["feasts"].values()]
    warmth = list(lesson["warmth"].values())
    costs = [-one.money["accounts"]["event"] for one in lesson["feasts"].values()]
    assert guests[0] < guests[2] == guests[3]
    assert warmth[0] < warmth[1] < warmth[2] == warmth[3]
    assert costs[3] > 3 * costs[2]


def test_guests_differ_from_others_and_the_trial_shows_bonds_but_no_orders(lesson: dict[str, Any]) -> None:
    assert (lesson["naive"]["difference"] > 0.05).all()
    assert (lesson["bond_of_treated"](lesson["trials"])["bond_difference"] > 0).all()
    tried = lesson["tried"]["difference"] > 0
    assert tried.any() and not tried.all()  # "the rows point in different directions"
    guests, invited, bond = lesson["shown"]["trial-result"].rows
    assert guests.found[0] == bond.found[0] == "↑" and invited.found[0] not in "↑↓="


def test_an_unused_system_changes_nothing_but_costs_money(lesson: dict[str, Any]) -> None:
    same = lesson["same_orders"](lesson["systems"])
    assert same.to_dict() == {"no system": True, "in use": False, "no backing": True, "no training": True}
    table: pd.DataFrame = lesson["use"]
    for row in ("minutes_a_call", "wrong_addresses"):
        assert table.loc[row, "in use"] < table.loc[row, "no system"]
    cost = table.loc["system_cost"]
    assert (cost.drop("no system") > 0.7 * cost["in use"]).all()
    assert table.loc["facts", "no backing"] < table.loc["facts", "in use"] / 3
    assert lesson["backing"] == lesson["training"] == 0


def test_points_are_ahead_first_links_improve_and_of_social_time_nothing_can_be_told(
    lesson: dict[str, Any],
) -> None:
    nine = lesson["nine"]
    mean = {
        name: {half: interval(values) for half, values in rows.items()} for name, rows in nine.groupby("team")
    }
    change = {name: interval(rows["half_4"] - rows["half_1"]) for name, rows in nine.groupby("team")}
    # Points: ahead at first; most of the lead goes, and that is more than luck.
    assert max(mean, key=lambda team: mean[team]["half_1"].mean) == "points"
    assert mean["points"]["half_4"].mean < mean["points"]["half_1"].mean / 2 and change["points"].high < 0
    # Links: behind at first; they improve, more than luck; whether they are ahead in the end cannot be told.
    assert mean["links"]["half_1"].high < 0 < change["links"].low
    assert mean["links"]["half_4"].low < 0 < mean["links"]["half_4"].high
    # Social time: loses at first; neither the end nor the change can be told from luck.
    assert mean["social"]["half_1"].high < 0
    assert mean["social"]["half_4"].low < 0 < mean["social"]["half_4"].high
    assert change["social"].low < 0 < change["social"].high
    costs = lesson["team_costs"](lesson["firms"])
    assert costs.idxmax() == "links"


@pytest.mark.parametrize("number", [0, 4])
def test_the_markets_that_come_with_kefu_are_those_it_simulates(lesson: dict[str, Any], number: int) -> None:
    gains = run_teams(number)[1]
    for team, row in gains.iterrows():
        assert row.round(4).tolist() == pytest.approx(lesson["nine"].loc[(team, number)].tolist(), abs=1e-4)
