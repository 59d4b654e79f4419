"""Staff by the hour: written as it is read."""

from __future__ import annotations

import pytest

from sim import InputError
from sim.ui.staffing import read_staffing, staffing_text

DAY = [0] * 8 + [3] * 4 + [2] * 8 + [0] * 4


@pytest.mark.parametrize(
    "text",
    [
        "8-12: 3, 12-20: 2",
        "8–12:3 12–20:2",
        "8～12：3，12～20：2",
        "8至12时：3；12至20时：2",
        "8-20: 2, 8-12: 3",
    ],
)
def test_spans_are_read_as_they_are_written_in_both_languages(text):
    assert read_staffing(text) == DAY


def test_what_is_shown_is_read_back():
    for value in (DAY, [0] * 24, [5] * 24, [hour % 3 for hour in range(24)]):
        assert read_staffing(staffing_text(value)) == value
    assert staffing_text(DAY) == "8-12: 3, 12-20: 2"


@pytest.mark.parametrize("text", ["3", "8-12", "12-8: 3", "8-25: 1", "8-12: three", "8-12: 3 and more"])
def test_what_cannot_be_read_is_told_with_an_example(text):
    with pytest.raises(InputError, match="such as 8-12: 3"):
        read_staffing(text)
