"""What lesson 3 says about its own runs is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

import ast
from typing import Any

import pandas as pd
import pytest

from tests.support.notebooks import SOURCES, read, source

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    """All names after the last cell; "shown": what each cell shows, by its id."""
    names: dict[str, Any] = {"shown": {}}
    (path,) = (path for path in SOURCES if path.stem.startswith("03_"))
    for cell in read(path)["cells"]:
        if cell["cell_type"] == "code":
            body = ast.parse(source(cell)).body
            last = body.pop() if isinstance(body[-1], ast.Expr) else None
            exec(compile(ast.Module(body, []), cell["id"], "exec"), names)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)
                names["shown"][cell["id"]] = shown
    return names


def bond(lesson: dict[str, Any], course: str) -> list[float]:
    """The accounts' bond at the end of each run of a course."""
    runs = lesson["courses"][course]
    return [lesson["worth"](run, lesson["accounts"])["bond"] for run in runs]


def test_one_of_four_managers_leaves_early_enough_to_see_the_consequences(lesson: dict[str, Any]) -> None:
    assert len(lesson["gone"]) == 1
    assert lesson["before"].weeks <= lesson["gone"]["week"].iloc[0] < lesson["soon"] < 39
    assert len(lesson["accounts"]) == 10
    # 30 others, and those who took the place of one who moved away.
    assert len({customer % 200 for customer in lesson["others"]}) == 30
    assert lesson["customer"] in lesson["accounts"]
    places = lesson["shown"]["places"]
    assert places.loc["in a head", "count"] > 3 * places.loc["in the file", "count"]


def test_knowledge_in_the_head_is_lost_and_the_bond_falls_at_once(lesson: dict[str, Any]) -> None:
    facts = lesson["after"].records["knowledge"].query("customer == @lesson['customer']")
    assert facts["holder"].isna().all()
    _quarter, half, soon, *later = bond(lesson, "left")
    assert soon < half / 2
    assert later == sorted(later) and later[1] < half  # a year later it is not yet back


def test_orders_follow_slowly_and_others_hardly_notice(lesson: dict[str, Any]) -> None:
    table = lesson["shown"]["leaving-table"]
    assert (table["left"] < table["stayed"]).all()
    assert table.loc["orders", "left"] > 0.93 * table.loc["orders", "stayed"]
    others = lesson["shown"]["others-table"]
    change = (others["left"] / others["stayed"] - 1).abs()
    assert change[["orders", "contribution"]].max() < 0.01
    assert change["bond"] < 0.03  # shown with two decimals: one in the last place is 2.5 %


def test_the_file_keeps_part_of_it_and_shortens_the_way_back(lesson: dict[str, Any]) -> None:
    heads, file = bond(lesson, "left"), bond(lesson, "left, with a file")
    assert all(one < two for one, two in zip(heads, file, strict=True))
    assert file[2] < 0.75 * file[1]  # it does not keep all
    assert file[4] > file[1] and heads[4] < heads[1]
    assert lesson["shown"]["why"].index[0] == "how well the firm's people know the customer"


def test_with_the_file_less_is_lost_under_every_seed(lesson: dict[str, Any]) -> None:
    lost = lesson["shown"]["lost"]
    assert (lost["heads"] > lost["file"]).all() and (lost["file"] > 0).all()
    assert (lesson["shown"]["file-cost"][["crm", "crm_training", "crm_data"]] < 0).all()


def test_good_lists_beat_the_lot_and_poor_data_hardly_do(lesson: dict[str, Any]) -> None:
    found = lesson["found"]
    for name in ("largest", "good file"):
        assert (found[name] > found["random"]).all() and (found[name] > found["poor file"]).all()
    mean = found.mean()
    assert mean["poor file"] < (mean["random"] + mean["good file"]) / 2
    met = {name: table["needs_a_year"].sum() for name, table in lesson["met"].items()}
    assert min(met, key=met.__getitem__) == "random"
    assert lesson["met"]["random"]["klass"].value_counts().idxmax() == "C"


def test_a_shabby_evening_loses_guests_and_a_lavish_one_only_money(lesson: dict[str, Any]) -> None:
    table = lesson["shown"]["budgets-table"]
    assert table["guests"].iloc[0] < table["guests"].iloc[2] == table["guests"].iloc[3]
    assert table["bond"].iloc[0] < table["bond"].iloc[1] < table["bond"].iloc[2] == table["bond"].iloc[3]
    assert table["cost"].iloc[3] > 3 * table["cost"].iloc[2]


def test_guests_differ_from_others_and_the_trial_shows_bonds_but_no_orders(lesson: dict[str, Any]) -> None:
    naive, tried, bonds = (lesson["shown"][name] for name in ("naive", "trial-share", "trial-bond"))
    assert (naive[True] - naive[False] > 0.05).all()
    assert (bonds[True] > bonds[False]).all()
    signs = (tried[True] - tried[False]) > 0
    assert signs.any() and not signs.all()  # "the rows point in different directions"


def test_an_unused_system_changes_nothing_but_costs_money(lesson: dict[str, Any]) -> None:
    same = lesson["shown"]["systems-same"]
    assert same == {"no system": True, "in use": False, "no backing": True, "no training": True}
    table: pd.DataFrame = lesson["shown"]["systems-show"]
    for row in ("minutes a call", "wrong addresses"):
        assert table.loc[row, "in use"] < table.loc[row, "no system"]
    assert (table.loc["cost"].drop("no system") > 0.7 * table.loc["cost", "in use"]).all()
    assert table.loc["facts", "no backing"] < table.loc["facts", "in use"] / 3


def test_points_are_ahead_first_and_links_gain_on_them(lesson: dict[str, Any]) -> None:
    gains = lesson["shown"]["teams-show"]
    assert gains.iloc[0].idxmax() == "points" and gains["points"].iloc[0] > 0
    # Once the rivals give points too most of the lead is gone. Links improve most, in every half year, and end above 0.
    assert gains["points"].iloc[3] < gains["points"].iloc[0] / 2
    assert (gains.iloc[3] - gains.iloc[0]).idxmax() == "links" and gains["links"].iloc[3] > 0
    assert gains["links"].is_monotonic_increasing
    # From the first half year to the fourth, market by market: more than luck for two of the teams, not for the third.
    changes = pd.DataFrame([market.iloc[3] - market.iloc[0] for market in lesson["gains"]])
    errors = changes.std() / len(changes) ** 0.5
    assert changes["points"].mean() < -2.3 * errors["points"]  # t(0.95; 8) = 1.86, t(0.975; 8) = 2.31
    assert changes["links"].mean() > 2.3 * errors["links"]
    last = pd.DataFrame([market.iloc[3] for market in lesson["gains"]])["social"]
    assert (last > 0).any() and (last < 0).any()  # "some show a gain and some a loss"
    cost = lesson["shown"]["teams-cost"]
    assert cost["links"] > cost["points"] > 0 and cost["links"] > cost["social"] > 0
