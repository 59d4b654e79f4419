"""The plan of the evening: tasks with owners, the items of the budget, and the risks."""

from __future__ import annotations

from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language
from sim.course.assignments.event_planning.variant import Variant
from sim.course.fair_tables import Draw, Tables
from sim.theory.task_network import Dates, schedule

WORDS: dict[str, Any] = from_yaml((files(__package__) / "words.yaml").read_text(encoding="utf-8"))
TASKS = (
    ("A", (2,), "", "director"),
    ("B", (3, 4), "A", "sales"),
    ("C", (3, 4, 5), "A", "office"),
    ("D", (4, 5, 6), "A", "sales"),
    ("E", (3, 4), "B C D", "office"),
    ("F", (7, 8, 9), "E", "sales"),
    ("G", (6, 7, 8), "B", "purchasing"),
    ("H", (3, 4), "F", "office"),
    ("I", (3, 4), "C", "safety"),
    ("J", (2, 3), "C D", "office"),
    ("K", (1,), "G H I J", "director"),
    ("L", (1,), "K", "director"),
)
"""Letter, possible working days, letters of the tasks that must be done before, owner."""
ITEMS = (
    ("hall", "room", "once", (2400, 3600)),
    ("flowers", "room", "once", (300, 600)),
    ("dinner", "catering", "coming", (150, 260)),
    ("tea", "catering", "invited", (10, 25)),
    ("coach", "travel", "once", (900, 1500)),
    ("hotel", "travel", "far", (280, 460)),
    ("souvenirs", "gifts", "coming", (90, 190)),
    ("cards", "printing", "invited", (5, 12)),
    ("signs", "printing", "once", (150, 400)),
    ("band", "programme", "once", (1500, 2600)),
    ("speaker", "programme", "once", (1000, 2000)),
)
"""Item, category, what it is paid for, least and greatest price in CNY."""
CHANCES, LOSSES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3), (8000, 12000, 20000, 30000, 60000, 90000, 150000)
RISKS = "abcdef"


def make_plan(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables tasks, items and risks."""
    whats = tuple(WORDS["tasks"]["what"])
    stream = draw.streams.of(np.arange(len(TASKS)))
    luck = {purpose: stream.uniform(purpose) for purpose in ("days", "price", "chance", "loss")}
    days = [row[1][int(u * len(row[1]))] for row, u in zip(TASKS, luck["days"], strict=True)]
    tasks = pd.DataFrame(
        {
            "task": [row[0] for row in TASKS],
            "what": whats,
            "days": days,
            "before": [row[2] or None for row in TASKS],
            "owner": [row[3] for row in TASKS],
        }
    )
    items = pd.DataFrame([row[:3] for row in ITEMS], columns=["item", "category", "basis"])
    low, high = np.array([row[3] for row in ITEMS]).T
    step = np.where(high > 600, 50, np.where(high > 50, 10, 1))
    items["price"] = ((low + luck["price"][: len(ITEMS)] * (high - low)) // step * step).astype(int)
    risks = pd.DataFrame({"risk": list(RISKS), "what": tuple(WORDS["risks"]["what"])})
    for column, options in (("chance", CHANCES), ("loss", LOSSES)):
        places = np.argsort(draw.streams.of(np.arange(len(options))).uniform(column), kind="stable")
        risks[column] = [options[place] for place in places[: len(RISKS)]]
    return {"tasks": tasks, "items": items, "risks": risks}


def is_fair_plan(variant: Variant, made: Tables) -> bool:
    """Whether slips show: other risks come first by chance or by loss alone, one path is critical, counts do not agree."""
    risks = made["risks"].set_index("risk")
    exposure = risks["chance"] * risks["loss"]
    top = exposure.sort_values(ascending=False)
    if (top.diff().abs().dropna() < 100).any():
        return False
    if len({exposure.idxmax(), risks["chance"].idxmax(), risks["loss"].idxmax()}) < 3:
        return False
    network = dates(made["tasks"])
    return sum(one.critical for one in network.values()) in (7, 8)


def dates(tasks: pd.DataFrame) -> dict[str, Dates]:
    """When each task can take place."""
    days = dict(zip(tasks["task"], tasks["days"], strict=True))
    return schedule(days, before(tasks))


def before(tasks: pd.DataFrame) -> dict[str, list[str]]:
    """Task -> the tasks that must be done before."""
    return dict(zip(tasks["task"], tasks["before"].fillna("").str.split(), strict=True))


def broken_rule(tasks: pd.DataFrame, start: dict[str, float]) -> str | None:
    """The first rule that a plan breaks: "whole" days from 0, "before" what must be done first, "twice" at one desk."""
    earlier, owner = before(tasks), dict(zip(tasks["task"], tasks["owner"], strict=True))
    end = _ends(tasks, start)
    if any(day < 0 or day != int(day) for day in start.values()):
        return "whole"
    if any(end[name] > start[task] for task in end for name in earlier[task]):
        return "before"
    for one, two in combinations(end, 2):
        if owner[one] == owner[two] and start[one] < end[two] and start[two] < end[one]:
            return "twice"
    return None


def length(tasks: pd.DataFrame, start: dict[str, float]) -> float:
    """Working days of a plan."""
    return max(_ends(tasks, start).values())


def _ends(tasks: pd.DataFrame, start: dict[str, float]) -> dict[str, float]:
    rows = zip(tasks["task"], tasks["days"], strict=True)
    return {str(task): start[task] + float(days) for task, days in rows}


def localize_plan(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Names of tasks, owners, items and risks in the current language; the tables hold the English ones."""
    if language() == "en":
        return table
    return table.assign(**{c: table[c].replace(said) for c, said in WORDS[name].items() if c in table})
