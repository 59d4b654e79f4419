"""The change of a measure, split over groups of orders that went differently.

The groups are taken over from the second run one after the other, in causal order; the change of the measure at each step
is the group's part. The parts add up to the whole change by construction.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.explanations.order_differences import CHOICE
from sim.measures.run import Run
from sim.measures.service_registry import Measure
from sim.records.labels import CAUSES, TERMS
from sim.records.schema import STAGES, Records

Group = tuple[str, str, Any]
"""Stage, cause, and the numbers of the orders."""
COLUMNS = ("measure", "stage", "cause", "orders", "change")
ORDER_TABLES = {"orders", "lines", "contacts", "needs"}
"""Tables whose rows belong to orders."""
REASONS = {**TERMS, **CAUSES}
"""Names of all causes of a group."""


def order_groups(orders: pd.DataFrame) -> list[Group]:
    """Groups of `different_orders` by stage and cause, in causal order."""
    by_cause = orders.groupby(["stage", "cause"], sort=False)["order"]
    groups = [(str(stage), str(cause), numbers.to_numpy()) for (stage, cause), numbers in by_cause]
    return sorted(groups, key=_causal_order)


def _causal_order(group: Group) -> tuple[int, int]:
    stage, cause, _numbers = group
    return (-1 if stage == CHOICE else STAGES.index(stage), list(REASONS).index(cause) if cause else -1)


def split_change(before: Run, after: Run, measure: Measure, groups: list[Group]) -> pd.DataFrame:
    """One row a group: measure, stage, cause, orders (number), change (in the measure's unit)."""
    old, new = before.records, after.records
    tables = {table for table, _column in measure.reads}
    value = float(measure.compute(old, before.policy)["value"])
    if not tables & ORDER_TABLES:  # counted from the stock itself, not from orders
        last = float(measure.compute(new, after.policy)["value"])
        return pd.DataFrame([(measure.id, "stock", "", 0, last - value)], columns=list(COLUMNS))
    step_of = _steps(before, groups)
    parts = {}
    for table in tables:
        old_rows, new_rows = _read(old, table, measure), _read(new, table, measure)
        parts[table] = old_rows, _take(step_of, old_rows), new_rows, _take(step_of, new_rows)
    changes = []
    for step, (stage, cause, numbers) in enumerate(groups):
        mixed = {"window": old["window"]}
        for table, (old_rows, old_steps, new_rows, new_steps) in parts.items():
            mixed[table] = pd.concat(
                [old_rows[old_steps > step], new_rows[new_steps <= step]], ignore_index=True
            )
        now = float(measure.compute(mixed, after.policy)["value"])
        # A measure that has nothing to count yet has not changed.
        unknown = np.isnan(now) and np.isnan(value)
        change = 0.0 if unknown else float(np.nan_to_num(now) - np.nan_to_num(value))
        changes.append((measure.id, stage, cause, len(numbers), change))
        value = now
    return pd.DataFrame(changes, columns=list(COLUMNS))


def _read(records: Records, table: str, measure: Measure) -> pd.DataFrame:
    """The columns of a table that the measure reads, and the number of the order."""
    names = [c for c in records[table].columns if (table, c) in measure.reads or c == "order"]
    return records[table][names]


def _steps(before: Run, groups: list[Group]) -> Any:
    """By order number: the step at which the order is taken over from the second run. The last entry is for no order."""
    never = len(groups) + 1  # for orders that went the same
    steps = np.full(len(before.records["needs"]) + 1, never)
    for step, (_stage, _cause, numbers) in enumerate(groups):
        steps[numbers] = step
    return steps


def _take(step_of: Any, rows: pd.DataFrame) -> Any:
    """The step of each row, by its order."""
    return step_of[rows["order"].to_numpy(dtype="int64", na_value=len(step_of) - 1)]
