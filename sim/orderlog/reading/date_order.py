"""Decide whether the day, the month or the year comes first in dates such as 3/4/2026 and 3/4/26."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.date_column import DateColumn

ORDERS = {"dmy": "day.month.year", "mdy": "month/day/year", "ymd": "year/month/day"}
SWAPPED_SHARE = 0.2
"""Share of written dates in a column from which dates of Excel among them are taken for swapped ones: of the days of a
month 60 % are above 12, and these stay written."""
FEW = 0.05
"""Share of the dates in a column that are left out, and not asked about, if day and month could be either."""


def check_date_order(date_order: str | None) -> None:
    """Raise InputError unless it is "dmy", "mdy", "ymd" or None."""
    if date_order is not None and date_order not in ORDERS:
        raise InputError(
            _("date_order is {value}, but takes {allowed}.").format(
                value=date_order, allowed=", ".join(ORDERS)
            )
        )


def resolve_date_order(
    columns: Mapping[str, DateColumn], headings: Mapping[str, str], date_order: str | None
) -> list[str]:
    """Read the ambiguous dates of each column, and return notes. Raises InputError if nothing decides the order.

    The order comes from the option, else from the column's values, else from those of other columns; else dots mean that
    the day is first.
    """
    notes = _swap_back(columns, headings)
    if date_order is None:
        _give_up_few(columns)
    ambiguous = {name: dates for name, dates in columns.items() if dates.ambiguous.any()}
    if not ambiguous:
        return notes
    possible = {name: dates.possible_orders() for name, dates in ambiguous.items()}
    for name, orders in possible.items():
        if not orders and date_order is None:
            raise InputError(
                _(
                    "The column {column} has dates with the day first and dates with the month first: state the "
                    "order of the others (date order dmy or mdy)."
                ).format(column=headings[name])
            )
    known = {orders[0] for orders in possible.values() if len(orders) == 1}
    found: dict[str, str] = {}
    for name, dates in ambiguous.items():
        orders = possible[name]
        shared = [order for order in known if order in orders]
        if date_order is not None:
            found[name] = date_order
        elif len(orders) == 1:
            found[name] = orders[0]
        elif len(known) == 1 and shared:
            found[name] = shared[0]
        elif dates.dotted[dates.ambiguous].all() and not known and "dmy" in orders and not dates.short.any():
            found[name] = "dmy"
        else:
            at = int(np.flatnonzero(dates.ambiguous)[0])
            example = f"{dates.first[at]}/{dates.second[at]}/{dates.year[at]}"
            raise InputError(
                _(
                    "In the column {column}, dates such as {example} can be read with the day or with the month "
                    "first: state the order (date order {orders})."
                ).format(
                    column=headings[name], example=example, orders=_(" or ").join(orders or ["dmy", "mdy"])
                )
            )
        dates.resolve(found[name])
    return notes + [
        _("Dates are read as {form}.").format(form=ORDERS[order]) for order in sorted(set(found.values()))
    ]


def _give_up_few(columns: Mapping[str, DateColumn]) -> None:
    """Treat a few dates of a column as unreadable if neither they nor the many others decide their order."""
    for dates in columns.values():
        few = dates.ambiguous.sum() <= FEW * (dates.valid | dates.ambiguous).sum()
        if few and len(dates.possible_orders()) != 1:
            dates.unreadable |= dates.ambiguous
            dates.ambiguous[:] = False


def _swap_back(columns: Mapping[str, DateColumn], headings: Mapping[str, str]) -> list[str]:
    """Exchange day and month where a spreadsheet with another order has mixed them up. It made a date of each text
    whose day can be a month, and left the others as text. So a column is mixed up if all its written dates have a number
    above 12, and all others a day up to 12; then others without any written date are, too.
    """
    mixed = [name for name, dates in columns.items() if _is_mixed_up(dates)]
    if not mixed:
        return []
    swapped = []
    for name, dates in columns.items():
        rows = np.flatnonzero(dates.fixed & dates.valid & ~dates.ambiguous)
        if (
            len(rows)
            and (name in mixed or not dates.ambiguous.any())
            and (dates.days_of_month(rows) <= 12).all()
        ):
            dates.swap_days(rows)
            swapped.append(headings[name])
    note = _(
        "In {columns}, day and month were exchanged by a spreadsheet where the day can be a month; they were put right."
    )
    return [note.format(columns=", ".join(swapped))]


def _is_mixed_up(dates: DateColumn) -> bool:
    written = np.flatnonzero(dates.ambiguous)
    others = np.flatnonzero(dates.fixed & dates.valid & ~dates.ambiguous)
    if not len(others) or len(written) < SWAPPED_SHARE * (len(written) + len(others)):
        return False
    decided = np.maximum(dates.first[written], dates.second[written]) > 12
    return bool(
        decided.all() and (dates.days_of_month(others) <= 12).all() and len(dates.possible_orders()) == 1
    )
