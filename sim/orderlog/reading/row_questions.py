"""Questions about logs with several rows per order, which may be one order, several orders, or its events."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.levels import FEW_REPEATED, MOSTLY

MOST_WORDS = 60
"""Different words of a column that may be those of events."""
HALF = 0.5
"""Share of the orders in several rows from which their times of placing are those of different orders."""


def ask_about_numbers(ids: Sequence[str], column: str, placed: np.ndarray, out: np.ndarray) -> None:
    """Raise InputError if most orders in several rows were placed at times more than a day apart: are they one order?"""
    rows = pd.DataFrame({"id": np.asarray(ids, dtype=object)[~out], "placed": placed[~out]})
    repeated = rows[rows["id"].duplicated(keep=False)]
    if repeated["id"].nunique() <= FEW_REPEATED * rows["id"].nunique():
        return
    times = repeated.groupby("id", sort=False)["placed"]
    apart = times.max() - times.min() > DAY
    if apart.mean() <= HALF:
        return
    raise InputError(
        _(
            "{column} has the same number for orders placed on different days, such as {number}. If they are different "
            'orders, add a column that tells them apart: --map order="{column} + Date"; if not, state what a row is (level).'
        ).format(column=column, number=apart.index[apart][0])
    )


def ask_about_rows(
    ids: Sequence[str],
    table: Table,
    used: set[int],
    delivered: DateColumn,
    seconds: np.ndarray,
    out: np.ndarray,
) -> None:
    """Raise InputError if a row may be an event: nearly all have a time of delivery, another one than the order's other rows.

    And a column has other words in these rows, a few that come again and again. used: columns that hold none.
    """
    rows = pd.DataFrame({"id": np.asarray(ids, dtype=object)[~out], "time": seconds[~out]})
    repeated = rows["id"].duplicated(keep=False)
    if delivered.empty[~out][repeated].mean() > 1 - MOSTLY:
        return
    apart = rows[repeated].groupby("id", sort=False)["time"].nunique() > 1
    if apart.mean() < MOSTLY:
        return
    for position in set(range(len(table.header))) - used:
        words = rows.assign(word=pd.Series(table.cells(position), dtype=object)[~out].astype(str).to_numpy())[
            repeated
        ]
        few = words["word"].nunique() <= min(MOST_WORDS, len(words) / 2)
        if few and (words.groupby("id", sort=False)["word"].nunique() > 1).mean() >= MOSTLY:
            raise InputError(
                _(
                    "Order {number} stands in several rows with different times of delivery: state what a row is, a line or "
                    "a shipment of an order (level line or shipment), or an event (level event, and the column of the states: "
                    "--map status=COLUMN status:WORD=delivered)."
                ).format(number=apart.index[apart][0])
            )


def ask_about_states(
    ids: Sequence[str],
    table: Table,
    used: set[int],
    open_rows: np.ndarray,
    done: np.ndarray,
    out: np.ndarray,
) -> None:
    """Raise InputError if rows of an order are equal, but open in one and delivered in another: is one a later state?

    used: the columns of order numbers, times and states.
    """
    others = [table.cells(position) for position in range(len(table.header)) if position not in used]
    rows: dict[str, dict[tuple[str, ...], set[bool]]] = {}
    repeated = pd.Series(np.asarray(ids, dtype=object)).duplicated(keep=False).to_numpy()
    for at in np.flatnonzero(repeated & ~out & (open_rows | done)).tolist():
        same = tuple(str(cells[at]) for cells in others)
        rows.setdefault(ids[at], {}).setdefault(same, set()).add(bool(done[at]))
    both = [number for number, found in rows.items() if len(set().union(*found.values())) == 2]
    later = [number for number in both if all(len(states) == 2 for states in rows[number].values())]
    if later and len(later) >= MOSTLY * len(both):
        raise InputError(
            _(
                "Order {number} has several rows that differ only in state and times: state what a row is, a "
                "line of the order (level line), or the whole order at different times (level order)."
            ).format(number=later[0])
        )
