"""The source of a complaint: each of the six occurs, and what sales did is told from what others did."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim import Run, load_case, run
from sim.base.streams import ONE
from sim.case.complaints import SOURCES
from sim.model.engine.log import ADDRESS, CAUSE, DAMAGED, NO_CAUSE, SHORT, WRONG
from sim.model.front_office.complaint_sources import ComplaintSources
from tests.support.shared_runs import shared_run


def sources(
    *, cause: str | None = None, marks: int = 0, own_fault: bool = False, receiver_ok: bool = True
) -> ComplaintSources:
    """The finder for one order, of customer 7."""
    log = SimpleNamespace(cause=[NO_CAUSE if cause is None else CAUSE[cause]], marks=[marks])
    context: Any = SimpleNamespace(
        log=log,
        as_list=lambda _column: [7],
        case=load_case("corner"),
        demand=SimpleNamespace(
            stream=SimpleNamespace(whole=lambda _purpose: np.array([0 if own_fault else ONE - 1]))
        ),
        compute_once=lambda _name, compute: compute(),
        wants=SimpleNamespace(receiver_ok=np.array([receiver_ok])),
    )
    return ComplaintSources(context)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"own_fault": True, "cause": "promise"}, "customer"),
        ({"cause": "promise"}, "sales"),
        ({"cause": "minimum"}, "sales"),
        ({"cause": "stock"}, "supplier"),
        ({"cause": "refusal"}, "agent"),
        ({"cause": "closed_road"}, "force_majeure"),
        ({"cause": "desk"}, "operations"),
        ({"marks": SHORT | DAMAGED}, "supplier"),
        ({"marks": DAMAGED}, "operations"),
        ({"marks": WRONG, "receiver_ok": False}, "operations"),
        ({"marks": ADDRESS}, "operations"),
        ({"receiver_ok": False}, "agent"),
        ({}, "operations"),
    ],
)
def test_the_source_follows_from_what_went_wrong(about: dict[str, Any], expected: str) -> None:
    assert sources(**about).of(0) == expected


def test_sales_is_the_source_if_the_customer_had_been_content_but_for_it() -> None:
    found = sources(cause="stock")
    found.because_of_sales = {0}
    assert found.of(0) == "sales"


def test_sales_is_the_source_if_the_manager_has_left_and_nothing_else_went_wrong() -> None:
    asked: list[int] = []
    for about, expected in (({}, "sales"), ({"cause": "desk"}, "operations")):
        found = sources(**about)
        found.has_no_manager = lambda customer: asked.append(customer) is None
        assert found.of(0) == expected
    assert asked == [7]


@pytest.mark.slow
def test_each_source_occurs_within_a_year() -> None:
    cause = shared_run("jiaying").records["complaints"]["cause"].value_counts()
    assert list(cause.index.sort_values()) == list(SOURCES)
    assert (cause > 0).all(), cause


def test_sales_is_not_only_blamed_for_orders_that_are_too_small() -> None:
    records = shared_run("jiaying").records
    complaints = records["complaints"].query("cause == 'sales'")
    causes = records["orders"].set_index("order").loc[complaints["order"], "cause"]
    assert (causes != "minimum").any()


def by_sales(result: Run) -> float:
    return float((result.records["complaints"]["cause"] == "sales").mean())


def test_a_price_felt_as_unfair_and_wrong_invoices_are_complained_of() -> None:
    case = load_case("corner").replace(**{"complaints.formal": 1.0})
    slips = {f"desk.channels.{name}.invoice_error": 0.5 for name in case.desk.channels}
    usual = run(case, weeks=26, market="frozen")
    high = run(case, case.policy.replace(**{"price.level": 2.0}), weeks=26, market="frozen")
    wrong = run(case.replace(**slips), weeks=26, market="frozen")
    assert by_sales(high) > by_sales(usual) + 0.05
    assert by_sales(wrong) > by_sales(usual) + 0.03


def test_a_wrong_invoice_is_remembered_as_trouble() -> None:
    case = load_case("corner")
    slips = {f"desk.channels.{name}.invoice_error": 0.5 for name in case.desk.channels}
    none, half, most = (
        run(case.replace(**slips, **{"income.wrong_price_trouble": trouble}), weeks=13)
        .records["customers"]["energy_end"]
        .mean()
        for trouble in (0.0, 0.5, 3.0)
    )
    assert none + 0.05 < half < most
    assert most <= 3
