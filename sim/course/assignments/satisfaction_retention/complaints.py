"""Complaints: by cause and by what was paid, and how far each has come through the steps of the standard."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.satisfaction_retention.variant import Variant
from sim.course.data.columns import ids
from sim.course.fair_tables import Draw, Tables

CAUSES = {
    "desk": (20, 70),
    "stock": (18, 110),
    "minimum": (14, 25),
    "damage": (11, 320),
    "road": (7, 90),
    "refusal": (6, 260),
    "incident": (4, 180),
    "picking": (5, 60),
}
"""Cause -> how often it occurs, and CNY that are paid on average."""
WEAKER = 2.5
"""How much more often the branch's weak point occurs."""
COMPLAINTS, UNPAID, CASES = 300, 0.3, 80
STEPS = {
    "recorded": 4,
    "passed": 8,
    "explained": 30,
    "approved": 12,
    "acted": 16,
    "agreed": 8,
    "called_back": 48,
}
"""Step of the standard -> hours that the branch allows since the step before."""
KEPT = {
    "recorded": 0.9,
    "passed": 0.8,
    "explained": 0.62,
    "approved": 0.75,
    "acted": 0.85,
    "agreed": 0.8,
    "called_back": 0.6,
}
"""Share of each step that is done within its hours."""
SPREAD = 0.7
OLDEST = 56
"""Days before today in which the cases were opened."""


def make_log(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """A year's complaints with cause, and what was paid."""
    stream = draw.streams.of(np.arange(COMPLAINTS))
    often = [count * (WEAKER if cause == variant.weak else 1) for cause, (count, _paid) in CAUSES.items()]
    cause = np.array(list(CAUSES))[stream.choice(often, "cause")]
    mean = np.array([CAUSES[name][1] for name in cause])
    paid = np.where(stream.uniform("unpaid") < UNPAID, 0, mean * stream.exponential("paid") / (1 - UNPAID))
    return {
        "complaint_log": pd.DataFrame(
            {"complaint": ids("B", range(1, COMPLAINTS + 1), 3), "cause": cause, "paid": paid.round(-1)}
        )
    }


def is_fair_log(variant: Variant, made: Tables) -> bool:
    """Whether causes have a different order by number than by money, and no two of them are equal."""
    paid = made["complaint_log"].groupby("cause")["paid"].agg(["size", "sum"])
    number, money = (paid[column].sort_values(ascending=False) for column in ("size", "sum"))
    if len(paid) < len(CAUSES) or not (number.is_unique and money.is_unique):
        return False
    reach = [int((part.cumsum() / part.sum() < 0.8).sum()) + 1 for part in (number, money)]
    return list(number.index[:4]) != list(money.index[:4]) and reach[0] != reach[1]


def make_cases(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Complaints of the last eight weeks: when each step was done; steps after today are not done yet."""
    hours = {**STEPS, "explained": variant.explained, "called_back": variant.called_back}
    stream = draw.streams.of(np.arange(CASES))
    ago = OLDEST * 24 * np.sort(stream.uniform("opened"))[::-1] ** 1.5
    moment = variant.today - pd.to_timedelta(pd.Series(ago), unit="h")
    rows = pd.DataFrame({"complaint": ids("V", range(1, CASES + 1), 3), "opened": moment})
    for step, allowed in hours.items():
        taken = np.exp(SPREAD * (stream.normal(step) - _quantile(KEPT[step]))) * allowed
        moment = moment + pd.to_timedelta(pd.Series(taken), unit="h")
        rows[step] = moment.where(moment <= variant.today)
    for step in ("opened", *hours):
        rows[step] = rows[step].dt.floor("min")
    standard = pd.DataFrame({"step": list(hours), "hours": list(hours.values())})
    return {"cases": rows, "standard": standard}


def _quantile(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))


def is_fair_cases(variant: Variant, made: Tables) -> bool:
    """Whether some open steps are overdue and others are not, at several steps."""
    cases, steps = made["cases"], made["standard"]["step"].tolist()
    open_cases = cases[cases["called_back"].isna()]
    waiting = sum(
        bool((cases[b].notna() & cases[a].isna()).any())
        for b, a in zip(["opened", *steps], steps, strict=False)
    )
    return len(open_cases) >= 8 and waiting >= 4
