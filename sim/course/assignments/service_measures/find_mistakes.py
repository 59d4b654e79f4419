"""Finding the typical mistake in answers that are not a single number. No function here knows the right answer."""

from __future__ import annotations

from typing import Any

from sim.base.streams import RandomStreams
from sim.course.answers.parts import Case, Hint
from sim.course.assignments.service_measures import hints as h
from sim.course.assignments.service_measures.hand_tables import RIGHT_ORDERS
from sim.course.assignments.service_measures.hotline import erlang_c_wait, patient_wait
from sim.course.assignments.service_measures.incidents import COMPLAINT, FOLLOW_UP
from sim.course.assignments.service_measures.promises import MONTHS, MOST_BROKEN

HARMLESS_FACTS = "acdf"
"""Letters of question 9 whose facts break no assumption of the formula."""
MOST_HOURS = 10.0
"""Hours of preparation above which the hand table's values are still in minutes."""
MOST_LOAD = 10.0
"""A load of the busiest hour, or a share, above which it is a percentage."""
SAME_MINUTES = 0.005


def in_cleaned_orders(case: Case, cleaned: Any) -> Hint | None:
    """A fault that is left in the hand table, or an order that should have stayed."""
    orders = list(cleaned["order"])
    raw = case.hand("raw_orders")
    if len(orders) != len(set(orders)):
        return h.TWICE
    if case.facts["test_customer"] in set(cleaned["customer"]):
        return h.TESTS
    if set(RIGHT_ORDERS) - set(orders):
        dropped = raw[raw["order"].isin(set(RIGHT_ORDERS) - set(orders))]
        return h.UNDELIVERED if dropped["delivered"].isna().any() else None
    if set(orders) - set(RIGHT_ORDERS):
        return h.YEARS
    return h.MINUTES if cleaned["preparation"].max() > MOST_HOURS else None


def in_phases(case: Case, answer: dict[int, str]) -> Hint | None:
    """A phase that does not occur, or an incident that is often put into the wrong one."""
    if len(set(answer.values())) < len({"before", "during", "after"}):
        return h.EVERY_PHASE
    table = case.table("incidents").set_index("slot")["number"]
    if answer[int(table[COMPLAINT])] == "during":
        return h.ACT
    return h.FOLLOW_UP if answer[int(table[FOLLOW_UP])] == "during" else None


def in_causes(case: Case, answer: dict[str, float]) -> Hint | None:
    """A fact that breaks no assumption, a percentage, or an hour that is not the busiest."""
    if set(answer) & set(HARMLESS_FACTS):
        return h.ASSUMPTION
    if max(answer.values()) > MOST_LOAD:
        return h.FIGURE
    return h.PEAK if max(answer.values()) < 1 else None


def in_patient_wait(case: Case, answer: float) -> Hint | None:
    """The formula's wait, or one far from that of a simulated month."""
    one_month = patient_wait(case.variant.hotline, RandomStreams(0))
    if abs(answer - erlang_c_wait(case.read("calls"), case.facts["clerks"])) < SAME_MINUTES:
        return h.FORMULA
    if answer < one_month / 2.5:
        return h.PATIENT
    return h.ADDED_UP if answer > 10 * one_month else None


def in_promises(case: Case, answer: dict[str, tuple[int, float]]) -> Hint | None:
    """A promise broken in too many months, the penalty left out, or the same promise for all classes."""
    fees = case.read("fees")
    fees["net"] = fees["fee"] - fees["penalty"] * (MONTHS - fees["kept"])
    allowed = fees[fees["kept"] >= MONTHS - MOST_BROKEN].set_index(["klass", "hours", "share"])
    chosen = [(klass, *promise) for klass, promise in answer.items()]
    if not set(chosen) <= set(allowed.index):
        return h.YEAR
    mine, best = allowed.loc[chosen], allowed.groupby("klass")[["net", "fee"]].max()
    if mine["net"].sum() == best["net"].sum():
        return None
    penalty_left_out = mine["fee"].sum() == best["fee"].sum()
    return h.SAME if len(set(answer.values())) == 1 and not penalty_left_out else h.NET
