"""Enquiries: who asks where an order is, who answers, and what it means to a customer whom nobody answers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim import Case, InputError, load_case, run
from sim.base.units import DAY, HOUR
from sim.model.operations.enquiries import Enquiries
from tests.support.shared_runs import shared_run
from tests.support.tiny_firm import at, order, run_tiny, tiny_case

ASKS_ONCE = {"enquiries.per_order": 1, "enquiries.handling": 10, "enquiries.handling_spread": 0}
PATIENT = {"enquiries.patience": 30, "enquiries.patience_spread": 0}
TRACED = {"enquiries.tracing": 30}


def asking(share: float, hour: float = 0.5, **changes: Any) -> Case:
    """The tiny firm, whose customers ask after this share of the promised time, or at this share of the opening hours."""
    return tiny_case(**{**ASKS_ONCE, **PATIENT, **changes, "enquiries.until": share})


@pytest.fixture
def _last_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every customer asks at the end of the time in which it asks, and in the middle of the day."""
    monkeypatch.setattr(
        Enquiries, "_share_of_way", lambda self, _stream, _number: [self.data.until] * len(self.log.status)
    )
    monkeypatch.setattr(Enquiries, "_at_hour", lambda self, _order: 14 * HOUR)


def enquiries(records: dict[str, pd.DataFrame]) -> list[tuple[int, int, int]]:
    """(time, answered, resolved) of each enquiry, -1 where there is none."""
    rows = records["contacts"]
    rows = rows[rows["kind"] == "enquiry"]
    return [tuple(row) for row in rows[["time", "answered", "resolved"]].fillna(-1).to_numpy().tolist()]


@pytest.mark.usefixtures("_last_moment")
def test_a_clerk_answers_after_the_orders_before() -> None:
    # Accepted at 9:10 and promised for 9:10 on day 2: half of the way is 9:10 on day 1.
    both = [order(at(0, 9), [(0, 1)]), order(at(1, 9, 5), [(0, 1)])]
    case = asking(0.5, **{"fleet.km_hour": 1})  # the way takes 60 hours
    records = run_tiny(both, case=case)
    # The second order is handled from 9:05 to 9:15.
    assert enquiries(records) == [
        (at(1, 9, 10), at(1, 9, 15), at(1, 9, 25)),
        (at(2, 9, 15), at(2, 9, 15), at(2, 9, 25)),
    ]
    assert records["orders"]["unanswered"].tolist() == [0, 0]


@pytest.mark.usefixtures("_last_moment")
def test_nobody_asks_about_an_order_that_has_come() -> None:
    # Delivered on day 1 at 8:20.
    assert enquiries(run_tiny([order(at(0, 9), [(0, 1)])], case=asking(0.5))) == []


@pytest.mark.usefixtures("_last_moment")
def test_outside_the_opening_hours_customers_ask_on_the_next_day() -> None:
    # A quarter of 48 hours after 12:10 is past midnight: 14:00 on day 1.
    case = asking(0.25, **{"fleet.km_hour": 1})
    assert enquiries(run_tiny([order(at(0, 12), [(0, 1)])], case=case)) == [
        (at(1, 14), at(1, 14), at(1, 14, 10))
    ]


@pytest.mark.usefixtures("_last_moment")
def test_who_gives_up_waiting_remembers_a_bad_contact() -> None:
    # The only clerk handles an order from 8:55 to 12:55.
    both = [order(at(0, 9), [(0, 1)]), order(at(1, 8, 55), [(0, 1)], handling=4 * HOUR)]
    case = asking(0.5, **{"fleet.km_hour": 1.5, "satisfaction_spread": 0})
    records = run_tiny(both, case=case)
    assert enquiries(records)[0] == (at(1, 9, 10), -1, -1)
    assert records["orders"]["unanswered"].tolist() == [1, 0]
    answered = run_tiny(both[:1], case=case)["orders"]
    assert records["orders"]["satisfaction"][0] <= answered["satisfaction"][0]


@pytest.mark.usefixtures("_last_moment")
def test_each_day_customers_ask_for_a_late_order_and_handlers_trace_it() -> None:
    # Promised for 9:10 on day 2, delivered on day 4.
    case = tiny_case(**{**TRACED, "fleet.km_hour": 0.8})
    handlers = {"complaints.handlers": 1}
    records = run_tiny([order(at(0, 9), [(0, 1)])], case=case, **handlers)
    assert records["orders"]["delivered"][0] // DAY == 4
    assert enquiries(records) == [(at(3, 14), at(3, 14), at(3, 14, 30))]
    assert records["orders"]["unanswered"].tolist() == [0]
    nobody = run_tiny([order(at(0, 9), [(0, 1)])], case=case, **{"complaints.handlers": 0})
    assert enquiries(nobody) == [(at(3, 14), -1, -1)]
    # By the time at which the customer gives up, a day later, the order is there: that is an answer.
    assert nobody["orders"]["unanswered"].tolist() == [0]
    slower = tiny_case(**{**TRACED, "fleet.km_hour": 0.6})
    unanswered = run_tiny([order(at(0, 9), [(0, 1)])], case=slower, **{"complaints.handlers": 0})
    assert unanswered["orders"]["unanswered"][0] >= 1


@pytest.mark.usefixtures("_last_moment")
def test_who_has_been_told_of_the_delay_does_not_ask() -> None:
    case = tiny_case(**{**TRACED, "fleet.km_hour": 0.8})
    told = run_tiny([order(at(0, 9), [(0, 1)])], case=case, **{"delays.announced": True})
    assert told["orders"]["announced"].notna().all()
    assert enquiries(told) == []


def test_enquiries_of_a_year() -> None:
    records = shared_run("corner", seed=100).records
    contacts, orders = records["contacts"], records["orders"]
    asked = contacts[contacts["kind"] == "enquiry"]
    assert 1.0 < len(asked) / len(orders) < 2.0
    assert set(asked["channel"]) == {"telephone", "mail"}
    hour = asked["time"] % DAY // HOUR
    desk = load_case("corner").desk
    assert hour.between(desk.opens, desk.closes - 1).all()
    placed, ended = orders.set_index("order")["placed"], orders.set_index("order")["delivered"]
    assert (asked["time"] > asked["order"].map(placed)).all()
    assert not (asked["time"] > asked["order"].map(ended)).any()
    unanswered = orders["unanswered"].sum()
    assert 0 < unanswered <= asked["answered"].isna().sum()


def test_announced_delays_and_links_save_enquiries() -> None:
    def count(**levers: Any) -> int:
        contacts = run("corner", levers, weeks=26, market="frozen").records["contacts"]
        return int((contacts["kind"] == "enquiry").sum())

    usual = count()
    assert count(**{"delays.announced": True}) < usual
    assert count(**{"loyalty.integration": 0.5}) < usual


def test_who_calls_at_night_orders_on_the_web() -> None:
    orders = shared_run("corner", seed=100).records["orders"]
    desk = load_case("corner").desk
    by_telephone = orders.loc[orders["channel"] == "telephone", "placed"] % DAY // HOUR
    assert by_telephone.between(desk.opens, desk.closes - 1).all()
    night = run("corner", weeks=4, seed=100, market="frozen")
    in_vain = run(
        load_case("corner").replace(**{"desk.when_closed": None}), weeks=4, seed=100, market="frozen"
    )
    given_up = [int((one.records["orders"]["status"] == "abandoned").sum()) for one in (night, in_vain)]
    assert given_up[0] < given_up[1]


def test_the_channel_at_night_is_one_of_the_desk() -> None:
    with pytest.raises(
        InputError, match=r"desk\.when_closed names fax, but desk\.channels has only telephone"
    ):
        load_case("corner").replace(**{"desk.when_closed": "fax"})


def test_each_lane_departs_at_its_hour() -> None:
    case = load_case("corner")
    trips = shared_run("corner", seed=100).records["trips"]
    lorries = trips[trips["kind"] == "lorry"]
    for centre in case.centres:
        if centre.departs is not None:
            gates = lorries.loc[lorries["lane"] == centre.name.en, "gate"]
            assert set(gates % DAY // HOUR) == {centre.departs}
