"""How long and how often each case runs for the page of effects.

Together about 20 minutes of processor time: more pairs for small firms, which are quick and whose luck is larger, and fewer
values of each lever where a year takes long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.base.cache import key


@dataclass(frozen=True)
class Settings:
    """What the page states of each section.

    factors: multiples of today's value; shares: of the range, for a lever at 0 or its lower bound; budgets: the same for
    ranges from LARGE on, which are meant for the largest firms.
    """

    weeks: int = 52
    pairs: int = 6
    seed: int = 0
    factors: tuple[float, ...] = (0.5, 0.8, 1.25, 2)
    shares: tuple[float, ...] = (1 / 16, 1 / 4)
    budgets: tuple[float, ...] = (1 / 256, 1 / 64)

    @property
    def id(self) -> str:
        """Changes when the settings do."""
        return key(self)[:8]


LARGE = 1_000_000

_FEW: dict[str, Any] = {"factors": (0.8, 1.25), "shares": (1 / 16,), "budgets": (1 / 64,)}
"""Values for a case whose year takes long."""

SETTINGS: dict[str, Settings] = {
    "corner": Settings(pairs=6),
    "tianye": Settings(pairs=5),
    "express": Settings(pairs=4, **_FEW),
    "jiaying": Settings(pairs=4, **_FEW),
}
OTHER = Settings()
"""For a case that is not named above."""
