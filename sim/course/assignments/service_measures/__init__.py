"""Assignment 1: know the service. The twelve measures, the seven rights, waiting at the hotline, what to promise."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _, language
from sim.course.assignment import Assignment
from sim.course.assignments.service_measures.branch_year import make_tables
from sim.course.assignments.service_measures.hand_tables import hand_tables
from sim.course.assignments.service_measures.hotline import wait_if_nobody_hangs_up
from sim.course.assignments.service_measures.incidents import text
from sim.course.assignments.service_measures.questions import PARTS
from sim.course.assignments.service_measures.variant import START, WEEKS, Variant, draw_variant

__all__ = ["ASSIGNMENT", "wait_if_nobody_hangs_up"]

PUBLIC = (
    "raw_orders",
    "orders",
    "lines",
    "stock",
    "needs",
    "requests",
    "contacts",
    "incidents",
    "calls",
    "fees",
)


def facts(variant: Variant) -> dict[str, Any]:
    """What the student is told about the branch."""
    town = variant.town[language() == "zh"]
    return {
        "firm": _("Jiaying Logistics, {town} branch").format(town=town),
        "year_start": pd.Timestamp(START),
        "year_end": pd.Timestamp(START) + pd.Timedelta(weeks=WEEKS),
        "test_customer": variant.test_customer,
        "minutes_hall": variant.minutes_hall,
        "minimum_order": variant.minimum_order,
        "clerks": variant.hotline.clerks,
    }


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Incidents get their texts; slots are left out: they are the same for all students, who could compare answers by them."""
    if name != "incidents":
        return table
    texts = [
        text(int(slot), int(choice)) for slot, choice in zip(table["slot"], table["choice"], strict=True)
    ]
    return pd.DataFrame({"number": table["number"], "incident": texts})


ASSIGNMENT = Assignment(
    id="service_measures",
    draw_variant=draw_variant,
    make_tables=make_tables,
    facts=facts,
    hand_tables=hand_tables,
    parts=PARTS,
    public=PUBLIC,
    localize=localize,
)
