"""Give dates without a time an hour of their day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np
import pandas as pd

from sim.base.i18n import _, ngettext
from sim.base.units import DAY, HOUR
from sim.orderlog.reading.date_column import NO_OFFSET, DateColumn

MANY_MIDNIGHTS = 0.1
"""Share of promises at midnight, among others, from which a note says how they are read."""


def set_hours(dates: Mapping[str, DateColumn], headings: Mapping[str, str], zone: tzinfo | None) -> list[str]:
    """Set dates without a time to noon, promises to the end of the day. Returns notes.

    An order placed and delivered on the same day is then not delivered before it was placed.
    """
    with_date_only, notes = [], []
    for name, column in dates.items():
        notes += _find_whole_days(name, column, headings[name], zone)
        if (column.date_only & column.valid).any():
            with_date_only.append(headings[name])
        if name != "placed":
            hour = {"promised": DAY - 1, "earliest": 0}.get(name, DAY // 2)
            column.local[column.date_only & column.valid] += hour
    placed = dates["placed"]
    noon = placed.local + DAY // 2
    for name, column in dates.items():
        if name not in ("placed", "promised", "earliest"):
            with_time = column.valid & ~column.date_only
            same_day = with_time & (column.local // DAY == placed.local // DAY)
            noon = np.where(same_day, np.minimum(noon, column.local), noon)
    placed.local[:] = np.where(placed.date_only, noon, placed.local)
    if with_date_only:
        note = _("Dates without a time in {columns}: a promise is the end of its day, other times are noon.")
        notes.insert(0, note.format(columns=", ".join(with_date_only)))
    return notes


def _find_whole_days(name: str, column: DateColumn, heading: str, zone: tzinfo | None) -> list[str]:
    """Mark a column with nothing but midnights as one of dates. Returns notes.

    Midnights of the zone count, too, if the column has other offsets: 16:00 UTC is midnight in Shanghai.
    """
    rows = np.flatnonzero(column.valid)
    if not len(rows):
        return []
    clocks = column.local[rows] % DAY
    if (clocks == 0).all() and not column.end_of_day[rows].any():
        column.date_only[rows] = True
        return []
    if (column.offset[rows] != NO_OFFSET).all():
        if zone is not None:
            utc = pd.DatetimeIndex((column.local[rows] - column.offset[rows]).astype("datetime64[s]"))
            local = utc.tz_localize("UTC").tz_convert(zone).tz_localize(None).as_unit("s").asi8
            if (local % DAY == 0).all():
                column.local[rows], column.offset[rows], column.date_only[rows] = local, NO_OFFSET, True
                return []
        elif name == "promised" and len(rows) > 2 and len(np.unique(clocks)) == 1 and clocks[0] % 1800 == 0:
            note = _(
                "{column} is {clock} of its time zone in every row: if that is midnight where the firm is, state its "
                "zone (timezone); a promise then lasts until the end of its day."
            )
            return [note.format(column=heading, clock=f"{clocks[0] // HOUR:02}:{clocks[0] // 60 % 60:02}")]
    midnights = int(((clocks == 0) & ~column.date_only[rows] & ~column.end_of_day[rows]).sum())
    if name == "promised" and midnights > MANY_MIDNIGHTS * len(rows):
        text = ngettext(
            "{column} is midnight in {n} row: that is the beginning of its day.",
            "{column} is midnight in {n} rows: that is the beginning of its day.",
            midnights,
        )
        return [text.format(column=heading, n=midnights)]
    return []
