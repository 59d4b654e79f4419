"""Logs with several rows an order: its lines, or the shipments in which it was delivered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.order_columns import ASKED, UNITS
from sim.orderlog.reading.rejected_rows import RejectedRows

LEVELS = ("order", "line", "shipment", "event")
"""What one row of a log can be."""
FEW_REPEATED = 0.05
"""Share of orders that may stand in several rows by mistake."""
HALF = 0.5
"""Share of the orders in several rows from which their times of placing are those of different orders."""
MOSTLY = 0.9
"""Share of the orders in several rows that must repeat what was ordered as a whole."""
FIRST, ALL = ("placed", "earliest", "answered"), ("delivered", "dispatched", "packed", "picked", "released")
"""Times of an order: of its first row; of its last row, and unknown while one of them is."""
LATEST = ("promised", "accepted", "announced")
SUMMED = ("lines", "wrong", "unanswered")
WORST, BEST = (
    ("damaged", *ASKED, "late"),
    ("special_granted", "address_ok", "receiver_ok", "expedite_met", "delay_met", "on_time"),
)
"""Yes if it is in one row; yes if it is in all."""


def check_level(level: str | None) -> None:
    """Raise InputError unless it is one of `LEVELS` or None."""
    if level is not None and level not in LEVELS:
        raise InputError(
            _("level is {value}, but takes {allowed}.").format(value=level, allowed=", ".join(LEVELS))
        )


def find_level(
    level: str | None,
    ids: Sequence[str],
    values: dict[str, pd.Series],
    of_order: set[str],
    out: np.ndarray,
) -> str:
    """What one row is: as given; or lines or shipments if orders stand in several rows that a column tells apart, or often.

    of_order: fields of which a row has the value of the whole order.
    """
    if level is not None:
        return level
    names = pd.Series(np.asarray(ids, dtype=object))[~out]
    repeated = names.duplicated(keep=False)
    if not repeated.any():
        return "order"
    for name in ("line", "shipment"):
        if name in values:
            parts = values[name][~out].astype(object)
            apart = ~pd.DataFrame({"order": names, "part": parts})[repeated].duplicated(keep=False)
            if apart.all():
                return name
    share = names[repeated].nunique() / names.nunique()
    if share <= FEW_REPEATED:
        return "order"
    rows = pd.DataFrame({"id": names} | {name: values[name][~out] for name in UNITS if name in values})[
        repeated
    ]
    whole = "ordered" in of_order or ("ordered" in rows and _is_of_order(rows, "ordered"))
    return "shipment" if whole else "line"


def placed_with_first_row(placed: DateColumn, ids: Sequence[str], out: np.ndarray) -> None:
    """Give rows without a time of placing that of the first row of their order."""
    lacking = placed.empty & ~placed.placeholder & ~out
    if not lacking.any():
        return
    first: dict[str, int] = {}
    for at in np.flatnonzero(~placed.empty & ~out).tolist():
        first.setdefault(ids[at], at)
    rows = [at for at in np.flatnonzero(lacking).tolist() if ids[at] and first.get(ids[at], at) < at]
    placed.copy_rows(
        np.array(rows, dtype=np.int64), np.array([first[ids[at]] for at in rows], dtype=np.int64)
    )


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


def ask_about_rows(ids: Sequence[str], delivered: DateColumn, seconds: np.ndarray, out: np.ndarray) -> None:
    """Raise InputError if nearly every row has a time of delivery, another one than the order's other rows: is it an event?"""
    rows = pd.DataFrame({"id": np.asarray(ids, dtype=object)[~out], "time": seconds[~out]})
    repeated = rows["id"].duplicated(keep=False)
    if delivered.empty[~out][repeated].mean() > 1 - MOSTLY:
        return
    apart = rows[repeated].groupby("id", sort=False)["time"].nunique() > 1
    if apart.mean() >= MOSTLY:
        raise InputError(
            _(
                "Order {number} stands in several rows with different times of delivery: state what a row is, a line or a "
                "shipment of an order (level line or shipment), or an event (level event, and the column of the states: "
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
    """Raise InputError if rows of orders are the same but for being open in one and delivered in another: is it one later?

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
                "Order {number} stands in several rows that differ in nothing but its state and times: state what a row is, a "
                "line of the order (level line), or the whole order at different times (level order)."
            ).format(number=later[0])
        )


def reject_repeated(ids: Sequence[str], done: np.ndarray, column: str, rejected: RejectedRows) -> None:
    """Reject all rows of an order but the first that has been delivered, or else the first."""
    kept: dict[str, int] = {}
    remaining = np.flatnonzero(~rejected.out).tolist()
    for at in [*(at for at in remaining if done[at]), *remaining]:
        kept.setdefault(ids[at], at)
    reasons: dict[int, str] = {}
    repeated = np.zeros(len(ids), dtype=bool)
    for at in remaining:
        row = kept[ids[at]]
        if row != at:
            repeated[at] = True
            before = _("this order is already in row {row}").format(row=rejected.row[row])
            after = _("row {row} has this order with its delivery").format(row=rejected.row[row])
            reasons[at] = before if row < at else after
    rejected.add(repeated, column, reasons, ids)


def reject_incomplete(ids: Sequence[str], column: str, no_orders: np.ndarray, rejected: RejectedRows) -> None:
    """Reject the other rows of an order of which one is left out: what became of the whole order is not known.

    no_orders: rows that are no part of an order, or the same as another row.
    """
    lacking = {ids[at] for at in np.flatnonzero(rejected.out & ~no_orders).tolist()} - {""}
    if lacking:
        others = ~rejected.out & np.array([text in lacking for text in ids], dtype=bool)
        rejected.add(others, column, _("another row of this order is left out"), ids)


def combine(rows: pd.DataFrame, level: str, of_order: set[str]) -> pd.DataFrame:
    """One row an order. rows: a column `id`, and fields of `orders`, in the order of the file; of_order: as of `find_level`."""
    groups = rows.groupby("id", sort=False, observed=True)
    combined = groups.first()
    combined["position"] = groups["position"].min()
    for name in rows.columns:
        if name in FIRST:
            combined[name] = groups[name].min()
        elif name in LATEST or name in ALL:
            combined[name] = groups[name].max()
        elif name in UNITS:
            combined[name] = groups[name].max() if name in of_order else _quantity(rows, groups, name, level)
        elif name in SUMMED:
            combined[name] = groups[name].sum(min_count=1)
        elif name in WORST:
            combined[name] = groups[name].max()
        elif name in BEST:
            combined[name] = groups[name].min()
    # A line that was cancelled keeps no order open, nor does one without any time below one that has them.
    live = ~rows["status"].isin(["cancelled"]) & ~is_continued(rows)
    for name in ALL:
        if name in rows:
            lacking = (rows[name].isna() & live).groupby(rows["id"], sort=False).any()
            combined[name] = combined[name].mask(lacking.reindex(combined.index))
    combined["status"] = _states(rows, combined)
    if "lines" not in rows and level == "line":
        combined["lines"] = groups.size().astype("Int64")
    return combined.reset_index()


def is_continued(rows: pd.DataFrame) -> pd.Series:
    """Rows of an order that have no times because the first row of the order has them for all."""
    times = [name for name in (*ALL, "promised") if name in rows]
    bare = rows[times].isna().all(axis=1)
    first = rows["position"] == rows.groupby("id", sort=False)["position"].transform("min")
    headed = (first & ~bare).groupby(rows["id"], sort=False).transform("any")
    return bare & headed


def _quantity(rows: pd.DataFrame, groups: pd.api.typing.DataFrameGroupBy, name: str, level: str) -> pd.Series:
    """The sum; but once, where every row of an order repeats what was ordered as a whole."""
    if level == "shipment" and name == "ordered":
        repeated = rows[rows["id"].duplicated(keep=False)]
        same = repeated.groupby("id", sort=False)[name].nunique() <= 1
        if same.mean() >= MOSTLY:
            return groups[name].max()
    lacking = rows[name].isna().groupby(rows["id"], sort=False).any()
    return groups[name].sum(min_count=1).mask(lacking.reindex(groups[name].size().index))


def _is_of_order(rows: pd.DataFrame, name: str) -> bool:
    """Whether rows of one order repeat a quantity of the whole order: it is the same in all, and they ship parts of it."""
    groups = rows.groupby("id", sort=False)
    if not (groups[name].nunique() <= 1).mean() >= MOSTLY or "shipped" not in rows:
        return False
    of_order = groups[name].max()
    shipped = groups["shipped"].sum(min_count=1)
    return bool((shipped <= of_order).fillna(False).mean() >= MOSTLY) and bool(
        (groups["shipped"].max() < of_order).fillna(False).mean() >= MOSTLY
    )


def _states(rows: pd.DataFrame, combined: pd.DataFrame) -> pd.Series:
    """The state of an order: that of all its rows; else lost or returned if a row is, else by the time of delivery."""
    states = rows["status"].astype(object)
    groups = states.groupby(rows["id"], sort=False)
    one = groups.nunique() == 1
    found = pd.Series("", index=combined.index, dtype=object).mask(one, groups.first())
    for state in ("returned", "lost"):
        found = found.mask(~one & (states == state).groupby(rows["id"], sort=False).any(), state)
    return found
