"""Finding the typical mistake in answers that are no single number. None of these knows the answer."""

from __future__ import annotations

from typing import Any

from sim.base.streams import RandomStreams
from sim.course.answers.questions import Case, Hint
from sim.course.assignments.service_measures import hints as h
from sim.course.assignments.service_measures.hand import RIGHT_ORDERS
from sim.course.assignments.service_measures.hotline import patient_wait, wait_by_formula
from sim.course.assignments.service_measures.incidents import COMPLAINT, FOLLOW_UP
from sim.course.assignments.service_measures.promises import MONTHS, MOST_BROKEN

BREAKS_NOTHING = "acdf"
"""Facts of question 9 that the formula can live with."""
FAR = 10.0
SAME_MINUTES = 0.005


def raw_orders(case: Case, cleaned: Any) -> Hint | None:
    """What is left of the faults in the hand table."""
    orders = list(cleaned["order"])
    raw = case.hand("raw_orders")
    if len(orders) != len(set(orders)):
        return h.TWICE
    if case.facts["test_customer"] in set(cleaned["customer"]):
        return h.TESTS
    if set(RIGHT_ORDERS) - set(orders):
        gone = raw[raw["order"].isin(set(RIGHT_ORDERS) - set(orders))]
        return h.UNDELIVERED if gone["delivered"].isna().any() else None
    if set(orders) - set(RIGHT_ORDERS):
        return h.YEARS
    return h.MINUTES if cleaned["preparation"].max() > FAR else None


def phases(case: Case, answer: dict[int, str]) -> Hint | None:
    """Incidents that are often put elsewhere, and a phase that never occurs."""
    if len(set(answer.values())) < len({"before", "during", "after"}):
        return h.EVERY_PHASE
    table = case.table("incidents").set_index("slot")["number"]
    if answer[int(table[COMPLAINT])] == "during":
        return h.ACT
    return h.FOLLOW_UP if answer[int(table[FOLLOW_UP])] == "during" else None


def causes(case: Case, answer: dict[str, float]) -> Hint | None:
    """A fact that breaks no assumption, a percentage, an hour that is not the busiest."""
    if set(answer) & set(BREAKS_NOTHING):
        return h.ASSUMPTION
    if max(answer.values()) > FAR:
        return h.FIGURE
    return h.PEAK if max(answer.values()) < 1 else None


def patient(case: Case, answer: float) -> Hint | None:
    """The formula's answer, or far from what one simulated month gives."""
    one = patient_wait(case.tool("hotline"), RandomStreams(0))
    if abs(answer - wait_by_formula(case.read("calls"), case.facts["clerks"])) < SAME_MINUTES:
        return h.FORMULA
    if answer < one / 2.5:
        return h.PATIENT
    return h.ADDED_UP if answer > FAR * one else None


def promises(case: Case, answer: dict[str, tuple[int, float]]) -> Hint | None:
    """A promise that too many months break, the penalty forgotten, one promise for all classes."""
    fees = case.read("fees")
    fees["net"] = fees["fee"] - fees["penalty"] * (MONTHS - fees["kept"])
    offers = fees[fees["kept"] >= MONTHS - MOST_BROKEN].set_index(["klass", "hours", "share"])
    chosen = [(klass, *promise) for klass, promise in answer.items()]
    if not set(chosen) <= set(offers.index):
        return h.YEAR
    mine, best = offers.loc[chosen], offers.groupby("klass")[["net", "fee"]].max()
    if mine["net"].sum() == best["net"].sum():
        return None
    forgot_penalty = mine["fee"].sum() == best["fee"].sum()
    return h.SAME if len(set(answer.values())) == 1 and not forgot_penalty else h.NET
