"""A number of a run that can be explained: its change can be split over the orders and bookings that differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.explanations.pair import Pair
from sim.explanations.splits import Split
from sim.measures.kpis import Kpi
from sim.measures.run import Run

SMALLEST = {"share": 0.001, "1-5": 0.02}
"""By unit, the smallest change on which anyone would act: 0.1 points of a share, 0.02 of satisfaction."""
SMALLEST_PART = 0.005
"""The same for all other units (money, orders, customers, hours), as a part of the level."""
DECIMAL = ("share", "hours")
"""Units whose values are shown with at least one decimal; satisfaction has two, all others none."""


@dataclass(frozen=True)
class Quantity:
    """A number of a run, and how its change is split.

    Attributes
    ----------
    kpi : Kpi
        Its id, name, unit and format.
    value : callable
        Function of a run that returns the number, in the unit.
    split : callable
        Function of a pair of runs that returns the parts of the change; they add up to it.
    """

    kpi: Kpi
    value: Callable[[Run], float]
    split: Callable[[Pair], Split]

    @property
    def id(self) -> str:
        """Its name in `QUANTITIES`."""
        return self.kpi.id

    def smallest(self, level: float) -> float:
        """The smallest change from this level that is worth explaining."""
        return SMALLEST.get(self.kpi.unit, SMALLEST_PART * abs(level))

    def digits(self, change: float) -> int:
        """Decimals that show a change, and the values before and after it."""
        if self.kpi.unit == "1-5":
            return 2
        return max(1, self.kpi.digits(abs(change))) if self.kpi.unit in DECIMAL else 0
