"""Two runs with the same luck: the differences that every quantity needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.explanations.choice_terms import main_terms
from sim.explanations.order_differences import different_orders, price_levels
from sim.measures.run import Run
from sim.measures.window import bounds, within

_FAR = -(10**12)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two runs of one case with the same customers and the same random numbers."""

    before: Run
    after: Run

    @cached_property
    def orders(self) -> pd.DataFrame:
        """The orders that went differently, see `different_orders`."""
        return different_orders(self.before, self.after)

    @cached_property
    def by_order(self) -> pd.DataFrame:
        """Stage and cause of each order that went differently, by its number."""
        return self.orders.set_index("order")[["stage", "cause"]]

    @cached_property
    def customer_of(self) -> pd.Series:
        """The customer of each order of either run, by its number."""
        return self._of_order("customer").astype("int64")

    @cached_property
    def placed(self) -> pd.Series:
        """When each order of either run was placed (s), by its number."""
        return self._of_order("placed").astype("int64")

    def _of_order(self, column: str) -> pd.Series:
        """A column of orders by number, that of the first run where both have one."""
        before, after = (
            run.records["orders"].set_index("order")[column] for run in (self.before, self.after)
        )
        return before.combine_first(after)

    @cached_property
    def trip_of(self) -> pd.Series:
        """The trip of each order in the second run, or else in the first, by its number."""
        before, after = (
            run.records["orders"].set_index("order")["trip"] for run in (self.before, self.after)
        )
        return after.combine_first(before)

    def in_one_run(self, numbers: Any) -> tuple[Any, Any]:
        """The orders that only the first run has, and those that only the second has."""
        old, new = (np.isin(numbers, run.records["orders"]["order"]) for run in (self.before, self.after))
        return old & ~new, new & ~old

    def place(self, numbers: Any, otherwise: str) -> pd.DataFrame:
        """Of each of these orders: stage (`otherwise` if it went the same), cause, lost, won, unit.

        unit: what chance moves as one. Whether a customer stays decides many orders at once; orders on one trip arrive together.
        """
        table = self.by_order.reindex(numbers)
        # An empty table has numbers for columns, whatever was in them.
        stage, cause = (table[name].astype(object) for name in ("stage", "cause"))
        table["stage"], table["cause"] = stage.fillna(otherwise), cause.fillna("")
        lost, won = self.in_one_run(numbers)
        customers = self.customer_of.reindex(numbers).to_numpy()
        trips = self.trip_of.reindex(numbers).to_numpy(dtype="int64", na_value=-1)
        # Numbers of customers, of trips (below 0), and of orders that did not leave on a trip (far below 0).
        units = np.where(trips >= 0, -1 - trips, _FAR - numbers)
        table["lost"], table["won"], table["unit"] = lost, won, np.where(lost | won, customers, units)
        return table.reset_index()

    def reason_of(self, customers: pd.Series, times: pd.Series, worse: pd.Series) -> Any:
        """The term of value that fell most of each customer where `worse`, else the one that rose most, see `main_terms`."""
        choices = (column.to_numpy() for column in (customers, times, worse))
        return main_terms(self.before, self.after, *choices)

    @property
    def new_price(self) -> bool:
        """Whether the price level differs at any time until the end of the window."""
        old, new, (_start, end) = self.before.history, self.after.history, bounds(self.after.records)
        times = [time for time in (0, *old.changes, *new.changes) if time < end]
        return any(old.at(time).price.level != new.at(time).price.level for time in times)

    def price_levels(self, numbers: Any) -> tuple[Any, Any]:
        """The price level of each run when these orders were placed."""
        placed = self.placed.reindex(numbers).to_numpy(dtype="int64")
        return price_levels(self.before, self.after, placed)

    def seen(self, numbers: Any) -> Any:
        """The orders that were placed in the window."""
        return within(self.placed.reindex(numbers), self.before.records).to_numpy()
