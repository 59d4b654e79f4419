"""Four parcel counters under the same sign in four districts: who comes when. Made without a simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.customer_value.variant import POINTS, Variant
from sim.course.data.columns import dates
from sim.course.fair_tables import Draw, Tables

BANDS = ("morning", "noon", "evening", "night")
STARTS, LENGTHS = (6, 10, 14, 20), (4, 4, 6, 10)
"""Hours at which the bands begin, and how many hours they last; the night ends at six."""
PATTERNS = {
    "office": (0.15, 0.50, 0.30, 0.05),
    "station": (0.42, 0.13, 0.38, 0.07),
    "homes": (0.12, 0.18, 0.60, 0.10),
    "campus": (0.05, 0.30, 0.35, 0.30),
}
"""District -> shares of the bands. Assumed: the simulated firms have one pattern of hours for all."""
KINDS = ("collect", "send", "papers", "frozen")
KIND_WEIGHTS = ((3, 4, 1, 0), (2, 3, 4, 0), (5, 3, 1, 1), (3, 1, 0, 3))
"""Weights of the kinds in each band."""
VISITS = (150, 450)
"""Fewest and most visits of a counter."""
DAYS, START = 20, "2013-03-04"
LEAST_APART = 0.1


def make_visits(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The log of four weeks, working days only."""
    parts = []
    for number, point in enumerate(POINTS):
        low, high = VISITS
        count = low + int((high - low) * draw.streams.of(number).uniform("count")[0])
        stream = draw.streams.of(number, np.arange(count))
        band = stream.choice(PATTERNS[variant.districts[number]], "band")
        hour = np.array(STARTS)[band] + np.array(LENGTHS)[band] * stream.uniform("hour")
        day = np.floor(DAYS * stream.uniform("day")).astype(int)
        seconds = ((day // 5 * 7 + day % 5) * 24 + hour) * 3600
        kind = [int(stream.take([n]).choice(KIND_WEIGHTS[b], "kind")[0]) for n, b in enumerate(band)]
        parts.append(pd.DataFrame({"point": point, "seconds": seconds, "kind": np.array(KINDS)[kind]}))
    visits = pd.concat(parts).sort_values(["seconds", "point"], ignore_index=True)
    visits["time"] = dates(np.round(visits["seconds"] / 60) * 60, START)
    visits.insert(0, "visit", np.arange(1, len(visits) + 1))
    return {"visits": visits[["visit", "point", "time", "kind"]]}


def shares(visits: pd.DataFrame) -> pd.DataFrame:
    """Share of each counter's visits in each band."""
    hour = (visits["time"].dt.hour - STARTS[0]) % 24
    band = pd.cut(hour, np.cumsum((0, *LENGTHS)).tolist(), right=False, labels=BANDS)
    return pd.crosstab(visits["point"], band, normalize="index").reindex(columns=list(BANDS), fill_value=0.0)


def is_fair_visits(variant: Variant, made: Tables) -> bool:
    """Whether the pattern next to each counter's shares is clearly that of its district."""
    found = shares(made["visits"])
    for point, district in zip(POINTS, variant.districts, strict=True):
        far = {
            name: float(np.abs(found.loc[point] - np.array(shape)).sum()) for name, shape in PATTERNS.items()
        }
        own = far.pop(district)
        if min(far.values()) - own < LEAST_APART:
            return False
    return True
