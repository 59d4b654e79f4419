"""Parameters of tests, some of them for a later round only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def slow_after(quick: int, values: Iterable[Any]) -> list[Any]:
    """Values for `pytest.mark.parametrize`: the first few are tested in the quick round, the others in the slow one."""
    return _later(values, quick, [], pytest.mark.slow)


def thorough_after(slow: int, values: Iterable[Any]) -> list[Any]:
    """Values of a slow test: the first few are tested in the slow round, the others in the thorough one."""
    return _later(values, slow, [pytest.mark.slow], pytest.mark.thorough)


def _later(values: Iterable[Any], first: int, early: list[Any], late: Any) -> list[Any]:
    return [
        pytest.param(
            *(value if isinstance(value, tuple) else [value]), marks=early if place < first else [late]
        )
        for place, value in enumerate(values)
    ]
