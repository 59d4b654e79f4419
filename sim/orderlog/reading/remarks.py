"""Remarks on a log for its owner: columns that look like another one, or that contradict each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.said import said_on_time
from sim.orderlog.reading.time_columns import ChosenTimes
from sim.orderlog.reading.time_zones import TimeColumns
from sim.records.schema import Records

ENOUGH = 5
"""Number of orders from which it is not chance if all are delivered exactly at the promised time."""


def remarks(
    table: Table,
    chosen: ChosenTimes,
    rows: pd.DataFrame,
    keys: pd.DataFrame,
    records: Records,
    times: TimeColumns,
) -> list[str]:
    """The notes. rows: the orders as read; records: as they are measured."""
    orders, headings = records["orders"], chosen.headings
    notes = []
    if (
        not rows["delivered"].notna().any()
        and "delivered" in headings
        and headings["delivered"] in table.header
    ):
        notes.append(
            _("{column} is empty in all rows: is it the right column?").format(column=headings["delivered"])
        )
    if "promised" in rows:
        both = rows["promised"].notna() & rows["delivered"].notna()
        if both.sum() >= ENOUGH and _same_times(rows[both], chosen, table, both):
            notes.append(
                _("{one} and {other} are the same in all rows: is one of them the plan?").format(
                    one=headings["delivered"], other=headings["promised"]
                )
            )
        missing = int(rows["promised"].isna().sum())
        if missing and "promised" in chosen.dates:
            text = ngettext(
                "{column} is empty in {n} row: this order counts for cycle times, but not for promises kept.",
                "{column} is empty in {n} rows: these orders count for cycle times, but not for promises kept.",
                missing,
            )
            notes.append(text.format(column=headings["promised"], n=missing))
        notes += _same_day(rows, chosen)
    notes += _more_than_ordered(orders)
    notes += _against_times(keys, orders)
    notes += _too_early(keys, orders)
    return notes


def _same_times(rows: pd.DataFrame, chosen: ChosenTimes, table: Table, both: pd.Series) -> bool:
    """Whether delivery and promise are the same moment, or the same day, in every row."""
    at = rows["position"].to_numpy()
    one, other = chosen.dates["delivered"], chosen.dates["promised"]
    if one.date_only[at].all() or other.date_only[at].all():
        return bool((one.local[at] // DAY == other.local[at] // DAY).all())
    return bool((rows["delivered"] == rows["promised"]).all())


def _same_day(rows: pd.DataFrame, chosen: ChosenTimes) -> list[str]:
    """A delivery without a time of day, on the day of a promise with one: whether it was kept is not known."""
    at = rows["position"].to_numpy()
    one, other = chosen.dates["delivered"], chosen.dates["promised"]
    open_question = (
        one.date_only & one.valid & ~other.date_only & other.valid & (one.local // DAY == other.local // DAY)
    )
    count = int(open_question[at].sum())
    if not count:
        return []
    text = ngettext(
        "{n} order was delivered on the day of its promise at an unknown hour: it counts as delivered at noon.",
        "{n} orders were delivered on the day of their promise at an unknown hour: they count as delivered at noon.",
        count,
    )
    return [text.format(n=count)]


def _more_than_ordered(orders: pd.DataFrame) -> list[str]:
    if not {"ordered", "shipped"} <= set(orders):
        return []
    count = int((orders["shipped"] > orders["ordered"]).fillna(False).sum())
    if not count:
        return []
    text = ngettext(
        "{n} order was shipped with more than was ordered: it counts as complete.",
        "{n} orders were shipped with more than was ordered: they count as complete.",
        count,
    )
    return [text.format(n=count)]


def _against_times(keys: pd.DataFrame, orders: pd.DataFrame) -> list[str]:
    """A column that says on time or late, against the times."""
    said = said_on_time(keys)
    if said is None or "promised" not in orders or orders["delivered"].isna().all():
        return []
    kept = (orders["delivered"] <= orders["promised"]).to_numpy(dtype=bool, na_value=False)
    known = said.notna().to_numpy(dtype=bool) & orders["delivered"].notna().to_numpy(dtype=bool)
    known &= orders["promised"].notna().to_numpy(dtype=bool)
    count = int((known & (said.fillna(False).to_numpy(dtype=bool) != kept)).sum())
    if not count:
        return []
    text = ngettext(
        "{n} order is said to be on time or late against its times: the times count.",
        "{n} orders are said to be on time or late against their times: the times count.",
        count,
    )
    return [text.format(n=count)]


def _too_early(keys: pd.DataFrame, orders: pd.DataFrame) -> list[str]:
    """Deliveries before the slot that was promised: the promise is kept, but within the slot they are not."""
    if "earliest" not in keys or "promised" not in orders:
        return []
    earliest = keys["earliest"].to_numpy(dtype="float64", na_value=np.nan)
    delivered = orders["delivered"].to_numpy(dtype="float64", na_value=np.nan)
    promised = orders["promised"].to_numpy(dtype="float64", na_value=np.nan)
    kept = delivered <= promised
    early = int((kept & (delivered < earliest)).sum())
    if not early:
        return []
    text = ngettext(
        "{n} of {all} kept promises was delivered before the slot began; it counts as kept.",
        "{n} of {all} kept promises were delivered before their slot began; they count as kept.",
        early,
    )
    return [text.format(n=early, all=int(kept.sum()))]
