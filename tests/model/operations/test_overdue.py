"""Orders that do not come: when their customers notice it, give up or cancel, and what becomes of goods and queues."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Run, continue_run, explain, load_case, run
from sim.measures.customer_orders import customer_orders, problems
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.reputation import Reputation
from sim.model.customers.satisfaction import Judge
from sim.model.demand.demand import draw_demand
from tests.model.test_conservation import check
from tests.support.shared_runs import shared_run
from tests.support.tiny_firm import at, order, run_tiny, tiny_case

RANKED = {"relations.priority": {"A": 1, "B": 0, "C": 0}}
STRANDED = {"fleet.km_hour": 0.1}
"""The way takes 25 days, so that the only lorry is away for 50."""
SNOW = {"emergencies": [{"name": {"en": "Snow", "zh": "雪"}, "from_day": 0, "days": 30, "zones": ["city"]}]}


def put_back(records: dict[str, pd.DataFrame]) -> list[tuple[int, int, int, int]]:
    """Goods that came back from cancelled orders: (time, good, units, on hand afterwards)."""
    rows = records["stock"]
    rows = rows[rows["event"] == "put_back"]
    return [tuple(row) for row in rows[["time", "good", "quantity", "on_hand"]].to_numpy().tolist()]


@pytest.mark.parametrize("ranks", [{}, RANKED])
@pytest.mark.parametrize(("nobody", "stage"), [("pickers", "picking"), ("packers", "packing")])
def test_an_order_that_nobody_works_on_is_cancelled_two_weeks_after_its_promise(
    nobody: str, stage: str, ranks: dict[str, Any]
) -> None:
    # Accepted at 9:10 on day 0, promised for day 2.
    one, levers = [order(at(0, 9), [(0, 3)])], {f"warehouse.{nobody}": 0, **ranks}
    assert run_tiny(one, days=16, **levers)["orders"]["status"].tolist() == ["in_progress"]
    records = run_tiny(one, days=17, **levers)
    orders = records["orders"]
    assert (orders["status"].tolist(), orders["cause"].tolist()) == (["cancelled"], [stage])
    assert put_back(records) == [(at(16, 9, 10), 0, 3, 100)]
    assert orders["dispatched"].isna().all()
    assert records["ledger"].loc[records["ledger"]["account"] == "freight", "amount"].sum() == 0


def test_the_two_times_are_those_of_the_case() -> None:
    case = tiny_case(**{"patience.cancel_days": 7})
    records = run_tiny([order(at(0, 9), [(0, 3)])], case=case, **{"warehouse.pickers": 0})
    assert put_back(records) == [(at(9, 9, 10), 0, 3, 100)]


def test_lateness_is_noticed_two_days_after_the_promise_and_only_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(Judge, "order_overdue", lambda _judge, number, time: seen.append((number, time)))
    run_tiny([order(at(0, 9), [(0, 3)])])  # delivered the next morning
    assert seen == []
    both = [order(at(0, 9), [(0, 3)]), order(at(3, 19, 55), [(0, 1)])]
    run_tiny(both, days=30, **{"warehouse.pickers": 0})
    assert seen == [(0, at(4, 9, 10)), (1, at(7, 20, 5))]
    seen.clear()  # on a vehicle: noticed, too, but never cancelled
    orders = run_tiny([order(at(0, 9), [(0, 1)])], days=30, case=tiny_case(**STRANDED))["orders"]
    assert seen == [(0, at(4, 9, 10))]
    assert orders["status"].tolist() == ["delivered"]


def test_an_order_that_waits_for_goods_gives_back_what_it_has() -> None:
    # Good 1 would come after 30 days. The second order lacks good 0, and gets what the first one gives back.
    records = run_tiny(
        [order(at(0, 9), [(0, 4), (1, 3)]), order(at(1, 9), [(0, 3)])],
        on_hand=(5, 1),
        days=20,
        case=tiny_case(**{"goods.lead_days": 30}),
        **{"stock.backorder_days": 28},
    )
    orders = records["orders"]
    assert orders["status"].tolist() == ["cancelled", "delivered"]
    assert orders["cause"].tolist() == ["stock", "stock"]
    assert orders["released"].tolist()[1] == at(16, 9, 10)
    # Four units of good 0, of which two go to the second order at once; one unit of good 1.
    assert put_back(records) == [(at(16, 9, 10), 0, 4, 2), (at(16, 9, 10), 1, 1, 1)]


@pytest.mark.parametrize("ranks", [{}, RANKED])
def test_a_picker_ends_what_has_begun_and_begins_nothing_that_is_cancelled(ranks: dict[str, Any]) -> None:
    slow = 5760  # picking takes 20 days
    records = run_tiny(
        [
            order(at(0, 9), [(0, 1)], pick_speed=slow),
            order(at(0, 9), [(0, 2)], pick_speed=slow),  # begun on day 20, cancelled on day 24
            order(at(0, 9), [(0, 3)], pick_speed=slow),  # cancelled before anybody could begin
            order(at(30, 9), [(0, 1)]),
        ],
        days=50,
        **{"promise.hours": 240, **ranks},
    )
    orders = records["orders"]
    assert orders["status"].tolist() == ["delivered", "cancelled", "cancelled", "delivered"]
    assert orders["cause"].tolist()[1:3] == ["picking", "picking"]
    assert orders["picked"].fillna(-1).tolist() == [at(20, 9, 10), -1, -1, at(40, 9, 15)]
    assert [row[:3] for row in put_back(records)] == [(at(24, 9, 20), 0, 2), (at(24, 9, 30), 0, 3)]


def test_a_load_leaves_without_the_orders_that_are_cancelled_before_a_lorry_is_back() -> None:
    # The lorry left on day 0 at 20:00, delivers on day 26 at 8:20, and is back on day 51 at 8:20.
    records = run_tiny(
        [order(at(day, 9), [(0, 1)]) for day in (0, 1, 40)], days=80, case=tiny_case(**STRANDED)
    )
    orders, trips = records["orders"], records["trips"]
    assert orders["status"].tolist() == ["delivered", "cancelled", "delivered"]
    assert orders["cause"].tolist()[1] == "lorry"
    assert [row[0] for row in put_back(records)] == [at(17, 9, 10)]
    assert trips["departed"].tolist() == [at(0, 20), at(51, 8, 20)]
    assert trips["orders"].tolist() == [1, 1]


def test_a_road_that_stays_closed() -> None:
    orders = run_tiny([order(at(0, 9), [(0, 1)])], days=40, case=tiny_case(**SNOW))["orders"]
    assert (orders["status"].tolist(), orders["cause"].tolist()) == (["cancelled"], ["closed_road"])


def test_customers_whom_nobody_ever_answers_give_up() -> None:
    one = [order(at(0, 9), [(0, 1)])]  # its own patience has no end
    assert run_tiny(one, days=2, **{"desk.clerks": 0})["orders"]["status"].tolist() == ["in_progress"]
    orders = run_tiny(one, days=3, **{"desk.clerks": 0})["orders"]
    assert (orders["status"].tolist(), orders["cause"].tolist()) == (["abandoned"], ["desk"])
    case = tiny_case(**{"patience.unanswered_hours": 10})
    orders = run_tiny(one, days=1, case=case, **{"desk.clerks": 0})["orders"]
    assert orders["status"].tolist() == ["abandoned"]


def reputation() -> tuple[Reputation, float]:
    """The reputation of a firm with customers who know it, and the weight of the newest order with customer 0."""
    case = load_case("corner")
    firm = CustomerChoice(case, [case.policy], draw_demand(case, 0, 0, 0, 100_000), None).firms[0]
    return firm, firm.population.newest[0]


LATE = (1.0, 0.0, 1.0, 150.0, 3.0)
GOOD = (1.0, 1.0, 1.0, 20.0, 0.0)


def memory(firm: Reputation) -> list[float]:
    return [float(value) for value in firm.present()[0][:5]]


def test_an_order_noticed_as_late_counts_once() -> None:
    """At its end it is remembered as if all had been known when it was noticed; word of mouth hears of it once, at its end."""
    noticed, weight = reputation()
    first = memory(noticed)
    noticed.notice_late(0, 7, 100.0)
    assert memory(noticed) == pytest.approx(
        [first[0], first[1] * (1 - weight), first[2], first[3] + weight * (100 - first[3]), first[4]]
    )
    assert noticed.awareness.word_of_mouth == [0, 0]
    noticed.remember(0, 8, GOOD, 5)
    noticed.remember(0, 7, LATE, 1)
    known, _weight = reputation()
    known.remember(0, 7, LATE, 1)
    known.remember(0, 8, GOOD, 5)
    assert memory(noticed)[1] == pytest.approx(memory(known)[1])
    assert memory(noticed)[3] == pytest.approx(memory(known)[3])
    assert noticed.awareness.word_of_mouth == known.awareness.word_of_mouth == [1, 1]


def test_a_cancelled_order_keeps_the_hours_that_were_noticed() -> None:
    firm, _weight = reputation()
    firm.notice_late(0, 7, 100.0)
    hours = memory(firm)[3]
    firm.remember(0, 7, (0.0, 0.0, None, None, 3.0), 2)
    assert memory(firm)[3] == hours


def test_the_best_handling_of_its_complaint_takes_back_its_lateness_and_no_more() -> None:
    firm, _weight = reputation()
    for number in range(60):
        firm.remember(0, number, GOOD, 5)
    firm.notice_late(0, 100, 100.0)
    for number in range(60, 63):
        firm.remember(0, number, GOOD, 5)
    firm.remember(0, 100, LATE, 1)
    firm.restore(0, 100, LATE, 1.0, 0)
    spared, _weight = reputation()
    for number in range(64):  # one more: the order counts as if it had been good
        spared.remember(0, number, GOOD, 5)
    assert memory(firm)[1] == pytest.approx(memory(spared)[1])


@pytest.fixture(scope="module")
def without_pickers() -> Run:
    case = load_case("corner")
    return run(case, case.policy.replace(**{"warehouse.pickers": 0}))


def test_a_firm_that_delivers_nothing_loses_its_name_its_customers_and_its_profit(
    without_pickers: Run,
) -> None:
    check(without_pickers)
    base = shared_run("corner")
    counts = without_pickers.counts
    assert counts["delivered"] == 0
    assert counts["cancelled"] > counts["in_progress"]
    here, there = (one.records["customers"] for one in (without_pickers, base))
    # The memory of customers of B and C who have left fades; those of class A remember what came under their contract.
    large = here["klass"] == "A"
    assert (here["service_start"] - here["service_end"])[large].mean() > 0.6
    assert (there["service_start"] - there["service_end"])[large].mean() < 0.05
    gone, usual = (rows["left"].notna().groupby(rows["klass"]).mean() for rows in (here, there))
    assert gone["A"] == 1
    assert gone["B"] > usual["B"] + 0.4
    assert gone["C"] > usual["C"] + 0.3
    assert counts["orders"] < 0.5 * base.counts["orders"]
    assert without_pickers.money["profit"] < base.money["profit"] - 1_000_000_00
    assert without_pickers.measures["m07"]["value"] == without_pickers.measures["m08"]["value"] == 0


def test_explanations_and_stories_name_the_stage_that_held_the_orders(without_pickers: Run) -> None:
    parts = explain(shared_run("corner"), without_pickers).parts("m08")
    first = parts.loc[parts["change"].idxmin()]
    assert "picking" in (first["stage"], first["cause"])
    orders = without_pickers.records["orders"]
    cancelled = orders[(orders["status"] == "cancelled") & (orders["placed"] >= 0)].iloc[0]
    assert cancelled["cause"] == "picking"
    mine = customer_orders(without_pickers.records, int(cancelled["customer"]))
    told = problems(mine[mine["order"] == cancelled["order"]].iloc[0])
    assert told == ["cancelled, because it did not come (picking)"]


@pytest.mark.parametrize("ranks", [{}, RANKED])
def test_pickers_hired_later_take_up_the_orders_that_still_wait(ranks: dict[str, Any]) -> None:
    case = load_case("corner")
    idle = case.policy.replace(**{"warehouse.pickers": 0, **ranks})
    whole = continue_run(run(case, idle, weeks=1), case.policy, weeks=5)
    orders = whole.records["orders"]
    waited = orders[(orders["accepted"] < 7 * 86400) & (orders["accepted"] >= 0)]
    assert (waited["released"] < 7 * 86400).sum() > 50
    assert (waited["picked"].dropna() >= 7 * 86400).all()
    assert np.mean(waited["status"] == "delivered") > 0.9
    check(whole)
