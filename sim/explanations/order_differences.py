"""The orders that went differently in two runs of the same customers, and where each first did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.explanations.choice_terms import main_terms
from sim.explanations.decisions import decisions
from sim.measures.run import Run
from sim.records.labels import ARISES_AT
from sim.records.schema import KEY, STAGES, Column, causal_columns

CHOICE = "choice"
"""Stage of an order that exists in one run only."""
PRICE = "price"
"""Stage of an order that went the same, at another price."""
SMALL_SHIFT = 0.1
"""Where several levers differ, a shift in time does not count if it is below this part of the order's largest shift."""


def different_orders(before: Run, after: Run) -> pd.DataFrame:
    """The orders that went differently, one row each: customer, need, order, stage, column, cause.

    column: the first differing column of `orders` (or `on_hand_at_allocation` of its lines) in causal order; where several
    levers differ, a shift in time does not count if it is small against the order's largest (`SMALL_SHIFT`), which another
    lever may have caused. cause: what went wrong in the second run, or else in the first, if that can follow from the
    difference, "" if nothing did (`possible_causes`); for an order that exists in one run only, the term of value that
    changed most to its customer (see `choices`). stage: where in the firm the cause arises, or, without one, the column;
    "price" if only the price level made the invoice differ. Where many orders are late, their customers' enquiries keep the
    clerks busy, so that most orders differ at the desk by minutes: their failures did not arise there.
    """
    old, new = (run.records["orders"].set_index("order") for run in (before, after))
    numbers = old.index.union(new.index)
    if not (numbers.equals(old.index) and numbers.equals(new.index)):
        old, new = old.reindex(numbers), new.reindex(numbers)
    lost, won = new["customer"].isna().to_numpy(), old["customer"].isna().to_numpy()
    in_one_run = lost | won
    stage = np.where(in_one_run, CHOICE, "").astype(object)
    column = np.full(len(numbers), "", dtype=object)
    placed = old["placed"].fillna(new["placed"]).to_numpy(dtype="int64")
    levels = price_levels(before, after, placed)
    differing = _differing_columns(before, after, old, new, levels)
    differs_at = {name: np.zeros(len(numbers), dtype=bool) for name in STAGES}
    for described, differs in differing:
        differs_at[str(described.stage)] |= differs
    several = len(decisions(before, after)) > 1
    counts = _without_small_shifts(differing, old, new) if several else differing
    # From the last column back to the first, so that the first difference is the one that stays.
    for described, differs in reversed(counts):
        stage[differs & ~in_one_run] = described.stage
        column[differs & ~in_one_run] = described.name
    only_price = (column == "invoiced") & ~_amounts_differ(old["invoiced"], new["invoiced"], levels)
    stage[only_price] = PRICE
    rows = np.flatnonzero(stage != "")
    evidence = {name: differs[rows] for name, differs in differs_at.items()}
    causes = possible_causes(stage[rows], old["cause"].iloc[rows], new["cause"].iloc[rows], evidence)
    stages = [
        ARISES_AT.get(cause, first) if first in STAGES else first
        for first, cause in zip(stage[rows], causes, strict=True)
    ]
    table = pd.DataFrame({"order": numbers[rows], "stage": stages, "column": column[rows], "cause": causes})
    for name in reversed(KEY):
        table.insert(0, name, old[name].fillna(new[name]).astype("int64").to_numpy()[rows])
    if in_one_run.any():
        chosen = in_one_run[rows]
        customers = table.loc[chosen, "customer"].to_numpy()
        placed = old["placed"].fillna(new["placed"]).to_numpy(dtype="int64")[rows][chosen]
        urgent = old["expedite_asked"].fillna(new["expedite_asked"]).to_numpy(dtype=bool)[rows][chosen]
        table.loc[chosen, "cause"] = main_terms(
            before, after, customers, placed, lost[rows][chosen], urgent=urgent
        )
    return table


def possible_causes(stage: Any, old: pd.Series, new: pd.Series, differs_at: Mapping[str, Any]) -> Any:
    """The failure of each order, if it can be due to the first difference, at `stage`.

    The cause in the second run, or else that in the first. A cause can be due to a difference at the stage where it arises
    (`ARISES_AT`); or at an earlier one, if the order has it in one of the runs only and went differently at that stage
    (differs_at), too: a later promise makes a late order punctual, whatever had delayed it. "" where neither can.
    """
    place = {name: number for number, name in enumerate(STAGES)}
    first = np.array([place.get(name, len(STAGES)) for name in stage])
    old_codes, new_codes = (
        causes.astype(object).where(causes.notna(), "").to_numpy() for causes in (old, new)
    )

    def possible(codes: Any, others: Any) -> Any:
        arises = np.array([place[ARISES_AT[code]] if code in ARISES_AT else -1 for code in codes])
        later = np.zeros(len(codes), dtype=bool)
        for name, number in place.items():
            later |= (arises == number) & differs_at[name]
        return (arises == first) | ((arises > first) & (codes != others) & later)

    earlier = np.where(possible(old_codes, new_codes), old_codes, "")
    return np.where(possible(new_codes, old_codes), new_codes, earlier)


def _without_small_shifts(
    differing: list[tuple[Column, Any]], old: pd.DataFrame, new: pd.DataFrame
) -> list[tuple[Column, Any]]:
    """The columns without shifts in time that are small against the largest one that a stage adds to the same order."""
    shifts: dict[str, Any] = {}
    so_far: Any = 0.0
    for column, _differs in differing:
        if column.unit != "s" or column.name == "announced":
            continue
        shift = (new[column.name] - old[column.name]).to_numpy(dtype="float64", na_value=np.nan)
        if column.name == "promised":  # not a time of the order's own steps
            shifts[column.name] = np.abs(shift)
        else:
            shifts[column.name] = np.abs(shift - so_far)
            so_far = np.where(np.isnan(shift), so_far, shift)
    largest = np.nanmax([np.zeros(len(old)), *shifts.values()], axis=0)
    return [
        (column, differs & ~(shifts[column.name] < SMALL_SHIFT * largest))
        if column.name in shifts
        else (column, differs)
        for column, differs in differing
    ]


def _differing_columns(
    before: Run, after: Run, old: pd.DataFrame, new: pd.DataFrame, levels: tuple[Any, Any]
) -> list[tuple[Column, Any]]:
    """The columns in causal order, each with the orders in which it differs.

    old, new: orders with the same index; levels: their price levels.
    """
    columns = []
    for column in causal_columns():
        if column.name == "released":  # goods are on hand or not before an order is released
            on_hand = replace(column, name="on_hand_at_allocation", unit="lines")
            columns.append((on_hand, _lines_on_hand(before, old.index) != _lines_on_hand(after, new.index)))
        if column.name == "quoted":  # a new price is not an error of the desk; it shows in the invoice
            columns.append((column, _amounts_differ(old[column.name], new[column.name], levels)))
        else:
            columns.append((column, _differs(old[column.name], new[column.name])))
    return columns


def price_levels(before: Run, after: Run, placed: Any) -> tuple[Any, Any]:
    """The price level of both runs at the times (s) at which orders were placed."""
    before_level, after_level = (
        run.history.values(placed, lambda policy: policy.price.level) for run in (before, after)
    )
    return before_level, after_level


def _amounts_differ(old: pd.Series, new: pd.Series, levels: tuple[Any, Any]) -> Any:
    """The orders whose quotes or invoices differ beyond the price level."""
    a, b = (
        amounts.to_numpy(dtype="float64", na_value=np.nan) / level
        for amounts, level in zip((old, new), levels, strict=True)
    )
    # Both were rounded to a fen.
    same = (np.abs(a - b) <= sum(1 / level for level in levels)) | (np.isnan(a) & np.isnan(b))
    return ~same


def _lines_on_hand(run: Run, numbers: pd.Index) -> Any:
    """Of each order, how many lines were on hand in full."""
    lines = run.records["lines"]
    full = (lines["on_hand_at_allocation"] >= lines["quantity"]).fillna(False).to_numpy(dtype=bool)
    rows = numbers.get_indexer(pd.Index(lines["order"].to_numpy()[full]))
    return np.bincount(rows, minlength=len(numbers))


def _differs(old: pd.Series, new: pd.Series) -> Any:
    """The rows in which two columns differ; null equals null."""
    if isinstance(old.dtype, pd.CategoricalDtype):
        old, new = old.astype(object), new.astype(object)
        return ~((old == new) | (old.isna() & new.isna())).to_numpy(dtype=bool)
    nulls = old.isna().to_numpy(), new.isna().to_numpy()
    a = old.to_numpy(dtype="float64", na_value=0.0)
    b = new.to_numpy(dtype="float64", na_value=0.0)
    return (nulls[0] != nulls[1]) | (a != b)
