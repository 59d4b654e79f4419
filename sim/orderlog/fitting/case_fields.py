"""Fields of a case that follow from an orders table without any run."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import DAY, HOUR, WEEK, WEEKS_A_YEAR
from sim.case.case import Case
from sim.case.service_path import STAFF
from sim.orderlog.fitting.observed_orders import ObservedOrders
from sim.policy.classes import CLASSES
from sim.policy.levers.registry import levers

MAX_LANES = 40
MAX_LINES = 6
PROMISES = (4.0, 240.0)
CONSOLIDATIONS = (1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96)
FLEET = ("fleet.vehicles", "fleet.express_vehicles", "flex.capacity")
MAX_SPREAD = 0.5
SLACK = 0.25
"""Share of a further clerk, picker or lorry whose work the existing ones can still do."""

Changes = dict[str, Any]
"""Dotted name of a field of a case -> value."""


def arrival_fields(log: ObservedOrders) -> Changes:
    """Weights by hour and weekday, and by week of the year as far as the log shows more than chance."""
    clock = log.orders["clock"].to_numpy()
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
    """Weeks with more or fewer orders; factors are shrunk towards 1 by the share of their variance that is chance."""
    first, last = -(-clock.min() // WEEK), clock.max() // WEEK  # complete weeks only
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


def class_fields(log: ObservedOrders, template: Case) -> Changes:
    """Customers, needs a year and requests by class: first values, which calibration corrects."""
    fields: Changes = {}
    years = log.weeks / WEEKS_A_YEAR
    total = sum(expected_orders(template, letter) for letter in CLASSES)
    for letter in CLASSES:
        data = template.classes[letter]
        mine = log.orders[log.orders["klass"] == letter] if log.classed else log.orders
        share = 1.0 if log.classed else expected_orders(template, letter) / total
        orders = share * len(mine) / years
        given = data.wallet * (1 - template.market.latent[letter])
        name = f"classes.{letter}"
        if not orders:
            fields[f"{name}.customers"] = 0
            continue
        if log.has("customer") and log.classed:
            counts = mine["customer"].dropna().value_counts()
            fields[f"{name}.customers"] = len(counts)
            fields[f"{name}.needs_a_year"] = orders / max(1, len(counts)) / given
            if len(counts) >= 5:
                fields[f"{name}.spread"] = _spread(counts.to_numpy(dtype=float))
        else:
            fields[f"{name}.customers"] = max(1, round(orders / data.needs_a_year / given))
        for field, column in (("special", "special"), ("expedite", "urgent"), ("delay", "delay")):
            if column in mine:
                fields[f"{name}.{field}"] = round(float(mine[column].mean()), 5)
        if log.has("channel"):
            known = mine["channel"].value_counts()
            weights = {str(c): int(n) for c, n in known.items() if c in template.desk.channels and n}
            if weights:
                fields[f"{name}.channels"] = weights
        if log.has("lines") and log.has("ordered"):
            units = float(mine["ordered"].sum()) / max(1.0, float(mine["lines"].sum()))
            fields[f"{name}.quantity"] = float(np.clip(round(units, 4), 1, 100_000))
    if log.has("lines"):
        lines = log.orders["lines"].dropna().to_numpy(dtype="int64").clip(1, MAX_LINES)
        fields["goods.lines"] = np.bincount(lines, minlength=MAX_LINES + 1)[1:].tolist()
    return fields


def expected_orders(case: Case, letter: str) -> float:
    """The approximate number of orders a year that a class gives to the firm."""
    data = case.classes[letter]  # type: ignore[index]
    return data.customers * data.needs_a_year * data.wallet * (1 - case.market.latent[letter])  # type: ignore[index]


def _spread(counts: np.ndarray) -> float:
    """Sigma of the customers' order rates: the variance of their counts beyond chance."""
    mean = counts.mean()
    excess = max(0.0, counts.var(ddof=1) - mean) / mean**2
    return round(min(MAX_SPREAD, float(np.sqrt(np.log1p(excess)))), 4)


def lane_fields(log: ObservedOrders, template: Case) -> tuple[Changes, int]:
    """Promises by class, and centres and zones if the log has lanes; and the number of lanes left out.

    A promise is the sum of a class's hours and a lane's extra hours, fitted by medians; lanes with the same extra hours
    are a zone.
    """
    orders = log.orders[log.orders["plain"]]
    promise = orders["promise"]
    klass = orders["klass"]
    if not log.has("lane"):
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
    above = max(
        0.0, float(hours.max()) - PROMISES[1]
    )  # promises longer than the lever allows: as extra hours of all zones
    hours = hours - above
    extra = {name: value + math.ceil(2 * above) / 2 for name, value in extra.items()}
    fields: Changes = {}
    for letter in CLASSES:
        value = hours.get(letter, hours.get("", hours.mean()))
        fields[f"policy.promise.hours.{letter}"] = float(np.clip(round(float(value), 2), *PROMISES))
    if not log.has("lane"):
        fields["zones"] = {
            name: zone.model_dump() | {"extra_hours": extra["all"]} for name, zone in template.zones.items()
        }
        return fields, 0
    return fields | _centres(log, template, extra), max(0, len(extra) - MAX_LANES)


def _centres(log: ObservedOrders, template: Case, extra: dict[str, float]) -> Changes:
    counts = log.orders["lane"].dropna().astype(str).value_counts()
    largest = counts.head(MAX_LANES)
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


def departure_fields(log: ObservedOrders, template: Case) -> Changes:
    """Hours between departures and the hour of the first one, if the log has dispatch times."""
    if not (log.has("dispatched") and log.has("lane")):
        return {}
    orders = log.orders[log.orders["plain"] & log.orders["dispatched"].notna()]
    gaps = []
    for _lane, times in orders.groupby(orders["lane"].astype(str))["dispatched"]:
        moments = np.unique(times.to_numpy(dtype="int64") // HOUR)
        if len(moments) > 20:
            gaps.append((float(np.median(np.diff(moments))), len(times)))
    if not gaps:
        return {}
    weights = np.array([count for _gap, count in gaps])
    typical = float(np.average([gap for gap, _count in gaps], weights=weights))
    hours = min(CONSOLIDATIONS, key=lambda hours: abs(np.log(hours / max(typical, 0.5))))
    fields: Changes = {"policy.fleet.consolidation_hours": hours}
    if hours >= 24:
        busiest = orders["dispatched"].to_numpy(dtype="int64") // HOUR % 24
        lane_hours = (
            pd.Series(busiest).groupby(orders["lane"].astype(str).to_numpy()).agg(lambda h: h.mode().iloc[0])
        )
        fields["fleet.departure_hour"] = int(lane_hours.min())
    return fields


def resource_fields(template: Case, ratio: float) -> Changes:
    """People and vehicles in proportion to the orders. ratio: orders of the log relative to the template's."""
    fields: Changes = {}
    known = levers()
    for name in (*STAFF, *FLEET):
        today = template.policy[name]
        values = today if isinstance(today, list) else [today]
        scaled = [scale_count(value, ratio, _upper_bound(name, known)) for value in values]
        fields[f"policy.{name}"] = scaled if isinstance(today, list) else scaled[0]
    return fields


def scale_count(value: int, ratio: float, most: int) -> int:
    """The number of people or vehicles of a firm that is `ratio` times as large."""
    return int(min(most, max(1, int(np.ceil(value * ratio - SLACK))))) if value else 0


def _upper_bound(name: str, known: Any) -> int:
    high = known[name].high
    return int(high) if high is not None else 60
