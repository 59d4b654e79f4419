"""What each question asks for, on what it is tried by hand, and what typical mistakes give there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pandas as pd

from sim.base.i18n import N_
from sim.course.answers.kinds import Chosen, Indexed, Kind, Named, Number, OneOf, Several, Table, a_share
from sim.course.answers.questions import Case, HandCheck, Hint, KnownMistake, Part
from sim.course.assignments.service_measures import hints as h
from sim.course.assignments.service_measures.hand import RIGHT_ORDERS
from sim.course.assignments.service_measures.judges import causes, patient, phases, promises, raw_orders
from sim.course.assignments.service_measures.promises import HOURS as HOURS_OFFERED
from sim.course.assignments.service_measures.promises import SHARES
from sim.records.labels import RIGHTS

HOURS = Number(N_("hours"), 0, 2000, close=5e-4)
MINUTES = Number(N_("minutes"), 0, close=0.005)
NAN = float("nan")
CLEANED = ("promised", "delivered", "preparation", "ordered", "status", "customer")
"""Columns by which a cleaned table is compared."""


def _on(table: str, *more: Any) -> Callable[[Case], tuple[Any, ...]]:
    return lambda case: (case.hand(table), *more)


def _of(table: str, *facts: str) -> Callable[[Case], list[tuple[Any, ...]]]:
    return lambda case: [(case.read(table), *(case.facts[name] for name in facts))]


def _part(
    question: str, name: str, points: float, kind: Kind, table: str, right: Any, slips: list[tuple[Any, Hint]]
) -> Part:
    """A function of one table, tried on the hand table of the same name."""
    known = tuple(KnownMistake(gives, hint) for gives, hint in slips)
    trial = HandCheck(table, _on(table), lambda case: right, known)
    return Part(question, name, points, kind, _of(table), (trial,))


def _with_nobody(part: Part, table: str) -> Part:
    """Also tried, and graded, where nobody asked."""
    nobody = HandCheck(
        table,
        lambda case: (case.hand(table).iloc[:0],),
        lambda case: NAN,
        (KnownMistake(0.0, h.NOBODY), KnownMistake(1.0, h.NOBODY)),
    )
    return Part(
        part.question,
        part.name,
        part.points,
        part.kind,
        lambda case: [(case.read(table),), (case.read(table).iloc[:0],)],
        (*part.trials, nobody),
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
        Table("order", CLEANED),
        lambda case: [(case.read("raw_orders"), case.facts)],
        (
            HandCheck(
                "raw_orders", lambda case: (case.hand("raw_orders"), case.facts), _cleaned, judge=raw_orders
            ),
        ),
    ),
)
Q2 = (
    _part(
        "q2",
        "m01",
        1,
        a_share(),
        "lines",
        5 / 9,
        [(39 / 59, h.UNIT_FILL), (0.5, h.ALLOCATED), (8 / 9, h.FULL)],
    ),
    _part("q2", "m02", 1, a_share(), "stock", 2 / 3, [(1 / 3, h.COUNTS), (0.6, h.EMPTY_COUNT)]),
    _part(
        "q2", "m03", 1, a_share(), "orders", 0.75, [(0.6, h.DENOMINATOR), (6 / 7, h.LOST), (0.25, h.OPPOSITE)]
    ),
)
_CYCLE = Named({"mean": HOURS, "sd": HOURS, "p95": HOURS, "reliability": a_share()})
Q3 = (
    _part(
        "q3",
        "m04",
        1,
        _CYCLE,
        "orders",
        {"mean": 234 / 7, "sd": 17.5770413, "p95": 60.6, "reliability": 6 / 7},
        [({"mean": 6.0}, h.DAYS), ({"mean": 242 / 7}, h.START), ({"reliability": 4 / 7}, h.RELIABLE)],
    ),
    _part("q3", "m05", 1, HOURS, "orders", 29.0, [(242 / 7, h.MEDIAN), (5.0, h.DAYS), (28.0, h.START)]),
    _part("q3", "m06", 1, HOURS, "orders", 21 / 9, [(2.1, h.ZERO), (2.0, h.MEAN)]),
)
Q4 = (
    _part(
        "q4",
        "m07",
        1,
        a_share(),
        "orders",
        0.8,
        [(69 / 84, h.UNIT_FILL), (0.9, h.PART_SHIPPED), (6 / 7, h.ALL_ORDERS)],
    ),
    _part(
        "q4", "m08", 1, a_share(), "orders", 0.4, [(4 / 7, h.OVERDUE), (0.7, h.OVERDUE), (0.6, h.OPPOSITE)]
    ),
    _part(
        "q4",
        "m08_by_class",
        1,
        Indexed(a_share(), ("A", "B", "C")),
        "orders",
        pd.Series({"A": 1 / 3, "B": 2 / 3, "C": 1 / 4}),
        [({"B": 1.0}, h.OVERDUE), ({"A": 0.1}, h.OWN_CLASS), ({"A": 2 / 3}, h.OPPOSITE)],
    ),
)
_HAND_MINIMUM = 150
_CONTACTS = [(29 / 60, h.ABANDONED), (0.5, h.WEIGHTS), (0.5625, h.WEIGHTS), (0.6, h.DAYS)]
Q5 = (
    Part(
        "q5",
        "m09",
        1,
        Several((Number("", 0), a_share())),
        _of("needs", "minimum_order"),
        (
            HandCheck(
                "needs",
                _on("needs", _HAND_MINIMUM),
                lambda case: (_HAND_MINIMUM, 0.25),
                (
                    KnownMistake((_HAND_MINIMUM, 0.2), h.ASKED),
                    KnownMistake((_HAND_MINIMUM, 0.4), h.ASKED),
                    KnownMistake((_HAND_MINIMUM, 2 / 7), h.ABANDONED),
                ),
            ),
        ),
    ),
    _with_nobody(
        _part("q5", "m10", 1, a_share(empty=True), "requests", 0.75, [(0.3, h.ASKED), (0.6, h.KIND)]),
        "requests",
    ),
    _with_nobody(
        _part(
            "q5",
            "m11",
            1,
            a_share(empty=True),
            "requests",
            0.5,
            [(0.25, h.BOTH), (0.625, h.POOLED), (0.3, h.ASKED)],
        ),
        "requests",
    ),
    _part(
        "q5",
        "m12",
        1,
        a_share(),
        "contacts",
        0.45,
        _CONTACTS,
    ),
)
_WHY = pd.Series([0.6, 0.1, 0.6, 0.1, 0.1, 0.2, 0.1], index=list(RIGHTS))
Q6 = (
    _part(
        "q6",
        "why",
        1.5,
        Indexed(a_share(), tuple(RIGHTS)),
        "orders",
        _WHY,
        [({"place": 1 / 7}, h.ALL_ORDERS), ({"time": 0.3}, h.OVERDUE), ({"price": 0.4}, h.INVOICE)],
    ),
    _part(
        "q6",
        "perfect",
        1.5,
        a_share(),
        "orders",
        0.2,
        [(0.0839808, h.PRODUCT), (-0.8, h.SUM), (2 / 7, h.ALL_ORDERS)],
    ),
)
Q7 = (
    Part(
        "q7",
        "phase",
        2,
        Named({number: OneOf(("before", "during", "after")) for number in range(1, 13)}),
        judge=phases,
    ),
)


def _waiting(name: str, kind: Kind, right: Any, slips: list[tuple[Any, Hint]]) -> Part:
    known = tuple(KnownMistake(gives, hint) for gives, hint in slips)
    return Part(
        "q8",
        name,
        1,
        kind,
        _of("calls", "clerks"),
        (HandCheck("calls", _on("calls", 1), lambda case: right, known),),
    )


_INF = float("inf")
Q8 = (
    _waiting("w_day", MINUTES, 1.29007634, [(_INF, h.SECONDS), (1.0119760, h.ANSWERED), (0.6145455, h.OPEN)]),
    _waiting(
        "w_hour",
        Indexed(MINUTES),
        pd.Series({9: 40.7931034, 14: 6.2592593}),
        [({9: _INF, 14: _INF}, h.SECONDS), ({9: _INF}, h.A_DAY), ({9: 15.3636364}, h.ANSWERED)],
    ),
    _part(
        "q8",
        "w_log",
        1,
        MINUTES,
        "calls",
        1.9,
        [(1.625, h.HUNG_UP), (1.3, h.HUNG_UP), (1.6428571, h.UNWEIGHTED)],
    ),
)
Q9 = (
    Part("q9", "w_patient", 0.5, Number(N_("minutes"), 0), judge=patient),
    Part("q9", "causes", 0.5, Chosen(tuple("abcdef"), 2), judge=causes),
)
_CONTRACTS = tuple(product("ABC", (24, 36, 48, 72), (0.7, 0.8, 0.9, 0.95)))


def _months(klass: str, right: int, *slips: KnownMistake) -> HandCheck:
    return HandCheck("months", _on("months", klass, 24, 0.6), lambda case: right, slips)


Q10 = (
    Part(
        "q10",
        "kept_months",
        1,
        Number(N_("months"), 0, 12, 0),
        lambda case: [(case.read("orders"), *contract) for contract in _CONTRACTS],
        (
            _months(
                "A", 1, KnownMistake(12, h.YEAR_MEAN), KnownMistake(2, h.OVERDUE), KnownMistake(3, h.DAYS)
            ),
            _months("B", 0, KnownMistake(1, h.MONTH)),
        ),
    ),
    Part(
        "q10",
        "promise",
        1,
        Named(dict.fromkeys("ABC", Several((OneOf(HOURS_OFFERED), OneOf(SHARES))))),
        judge=promises,
    ),
)
PARTS: tuple[Part, ...] = (*Q1, *Q2, *Q3, *Q4, *Q5, *Q6, *Q7, *Q8, *Q9, *Q10)
