"""Which part of a log is observed."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.orderlog.reading.build import cut_off, needs_of
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.zones import Moments, offset_at, settle_numbers, settle_order, settle_zones
from sim.records.schema import Records


def bound(
    given: str | int | datetime | None,
    which: int,
    zone: tzinfo | None,
    date_order: str | None,
    relative: bool,
) -> tuple[int, bool] | None:
    """An end of the window in seconds and whether it is already in Greenwich; None if not given. which: 1: the end."""
    if given is None:
        return None
    text = str(given).strip() if not isinstance(given, datetime) else given
    name = "end" if which else "start"
    if relative:
        try:
            return int(str(text)), True
        except ValueError:
            raise InputError(
                _("{name} is {value}, but the times of this file are seconds.").format(name=name, value=text)
            ) from None
    date = read_dates([text])
    settle_numbers({name: date})
    if date.undecided.any():
        settle_order({name: date}, {name: name}, date_order)
    if date.bad.any() or date.impossible.any() or date.empty.any():
        raise InputError(
            _("{name} is {value}, but takes a date such as 2026-03-01 or 2026-03-01 14:05.").format(
                name=name, value=text
            )
        )
    if which and date.whole_day[0]:
        date.wall[0] += DAY
    found = settle_zones({name: date}, zone, False)
    return int(found.seconds[name][0]), found.zone is not None


def windowed(
    orders: pd.DataFrame,
    times: list[str],
    bounds: list[tuple[int, bool] | None],
    origin: int,
    moments: Moments,
) -> tuple[Records, list[str]]:
    """The tables, and notes about the window. Raises InputError if the window is empty."""
    facts = [name for name in times if name != "promised"]
    ends = [int(orders["placed"].min()), int(orders[facts].max().max()) + 1]
    for place, bound in enumerate(bounds):
        if bound is not None:
            seconds, absolute = bound
            if moments.zone is not None and not absolute:  # as the clock on the wall there
                seconds -= offset_at(seconds, moments.zone)
            ends[place] = seconds - origin
    start, end = ends
    if start >= end:
        raise InputError(
            _("The window ends ({end}) before it begins ({start}).").format(
                start=_said(start, origin, moments), end=_said(end, origin, moments)
            )
        )
    if bounds[1] is not None:
        orders = cut_off(orders, times, end)
    records = {"window": pd.DataFrame({"start": [start], "end": [end]}), "orders": orders}
    needs = needs_of(orders)
    if needs is not None:
        records["needs"] = needs
    notes = [
        _("Window: {start} to {end}.").format(
            start=_said(start, origin, moments), end=_said(end, origin, moments)
        )
    ]
    later = int(((orders["promised"] >= end) & orders["delivered"].notna()).fillna(False).sum())
    if later:
        text = ngettext(
            "{n} delivered order is not counted: its promise falls after the window.",
            "{n} delivered orders are not counted: their promises fall after the window.",
            later,
        )
        notes.append(text.format(n=later))
    return records, notes


def moment_at(seconds: int, zone: tzinfo | None) -> pd.Timestamp:
    """A moment in its zone, or on the wall where none is known."""
    if zone is None:
        return pd.Timestamp(seconds, unit="s")
    return pd.Timestamp(seconds, unit="s", tz="UTC").tz_convert(zone)


def _said(seconds: int, origin: int, moments: Moments) -> str:
    if moments.relative:
        return f"{seconds} s"
    return moment_at(seconds + origin, moments.zone).strftime("%Y-%m-%d %H:%M:%S")
