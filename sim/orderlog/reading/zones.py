"""From what is written to seconds: numbers that are dates, day or month first, time zones, summer time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.orderlog.reading.dates import COMPACT, NO_OFFSET, SERIAL, UNIX, Dates

ORDERS = {"dmy": "day.month.year", "mdy": "month/day/year"}
EXCEL_EPOCH = 25_569
"""Days from Excel's day 0 to 1970-01-01."""


@dataclass
class Moments:
    """seconds: field -> seconds (from 1970 in Greenwich; on the wall where no zone is known; from the start of Kefu's own
    records); gaps: field -> hours that summer time skipped; relative: whether these are Kefu's own seconds."""

    seconds: dict[str, np.ndarray]
    gaps: dict[str, np.ndarray]
    zone: tzinfo | None
    relative: bool
    notes: list[str] = field(default_factory=list)


def zone_named(name: str | None) -> tzinfo | None:
    """The IANA zone of a name. Raises InputError if there is none."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise InputError(
            _("timezone is {value}, but takes a name such as Asia/Shanghai or Europe/Berlin.").format(
                value=name
            )
        ) from None


def check_order(date_order: str | None) -> None:
    """Raises InputError unless it is dmy, mdy or None."""
    if date_order is not None and date_order not in ORDERS:
        raise InputError(
            _("date_order is {value}, but takes {allowed}.").format(value=date_order, allowed="dmy, mdy")
        )


def settle_numbers(columns: Mapping[str, Dates]) -> tuple[bool, list[str]]:
    """Read plain numbers as what most of them are: Excel's days, compact dates, Unix seconds, or Kefu's seconds.

    Returns whether these are Kefu's own seconds, and notes.
    """
    every = np.concatenate([d.number[~np.isnan(d.number)] for d in columns.values()] or [np.zeros(0)])
    if not len(every):
        return False, []
    readable = sum(int((~d.empty & ~d.bad).sum()) for d in columns.values())
    dated = len(every) < 0.9 * readable  # numbers among written dates can only be Excel's
    compact = np.array([_is_compact(value) for value in every[:1000]])
    milli = every / 1000

    def mostly(inside: np.ndarray) -> bool:
        return bool(inside.mean() > 0.9)

    if mostly(compact):
        return _each(columns, _from_compact), [_("Dates are written without marks, as 20260301.")]
    if mostly((every >= SERIAL[0]) & (every < SERIAL[1])) or dated:
        return _each(columns, _from_serial), [_("Numbers are read as Excel's days.")]
    if mostly((every >= UNIX[0]) & (every < UNIX[1])):
        return _each(columns, lambda d, rows: _from_unix(d, rows, 1)), [
            _("Numbers are read as Unix seconds.")
        ]
    if mostly((milli >= UNIX[0]) & (milli < UNIX[1])):
        note = _("Numbers are read as Unix milliseconds.")
        return _each(columns, lambda d, rows: _from_unix(d, rows, 1000)), [note]
    for dates in columns.values():
        dates.bad |= ~dates.empty & np.isnan(dates.number)
    _each(columns, _from_seconds)
    return True, [_("Times are seconds from the start, amounts are fen, as Kefu itself writes them.")]


def _each(columns: Mapping[str, Dates], convert: object) -> bool:
    for dates in columns.values():
        rows = np.flatnonzero(~np.isnan(dates.number))
        if len(rows):
            convert(dates, rows)  # type: ignore[operator]
    return False


def _is_compact(value: float) -> bool:
    found = COMPACT.fullmatch(f"{value:.0f}") if value > 0 else None
    return found is not None and 1 <= int(found.group(2)) <= 12 and 1 <= int(found.group(3)) <= 31


def _from_compact(dates: Dates, rows: np.ndarray) -> None:
    value = np.clip(dates.number[rows], 0, 1e15).astype(np.int64)
    digits = np.char.str_len(value.astype(str))
    dates.whole_day[rows] = digits == 8
    scale = np.choose(np.searchsorted([8, 12, 14], digits).clip(0, 2), [10**6, 100, 1])
    value = value * scale
    day, clock = value // 10**6, value % 10**6
    seconds = clock // 10**4 * 3600 + clock // 100 % 100 * 60 + clock % 100
    bad = ~np.isin(digits, (8, 12, 14)) | (clock // 100 % 100 > 59) | (clock % 100 > 59) | (seconds > DAY)
    dates._set_days(rows, day // 10**4, day // 100 % 100, day % 100, np.where(bad, -1, seconds))


def _from_serial(dates: Dates, rows: np.ndarray) -> None:
    value = dates.number[rows]
    inside = (value >= SERIAL[0]) & (value < SERIAL[1])
    dates.wall[rows] = np.where(inside, np.rint((value - EXCEL_EPOCH) * DAY), 0)
    dates.bad[rows] = ~inside


def _from_unix(dates: Dates, rows: np.ndarray, scale: int) -> None:
    value = dates.number[rows] / scale
    inside = (value >= UNIX[0]) & (value < UNIX[1])
    dates.wall[rows] = np.where(inside, np.floor(value), 0)
    dates.bad[rows] = ~inside
    dates.offset[rows] = 0


def _from_seconds(dates: Dates, rows: np.ndarray) -> None:
    value = dates.number[rows]
    whole = (value == np.floor(value)) & (np.abs(value) < 2**40)
    dates.wall[rows] = np.where(whole, value, 0)
    dates.bad[rows] = ~whole


def settle_order(
    columns: Mapping[str, Dates], called: Mapping[str, str], date_order: str | None
) -> list[str]:
    """Decide for each column whether the day or the month comes first. Raises InputError if nothing decides it.

    By the option; else by the column's own values; else by those of the file's other columns; else dots say day first.
    """
    open_ = {name: dates for name, dates in columns.items() if dates.undecided.any()}
    if not open_:
        return []
    found: dict[str, str] = {}
    for name, dates in open_.items():
        found[name] = date_order or dates.by_values()
        if found[name] == "both":
            raise InputError(
                _(
                    "The column {column} has dates with the day first and dates with the month first: "
                    "say which way the others are meant (date order dmy or mdy)."
                ).format(column=called[name])
            )
    known = {order for order in found.values() if order}
    for name, dates in open_.items():
        if not found[name]:
            dotted = dates.dotted[dates.undecided].all()
            found[name] = next(iter(known)) if len(known) == 1 else "dmy" if dotted and not known else ""
        if not found[name]:
            at = int(np.flatnonzero(dates.undecided)[0])
            example = f"{dates.first[at]}/{dates.second[at]}/{dates.year[at]}"
            raise InputError(
                _(
                    "In the column {column}, dates such as {example} can be read with the day or with the month first: "
                    "say which (date order dmy or mdy)."
                ).format(column=called[name], example=example)
            )
        dates.decide(found[name])
    return [
        _("Dates are read as {form}.").format(form=ORDERS[order]) for order in sorted(set(found.values()))
    ]


def settle_zones(columns: Mapping[str, Dates], zone: tzinfo | None, relative: bool) -> Moments:
    """Seconds that can be subtracted from each other. Raises InputError if only some times have a zone and none is given."""
    good = {name: ~(d.empty | d.bad | d.impossible) for name, d in columns.items()}
    with_offset = {name: good[name] & (d.offset != NO_OFFSET) for name, d in columns.items()}
    some = any(mask.any() for mask in with_offset.values())
    every = all((with_offset[name] == good[name]).all() for name in columns)
    nothing = {name: np.zeros(len(d.wall), dtype=bool) for name, d in columns.items()}
    if relative:
        return Moments({name: d.wall for name, d in columns.items()}, nothing, None, True)
    if some and not every and zone is None:
        raise InputError(
            _("Some times say their zone and others do not: say which zone the others are in (timezone).")
        )
    if zone is None and not some:
        note = _("No time zone: times are taken as they stand, without summer time.")
        return Moments({name: d.wall for name, d in columns.items()}, nothing, None, False, [note])
    moments = Moments({}, {}, zone, False)
    later: dict[str, np.ndarray] = {}
    for name, dates in columns.items():
        utc = dates.wall - np.where(with_offset[name], dates.offset, 0)
        gap, twice = nothing[name].copy(), nothing[name].copy()
        local = good[name] & ~with_offset[name]
        if local.any() and zone is not None:
            early, late = _localised(dates.wall[local], zone)
            gap[local] = early < 0
            twice[local] = (early != late) & (early >= 0)
            utc[local] = early
            later[name] = utc.copy()
            later[name][local] = late
        moments.seconds[name], moments.gaps[name] = utc, gap
        if name != "placed" and twice.any():
            before = twice & (utc < moments.seconds["placed"]) & good["placed"]
            utc[before] = later[name][before]
        if twice.any():
            moments.notes.append(_twice(name, int(twice.sum())))
    if zone is not None:
        moments.notes.insert(0, _("Time zone: {zone}.").format(zone=str(zone)))
        return moments
    offsets = np.concatenate([d.offset[good[name]] for name, d in columns.items()])
    values, counts = np.unique(offsets, return_counts=True)
    usual = int(values[counts.argmax()])
    moments.zone = timezone(timedelta(seconds=usual))
    moments.notes.append(_("Time zone: as written, mostly {zone}.").format(zone=moments.zone.tzname(None)))
    return moments


def _twice(name: str, count: int) -> str:
    return ngettext(
        "{field}: {n} time lies in the hour that the clock shows twice when summer time ends; the earlier was taken "
        "unless it lies before the order.",
        "{field}: {n} times lie in the hour that the clock shows twice when summer time ends; the earlier was taken "
        "unless it lies before the order.",
        count,
    ).format(field=name, n=count)


def _localised(wall: np.ndarray, zone: tzinfo) -> tuple[np.ndarray, np.ndarray]:
    """Seconds in Greenwich if the clock showed it the first and the second time; below 0: it never did."""
    clock = pd.DatetimeIndex(wall.astype("datetime64[s]"))
    summer = np.ones(len(wall), dtype=bool)
    early = clock.tz_localize(zone, ambiguous=summer, nonexistent="NaT").as_unit("s").asi8
    late = clock.tz_localize(zone, ambiguous=~summer, nonexistent="NaT").as_unit("s").asi8
    return early, late


def offset_at(seconds: int, zone: tzinfo) -> int:
    """Seconds east of Greenwich at a moment."""
    east = pd.Timestamp(seconds, unit="s", tz="UTC").tz_convert(zone).utcoffset()
    return round(east.total_seconds()) if east is not None else 0


def monday_before(seconds: int, zone: tzinfo | None) -> int:
    """Midnight of the Monday on or before a moment, both in seconds as in `Moments`."""
    offset = 0
    if zone is not None:
        offset = offset_at(seconds, zone)
    day = (seconds + offset) // DAY
    midnight = (day - (day + 3) % 7) * DAY  # 1970-01-01 was a Thursday
    if zone is None:
        return int(midnight)
    early, _late = _localised(np.array([midnight]), zone)
    return int(early[0]) if early[0] >= 0 else int(midnight - offset)
