"""Assignment 3: the worth of customers. Contribution, ratings, perceived value, lifetimes, baskets, segments, whom to keep."""

from __future__ import annotations

from typing import Any

from sim.base.i18n import _
from sim.course.assignment import Assignment
from sim.course.assignments.customer_value import accounts, baskets, counters, offers, programmes, texts
from sim.course.assignments.customer_value.questions import QUESTIONS
from sim.course.assignments.customer_value.variant import Variant, build_case, draw_variant
from sim.course.data.hand import read_hand_tables
from sim.course.fair_tables import Step

__all__ = ["ASSIGNMENT"]

TEXTS = tuple(texts.BANKS)
FILES = (
    "accounts",
    "bookings",
    "active",
    "offers",
    "types",
    "felt",
    "steps",
    "lines",
    "visits",
    "programmes",
)


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about Jiaying that the student is told."""
    return {
        "firm": _("Jiaying Logistics"),
        "discount": variant.discount,
        "scale": variant.scale,
        "least": baskets.LEAST,
        "wage": baskets.WAGE,
        "placing_extra": variant.extra,
        "seed": variant.seed,
        "keep_budget": variant.budget,
    }


ASSIGNMENT = Assignment(
    id="customer_value",
    draw_variant=draw_variant,
    steps=(
        Step(accounts.make_year, accounts.is_fair_year, tries=20),
        Step(baskets.make_lines, baskets.is_fair_lines, tries=20),
        Step(offers.make_offers, offers.is_fair_offers, tries=400),
        Step(counters.make_visits, counters.is_fair_visits),
        Step(programmes.make_programmes, programmes.is_fair_programmes, tries=1000),
        Step(texts.make_texts),
    ),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={"margin": 1000, "stay": 0.8, "discount": 0.1, "least": 2, "scale": 4},
    questions=QUESTIONS,
    public=(*FILES, *TEXTS),
    localize=texts.localize,
    firm=build_case,
)
