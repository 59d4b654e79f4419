"""Is a change worth explaining: two rules, by hand and in runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim import explain, load_case, run
from sim.base.i18n import using
from sim.explanations.quantities import quantity
from sim.explanations.splits import Split, account_parts, joined, split_mean, split_sum
from sim.explanations.worth import worth_explaining
from tests.support.shared_runs import shared_run


def pieces(before: list[float], after: list[float], units: list[int] | None = None) -> pd.DataFrame:
    count = len(before)
    return pd.DataFrame(
        {
            "stage": "stock",
            "cause": "",
            "unit": units or range(count),
            "lost": False,
            "won": False,
            "before": before,
            "after": after,
        }
    )


def test_the_standard_error_of_a_sum_by_hand() -> None:
    split = split_sum(pieces([0, 0, 0, 5], [3, -4, 12, 5]))
    assert split.parts[["count", "change"]].to_numpy().tolist() == [[3, 11]]
    assert split.error == pytest.approx(13)  # sqrt(9 + 16 + 144)
    assert split.parts["error"].item() == pytest.approx(13)
    # Orders of one customer move together.
    assert split_sum(pieces([0, 0, 0], [3, -4, 12], [7, 7, 8])).error == pytest.approx(np.hypot(1, 12))


def test_the_parts_of_a_mean_by_hand() -> None:
    table = pieces([1, 5, np.nan, 3], [5, 5, 4, np.nan])
    table["stage"] = ["stock", "stock", "choice", "choice"]
    split = split_mean(table)
    # Choice first: (1 + 5 + 4) / 3 - 9 / 3; then the stock: (5 + 5 + 4) / 3 - 10 / 3.
    assert split.parts["stage"].tolist() == ["choice", "stock"]
    assert split.parts["change"].to_numpy() == pytest.approx([1 / 3, 4 / 3])
    assert split.error == pytest.approx(np.sqrt(4**2 + 1**2) / 3)  # 4 - 0, (4 - 3), (-3 + 3), each / 3


def test_splits_are_joined_part_by_part() -> None:
    both = joined(
        split_sum(pieces([0, 0], [3, 4])), account_parts({"haulage": (-10.0, 12.0), "air": (0.0, 5.0)})
    )
    assert both.parts["change"].tolist() == [7, -10]
    assert both.error == pytest.approx(13)


def test_what_is_too_small_and_what_is_luck() -> None:
    certain = Split(pd.DataFrame({"change": [1.0]}), lambda: 0.0)
    for name, level, least in (
        ("m08", 0.9, 0.001),
        ("satisfaction", 4.2, 0.02),
        ("profit", -10_000, 50),
        ("orders", 4_000, 20),
        ("m04", 20, 0.1),
    ):
        known = quantity(name)
        assert worth_explaining(known, level, level + 0.99 * least, certain) == "small"
        assert worth_explaining(known, level, level - 1.01 * least, certain) == "real"
        noisy = Split(certain.parts, lambda least=least: 10 * least)  # type: ignore[misc]
        assert worth_explaining(known, level, level + 19 * least, noisy) == "chance"
        assert worth_explaining(known, level, level + 21 * least, noisy) == "real"
    still = Split(pd.DataFrame({"change": [0.0]}), lambda: 0.0)
    assert worth_explaining(quantity("m08"), 0.9, 0.9, still) == "unaffected"
    assert worth_explaining(quantity("m08"), 0.9, 0.9, certain) == "small"  # parts that cancel


def test_two_clerks_more_do_not_explain_the_share_on_time() -> None:
    case = load_case("jiaying")
    before = shared_run(case, weeks=13)
    explanation = explain(before, run(case, case.policy.replace(**{"desk.clerks": 6}), weeks=13))
    with using("en"):
        on_time, convenience = explanation.sentence("m08"), explanation.sentence("m12")
    assert "othing worth explaining" in on_time
    assert "goods not in stock" not in on_time and "Parts" not in on_time
    assert "first went differently at the order desk" in convenience


@pytest.mark.slow
def test_luck_alone_is_called_real_once_in_twenty_times() -> None:
    """Orders that go up and down with even odds, few of them much."""
    draw = np.random.default_rng(0)
    found = 0
    for _time in range(400):
        size = draw.exponential(size=60) * draw.choice([-1, 1], size=60)
        split = split_sum(pieces([0.0] * 60, list(size)))
        found += abs(split.parts["change"].sum()) > 2 * split.error
    assert 8 <= found <= 32


def test_a_verdict_is_that_of_the_sentence() -> None:
    case = load_case("corner")
    today = shared_run(case, weeks=13)
    less = shared_run(case, case.policy.replace(**{"stock.safety_factor": 1.0}), weeks=13)
    explanation = explain(today, less)
    assert explanation.verdict("m01") == "real" and "went from" in explanation.sentence("m01")
    assert explain(today, today).verdict("m01") == "unaffected"
