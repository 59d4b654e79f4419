"""Decide whether the day or the month comes first in dates such as 3/4/2026."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.date_column import DateColumn

ORDERS = {"dmy": "day.month.year", "mdy": "month/day/year"}


def check_date_order(date_order: str | None) -> None:
    """Raise InputError unless it is "dmy", "mdy" or None."""
    if date_order is not None and date_order not in ORDERS:
        raise InputError(
            _("date_order is {value}, but takes {allowed}.").format(value=date_order, allowed="dmy, mdy")
        )


def resolve_date_order(
    columns: Mapping[str, DateColumn], headings: Mapping[str, str], date_order: str | None
) -> list[str]:
    """Read the ambiguous dates of each column, and return notes. Raises InputError if nothing decides the order.

    The order comes from the option, else from the column's values, else from those of other columns; else dots mean that
    the day is first.
    """
    ambiguous = {name: dates for name, dates in columns.items() if dates.ambiguous.any()}
    if not ambiguous:
        return []
    found: dict[str, str] = {}
    for name, dates in ambiguous.items():
        found[name] = date_order or dates.order_from_values()
        if found[name] == "both":
            raise InputError(
                _(
                    "The column {column} has dates with the day first and dates with the month first: state the "
                    "order of the others (date order dmy or mdy)."
                ).format(column=headings[name])
            )
    known = {order for order in found.values() if order}
    for name, dates in ambiguous.items():
        if not found[name]:
            dotted = dates.dotted[dates.ambiguous].all()
            found[name] = next(iter(known)) if len(known) == 1 else "dmy" if dotted and not known else ""
        if not found[name]:
            at = int(np.flatnonzero(dates.ambiguous)[0])
            example = f"{dates.first[at]}/{dates.second[at]}/{dates.year[at]}"
            raise InputError(
                _(
                    "In the column {column}, dates such as {example} can be read with the day or with the month "
                    "first: state the order (date order dmy or mdy)."
                ).format(column=headings[name], example=example)
            )
        dates.resolve(found[name])
    return [
        _("Dates are read as {form}.").format(form=ORDERS[order]) for order in sorted(set(found.values()))
    ]
