"""Convert times to seconds that can be compared, with time zones and summer time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.clock_changes import choose_second_hours
from sim.orderlog.reading.date_column import NO_OFFSET, DateColumn
from sim.orderlog.reading.name_parts import is_utc


@dataclass
class TimeColumns:
    """The times of a file in seconds."""

    seconds: dict[str, np.ndarray]
    """Field -> seconds: since 1970 in UTC, or on the local clock if no zone is known, or as in Kefu's own records."""
    gaps: dict[str, np.ndarray]
    """Field -> rows with a local time that does not exist because summer time began."""
    zone: tzinfo | None
    relative: bool
    """The file has seconds as Kefu writes them."""
    notes: list[str] = field(default_factory=list)


def find_zone(name: str | None) -> tzinfo | None:
    """The time zone with this IANA name. Raises InputError if there is none."""
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


def read_as_utc(dates: Mapping[str, DateColumn], headings: Mapping[str, str]) -> list[str]:
    """Read the times without an offset in a column such as created_at_utc as UTC. Returns notes."""
    named = [name for name in dates if is_utc(headings[name])]
    for name in named:
        column = dates[name]
        column.offset[column.valid & (column.offset == NO_OFFSET)] = 0
    if not named:
        return []
    columns = ", ".join(dict.fromkeys(headings[name] for name in named))
    return [_("{columns}: times in UTC, as the name says.").format(columns=columns)]


def to_seconds(columns: Mapping[str, DateColumn], zone: tzinfo | None, relative: bool) -> TimeColumns:
    """The times in seconds. Raises InputError if only some times have a time zone and `zone` is None."""
    valid = {name: dates.valid for name, dates in columns.items()}
    with_offset = {name: valid[name] & (dates.offset != NO_OFFSET) for name, dates in columns.items()}
    some = any(mask.any() for mask in with_offset.values())
    every = all((with_offset[name] == valid[name]).all() for name in columns)
    local_seconds = {name: dates.local for name, dates in columns.items()}
    no_rows = {name: np.zeros(len(dates.local), dtype=bool) for name, dates in columns.items()}
    if relative:
        return TimeColumns(local_seconds, no_rows, None, True)
    if some and not every and zone is None:
        raise InputError(
            _("Some times have a time zone and others do not: state the zone of the others (timezone).")
        )
    if zone is None and not some:
        note = _("No time zone: times are used as written, without summer time.")
        return TimeColumns(local_seconds, no_rows, None, False, [note])
    times = TimeColumns({}, {}, zone, False)
    repeat: dict[str, np.ndarray] = {}
    for name, dates in columns.items():
        utc = dates.local - np.where(with_offset[name], dates.offset, 0)
        gap, repeat[name] = dates.gap & valid[name], dates.repeat.copy()
        local = valid[name] & ~with_offset[name]
        if local.any() and zone is not None:
            early, late = clock_seconds(dates.local[local], zone)
            gap[local] = early < 0
            repeat[name][local] = late - early
            utc[local] = early
        times.seconds[name], times.gaps[name] = utc, gap
    times.notes += choose_second_hours(columns, times.seconds, repeat)
    if zone is not None:
        times.notes.insert(0, _("Time zone: {zone}.").format(zone=str(zone)))
        return times
    offsets = np.concatenate([dates.offset[valid[name]] for name, dates in columns.items()])
    values, counts = np.unique(offsets, return_counts=True)
    usual = int(values[counts.argmax()])
    times.zone = timezone(timedelta(seconds=usual))
    times.notes.append(_("Time zone: as written, mostly {zone}.").format(zone=times.zone.tzname(None)))
    return times


def clock_seconds(local: np.ndarray, zone: tzinfo) -> tuple[np.ndarray, np.ndarray]:
    """The earliest and latest seconds in UTC at which the local clock shows a time; below 0 if it never does."""
    clock = pd.DatetimeIndex(local.astype("datetime64[s]"))
    summer = np.ones(len(local), dtype=bool)
    early = clock.tz_localize(zone, ambiguous=summer, nonexistent="NaT").as_unit("s").asi8
    late = clock.tz_localize(zone, ambiguous=~summer, nonexistent="NaT").as_unit("s").asi8
    return early, late


def local_clock(column: DateColumn, zone: tzinfo | None) -> tuple[np.ndarray, np.ndarray]:
    """Seconds on the clock of the zone, or as written if that is not known; and the offsets that belong to these."""
    if zone is None:
        return column.local, column.offset
    with_offset = column.valid & (column.offset != NO_OFFSET)
    utc = pd.DatetimeIndex((column.local - column.offset)[with_offset].astype("datetime64[s]"))
    local, offset = column.local.copy(), column.offset.copy()
    local[with_offset] = utc.tz_localize("UTC").tz_convert(zone).tz_localize(None).as_unit("s").asi8
    offset[with_offset] = NO_OFFSET
    return local, offset


def moment_at(seconds: int, zone: tzinfo | None) -> pd.Timestamp:
    """A moment in its zone, or on the local clock if no zone is known."""
    if zone is None:
        return pd.Timestamp(seconds, unit="s")
    return pd.Timestamp(seconds, unit="s", tz="UTC").tz_convert(zone)


def offset_at(seconds: int, zone: tzinfo) -> int:
    """The zone's offset from UTC in seconds at a moment."""
    east = pd.Timestamp(seconds, unit="s", tz="UTC").tz_convert(zone).utcoffset()
    return round(east.total_seconds()) if east is not None else 0


def monday_before(seconds: int, zone: tzinfo | None) -> int:
    """Midnight of the Monday on or before a moment, in seconds as in `TimeColumns`."""
    offset = offset_at(seconds, zone) if zone is not None else 0
    day = (seconds + offset) // DAY
    midnight = (day - (day + 3) % 7) * DAY  # 1970-01-01 was a Thursday
    if zone is None:
        return int(midnight)
    early, _late = clock_seconds(np.array([midnight]), zone)
    return int(early[0]) if early[0] >= 0 else int(midnight - offset)
