"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.course.answers.kinds import Number, OneOf, TupleOf, share
from sim.course.answers.names import Named, as_dict, each
from sim.course.answers.parts import Case, Hand, Part
from sim.course.answers.plans import Experiment
from sim.course.answers.tables import Frame
from sim.course.assignments.service_measures.branch_year import COMPLAINT, FOLLOW_UP
from sim.course.assignments.service_measures.hotline import MONTHS_SIMULATED, wait_if_nobody_hangs_up
from sim.course.assignments.service_measures.promises import HOURS, MONTHS, MOST_BROKEN, SHARES
from sim.records.labels import RIGHTS

HOUR = Number("hours", 0, 2000)
MINUTE = Number("minutes", 0)
NAN = float("nan")
PHASES = ("before", "during", "after")
CONTRACTS = tuple(
    (klass, hours, (0.7, 0.8, 0.9, 0.95)[(row + column) % 4])
    for row, klass in enumerate("ABC")
    for column, hours in enumerate((24, 36, 48, 72))
)
"""Inputs on which `kept_months` is tried: every class with every number of hours, and each share three times."""
NO_REQUESTS = Hand(lambda case: (case.hand("requests").iloc[:0],), NAN)


def _requests(case: Case) -> list[tuple[Any, ...]]:
    """Requests, and an empty table."""
    table = case.read("requests")
    return [(table,), (table.iloc[:0],)]


def in_phases(case: Case, answer: dict[int, str]) -> str | None:
    """A phase that does not occur, or an incident that is often put into the wrong one."""
    if len(set(answer.values())) < len(PHASES):
        return "every-phase"
    number = case.table("incidents").set_index("slot")["number"]
    if answer[int(number[COMPLAINT])] == "during":
        return "act"
    return "follow-up" if answer[int(number[FOLLOW_UP])] == "during" else None


def in_patient_wait(case: Case, answer: dict[str, Any]) -> str | None:
    """The same month thirty times, months that are not simulated ones, a mean that is not that of the runs."""
    runs = pd.Series(as_dict(answer["runs"]))
    one_month = wait_if_nobody_hangs_up(case, 0)
    if runs.nunique() == 1:
        return "one-month"
    if abs(runs[0] - one_month) > 1e-6:
        return "patient"
    return None if abs(answer["mean"] - runs.mean()) < 1e-6 else "mean-of-months"


def in_promises(case: Case, answer: dict[str, Any]) -> str | None:
    """A promise broken in too many months, the penalty left out, or the same promise for all classes."""
    fees = case.read("fees")
    fees["net"] = fees["fee"] - fees["penalty"] * (MONTHS - fees["kept"])
    allowed = fees[fees["kept"] >= MONTHS - MOST_BROKEN].set_index(["klass", "hours", "share"])
    chosen = [(klass, *promise) for klass, promise in answer.items()]
    if not set(chosen) <= set(allowed.index):
        return "year"
    mine, best = allowed.loc[chosen], allowed.groupby("klass")[["net", "fee"]].max()
    if mine["net"].sum() == best["net"].sum():
        return None
    penalty_left_out = mine["fee"].sum() == best["fee"].sum()
    return "same" if len({tuple(p) for p in answer.values()}) == 1 and not penalty_left_out else "net"


ORDER_TIMES = "order placed accepted promised delivered preparation status"
QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (
        Part(
            "clean",
            Frame(
                ("order",),
                ("customer", "promised", "delivered", "preparation", "ordered", "status"),
                whole=True,
            ),
            "raw_orders facts",
            "clean",
            points=3,
            facts="test_customer minutes_hall year_start year_end",
        ),
    ),
    "q2": (
        Part("m01", share(), "lines", 5 / 9),
        Part("m02", share(), "stock", 6 / 9),
        Part("m03", share(), "orders", 6 / 8, shows="order status damaged"),
    ),
    "q3": (
        Part(
            "m04",
            Named({"mean": HOUR, "sd": HOUR, "p95": HOUR, "reliability": share()}),
            "orders",
            {"mean": 234 / 7, "sd": 17.5770413, "p95": 60.6, "reliability": 6 / 7},
            shows=ORDER_TIMES,
        ),
        Part("m05", HOUR, "orders", 29.0, shows=ORDER_TIMES),
        Part("m06", HOUR, "orders", 21 / 9, shows=ORDER_TIMES),
    ),
    "q4": (
        Part("m07", share(), "orders", 0.8, shows="order klass promised delivered ordered shipped"),
        Part("m08", share(), "orders", 0.4, shows="order"),
        Part(
            "m08_by_class",
            each(share(), ("A", "B", "C")),
            "orders",
            {"A": 1 / 3, "B": 2 / 3, "C": 1 / 4},
            shows="order",
        ),
    ),
    "q5": (
        Part("m09", TupleOf((Number(low=0), share())), "needs minimum_order", (150, 2 / 8)),
        Part("m10", share(allow_nan=True), "requests", 3 / 4, also=(NO_REQUESTS,), calls=_requests),
        Part("m11", share(allow_nan=True), "requests", 3 / 6, also=(NO_REQUESTS,), calls=_requests),
        Part("m12", share(), "contacts", 0.45),
    ),
    "q6": (
        Part(
            "why",
            each(share(), tuple(RIGHTS)),
            "orders",
            dict(zip(RIGHTS, (0.6, 0.1, 0.6, 0.1, 0.1, 0.2, 0.1), strict=True)),
            points=1.5,
            shows="order promised delivered ordered shipped status damaged wrong_goods special "
            "address_ok receiver_ok contact_ok quoted invoiced",
        ),
        Part("perfect", share(), "orders", 0.2, points=1.5, shows="order"),
    ),
    "q7": (Part("phase", Named(dict.fromkeys(range(1, 13), OneOf(PHASES))), judge=in_phases, points=2),),
    "q8": (
        Part("hung_up", share(), "calls", 2 / 10),
        Part("w_log", MINUTE, "calls", 1.9),
        Part("load", each(Number(low=0)), "calls clerks", {9: 3.5 * 13 / 60 / 3, 14: 1.5 * 13 / 60 / 3}),
    ),
    "q9": (Part("w_patient", Experiment(MONTHS_SIMULATED, MINUTE, {"mean": MINUTE}), judge=in_patient_wait),),
    "q10": (
        Part(
            "kept_months",
            Number("months", 0, 12),
            "months klass hours share",
            1,
            also=(Hand(lambda case: (case.hand("months"), "B", 24, 0.6), 0),),
            calls=lambda case: [(case.read("orders"), *contract) for contract in CONTRACTS],
        ),
        Part("promise", each(TupleOf((OneOf(HOURS), OneOf(SHARES))), ("A", "B", "C")), judge=in_promises),
    ),
}
