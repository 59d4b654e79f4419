"""What is off changes nothing, and what is not backed or not trained for is as if it were off."""

from __future__ import annotations

import pytest

from tests.golden.off import WEEKS, now, saved
from tests.support.parameters import slow_after


@pytest.mark.parametrize("name", slow_after(1, WEEKS))
def test_with_all_extras_off_the_records_are_those_saved(name: str) -> None:
    found, then = now(name), saved()[name]
    assert [(t, c) for t in then for c in then[t] if found[t].get(c) != then[t][c]] == []
