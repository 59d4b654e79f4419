"""The plan of introducing a system: tasks in seven steps, days on which the branch is closed, and branches to be checked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.crm_selection.variant import FOUND, QUESTIONS, Variant
from sim.course.fair_tables import Draw, Tables

STEPS = 7
DAYS = (1, 2, 3, 4, 5, 6, 8, 10)
CLOSED_WITHIN = 40
"""Working days from the start within which the branch is closed now and then."""
CLOSED = 4
BRANCHES = 40
ANSWERS = (0.72, 0.15, 0.13)


def make_plan(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Two or three tasks per step with their working days, and days on which the branch is closed."""
    rows = []
    for step in range(1, STEPS + 1):
        stream = draw.streams.of(step, np.arange(3))
        count = 2 + int(stream.uniform("tasks")[0] < 0.5)
        days = [DAYS[int(u * len(DAYS))] for u in stream.uniform("days")[:count]]
        rows += [(step, task + 1, day) for task, day in enumerate(days)]
    working = pd.bdate_range(variant.start, periods=CLOSED_WITHIN)
    order = np.argsort(draw.streams.of(np.arange(CLOSED_WITHIN)).uniform("closed"), kind="stable")
    closed = pd.DataFrame({"day": working[np.sort(order[:CLOSED])]})
    return {"plan": pd.DataFrame(rows, columns=["step", "task", "days"]), "closed": closed}


def make_branches(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The findings in forty branches, for each of the eight questions."""
    cells = draw.streams.of(np.arange(BRANCHES * len(QUESTIONS))).choice(list(ANSWERS), "branches")
    words = np.array(FOUND)[cells].reshape(BRANCHES, len(QUESTIONS))
    branches = pd.DataFrame(words, columns=list(QUESTIONS))
    branches.insert(0, "branch", [f"B{number:02d}" for number in range(1, BRANCHES + 1)])
    return {"branches": branches}


def make_leavers(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Sales to the customers of twenty managers who left: as they would have been, and as they were; CNY."""
    stream = draw.streams.of(np.arange(20))
    stayed = (40_000 * (1 + 5 * stream.uniform("stayed") ** 2)).round(-2)
    left = (stayed * (1 - 0.22 * stream.uniform("loss") + 0.05 * stream.uniform("gain"))).round(-2)
    managers = [f"M{number:02d}" for number in range(1, 21)]
    return {"leavers": pd.DataFrame({"manager": managers, "stayed": stayed, "left": left})}
