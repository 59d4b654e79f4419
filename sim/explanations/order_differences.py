"""Which orders went differently in two runs of the same customers, and where they first did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.explanations.choices import choice_reasons
from sim.measures.run import Run
from sim.records.schema import KEY, Column, causal_columns

CHOICE = "choice"
"""Stage of an order that exists in one run only."""


def different_orders(before: Run, after: Run) -> pd.DataFrame:
    """The orders that went differently, one row each: customer, need, order, stage, column, cause.

    column: the first differing column of `orders` (or `on_hand_at_allocation` of its lines) in causal order; cause: what
    went wrong in the second run, or else in the first, "" if nothing did; for an order that exists in one run only, the
    term of value that differs most to its customer (see `choices`).
    """
    old, new = (run.records["orders"].set_index("order") for run in (before, after))
    numbers = old.index.union(new.index)
    if not (numbers.equals(old.index) and numbers.equals(new.index)):
        old, new = old.reindex(numbers), new.reindex(numbers)
    in_one_run = (old["customer"].isna() | new["customer"].isna()).to_numpy()
    stage = np.where(in_one_run, CHOICE, "").astype(object)
    column = np.full(len(numbers), "", dtype=object)
    # From the last column back to the first, so that the first difference is the one that stays.
    for described, differs in reversed(_differing_columns(before, after, old, new)):
        stage[differs & ~in_one_run] = described.stage
        column[differs & ~in_one_run] = described.name
    rows = np.flatnonzero(stage != "")
    table = pd.DataFrame(
        {
            "order": numbers[rows],
            "stage": stage[rows],
            "column": column[rows],
            "cause": _causes(old["cause"], new["cause"]).to_numpy()[rows],
        }
    )
    for name in reversed(KEY):
        table.insert(0, name, old[name].fillna(new[name]).astype("int64").to_numpy()[rows])
    chosen = (table["stage"] == CHOICE).to_numpy()
    if chosen.any():
        reasons = choice_reasons(before, after)
        table.loc[chosen, "cause"] = table.loc[chosen, "customer"].map(reasons).to_numpy()
    return table


def orders_in_one_run(before: Run, after: Run) -> tuple[int, int]:
    """How many orders only the first run has, and how many only the second."""
    old, new = (pd.Index(run.records["orders"]["order"]) for run in (before, after))
    return len(old.difference(new)), len(new.difference(old))


def _differing_columns(
    before: Run, after: Run, old: pd.DataFrame, new: pd.DataFrame
) -> list[tuple[Column, Any]]:
    """The columns in causal order, each with the orders in which it differs. old, new: orders with the same index."""
    columns = []
    for column in causal_columns():
        if column.name == "released":  # goods are on hand or not before an order is released
            on_hand = replace(column, name="on_hand_at_allocation")
            columns.append((on_hand, _lines_on_hand(before, old.index) != _lines_on_hand(after, new.index)))
        if column.name == "quoted":
            levels = before.policy.price.level, after.policy.price.level
            columns.append((column, _quotes_differ(old[column.name], new[column.name], levels)))
        else:
            columns.append((column, _differs(old[column.name], new[column.name])))
    return columns


def _quotes_differ(old: pd.Series, new: pd.Series, levels: tuple[float, float]) -> Any:
    """Where quotes differ beyond the price level: a new price is no error of the desk; it shows in the invoice."""
    a, b = (
        quotes.to_numpy(dtype="float64", na_value=np.nan) / level
        for quotes, level in zip((old, new), levels, strict=True)
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
    """Where two columns differ; null equals null."""
    if isinstance(old.dtype, pd.CategoricalDtype):
        old, new = old.astype(object), new.astype(object)
        return ~((old == new) | (old.isna() & new.isna())).to_numpy(dtype=bool)
    nulls = old.isna().to_numpy(), new.isna().to_numpy()
    a = old.to_numpy(dtype="float64", na_value=0.0)
    b = new.to_numpy(dtype="float64", na_value=0.0)
    return (nulls[0] != nulls[1]) | (a != b)


def _causes(old: pd.Series, new: pd.Series) -> pd.Series:
    """What went wrong: in the second run, or else in the first, "" where nothing did."""
    after = new.astype(object)
    return after.where(after.notna(), old.astype(object)).fillna("")
