"""Customers' memory of a firm, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

TERMS = ("product", "service", "personnel", "hours", "energy")
"""What a customer remembers of a firm. The image is the same for all customers; the price is the present one."""

BASE = ("time", "klass", "customers", "usual", "memory")
"""The customer base, one row per week and class: see `customer_base`."""

Experience = tuple[float | None, float | None, float | None, float | None, float | None]
"""One order by TERMS: right goods, on time, good contact (each 0 or 1), hours to delivery, trouble (0 to 3; below 0 if
the firm saved the customer trouble). None: not experienced."""


class Life(NamedTuple):
    """What a customer was to the firm: whether it knew it, when (s) it came to know it and left it (None: it did not), and
    memory, bond and value at the start and at the end, as in `Reputation.present`.
    """

    knows: bool
    joined: int | None
    left: int | None
    start: Sequence[float]
    end: Sequence[float]


@dataclass
class MemoryState:
    """The memory of all customers: it is carried from the warm-up into every run. Lists by customer; rivals: by rival, too."""

    remembered: list[list[float]]
    rivals: list[list[float]]
    contract: list[float]
    last: list[int]
    left: list[bool]
    knows: list[bool]
    image: float
    exposure: float
    bond: list[float]

    def copy(self) -> MemoryState:
        """An independent copy."""
        return replace(
            self,
            remembered=[memory.copy() for memory in self.remembered],
            rivals=[values.copy() for values in self.rivals],
            contract=self.contract.copy(),
            last=self.last.copy(),
            left=self.left.copy(),
            knows=self.knows.copy(),
            bond=self.bond.copy(),
        )
