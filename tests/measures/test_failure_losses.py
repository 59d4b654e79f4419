"""Severity, frequency and loss of failures, worked by hand; hours of an order with its customer."""

from __future__ import annotations

import pytest

from sim.base.units import HOUR
from sim.measures.failure_losses import FAILURES, customer_hours, failure_losses, order_failures
from sim.records.schema import Records
from tests.support.hand_records import emptied, records
from tests.support.shared_runs import shared_run

H = HOUR
SOUND = {
    "klass": "A",
    "promised": 50 * H,
    "delivered": 40 * H,
    "status": "delivered",
    "damaged": False,
    "wrong": 0,
}


def by_hand() -> Records:
    """Eleven orders, nine of them judged: two without any failure, 5 and 4; two late alone, 3 and 2; one late and damaged."""
    special = [
        {"satisfaction": 5},
        {"satisfaction": 4},
        {"satisfaction": 3, "delivered": 51 * H},
        {"satisfaction": 2, "delivered": 60 * H},
        {"satisfaction": 1, "delivered": 60 * H, "damaged": True},
        {"satisfaction": 2, "damaged": True},
        {"satisfaction": 3, "wrong": 2},
        {"satisfaction": 4},
        {"satisfaction": 4},
        {"delivered": 60 * H},  # not judged
        {"satisfaction": 1, "status": "lost", "delivered": None},  # not delivered
    ]
    orders = [SOUND | {"order": number, "customer": number % 3} | row for number, row in enumerate(special)]
    contacts = [
        {"kind": "order", "order": 7, "time": 0, "answered": 61, "target": 60},  # a second too late
        {"kind": "order", "order": 8, "time": 0, "target": 60},  # gave up, then ordered
        {"kind": "order", "order": 0, "time": 0, "answered": 60, "target": 60},
        {"kind": "call", "order": 1, "time": 0, "answered": 900, "target": 60},  # no contact to order
    ]
    return records(100 * H, orders=orders, contacts=contacts)


def test_each_failure_is_found_where_it_was() -> None:
    table = order_failures(by_hand())
    assert len(table) == 9 and table["satisfaction"].sum() == 28
    found = {name: table.index[table[name]].tolist() for name in FAILURES}
    assert found == {"late": [2, 3, 4], "damaged": [4, 5], "goods": [6], "contact": [7, 8]}


def test_severity_counts_failures_alone_and_frequency_all_of_them() -> None:
    table = failure_losses(by_hand())
    assert table["severity"].to_dict() == pytest.approx(
        {"late": 4.5 - 2.5, "damaged": 4.5 - 2, "goods": 1.5, "contact": 0.5}
    )
    assert table["frequency"].to_dict() == pytest.approx(
        {"late": 3 / 9, "damaged": 2 / 9, "goods": 1 / 9, "contact": 2 / 9}
    )
    assert table["lost"].to_dict() == pytest.approx(
        {"late": 6 / 9, "damaged": 5 / 9, "goods": 1.5 / 9, "contact": 1 / 9}
    )
    assert table["n_alone"].to_dict() == {"late": 2, "damaged": 1, "goods": 1, "contact": 2}


def test_without_orders_nothing_is_known() -> None:
    table = failure_losses(emptied(by_hand()))
    assert table["severity"].isna().all() and (table["n_alone"] == 0).all()


def test_hours_stand_with_the_customer_of_the_order() -> None:
    known = shared_run("corner", weeks=8).records
    hours = customer_hours(known)
    orders = known["orders"].set_index("order")
    assert (hours["customer"] == orders.loc[hours.index, "customer"]).all()
    total = (orders["delivered"] - orders["placed"]).loc[hours.index].astype(float) / H
    assert hours.drop(columns="customer").sum(axis=1).tolist() == pytest.approx(total.tolist())
