"""Tables in the terminal."""

from __future__ import annotations

import pytest
from rich.console import Console

from sim.reports.terminal import text_table

HEADS = ("point", "desk.clerks", "stock.safety_factor", "promise.hours.A", "cost", "on time", "efficient")
ROW = ("0", "1", "2.5", "48", "CNY 648,727 ± 15,262", "78.0% ± 1.8", "●")
CHINESE = ("试验点", "desk.clerks", "客户服务满意度", "承诺时间")


@pytest.mark.parametrize("width", [100, 200])
def test_heads_are_not_broken_inside_words(width: int) -> None:
    console = Console(width=width, record=True, file=None)
    with console.capture() as printed:
        console.print(text_table(HEADS, [ROW], numbers=(0, 4, 5)))
    words = printed.get().split()
    for word in (
        "point",
        "desk.",
        "clerks",
        "stock.",
        "safety_",
        "factor",
        "promise.",
        "hours.",
        "A",
        "efficient",
    ):
        assert word in words


def test_chinese_heads_may_be_broken_anywhere() -> None:
    console = Console(width=24)
    with console.capture() as printed:
        console.print(text_table(CHINESE, [("0", "1", "2", "3")]))
    assert all(len(line) <= 24 for line in printed.get().splitlines())
