"""The observation window of a log."""

from __future__ import annotations

import calendar
import re
from datetime import datetime, tzinfo

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.orderlog.reading.date_order import resolve_date_order
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.number_dates import interpret_numbers
from sim.orderlog.reading.orders_table import cut_off, needs_table
from sim.orderlog.reading.sequence import last_fact
from sim.orderlog.reading.time_zones import TimeColumns, moment_at, offset_at, to_seconds
from sim.records.schema import Records

MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")


def read_bound(
    name: str,
    value: str | int | datetime | None,
    zone: tzinfo | None,
    date_order: str | None,
    relative: bool,
) -> tuple[int, bool] | None:
    """The option `start` or `end` in seconds, and whether these are in UTC; None if the option is not given."""
    if value is None:
        return None
    text = str(value).strip() if not isinstance(value, datetime) else value
    if relative:
        try:
            return int(str(text)), True
        except ValueError:
            raise InputError(
                _("{name} is {value}, but the times of this file are seconds.").format(name=name, value=text)
            ) from None
    date = read_dates([_day_of_month(text, last=name == "end")])
    interpret_numbers({name: date})
    if date.ambiguous.any():
        resolve_date_order({name: date}, {name: name}, date_order)
    if not date.valid.all():
        raise InputError(
            _("{name} is {value}, but takes a date such as 2026-03-01, 2026-03-01 14:05 or 2026-03.").format(
                name=name, value=text
            )
        )
    if name == "end" and date.date_only[0]:  # to the end of that day
        date.local[0] += DAY
    times = to_seconds({name: date}, zone, False)
    return int(times.seconds[name][0]), times.zone is not None


def _day_of_month(text: str | datetime, *, last: bool) -> str | datetime:
    """The first or last day of a month such as 2026-03; anything else as it is."""
    match = MONTH.fullmatch(text) if isinstance(text, str) else None
    if match is None or not 1 <= int(match[2]) <= 12:
        return text
    year, month = int(match[1]), int(match[2])
    return f"{year}-{month}-{calendar.monthrange(max(year, 1), month)[1] if last else 1}"


def observe_window(
    orders: pd.DataFrame,
    time_fields: list[str],
    ends: np.ndarray,
    bounds: list[tuple[int, bool] | None],
    origin: int,
    times: TimeColumns,
) -> tuple[Records, list[str]]:
    """The records of the window, and notes. Raises InputError if the window is empty.

    ends: the second after each recorded time, for a date that after its day.
    """
    last, lone = last_fact(ends)
    limits = [int(orders["placed"].min()), last - origin]
    for which, bound in enumerate(bounds):
        if bound is not None:
            seconds, is_utc = bound
            if times.zone is not None and not is_utc:  # local time there
                seconds -= offset_at(seconds, times.zone)
            limits[which] = seconds - origin
    start, end = limits
    if start >= end:
        raise InputError(
            _("The window ends ({end}) before it begins ({start}).").format(
                start=_show(start, origin, times), end=_show(end, origin, times)
            )
        )
    if bounds[1] is not None or lone:
        orders = cut_off(orders, time_fields, end)
    records = {"window": pd.DataFrame({"start": [start], "end": [end]}), "orders": orders}
    needs = needs_table(orders)
    if needs is not None:
        records["needs"] = needs
    notes = [
        _("Window: {start} to {end}.").format(
            start=_show(start, origin, times), end=_show(end, origin, times)
        )
    ]
    if lone and bounds[1] is None:
        text = ngettext(
            "{n} time is far later than all others: it does not set the end of the window, and counts as not known in it.",
            "{n} times are far later than all others: they do not set the end of the window, and count as not known in it.",
            lone,
        )
        notes.append(text.format(n=lone))
    if "promised" in orders:
        later = int(((orders["promised"] >= end) & orders["delivered"].notna()).fillna(False).sum())
        if later:
            text = ngettext(
                "{n} delivered order is not counted: its promise is after the window.",
                "{n} delivered orders are not counted: their promises are after the window.",
                later,
            )
            notes.append(text.format(n=later))
    return records, notes


def _show(seconds: int, origin: int, times: TimeColumns) -> str:
    if times.relative:
        return f"{seconds} s"
    return moment_at(seconds + origin, times.zone).strftime("%Y-%m-%d %H:%M:%S")
