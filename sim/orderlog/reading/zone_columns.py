"""Columns that give each row the time zone of its times."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.clock_changes import zone_of_offsets
from sim.orderlog.reading.date_column import NO_OFFSET, DateColumn
from sim.orderlog.reading.dates import written_offset
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.name_parts import AT_THE_CUSTOMER, AT_THE_FIRM, DELIVERY, begins, parts_of
from sim.orderlog.reading.time_zones import clock_seconds, find_zone

NAMES = re.compile(r"time ?zone|\btz\b|utc ?offset|zeitzone|huso|fuso|fuseau|tijdzone|时区|時區")
CUSTOMER_TIMES = ("promised", "earliest", "delivered")


def read_zone_columns(
    dates: Mapping[str, DateColumn], headings: Mapping[str, str], table: Table
) -> tuple[list[str], list[str]]:
    """Give times without a zone that of a column such as *timezone*: Asia/Tokyo, +09:00, UTC+8. Returns these columns, and notes.

    A zone of the destination is that of promise and delivery, one of the origin that of the other times; a zone without such
    a word is that of all.
    """
    used, notes = [], []
    for position, heading in enumerate(table.header):
        parts = parts_of(heading)
        if not NAMES.search(" ".join(parts)):
            continue
        zones = table.cells(position)
        known = {cell: _zone(cell) for cell in dict.fromkeys(zones) if not is_empty(cell)}
        unknown = [str(cell) for cell, zone in known.items() if zone is None]
        if unknown:
            note = _("{column} is set aside: {values} is not a time zone.")
            notes.append(note.format(column=heading, values=unknown[0]))
            continue
        names = _times_of(parts, dates)
        clock = _clock_of(dates["placed"], zones, known) if "placed" in names else None
        for name in names:
            _give_offsets(dates[name], zones, known if name == "placed" or not clock else _all(known, clock))
        if clock:
            note = _(
                "{column} changes as the clock in a zone such as {zone}: every time has the offset of its own day."
            )
            notes.append(note.format(column=heading, zone=clock))
        if names and known:
            used.append(heading)
            columns = ", ".join(dict.fromkeys(headings[name] for name in names))
            notes.append(
                _("{columns}: times in the zone that {zones} gives.").format(columns=columns, zones=heading)
            )
    return used, notes


def _times_of(parts: Sequence[str], dates: Mapping[str, DateColumn]) -> list[str]:
    """The times that a zone column with this name is for, if any of them has no zone yet."""
    at_the_customer = begins(parts, (*AT_THE_CUSTOMER, *DELIVERY))
    at_the_firm = begins(parts, AT_THE_FIRM)
    return [
        name
        for name, column in dates.items()
        if (column.valid & (column.offset == NO_OFFSET)).any()
        and (at_the_customer == at_the_firm or at_the_customer == (name in CUSTOMER_TIMES))
    ]


def _zone(cell: Any) -> int | ZoneInfo | None:
    """Seconds east of Greenwich, or a zone; None if the cell is neither."""
    text = str(cell).strip()
    seconds = written_offset(text)
    if seconds is not None:
        return seconds
    try:
        found = find_zone(text)
    except InputError:
        return None
    return found if isinstance(found, ZoneInfo) else None


def _clock_of(
    placed: DateColumn, cells: Sequence[Any], known: Mapping[Any, int | ZoneInfo | None]
) -> str | None:
    """The zone of a clock that the offsets follow, if the column has offsets of several kinds, each that of its order."""
    if len(known) < 2 or not all(isinstance(zone, int) for zone in known.values()):
        return None
    offsets = [NO_OFFSET if is_empty(cell) else known[cell] for cell in cells]
    east = np.array(offsets, dtype=np.int64)
    rows = placed.valid & (placed.offset == NO_OFFSET) & (east != NO_OFFSET)
    return zone_of_offsets(placed.local[rows], east[rows])


def _all(known: Mapping[Any, int | ZoneInfo | None], zone: str) -> dict[Any, int | ZoneInfo | None]:
    return dict.fromkeys(known, ZoneInfo(zone))


def _give_offsets(
    column: DateColumn, cells: Sequence[Any], known: Mapping[Any, int | ZoneInfo | None]
) -> None:
    cell_of_row = np.array([None if is_empty(cell) else cell for cell in cells], dtype=object)
    for cell, zone in known.items():
        rows = np.flatnonzero((cell_of_row == cell) & column.valid & (column.offset == NO_OFFSET))
        if isinstance(zone, ZoneInfo):
            early, late = clock_seconds(column.local[rows], zone)
            column.gap[rows] = early < 0
            column.repeat[rows] = late - early
            column.offset[rows] = np.where(early < 0, 0, column.local[rows] - early)
        elif zone is not None:
            column.offset[rows] = zone
