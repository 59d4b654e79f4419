"""Assignment 1: know the service. The twelve measures, the seven rights, the desk's wait, what to promise."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _, language
from sim.course.assignment import Assignment
from sim.course.assignments.service_measures.hand import hand
from sim.course.assignments.service_measures.hotline import wait_if_nobody_hangs_up
from sim.course.assignments.service_measures.incidents import text
from sim.course.assignments.service_measures.questions import PARTS
from sim.course.assignments.service_measures.tables import tables
from sim.course.assignments.service_measures.variant import START, WEEKS, Variant, variant

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


def facts(chosen: Variant) -> dict[str, Any]:
    """What the student is told."""
    town = chosen.town[language() == "zh"]
    return {
        "firm": _("Jiaying Logistics, {town} branch").format(town=town),
        "year_start": pd.Timestamp(START),
        "year_end": pd.Timestamp(START) + pd.Timedelta(weeks=WEEKS),
        "test_customer": chosen.test_customer,
        "minutes_hall": chosen.hall,
        "minimum_order": chosen.minimum,
        "clerks": chosen.hotline.clerks,
    }


def spoken(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Incidents are said in words; from which slot they come says too much."""
    if name != "incidents":
        return table
    said = [text(int(slot), int(choice)) for slot, choice in zip(table["slot"], table["choice"], strict=True)]
    return pd.DataFrame({"number": table["number"], "incident": said})


ASSIGNMENT = Assignment(
    id="service_measures",
    variant=variant,
    tables=tables,
    facts=facts,
    hand=hand,
    parts=PARTS,
    public=PUBLIC,
    spoken=spoken,
)
