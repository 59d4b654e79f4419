"""Logs with several rows per order: its lines, or the shipments in which it was delivered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.order_columns import ASKED, UNITS
from sim.orderlog.reading.rejected_rows import RejectedRows

LEVELS = ("order", "line", "shipment", "event")
"""What one row of a log can be."""
FEW_REPEATED = 0.05
"""Share of orders that may have several rows by mistake."""
MOSTLY = 0.9
"""Share of the orders with several rows that must repeat the quantity of the whole order."""
FIRST, ALL = ("placed", "earliest", "answered"), ("delivered", "dispatched", "packed", "picked", "released")
"""Times of an order: taken from its first row; taken from its last row, and unknown as long as one row lacks them."""
LATEST = ("promised", "accepted", "announced")
SUMMED = ("lines", "wrong", "unanswered")
WORST, BEST = (
    ("damaged", *ASKED, "late"),
    ("special_granted", "address_ok", "receiver_ok", "expedite_met", "delay_met", "on_time"),
)
"""WORST: yes if one row says yes. BEST: yes if all rows do."""


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
    """The meaning of one row: as given; or lines or shipments, if a column tells the rows of orders apart, or many have several.

    of_order: fields that hold the value of the whole order in each row.
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


def placed_with_first_row(placed: DateColumn, ids: Sequence[str], out: np.ndarray) -> np.ndarray:
    """Give rows without a time of placing that of the first row of their order. Returns these rows."""
    lacking = placed.empty & ~placed.placeholder & ~out
    if not lacking.any():
        return lacking
    first: dict[str, int] = {}
    for at in np.flatnonzero(~placed.empty & ~out).tolist():
        first.setdefault(ids[at], at)
    rows = [at for at in np.flatnonzero(lacking).tolist() if ids[at] and first.get(ids[at], at) < at]
    placed.copy_rows(
        np.array(rows, dtype=np.int64), np.array([first[ids[at]] for at in rows], dtype=np.int64)
    )
    return lacking & ~placed.empty


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
    """Reject the other rows of an order if one is left out: the fate of the whole order is not known then.

    no_orders: rows that are no part of an order, or the same as another row.
    """
    lacking = {ids[at] for at in np.flatnonzero(rejected.out & ~no_orders).tolist()} - {""}
    if lacking:
        others = ~rejected.out & np.array([text in lacking for text in ids], dtype=bool)
        rejected.add(others, column, _("another row of this order is left out"), ids)


def combine(rows: pd.DataFrame, level: str, of_order: set[str]) -> pd.DataFrame:
    """One row per order. rows: a column `id`, and fields of `orders`, in the order of the file; of_order: as of `find_level`."""
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
    # Neither a cancelled line keeps an order open, nor a line without any times below one that has them.
    live = ~rows["status"].isin(["cancelled"]) & ~is_continued(rows)
    for name in ALL:
        if name in rows:
            lacking = (rows[name].isna() & live).groupby(rows["id"], sort=False).any()
            combined[name] = combined[name].mask(lacking.reindex(combined.index))
    combined["status"] = _states(rows, combined)
    if "lines" not in rows and level == "line":
        combined["lines"] = groups.size().astype("Int64")
    return combined.reset_index()


def _is_bare(rows: pd.DataFrame) -> pd.Series:
    """Rows without any time but that of placing."""
    return rows[[name for name in (*ALL, "promised") if name in rows]].isna().all(axis=1)


def is_continued(rows: pd.DataFrame) -> pd.Series:
    """Rows of an order without times, because the times stand in its first row."""
    bare = _is_bare(rows)
    first = rows["position"] == rows.groupby("id", sort=False)["position"].transform("min")
    headed = (first & ~bare).groupby(rows["id"], sort=False).transform("any")
    return bare & headed


def _quantity(rows: pd.DataFrame, groups: pd.api.typing.DataFrameGroupBy, name: str, level: str) -> pd.Series:
    """The sum over the rows of an order; one row's value, if each row repeats the quantity of the whole order."""
    if level == "shipment" and name == "ordered":
        several = rows[rows["id"].duplicated(keep=False)].groupby("id", sort=False)
        same = several[name].nunique() <= 1
        if "shipped" in rows:  # three of three shipped twice: six were ordered
            same &= ~(several["shipped"].sum(min_count=1) > several[name].max()).fillna(False)
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
    """The state of an order: that of all its rows; else lost or returned if a row is, else by the time of delivery.

    A row with neither a state nor a time is ignored if the order's first row has a state, which then holds for all rows.
    """
    states = rows["status"].astype(object)
    first = rows.sort_values("position", kind="stable").groupby("id", sort=False)["status"].transform("first")
    silent = (states == "") & _is_bare(rows) & (first.reindex(rows.index).astype(object) != "")
    states = states.mask(silent)
    groups = states.groupby(rows["id"], sort=False)
    one = groups.nunique() == 1
    found = pd.Series("", index=combined.index, dtype=object).mask(one, groups.first())
    for state in ("returned", "lost"):
        found = found.mask(~one & (states == state).groupby(rows["id"], sort=False).any(), state)
    return found
