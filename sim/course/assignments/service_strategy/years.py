"""The simulated years that come with the assignment, which would take a student half an hour."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

FOLDER = Path("sim") / "course" / "assignments" / "service_strategy"
"""Where `python -m tools.strategy_years update` writes them."""
NUMBERS = tuple(range(10, 16))
"""Numbers of luck; students run others themselves."""


@cache
def _all(name: str) -> pd.DataFrame:
    with (files(__package__) / f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def years(name: str) -> pd.DataFrame:
    """The rows of a file, such as "levels"."""
    return _all(name).copy()
