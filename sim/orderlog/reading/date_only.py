"""Give dates without a time an hour of their day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.date_column import DateColumn


def set_hours(dates: Mapping[str, DateColumn], headings: Mapping[str, str]) -> list[str]:
    """Set dates without a time to noon, promises to the end of the day. Returns notes.

    An order placed and delivered on the same day is then not delivered before it was placed.
    """
    with_date_only = []
    for name, column in dates.items():
        times = column.local[column.valid]
        if len(np.unique(times)) > 1 and (times % DAY == 0).all():
            column.date_only[column.valid] = True  # a column with nothing but midnights is one of dates
        if (column.date_only & column.valid).any():
            with_date_only.append(headings[name])
        if name != "placed":
            hour = DAY - 1 if name == "promised" else DAY // 2
            column.local[column.date_only & column.valid] += hour
    placed = dates["placed"]
    noon = placed.local + DAY // 2
    for name, column in dates.items():
        if name not in ("placed", "promised"):
            with_time = column.valid & ~column.date_only
            same_day = with_time & (column.local // DAY == placed.local // DAY)
            noon = np.where(same_day, np.minimum(noon, column.local), noon)
    placed.local[:] = np.where(placed.date_only, noon, placed.local)
    if not with_date_only:
        return []
    note = _("Dates without a time in {columns}: a promise is the end of its day, other times are noon.")
    return [note.format(columns=", ".join(with_date_only))]
