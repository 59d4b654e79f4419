"""What customers remember of the firm, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace

TERMS = ("product", "service", "personnel", "hours", "energy")
"""What a customer remembers of a firm. Image is common to all; money is the price of the day."""

Experience = tuple[float | None, float | None, float | None, float | None, float | None]
"""One order by TERMS: right goods, on time, contact as wished (0 or 1), hours to delivery, trouble (0 to 3; below 0:
spared); None: not met."""


@dataclass
class MemoryState:
    """CustomerChoice as data: what is carried from the warm-up into every run."""

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
        """The same, to be changed by itself."""
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
