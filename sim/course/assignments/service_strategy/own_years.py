"""Tables of years that come with the assignment, at the student's own rates: levels, policies, positions, goods taken back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.course.assignments.service_strategy.branch import LEVELS, RATED, base_rates
from sim.course.assignments.service_strategy.returns import WEEKS
from sim.course.assignments.service_strategy.variant import Variant
from sim.course.assignments.service_strategy.years import NUMBERS, years
from sim.course.fair_tables import Draw, Tables

FROM_LEVEL, TO_LEVEL = 4, 8
"""The two levels of `pairs`."""
SHOWN = 24
"""Policies of a student, of those that there are."""


def more_paid(variant: Variant, table: pd.DataFrame) -> pd.Series:
    """By how much more the own rates make a year cost, CNY."""
    base = base_rates()
    return sum(
        (table[name] * (variant.rates[name] / base[name] - 1) for name in RATED),
        start=pd.Series(0.0, table.index),
    )


def level_years(variant: Variant) -> pd.DataFrame:
    """All years of the branch at nine levels, at its own rates."""
    table = years("levels").query("branch == @variant.branch").reset_index(drop=True)
    more = more_paid(variant, table)
    return pd.DataFrame(
        {
            "level": table["level"],
            "number": table["number"],
            "visible": (table["visible"] + more).round(2),
            "carriage": table["carriage"],
            "hidden": table["hidden"],
            "total": (table["total"] + more).round(2),
            "on_time": table["on_time"],
        }
    )


def best_level(variant: Variant) -> int:
    """The level whose mean total is least."""
    means: Any = level_years(variant).groupby("level")["total"].mean()
    return int(means.idxmin())


def make_levels(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """`level_years`: all numbers but one."""
    left_out = NUMBERS[int(draw.streams.of(0).uniform("left out")[0] * len(NUMBERS))]
    table = level_years(variant)
    table = table[table["number"] != left_out]
    total = table.pivot(index="number", columns="level", values="total")
    pairs = pd.DataFrame({"before": total[FROM_LEVEL], "after": total[TO_LEVEL]}).round(2).reset_index()
    return {"level_years": table.drop(columns="total").reset_index(drop=True), "pairs": pairs}


def are_fair_levels(variant: Variant, tables: Tables) -> bool:
    """Whether the least total is not where visible cost is least, nor where service is best."""
    means: Any = tables["level_years"].groupby("level")[["visible", "carriage", "hidden"]].mean()
    best = int(means.sum(axis=1).idxmin())
    return best not in (LEVELS[0], LEVELS[-1], int(means["visible"].idxmin()))


def make_policies(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """`policies`: some of the branch's policies under numbers of their own."""
    table = years("policies").query("branch == @variant.branch").reset_index(drop=True)
    order = np.argsort(draw.streams.of(np.arange(len(table))).uniform("policies"), kind="stable")[:SHOWN]
    chosen = table.iloc[order]
    cost = (chosen["cost"] + more_paid(variant, chosen)).round(-2)
    names = [f"P{number:02d}" for number in range(1, SHOWN + 1)]
    return {
        "policies": pd.DataFrame(
            {"name": names, "cost": cost.to_numpy(), "service": chosen["service"].round(3).to_numpy()}
        )
    }


def efficient(table: pd.DataFrame) -> list[str]:
    """The names of policies that no other policy beats, cheapest first.

    Examples
    --------
    >>> efficient(pd.DataFrame({"name": ["a", "b", "c"], "cost": [1, 2, 2], "service": [0.8, 0.9, 0.7]}))
    ['a', 'b']
    """
    kept, best = [], -1.0
    rows: Any = table.sort_values(["cost", "service"], ascending=[True, False]).itertuples()
    for row in rows:
        if row.service > best:
            kept.append(str(row.name))
            best = float(row.service)
    return kept


def hull(table: pd.DataFrame) -> list[str]:
    """The efficient policies at which the frontier is not bent inwards: some beginners name no others."""
    points = table.set_index("name").loc[efficient(table)]
    kept: list[str] = []
    for name in points.index:
        while len(kept) >= 2 and _bent_inwards(*(points.loc[one] for one in (*kept[-2:], name))):
            kept.pop()
        kept.append(str(name))
    return kept


def _bent_inwards(first: pd.Series, middle: pd.Series, last: pd.Series) -> bool:
    rise = (middle["service"] - first["service"]) * (last["cost"] - first["cost"])
    return bool(rise <= (last["service"] - first["service"]) * (middle["cost"] - first["cost"]))


def are_fair_policies(variant: Variant, tables: Tables) -> bool:
    """Whether some, but not most policies are efficient, and the convex hull leaves one of them out."""
    table = tables["policies"]
    kept = efficient(table)
    return 4 <= len(kept) <= 10 and len(hull(table)) < len(kept)


def make_positions(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """`positions`: the express firm's, the same for all; only the factors of cost differ."""
    table = years("positions")
    table.insert(0, "place", table["speed"] + " " + table["price"].astype(str))
    return {"positions": table}


def make_returns(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """`return_years`: profit with the own weekly cost of the service."""
    table = years("returns").query("branch == @variant.branch").drop(columns="branch").reset_index(drop=True)
    weekly = variant.collecting * WEEKS * (table["collect"] == "yes")
    return {"return_years": table.assign(profit=(table["profit"] - weekly).round(2))}
