"""Parameters of tests, some of them for the slow round only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def slow_after(quick: int, values: Iterable[Any]) -> list[Any]:
    """Values for `pytest.mark.parametrize`: the first few are tested in the quick round, the others in the slow one."""
    return [
        value
        if place < quick
        else pytest.param(*(value if isinstance(value, tuple) else [value]), marks=pytest.mark.slow)
        for place, value in enumerate(values)
    ]
