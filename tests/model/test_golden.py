"""A year of each case is what it was: a change of the model shows here, meant or not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.golden import CASES, saved, year


@pytest.mark.parametrize("case", CASES)
def test_a_year_equals_the_saved_one(case: str) -> None:
    same(year(case), saved(case), case)


def same(now: Any, then: Any, where: str) -> None:
    """Whole numbers and words exactly, others to 1e-9 (logarithms differ in the last bit between CPU families)."""
    if isinstance(then, dict):
        assert list(now) == list(then), where
        for key in then:
            same(now[key], then[key], f"{where}.{key}")
    elif isinstance(then, float):
        assert now == pytest.approx(then, rel=1e-9), where
    else:
        assert now == then, where
