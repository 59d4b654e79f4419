"""The parts of each question: what is asked for, its hand tables with the right result, and what typical mistakes give there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd

from sim.base.i18n import N_
from sim.course.answers.kinds import (
    DictOf,
    Kind,
    LetterChoice,
    Number,
    OneOf,
    SeriesOf,
    Table,
    TupleOf,
    share,
)
from sim.course.answers.parts import Case, HandCheck, Hint, KnownMistake, Part
from sim.course.assignments.service_measures import find_mistakes as mistakes
from sim.course.assignments.service_measures import hints as h
from sim.course.assignments.service_measures.hand_tables import RIGHT_ORDERS
from sim.course.assignments.service_measures.promises import HOURS as PROMISED_HOURS
from sim.course.assignments.service_measures.promises import SHARES
from sim.records.labels import RIGHTS

HOURS = Number(N_("hours"), 0, 2000, tolerance=5e-4)
MINUTES = Number(N_("minutes"), 0, tolerance=0.005)
NAN, INF = float("nan"), float("inf")
COMPARED_COLUMNS = ("promised", "delivered", "preparation", "ordered", "status", "customer")
"""Columns by which a cleaned table is compared with the right one."""

Results = tuple[tuple[Any, Hint], ...]
"""Result of a typical mistake on the hand table, and its hint."""


def _on(table: str, *more: Any) -> Callable[[Case], tuple[Any, ...]]:
    """Inputs of a hand check: the hand table and further values."""
    return lambda case: (case.hand(table), *more)


def _known(results: Results) -> tuple[KnownMistake, ...]:
    return tuple(KnownMistake(result, hint) for result, hint in results)


def _function(
    question: str,
    name: str,
    kind: Kind,
    table: str,
    right: Any,
    *results: tuple[Any, Hint],
    points: float = 1,
    fact: str | None = None,
    hand_value: Any = None,
) -> Part:
    """A function of a table, tried on the hand table of the same name; results: of typical mistakes.

    fact: name of a second input from the facts; hand_value: what it is on the hand table.
    """

    def inputs(case: Case) -> list[tuple[Any, ...]]:
        return [(case.read(table),) if fact is None else (case.read(table), case.facts[fact])]

    on_hand = _on(table) if fact is None else _on(table, hand_value)
    hand_check = HandCheck(on_hand, lambda case: right, _known(results))
    return Part(question, name, points, kind, inputs, (hand_check,))


def _also_without_requests(part: Part) -> Part:
    """A function of requests that is also tried, and marked, on an empty table."""
    empty = HandCheck(
        lambda case: (case.hand("requests").iloc[:0],),
        lambda case: NAN,
        (KnownMistake(0.0, h.NO_REQUESTS), KnownMistake(1.0, h.NO_REQUESTS)),
    )
    return replace(
        part,
        inputs=lambda case: [(case.read("requests"),), (case.read("requests").iloc[:0],)],
        hand_checks=(*part.hand_checks, empty),
    )


def _cleaned(case: Case) -> pd.DataFrame:
    raw = case.hand("raw_orders")
    right = raw[raw["order"].isin(RIGHT_ORDERS)].drop_duplicates("order").copy()
    right["preparation"] = right["preparation"].where(right["preparation"] < 60, right["preparation"] / 60)
    return right


Q1 = (
    Part(
        "q1",
        "clean",
        3,
        Table("order", COMPARED_COLUMNS),
        lambda case: [(case.read("raw_orders"), case.facts)],
        (
            HandCheck(
                lambda case: (case.hand("raw_orders"), case.facts),
                _cleaned,
                find_mistake=mistakes.in_cleaned_orders,
            ),
        ),
    ),
)
Q2 = (
    _function(
        "q2", "m01", share(), "lines", 5 / 9, (39 / 59, h.UNIT_FILL), (0.5, h.ALLOCATED), (8 / 9, h.FULL)
    ),
    _function("q2", "m02", share(), "stock", 2 / 3, (1 / 3, h.COUNTS), (0.6, h.EMPTY_COUNT)),
    _function(
        "q2", "m03", share(), "orders", 0.75, (0.6, h.DENOMINATOR), (6 / 7, h.LOST), (0.25, h.OPPOSITE)
    ),
)
Q3 = (
    _function(
        "q3",
        "m04",
        DictOf({"mean": HOURS, "sd": HOURS, "p95": HOURS, "reliability": share()}),
        "orders",
        {"mean": 234 / 7, "sd": 17.5770413, "p95": 60.6, "reliability": 6 / 7},
        ({"mean": 6.0}, h.DAYS),
        ({"mean": 242 / 7}, h.START),
        ({"reliability": 4 / 7}, h.RELIABLE),
    ),
    _function("q3", "m05", HOURS, "orders", 29.0, (242 / 7, h.MEDIAN), (5.0, h.DAYS), (28.0, h.START)),
    _function("q3", "m06", HOURS, "orders", 21 / 9, (2.1, h.ZERO), (2.0, h.MEAN)),
)
Q4 = (
    _function(
        "q4",
        "m07",
        share(),
        "orders",
        0.8,
        (69 / 84, h.UNIT_FILL),
        (0.9, h.PART_SHIPPED),
        (6 / 7, h.ALL_ORDERS),
    ),
    _function("q4", "m08", share(), "orders", 0.4, (4 / 7, h.OVERDUE), (0.7, h.OVERDUE), (0.6, h.OPPOSITE)),
    _function(
        "q4",
        "m08_by_class",
        SeriesOf(share(), ("A", "B", "C")),
        "orders",
        pd.Series({"A": 1 / 3, "B": 2 / 3, "C": 1 / 4}),
        ({"B": 1.0}, h.OVERDUE),
        ({"A": 0.1}, h.OWN_CLASS),
        ({"A": 2 / 3}, h.OPPOSITE),
    ),
)
_MINIMUM = 150
Q5 = (
    _function(
        "q5",
        "m09",
        TupleOf((Number("", 0), share())),
        "needs",
        (_MINIMUM, 0.25),
        ((_MINIMUM, 0.2), h.ASKED),
        ((_MINIMUM, 0.4), h.ASKED),
        ((_MINIMUM, 2 / 7), h.ABANDONED),
        fact="minimum_order",
        hand_value=_MINIMUM,
    ),
    _also_without_requests(
        _function("q5", "m10", share(allow_nan=True), "requests", 0.75, (0.3, h.ASKED), (0.6, h.KIND))
    ),
    _also_without_requests(
        _function(
            "q5",
            "m11",
            share(allow_nan=True),
            "requests",
            0.5,
            (0.25, h.BOTH),
            (0.625, h.POOLED),
            (0.3, h.ASKED),
        )
    ),
    _function(
        "q5",
        "m12",
        share(),
        "contacts",
        0.45,
        (29 / 60, h.ABANDONED),
        (0.5, h.WEIGHTS),
        (0.5625, h.WEIGHTS),
        (0.6, h.DAYS),
    ),
)
Q6 = (
    _function(
        "q6",
        "why",
        SeriesOf(share(), tuple(RIGHTS)),
        "orders",
        pd.Series([0.6, 0.1, 0.6, 0.1, 0.1, 0.2, 0.1], index=list(RIGHTS)),
        ({"place": 1 / 7}, h.ALL_ORDERS),
        ({"time": 0.3}, h.OVERDUE),
        ({"price": 0.4}, h.INVOICE),
        points=1.5,
    ),
    _function(
        "q6",
        "perfect",
        share(),
        "orders",
        0.2,
        (0.0839808, h.PRODUCT),
        (-0.8, h.SUM),
        (2 / 7, h.ALL_ORDERS),
        points=1.5,
    ),
)
Q7 = (
    Part(
        "q7",
        "phase",
        2,
        DictOf({number: OneOf(("before", "during", "after")) for number in range(1, 13)}),
        find_mistake=mistakes.in_phases,
    ),
)
Q8 = (
    _function(
        "q8",
        "w_day",
        MINUTES,
        "calls",
        1.29007634,
        (INF, h.SECONDS),
        (1.0119760, h.ANSWERED),
        (0.6145455, h.OPEN),
        fact="clerks",
        hand_value=1,
    ),
    _function(
        "q8",
        "w_hour",
        SeriesOf(MINUTES),
        "calls",
        pd.Series({9: 40.7931034, 14: 6.2592593}),
        ({9: INF, 14: INF}, h.SECONDS),
        ({9: INF}, h.A_DAY),
        ({9: 15.3636364}, h.ANSWERED),
        fact="clerks",
        hand_value=1,
    ),
    _function(
        "q8", "w_log", MINUTES, "calls", 1.9, (1.625, h.HUNG_UP), (1.3, h.HUNG_UP), (1.6428571, h.UNWEIGHTED)
    ),
)
Q9 = (
    Part("q9", "w_patient", 0.5, Number(N_("minutes"), 0), find_mistake=mistakes.in_patient_wait),
    Part("q9", "causes", 0.5, LetterChoice(tuple("abcdef"), 2), find_mistake=mistakes.in_causes),
)
_CONTRACTS = tuple(product("ABC", (24, 36, 48, 72), (0.7, 0.8, 0.9, 0.95)))


def _months(klass: str, right: int, *results: tuple[Any, Hint]) -> HandCheck:
    return HandCheck(_on("months", klass, 24, 0.6), lambda case: right, _known(results))


Q10 = (
    Part(
        "q10",
        "kept_months",
        1,
        Number(N_("months"), 0, 12, 0),
        lambda case: [(case.read("orders"), *contract) for contract in _CONTRACTS],
        (
            _months("A", 1, (12, h.YEAR_MEAN), (2, h.OVERDUE), (3, h.DAYS)),
            _months("B", 0, (1, h.MONTH)),
        ),
    ),
    Part(
        "q10",
        "promise",
        1,
        DictOf(dict.fromkeys("ABC", TupleOf((OneOf(PROMISED_HOURS), OneOf(SHARES))))),
        find_mistake=mistakes.in_promises,
    ),
)
PARTS: tuple[Part, ...] = (*Q1, *Q2, *Q3, *Q4, *Q5, *Q6, *Q7, *Q8, *Q9, *Q10)
