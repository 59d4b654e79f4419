"""From what an orders table shows to figures of a case, those that need no run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import DAY, HOUR, WEEK, WEEKS_A_YEAR
from sim.case.case import Case
from sim.orderlog.fitting.observed import Observed
from sim.policy.classes import CLASSES
from sim.policy.levers.registry import levers

MOST_LANES = 40
MOST_LINES = 6
PROMISES = (4.0, 240.0)
CONSOLIDATIONS = (1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96)
STAFF = ("desk.clerks", "warehouse.pickers", "warehouse.packers", "complaints.handlers")
FLEET = ("fleet.vehicles", "fleet.express_vehicles", "flex.capacity")
MOST_SPREAD = 0.5
SLACK = 0.25
"""How much of one more clerk, picker or lorry the template's people carry along before another is taken on."""

Changes = dict[str, Any]
"""Dotted field of a case -> value."""


def arrivals(seen: Observed) -> Changes:
    """Weights by hour and day of the week, and by week of the year where the log shows more than chance."""
    clock = seen.orders["clock"].to_numpy()
    hours = np.bincount(clock // HOUR % 24, minlength=24)
    days = np.bincount(clock // DAY % 7, minlength=7)
    covered = np.bincount(np.arange(clock.min() // DAY, clock.max() // DAY + 1) % 7, minlength=7)
    by_day = days / np.maximum(covered, 1)
    return {
        "calendar.hours": (24 * hours / hours.sum()).round(4).tolist(),
        "calendar.days": (7 * by_day / by_day.sum()).round(4).tolist(),
        "calendar.seasons": _seasons(clock),
    }


def _seasons(clock: np.ndarray) -> list[dict[str, Any]]:
    """Weeks with more or fewer orders; shrunk towards 1 by the share of their variance that chance alone explains."""
    first, last = -(-clock.min() // WEEK), clock.max() // WEEK  # whole weeks only
    if last - first < 8:
        return []
    counts = np.bincount(
        (clock // WEEK - first)[(clock // WEEK >= first) & (clock // WEEK < last)], minlength=last - first
    )
    mean = counts.mean()
    excess = max(0.0, counts.var() - mean)
    shrunk = 1 + (counts / mean - 1) * excess / (excess + mean)
    weeks = np.arange(first, last) % WEEKS_A_YEAR
    factors = {int(week): float(shrunk[weeks == week].mean().round(4)) for week in np.unique(weeks)}
    return [
        {
            "name": {"en": f"Week {week + 1}", "zh": f"第{week + 1}周"},
            "from_day": week * 7,
            "to_day": week * 7 + 6,
            "factor": max(0.01, factor),
        }
        for week, factor in factors.items()
        if abs(factor - 1) >= 0.01
    ]


def classes(seen: Observed, template: Case) -> Changes:
    """Customers, needs a year and what they ask, by class; first values, which runs then correct."""
    found: Changes = {}
    years = seen.weeks / WEEKS_A_YEAR
    total = sum(expected(template, letter) for letter in CLASSES)
    for letter in CLASSES:
        data = template.classes[letter]
        mine = seen.orders[seen.orders["klass"] == letter] if seen.classed else seen.orders
        share = 1.0 if seen.classed else expected(template, letter) / total
        orders = share * len(mine) / years
        given = data.wallet * (1 - template.market.latent[letter])
        name = f"classes.{letter}"
        if not orders:
            found[f"{name}.customers"] = 0
            continue
        if seen.has("customer") and seen.classed:
            counts = mine["customer"].dropna().value_counts()
            found[f"{name}.customers"] = len(counts)
            found[f"{name}.needs_a_year"] = orders / max(1, len(counts)) / given
            if len(counts) >= 5:
                found[f"{name}.spread"] = _spread(counts.to_numpy(dtype=float))
        else:
            found[f"{name}.customers"] = max(1, round(orders / data.needs_a_year / given))
        for field, column in (("special", "special"), ("expedite", "urgent"), ("delay", "delay")):
            if column in mine:
                found[f"{name}.{field}"] = round(float(mine[column].mean()), 5)
        if seen.has("channel"):
            known = mine["channel"].value_counts()
            weights = {str(c): int(n) for c, n in known.items() if c in template.desk.channels and n}
            if weights:
                found[f"{name}.channels"] = weights
        if seen.has("lines") and seen.has("ordered"):
            units = float(mine["ordered"].sum()) / max(1.0, float(mine["lines"].sum()))
            found[f"{name}.quantity"] = float(np.clip(round(units, 4), 1, 100_000))
    if seen.has("lines"):
        lines = seen.orders["lines"].dropna().to_numpy(dtype="int64").clip(1, MOST_LINES)
        found["goods.lines"] = np.bincount(lines, minlength=MOST_LINES + 1)[1:].tolist()
    return found


def expected(case: Case, letter: str) -> float:
    """Orders a year that a class gives to the firm, roughly."""
    data = case.classes[letter]  # type: ignore[index]
    return data.customers * data.needs_a_year * data.wallet * (1 - case.market.latent[letter])  # type: ignore[index]


def _spread(counts: np.ndarray) -> float:
    """Sigma of the customers' own rates: the spread of their counts beyond chance."""
    mean = counts.mean()
    excess = max(0.0, counts.var(ddof=1) - mean) / mean**2
    return round(min(MOST_SPREAD, float(np.sqrt(np.log1p(excess)))), 4)


def lanes(seen: Observed, template: Case) -> tuple[Changes, int]:
    """Centres and zones where the log says where orders go, promises by class in any case; and how many lanes were dropped.

    A promise is that of the class plus that of the lane, by medians; lanes of the same extra hours make a zone.
    """
    orders = seen.orders[seen.orders["plain"]]
    promise = orders["promise"]
    klass = orders["klass"]
    if not seen.has("lane"):
        extra = {"all": 0.0}
        hours = promise.groupby(klass).median()
        lane = pd.Series("all", index=orders.index)
    else:
        lane = orders["lane"].fillna("?").astype(str)
        hours = promise.groupby(klass).median()
        for _round in range(4):
            rest = promise - klass.map(hours)
            by_lane = rest.groupby(lane).median()
            hours = (promise - lane.map(by_lane)).groupby(klass).median()
        lowest = float(by_lane.min())
        hours = hours + lowest
        extra = {str(name): round(2 * (value - lowest)) / 2 for name, value in by_lane.items()}
    found: Changes = {}
    for letter in CLASSES:
        value = hours.get(letter, hours.get("", hours.mean()))
        found[f"policy.promise.hours.{letter}"] = float(np.clip(round(float(value), 2), *PROMISES))
    if not seen.has("lane"):
        found["zones"] = {
            name: zone.model_dump() | {"extra_hours": 0} for name, zone in template.zones.items()
        }
        return found, 0
    return found | _centres(seen, template, extra), max(0, len(extra) - MOST_LANES)


def _centres(seen: Observed, template: Case, extra: dict[str, float]) -> Changes:
    counts = seen.orders["lane"].dropna().astype(str).value_counts()
    largest = counts.head(MOST_LANES)
    places = {name.casefold(): at for at, c in enumerate(template.centres) for name in (c.name.en, c.name.zh)}
    ordered = sorted(
        largest.index, key=lambda name: (places.get(name.casefold(), len(places)), -largest[name], name)
    )
    centres, zones = [], {}
    for name in ordered:
        hours = extra.get(name, 0.0)
        zone = f"plus_{hours:g}"
        nearest = min(template.zones.values(), key=lambda z: abs(z.extra_hours - hours))
        zones[zone] = {"extra_hours": hours, "freight": nearest.freight}
        at = places.get(name.casefold())
        same = template.centres[at] if at is not None else None
        centres.append(
            {
                "name": {"en": name, "zh": name} if same is None else same.name.model_dump(),
                "zone": zone,
                "km": same.km if same is not None else max(10.0, template.fleet.km_hour * (8 + hours) / 4),
                "weight": int(largest[name]),
                "mode": same.mode if same is not None else "road",
            }
        )
    return {"centres": centres, "zones": zones, "home_centre": 0}


def departures(seen: Observed, template: Case) -> Changes:
    """Hours between departures, and the hour of the first, where the log says when orders left."""
    if not (seen.has("dispatched") and seen.has("lane")):
        return {}
    orders = seen.orders[seen.orders["plain"] & seen.orders["dispatched"].notna()]
    gaps = []
    for _lane, times in orders.groupby(orders["lane"].astype(str))["dispatched"]:
        moments = np.unique(times.to_numpy(dtype="int64") // HOUR)
        if len(moments) > 20:
            gaps.append((float(np.median(np.diff(moments))), len(times)))
    if not gaps:
        return {}
    weights = np.array([count for _gap, count in gaps])
    typical = float(np.average([gap for gap, _count in gaps], weights=weights))
    hours = min(CONSOLIDATIONS, key=lambda one: abs(np.log(one / max(typical, 0.5))))
    found: Changes = {"policy.fleet.consolidation_hours": hours}
    if hours >= 24:
        busiest = orders["dispatched"].to_numpy(dtype="int64") // HOUR % 24
        lane_hours = (
            pd.Series(busiest).groupby(orders["lane"].astype(str).to_numpy()).agg(lambda h: h.mode().iloc[0])
        )
        found["fleet.departure_hour"] = int(lane_hours.min())
    return found


def resources(template: Case, ratio: float) -> Changes:
    """As many people and vehicles an order as the template has. ratio: how many times as many orders there are."""
    found: Changes = {}
    known = levers()
    for name in (*STAFF, *FLEET):
        today = template.policy[name]
        values = today if isinstance(today, list) else [today]
        scaled = [scale(value, ratio, _most(name, known)) for value in values]
        found[f"policy.{name}"] = scaled if isinstance(today, list) else scaled[0]
    return found


def scale(value: int, ratio: float, most: int) -> int:
    """A number of people or vehicles for a firm that many times as large."""
    return int(min(most, max(1, int(np.ceil(value * ratio - SLACK))))) if value else 0


def _most(name: str, known: Any) -> int:
    high = known[name].high
    return int(high) if high is not None else 60
