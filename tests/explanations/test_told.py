"""What a sentence says of a change: figures that fit each other, no list without a part, what balances."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from sim import continue_run, explain, run
from sim.base.i18n import using
from sim.explanations.change import Change
from sim.explanations.pair import Pair
from sim.explanations.quantities import quantity
from sim.explanations.sources import Source
from sim.explanations.splits import PARTS, Split
from tests.support.shared_runs import shared_run


def told(
    name: str, before: float, after: float, rows: list[tuple[str, str, float, float]], error: float
) -> str:
    """The text of a change with these parts: stage, cause, change, error."""
    result = shared_run("corner", weeks=2)
    parts = pd.DataFrame(
        [(stage, cause, 7, 0, 0, change, own) for stage, cause, change, own in rows], columns=list(PARTS)
    )
    with using("en"):
        return Change(quantity(name), Pair(result, result), before, after, Split(parts, lambda: error)).text()


@pytest.mark.parametrize(
    ("after", "parts", "figures"),
    [
        (4.214, [0.026], ["+0.02", "+0.03", "-0.01"]),  # 4.19, 4.21: what is missing is rounding
        (4.223, [0.02, 0.016], ["+0.03", "+0.02", "+0.02", "-0.01"]),
        (4.22, [0.02, 0.012], ["+0.03", "+0.02", "+0.01"]),
    ],
)
def test_the_figures_of_a_sentence_add_up(after: float, parts: list[float], figures: list[str]) -> None:
    rows = [(stage, "", change, 0.0) for stage, change in zip(("stock", "road"), parts, strict=False)]
    text = told("satisfaction", after - sum(parts), after, rows, 0.0)
    found = re.findall(r"[+-]\d\.\d\d", text)
    assert found == figures
    assert float(found[0]) == pytest.approx(sum(float(part) for part in found[1:]))
    assert ("from rounding" in text) == ("-0.01" in found)


def test_many_small_parts_are_not_all_else_of_nothing() -> None:
    text = told(
        "orders", 100, 120, [("choice", "term_energy", 11, 6.0), ("choice", "term_image", 9, 6.0)], 8.5
    )
    assert text.endswith("It is the sum of several parts, none of which is more than luck by itself.")
    assert "all else" not in text


def test_the_largest_part_is_told_even_if_it_could_be_luck() -> None:
    rows = [("choice", "term_service", -270.0, 200.0), ("choice", "term_image", -90.0, 20.0)]
    text = told("orders", 1600, 1240, rows, 150.0)
    assert text.index("-90 from") < text.index("-270 from orders that changed hands over punctuality")
    assert text.endswith("(0 went elsewhere, 0 came), which could as well be luck.")
    text = told("orders", 1600, 1240, rows, 250.0)
    assert "More than luck: -90 from" in text
    assert "Larger, but perhaps luck: -270 from orders that changed hands over punctuality" in text
    small = [("choice", "term_service", -20.0, 200.0), ("choice", "term_image", -340.0, 20.0)]
    assert "punctuality" not in told("orders", 1600, 1240, small, 150.0)


def test_no_part_is_shown_as_zero() -> None:
    rows = [
        (stage, "", change, 0.0) for stage, change in (("stock", 0.0061), ("road", 0.0055), ("door", 0.0004))
    ]
    text = told("m12", 0.9, 0.912, rows, 0.0)
    assert "+0.6 points" in text and "+0.0 points" not in text


def test_large_parts_that_balance_each_other_are_told() -> None:
    rows = [("price", "freight", 500.0, 10.0), ("choice", "term_money", -499.0, 30.0)]
    text = told("income", 10_000, 10_001, rows, 40.0)
    assert (
        "nothing worth explaining. But large parts of it balance each other: CNY +500 from the price" in text
    )
    assert "balance" not in told("income", 10_000, 10_001, [("price", "freight", 1.0, 0.0)], 0.0)
    # Nor where they could as well be luck.
    rows = [(stage, cause, change, 300.0) for stage, cause, change, _error in rows]
    assert "balance" not in told("income", 10_000, 10_001, rows, 400.0)


def test_a_stage_is_not_its_own_cause() -> None:
    with using("en"):
        assert "above all" not in Source("picking", "picking", 9, 0, 0, 1.0, 0.0).phrase("+1")
        assert "(above all: goods not in stock)" in Source("stock", "stock", 9, 0, 0, 1.0, 0.0).phrase("+1")


def test_a_price_raised_on_the_way_balances_income() -> None:
    start = run("corner", weeks=8)
    explanation = explain(*(continue_run(start, levers, weeks=8) for levers in ({}, {"price.level": 1.14})))
    with using("zh"):
        text = explanation.sentence("income")
    assert text.startswith("price.level（从第9周起） 1 → 1.14：收入") and "互相抵消" in text
