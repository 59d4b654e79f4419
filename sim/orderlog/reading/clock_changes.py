"""The nights in which clocks are put back: which of two hours a time is in, and whether it may be in one."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from sim.base.i18n import _, ngettext
from sim.base.units import DAY, HOUR
from sim.orderlog.reading.date_column import DateColumn

CAUSAL = ("placed", "answered", "accepted", "released", "picked", "packed", "dispatched", "delivered")
ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Santiago",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Beirut",
)
"""Zones that have summer time, one for each rule and offset that many firms have."""


def choose_second_hours(
    columns: Mapping[str, DateColumn], seconds: Mapping[str, np.ndarray], repeat: Mapping[str, np.ndarray]
) -> list[str]:
    """Move times to the second of two hours where an earlier step or the order of the file says so. Returns notes.

    A promise until the end of a day lasts until the second. repeat: seconds between the two; 0 where there is only one.
    """
    found = []
    floor = np.full(len(seconds["placed"]), -(2**62)) if "placed" in seconds else None
    for name in (
        *(name for name in CAUSAL if name in columns),
        *(name for name in columns if name not in CAUSAL),
    ):
        column = columns[name]
        twice = column.valid & (repeat[name] > 0)
        if name == "promised":
            whole = twice & column.date_only
            seconds[name][whole] += repeat[name][whole]
            twice &= ~whole
        if name == "placed" and twice.any():
            second = _after_a_step_back(seconds[name], twice)
            seconds[name][second] += repeat[name][second]
        if floor is not None and name in CAUSAL:
            second = twice & (seconds[name] < floor) & (seconds[name] + repeat[name] >= floor)
            seconds[name][second] += repeat[name][second]
            floor = np.where(column.valid, np.maximum(floor, seconds[name]), floor)
        if twice.any():
            found.append(f"{name} {int(twice.sum())}")
    if not found:
        return []
    note = _(
        "In the hour that the clock shows twice when summer time ends: {times}. The earlier one was used unless an earlier "
        "step or the order of the file says that it is the later one."
    )
    return [note.format(times=", ".join(found))]


def _after_a_step_back(seconds: np.ndarray, twice: np.ndarray) -> np.ndarray:
    """The times in the second hour, if the file is in the order of these times but for one step back in that hour."""
    second = np.zeros(len(seconds), dtype=bool)
    rows = np.flatnonzero(twice)
    back = np.flatnonzero(np.diff(seconds) < 0)
    for night in np.unique(seconds[rows] // DAY):
        here = rows[seconds[rows] // DAY == night]
        steps = here[1:][np.diff(seconds[here]) < 0]
        if len(steps) == 1:
            second[here[here >= steps[0]]] = True
    return second if second.any() and second[back + 1].all() else np.zeros(len(seconds), dtype=bool)


def zone_of_offsets(local: np.ndarray, offsets: np.ndarray) -> str | None:
    """The zone whose clock has several offsets at these times, as a column gives them; None if there is none."""
    if len(np.unique(offsets)) < 2:
        return None
    clock = pd.DatetimeIndex(local.astype("datetime64[s]"))
    utc = local - offsets
    for zone in ZONES:
        shown = pd.DatetimeIndex(utc.astype("datetime64[s]")).tz_localize("UTC").tz_convert(ZoneInfo(zone))
        if (shown.tz_localize(None) == clock).all():
            return zone
    return None


def on_a_night_of_change(dates: Mapping[str, DateColumn], rows: np.ndarray) -> list[str]:
    """A note on orders of these rows that were delivered less than an hour before they were placed, as clocks were put back."""
    placed, delivered = dates["placed"], dates["delivered"]
    early = rows & placed.valid & delivered.valid & (placed.local > delivered.local)
    early &= placed.local - delivered.local < HOUR
    found = {}
    for zone in ZONES if early.any() else ():
        clock = pd.DatetimeIndex(delivered.local[early].astype("datetime64[s]"))
        first = np.ones(len(clock), dtype=bool)
        moments = [
            clock.tz_localize(ZoneInfo(zone), ambiguous=each, nonexistent="NaT") for each in (first, ~first)
        ]
        count = int((moments[0] != moments[1]).sum())
        if count:
            found[zone] = count
    if not found:
        return []
    zone = max(found, key=lambda name: found[name])
    text = ngettext(
        "{n} order was delivered less than an hour before it was placed, in a night when clocks are put back, as in {zone}: "
        "state the zone (timezone).",
        "{n} orders were delivered less than an hour before they were placed, in a night when clocks are put back, as in "
        "{zone}: state the zone (timezone).",
        found[zone],
    )
    return [text.format(n=found[zone], zone=zone)]
