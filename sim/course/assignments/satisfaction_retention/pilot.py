"""The pilot: every second customer was asked after the first failure, by lot; the customers who stayed, week by week.

How many stay in 26 weeks is what the model shows for class C of Jiaying, where luck decides who complains
(`complaints.formal` 0.5): 0.88 without a failure, 0.64 in silence, 0.83 mended, 0.61 not mended.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.satisfaction_retention.variant import Variant
from sim.course.data.columns import ids, yes_no
from sim.course.fair_tables import Draw, Tables

HALLS = {"North": ("no failure", "silent", "mended"), "South": ("no failure", "silent", "not mended")}
STAY = {"no failure": 0.88, "silent": 0.64, "mended": 0.83, "not mended": 0.61}
"""Share still there after 26 weeks."""
PEOPLE, WEEKS = 300, 26
LONGEST = 45
"""Weeks that a customer can have been watched."""
HELPED, NO_WORSE = 0.12, 0.09
CLASSES = {"A": (0.965, 0.985, 81_000), "B": (0.80, 0.91, 5_200), "C": (0.64, 0.83, 330)}
"""Class -> share kept 26 weeks if silent, if helped, and CNY that a customer brings a year."""


def make_pilot(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """A row for each customer: hall, how its failure was handled, weeks watched, and whether it then left."""
    parts = []
    for hall, groups in enumerate(HALLS):
        for group, handled in enumerate(HALLS[groups]):
            stream = draw.streams.of(hall * 10 + group, np.arange(PEOPLE))
            stays = -WEEKS * stream.exponential("stays") / np.log(STAY[handled])
            watched = 1 + (LONGEST - 1) * stream.uniform("watched")
            weeks = np.where(stays < watched, np.ceil(stays), np.floor(watched)).astype(int)
            left = yes_no(stays < watched)
            parts.append(pd.DataFrame({"hall": groups, "handled": handled, "weeks": weeks, "left": left}))
    first = pd.concat(parts, ignore_index=True)
    order = np.argsort(draw.streams.of(np.arange(len(first))).uniform("order"), kind="stable")
    first = first.iloc[order].reset_index(drop=True)
    first.insert(0, "customer", ids("K", range(1, len(first) + 1), 4))
    return {"first": first}


def about_kept(rows: pd.DataFrame, weeks: int = WEEKS) -> float:
    """The approximate share still there after some weeks, if equally many of those watched leave each week."""
    return float(np.exp(-weeks * (rows["left"] == "yes").sum() / rows["weeks"].sum()))


def is_fair_pilot(variant: Variant, made: Tables) -> bool:
    """Whether help shows in North, its lack in South, and South's handling is no better than silence."""
    kept = {pair: about_kept(rows) for pair, rows in made["first"].groupby(["hall", "handled"])}
    north, south = kept["North", "mended"], kept["South", "not mended"]
    helped = north - kept["North", "silent"] >= HELPED and north - south >= HELPED
    alike = abs(south - kept["South", "silent"]) <= NO_WORSE
    return bool(
        helped and alike and min(kept["North", "no failure"], kept["South", "no failure"]) > north - 0.02
    )


def make_classes(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The data of each class: share kept 26 weeks in silence and after help, and a customer's value a year."""
    stream = draw.streams.of(np.arange(len(CLASSES)))
    bend = 2 * stream.uniform("bend") - 1
    rows = [
        (
            k,
            round(silent + 0.01 * bend[n], 3),
            round(helped + 0.005 * bend[n], 3),
            round(amount * (1 + 0.15 * bend[n]), -1),
        )
        for n, (k, (silent, helped, amount)) in enumerate(CLASSES.items())
    ]
    return {"classes": pd.DataFrame(rows, columns=["klass", "silent", "mended", "contribution"])}
