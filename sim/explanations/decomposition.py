"""The change of a service measure, split over groups of orders that went differently.

The groups are taken over from the second run one after the other, in causal order; the change of the measure at each step
is the group's part. The parts add up to the whole change by construction, whatever the measure's formula.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from sim.explanations.pair import Pair
from sim.explanations.splits import PARTS, Split, causal_order
from sim.measures.run import Run
from sim.measures.service_registry import Measure
from sim.records.schema import STAGES, Records

ORDER_TABLES = {"orders", "lines", "contacts", "needs"}
"""Tables whose rows belong to orders."""
MOVED_BY = {
    "m03": {"damage", "incident", "loss"},
    "m09": {"minimum"},
    "m10": {"flex"},
    "m12": {"desk"},
}
"""Causes that can move a measure, if not all can: other failures of an order are not a reason for it."""
BATCHES = 40
"""Orders that went differently are put into this many batches, to see how far chance moves a measure."""


def split_measure(pair: Pair, measure: Measure) -> Split:
    """The parts of a measure's change. For its standard error, batches of orders are taken over one after the other."""
    before, after = pair.before, pair.after
    if (
        not {table for table, _column in measure.reads} & ORDER_TABLES
    ):  # counted from the stock itself, not from orders
        old, new = (float(measure.compute(run.records, run.policy)["value"]) for run in (before, after))
        row = ("stock", "", 0, 0, 0, new - old, 0.0)
        return Split(pd.DataFrame([row] if new != old else [], columns=list(PARTS)), lambda: 0.0)
    orders = pair.orders
    if measure.id in MOVED_BY:
        of_stage = orders["stage"].isin(STAGES) & ~orders["cause"].isin(MOVED_BY[measure.id])
        orders = orders.assign(cause=orders["cause"].mask(of_stage, ""))
    by_cause = orders.groupby(["stage", "cause"], sort=False)["order"]
    groups = {(str(stage), str(cause)): numbers.to_numpy() for (stage, cause), numbers in by_cause}
    ordered = sorted(groups, key=lambda group: causal_order(*group))
    changes = _changes(before, after, measure, [groups[group] for group in ordered])
    rows = [
        (
            *group,
            *_counts(pair, groups[group]),
            change,
            np.nan,
        )
        for group, change in zip(ordered, changes, strict=True)
    ]
    return Split(pd.DataFrame(rows, columns=list(PARTS)), lambda: _error(pair, measure))


def _counts(pair: Pair, numbers: Any) -> tuple[int, int, int]:
    """Of these orders, those placed in the window: all, those that only the first run has, those that only the second has."""
    seen = numbers[pair.seen(numbers)]
    lost, won = pair.in_one_run(seen)
    return len(seen), int(lost.sum()), int(won.sum())


def _error(pair: Pair, measure: Measure) -> float:
    orders = pair.place(pair.orders["order"].to_numpy(), "")
    batch = orders["unit"].rank(method="dense") % BATCHES
    batches = [numbers.to_numpy() for _batch, numbers in orders.groupby(batch)["order"]]
    return sqrt(sum(change**2 for change in _changes(pair.before, pair.after, measure, batches)))


def _changes(before: Run, after: Run, measure: Measure, groups: list[Any]) -> list[float]:
    """The change of the measure at each step, when these groups of order numbers are taken over one after the other."""
    old, new = before.records, after.records
    step_of = _steps(before, groups)
    parts = {}
    for table in {table for table, _column in measure.reads}:
        old_rows, new_rows = _read(old, table, measure), _read(new, table, measure)
        parts[table] = old_rows, _take(step_of, old_rows), new_rows, _take(step_of, new_rows)
    value, changes = float(measure.compute(old, before.policy)["value"]), []
    for step in range(len(groups)):
        mixed = {"window": old["window"]}
        for table, (old_rows, old_steps, new_rows, new_steps) in parts.items():
            mixed[table] = pd.concat(
                [old_rows[old_steps > step], new_rows[new_steps <= step]], ignore_index=True
            )
        now = float(measure.compute(mixed, after.policy)["value"])
        # A measure without anything to count yet has not changed.
        unknown = np.isnan(now) and np.isnan(value)
        changes.append(0.0 if unknown else float(np.nan_to_num(now) - np.nan_to_num(value)))
        value = now
    return changes


def _read(records: Records, table: str, measure: Measure) -> pd.DataFrame:
    """The columns of a table that the measure reads, and the number of the order."""
    names = [c for c in records[table].columns if (table, c) in measure.reads or c == "order"]
    return records[table][names]


def _steps(before: Run, groups: list[Any]) -> Any:
    """By order number: the step at which the order is taken over from the second run. The last entry is for no order."""
    never = len(groups) + 1  # for orders that went the same
    steps = np.full(len(before.records["needs"]) + 1, never)
    for step, numbers in enumerate(groups):
        steps[numbers] = step
    return steps


def _take(step_of: Any, rows: pd.DataFrame) -> Any:
    """The step of each row, by its order."""
    return step_of[rows["order"].to_numpy(dtype="int64", na_value=len(step_of) - 1)]
