"""What work does to the people of the firm, and they to customers; and when reverse logistics pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import Case, Run, load_case
from tests.support.paired_runs import account, falls, gain, rises, runs

COUNT = 16
YEARS = 32
"""Of overload: customers who wait too long go elsewhere, which lightens it again, so that what is left shows in more years."""
FEW = {"warehouse.pickers": [0] * 10 + [1] * 7 + [0] * 7}
"""A picker for seven hours a day, who has about eight tenths of them to work: with fewer hours orders would pile up for weeks."""


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


@pytest.fixture(scope="module")
def loads(corner: Case) -> tuple[list[Run], list[Run]]:
    """Pickers as today, and for seven hours a day."""
    usual, few = (runs(corner, levers, weeks=52, count=YEARS) for levers in ({}, FEW))
    return usual, few


def of_pickers(column: str) -> Any:
    """Mean of a column of the staff table over all pickers and weeks."""

    def mean(result: Run) -> float:
        staff = result.records["staff"]
        return float(staff.loc[staff["role"] == "picker", column].astype(float).mean())

    return mean


def quits(result: Run) -> float:
    """Pickers who leave, a person and year; nobody can leave a vacant seat."""
    return 52 * of_pickers("left")(result)


def leavers(result: Run) -> float:
    """People of any role who left."""
    return float(result.records["staff"]["left"].sum())


def wrong(result: Run) -> float:
    """Share of orders picked wrong."""
    orders = result.records["orders"]
    return float((orders["wrong"].fillna(0) > 0).mean())


def satisfaction(result: Run) -> float:
    orders = result.records["orders"]
    return float(orders.loc[orders["placed"] >= 0, "satisfaction"].mean())


@pytest.mark.thorough
def test_effect_11_overload_makes_people_discontent_and_customers_too(
    loads: tuple[list[Run], list[Run]],
) -> None:
    usual, few = loads
    assert rises(usual, few, of_pickers("load"))
    assert rises(usual, few, of_pickers("errors"))
    assert falls(usual, few, of_pickers("satisfaction"))
    assert rises(usual, few, wrong)
    low, high = gain(usual, few, satisfaction)
    assert -1.0 < low < high < 0


@pytest.mark.thorough
def test_effect_11_overload_drives_people_away(corner: Case) -> None:
    """Eight pickers for eight or four hours a day, with the same work: the frozen market takes none of it away.

    With one seat, which stays vacant for weeks after each leaver, the number of leavers would be a matter of luck.
    """
    today = corner.warehouse
    heavy = {  # goods that take long to pick, with pickers for them
        "warehouse.pick_order": 8 * today.pick_order,
        "warehouse.pick_line": 8 * today.pick_line,
        "policy": corner.policy.replace(**{"warehouse.pickers": 8}),
        "staff.turnover": 0.8,  # people leave often enough to be counted
    }
    enough, few = (
        runs(
            corner.replace(**heavy),
            {"warehouse.pickers": [0] * 8 + [8] * hours + [0] * (16 - hours)},
            weeks=52,
            count=20,
            market="frozen",
        )
        for hours in (8, 4)
    )
    assert rises(enough, few, of_pickers("load"))
    assert falls(enough, few, of_pickers("satisfaction"))
    assert rises(enough, few, quits)


@pytest.mark.thorough
def test_effect_11_is_bounded(loads: tuple[list[Run], list[Run]]) -> None:
    for result in loads[1]:
        staff = result.records["staff"]
        assert result.case.staff is not None
        assert staff["errors"].max() <= result.case.staff.most
        assert staff["satisfaction"].between(1, 5).all()
        assert staff["skill"].between(result.case.staff.newcomer - 0.01, 1).all()


@pytest.mark.thorough
def test_effect_11_comes_from_the_people_and_not_only_from_the_queue(
    corner: Case, loads: tuple[list[Run], list[Run]]
) -> None:
    machines = corner.replace(staff=None)
    usual, few = (runs(machines, levers, weeks=52, count=YEARS) for levers in ({}, FEW))
    by_people = np.mean([wrong(b) - wrong(a) for a, b in zip(*loads, strict=True)])
    by_queue = np.mean([wrong(b) - wrong(a) for a, b in zip(usual, few, strict=True)])
    assert by_people > 0.0005 > abs(by_queue)


@pytest.mark.thorough
def test_training_prevents_errors_and_pay_keeps_people(corner: Case) -> None:
    """Pay over a year: where it is low, seats stay vacant for two months, and hiring for them is paid later."""
    trained = runs(corner, {"staff.training_hours": 40}, weeks=26, count=COUNT)
    untrained = runs(corner, {}, weeks=26, count=COUNT)
    assert falls(untrained, trained, of_pickers("errors"))
    low, high = gain(untrained, trained, of_pickers("errors"))
    assert -0.45 < low < high < -0.15
    assert rises(untrained, trained, account("training"))
    poor, well = (runs(corner, {"staff.pay": pay}, weeks=52, count=24) for pay in (0.8, 1.3))
    assert rises(poor, well, of_pickers("satisfaction"))
    assert falls(poor, well, leavers)
    assert falls(poor, well, account("hiring"))
    assert rises(poor, well, account("wages_desk"))


SERVICE = {"returns.service": True, "returns.capacity": 10}
MANY = {"A": 0.6, "B": 0.5, "C": 0.2}
"""Shares of retailers with which the volume of returns is high."""


def profit(result: Run) -> float:
    return result.money["profit"] / 100


@pytest.mark.thorough
def test_effect_21_reverse_logistics_wins_retailers_and_pays_only_above_a_volume(corner: Case) -> None:
    gains = {}
    for share in (0.01, 0.7):
        retailers = MANY if share == 0.7 else corner.returns.retailers
        case = corner.replace(**{"returns.share": share, "returns.retailers": retailers})
        without, with_it = (runs(case, levers, weeks=52, count=COUNT) for levers in ({}, SERVICE))
        gains[share] = gain(without, with_it, profit)
        if share == 0.7:
            won = [
                _orders_of(after, _retailers(after)) - _orders_of(before, _retailers(after))
                for before, after in zip(without, with_it, strict=True)
            ]
            usual = np.mean([_orders_of(r, _retailers(s)) for r, s in zip(without, with_it, strict=True)])
            assert 0.03 * usual < np.mean(won) < 0.25 * usual
            assert np.mean(np.array(won) > 0) > 0.8
            assert rises(without, with_it, account("reverse"))
    assert gains[0.01][1] < 0
    assert gains[0.7][0] > 0


def _retailers(result: Run) -> list[int]:
    """Who sent goods back."""
    return sorted(result.records["returns"]["customer"].unique())


def _orders_of(result: Run, customers: list[int]) -> float:
    orders = result.records["orders"]
    return float(((orders["placed"] >= 0) & orders["customer"].isin(customers)).sum())


def test_returns_of_one_retailer_are_collected_together(corner: Case) -> None:
    few, many = (
        runs(corner.replace(**{"returns.share": 0.7}), SERVICE | {"returns.capacity": n}, weeks=26, count=4)
        for n in (1, 6)
    )

    def stops_a_return(result: Run) -> float:
        """Days on which a retailer was called at, over its returns collected."""
        collected = result.records["returns"]
        collected = collected[collected["collected"].notna()]
        return len(collected.drop_duplicates(["customer", "collected"])) / len(collected)

    assert all(stops_a_return(a) < stops_a_return(b) < 1 for a, b in zip(few, many, strict=True))
