"""Comparisons: Student's t over pairs, and what sharing the luck is worth."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Case, Comparison, InputError, compare, load_case, run
from sim.base import i18n
from sim.base.i18n import _
from sim.measures.kpis import KPIS
from sim.theory.intervals import paired

BEFORE, AFTER = [10.0, 12.0, 9.0, 13.0], [11.0, 14.0, 10.0, 17.0]
LEVERS: dict[str, dict[str, Any]] = {
    "today": {"desk.clerks": 1},
    "desk": {"desk.clerks": 2},  # + 1
    "stock": {"desk.clerks": 1, "stock.safety_factor": 4.0},  # + 20 %
    "consolidation": {"desk.clerks": 1, "fleet.consolidation_hours": 22},  # - 2 h
}
"""With one clerk there is a queue that another one can shorten."""


def quiet() -> Case:
    """`corner`, but nobody asks where the goods are, and nobody quits.

    So a lever touches its own stage and later ones, and not the desk; and no year of vacancies decides a variance.
    """
    return load_case("corner").replace(**{"enquiries.per_order": 0, "staff.turnover": 0.0})


def tiny(before: list[float], after: list[float], measure: str = "m04") -> Comparison:
    """A comparison of two policies with these values of one measure; all others are 1."""
    case = load_case("corner")
    values = dict.fromkeys(KPIS, 1.0)
    rows = [
        {"policy": policy, "replication": number, **values, measure: value}
        for policy, column in (("today", before), ("new", after))
        for number, value in enumerate(column)
    ]
    return Comparison(case, {"today": case.policy, "new": case.policy}, 0, 1, pd.DataFrame(rows))


@pytest.fixture(scope="module")
def quarter() -> Comparison:
    return compare(quiet(), LEVERS, weeks=13, replications=120, seed=100, market="frozen")


def test_paired_t_by_hand() -> None:
    # Differences 1, 2, 1, 4: mean 2, variance 2, t(0.975; 3) = 3.182446: half-width 3.182446 x sqrt(2 / 4).
    row = tiny(BEFORE, AFTER).differences.set_index("measure").loc["m04"]
    assert (row["before"], row["after"], row["difference"], row["replications"]) == (11, 13, 2, 4)
    assert (row["low"], row["high"]) == pytest.approx((-0.250329, 4.250329), abs=1e-5)
    # Variances 10/3 and 30/3 apart.
    assert row["sd_paired"] ** 2 == pytest.approx(2)
    assert row["sd_unpaired"] ** 2 == pytest.approx(40 / 3)
    assert row["variance_reduction"] == pytest.approx(20 / 3)
    assert row["verdict"] == "not distinguishable"
    # t(0.975; 4) x sqrt(2 / 5) = 1.756 is the first half-width below 2.
    assert row["needed"] == 5
    assert tiny(BEFORE, AFTER).replications_needed("m04", 1.8) == 5
    assert tiny(BEFORE, AFTER).replications_needed("m04", 1.7) == 6


def test_verdicts() -> None:
    assert paired([1, 2, 3], [11, 12, 13.5]).verdict == "higher"
    assert paired([11, 12, 13.5], [1, 2, 3]).verdict == "lower"
    assert paired([1, 2, 3], [11, 12, 13.5], more_is_better=True).verdict == "better"
    assert paired([1, 2, 3], [11, 12, 13.5], more_is_better=False).verdict == "worse"
    assert paired([11, 12, 13.5], [1, 2, 3], more_is_better=True).verdict == "worse"
    assert paired([11, 12, 13.5], [1, 2, 3], more_is_better=False).verdict == "better"
    assert paired([1, 2, 3], [3, 2, 1], more_is_better=True).verdict == "not distinguishable"
    assert paired([1, 2, 3], [3, 2, 1]).verdict == "not distinguishable"
    assert paired([1, 2, 3], [3, 2, 1]).needed is None  # a difference of 0 is never told from 0
    same = paired([0.1, 0.7, 5], [0.1, 0.7, 5])
    assert (same.verdict, same.variance_reduction, same.needed) == ("unaffected", math.inf, None)
    assert (same.low, same.high) == (0, 0)


def test_the_last_bit_of_a_sum_is_no_difference() -> None:
    assert paired([0.1 + 0.2, 1, 2], [0.3, 1, 2]).verdict == "unaffected"
    constant = paired([0.3, 1.1, 2.7], [100.3, 101.1, 102.7])
    assert (constant.verdict, constant.sd_paired) == ("higher", 0)
    assert (constant.low, constant.high) == pytest.approx((100, 100))


def test_pairs_with_a_missing_value_are_left_out() -> None:
    nan = math.nan
    assert paired([1, nan, 3, 5], [2, 7, nan, 6.5]) == paired([1, 5], [2, 6.5])
    nothing = tiny([nan, nan, 1], [nan, 1, 2])
    assert nothing.differences.set_index("measure").loc["m04", "verdict"] == "nothing to compare"
    assert "nothing to compare" in nothing.sentence("m04")
    with pytest.raises(InputError, match="nothing to compare"):
        nothing.replications_needed("m04", 1)


@pytest.mark.parametrize("half_width", [0.05, 1.0])
def test_the_interval_covers_the_truth_95_times_in_100(half_width: float) -> None:
    """1,000 experiments of 20 pairs: skewed values that share most of their luck; the true difference is 0.3."""
    draws = np.random.default_rng(7)
    shared = draws.lognormal(0, 0.5, (1000, 20))
    own = [half_width * draws.gamma(9, 1 / 9, (1000, 20)) for _side in "ab"]
    found = [paired(shared[i] + own[0][i], shared[i] + own[1][i] + 0.3) for i in range(1000)]
    assert 0.93 < np.mean([one.low <= 0.3 <= one.high for one in found]) < 0.97


# By what pairing divides the variance of the difference: the measures that each lever touches directly, from its own stage to
# the door. Geometric means of seeds 0 and 1 with 120 replications each.
REDUCTION: dict[str, dict[str, float]] = {
    "desk": {
        **{"m05": 14, "m04": 18, "delivered": 54, "satisfaction": 5.8},
        **{"perfect": 3.3, "abandoned": 1.4, "m12": 2.7},
    },
    "stock": {
        **{"m04": 15, "m04_reliability": 5.1, "m05": 25, "m08": 6.3, "m11": 64, "perfect": 57},
        **{"m01": 4.1, "m02": 3.7, "m07": 3.1, "cancelled": 3.3, "m04_p95": 2.8},
    },
    "consolidation": {
        **{"m04_sd": 20, "m04_reliability": 9.2, "m08": 8.1, "m11": 43, "perfect": 53, "delivered": 488},
        **{"m04": 4.6, "in_progress": 3.7, "m04_p95": 2.5, "m05": 1.3},
    },
}
# Less than five, and why:
LESS = {
    # a second clerk does away with the queue, and so with what both firms had in common; a long wait spoils a perfect order, too
    "desk": {"m12", "abandoned", "perfect"},
    # decided by the few orders that wait for goods, the very ones that the lever takes away
    "stock": {"m01", "m02", "m07", "cancelled", "m04_p95"},
    # lorries at other hours have other luck on the road; a median and a percentile move with those who just missed one
    "consolidation": {"m04", "in_progress", "m04_p95", "m05"},
}


@pytest.mark.slow
@pytest.mark.parametrize("lever", REDUCTION)
def test_pairing_cuts_the_variance_fivefold(quarter: Comparison, lever: str) -> None:
    stated = REDUCTION[lever]
    assert {name for name, value in stated.items() if value < 5} == LESS[lever]
    # 120 replications know a ratio of variances to within a factor of 2, also where a few of them decide it.
    found = {name: quarter.paired(name, lever).variance_reduction for name in stated}
    assert {name: found[name] for name in stated if not 0.5 < found[name] / stated[name] < 2} == {}
    assert {name: found[name] for name in stated if stated[name] >= 8 and found[name] < 5} == {}


@pytest.mark.slow
def test_a_measure_that_a_lever_cannot_touch_is_unaffected(quarter: Comparison) -> None:
    found = quarter.differences.set_index(["policy", "measure"])["verdict"].unstack("policy")
    for lever in ("desk", "stock", "consolidation"):
        assert set(found.loc[["needs", "orders", "elsewhere"], lever]) == {"unaffected"}
    # Stock and lorries come after the desk, lorries after the shelves.
    assert set(found.loc[["m09", "m12", "abandoned"], ["stock", "consolidation"]].to_numpy().flat) == {
        "unaffected"
    }
    assert found.loc["m02", "consolidation"] == "unaffected"
    assert found.loc["m12", "desk"] == found.loc["m01", "stock"] == "better"
    # Nobody waits longer than 22 hours for a lorry. (The mean cycle is no shorter: lorries come to leave at night.)
    assert found.loc["m04_p95", "consolidation"] == found.loc["m04_sd", "consolidation"] == "better"
    assert found.loc["cost", "desk"] == "worse"


@pytest.mark.slow
def test_every_policy_gets_the_same_random_numbers(quarter: Comparison) -> None:
    by_policy = [rows.reset_index(drop=True) for _name, rows in quarter.table.groupby("policy", sort=False)]
    assert all(rows["needs"].equals(by_policy[0]["needs"]) for rows in by_policy)
    case = quiet()
    single = run(
        case, case.policy.replace(**LEVERS["stock"]), weeks=13, seed=100, replication=7, market="frozen"
    )
    row = quarter.table[(quarter.table["policy"] == "stock") & (quarter.table["replication"] == 7)].iloc[0]
    assert row["m08"] == single.measures["m08"]["value"]
    assert row["profit"] == single.money["profit"] / 100


def test_number_of_processes_changes_no_bit() -> None:
    tables = [compare("corner", LEVERS, weeks=1, replications=3, workers=workers).table for workers in (1, 2)]
    assert tables[0].to_csv() == tables[1].to_csv()
    pd.testing.assert_frame_equal(*tables, check_exact=True)


def test_sentences_say_whether_a_difference_is_real() -> None:
    real = tiny([10.0, 12.0, 9.0, 13.0], [12.0, 14.1, 11.0, 15.1]).sentence("m04", "new")
    assert real == (
        "Order cycle: 11.000 hours under today, 13.050 hours under new, a difference of +2.050 hours. "
        "With 95% confidence it lies between +1.958 hours and +2.142 hours: worse, and more than luck."
    )
    unsure = tiny(BEFORE, AFTER).sentence("m04")
    assert "between -0.3 hours and +4.3 hours: 4 replications cannot tell it from luck." in unsure
    assert unsure.endswith("If it is as large as it looks, about 1 more have an even chance to show it.")
    same = tiny(BEFORE, BEFORE, "m08").sentence("m08")
    assert "the same in each of 4 replications: it is unaffected" in same
    points = tiny([0.90, 0.91, 0.92], [0.95, 0.96, 0.98], "m08").sentence("m08")
    assert "a difference of +5.3 points" in points
    assert "CNY -1,000 under today" in tiny([-900, -1100, -1000], [10, 20, 50], "profit").sentence("profit")


@pytest.mark.slow
def test_every_policy_gets_a_sentence(quarter: Comparison) -> None:
    said = quarter.sentence("m08")
    assert [f"under {name}" in said for name in LEVERS] == [True] * 4
    assert "under desk" not in quarter.sentence("m08", "stock")


def test_sentences_and_pictures_in_chinese() -> None:
    shown = tiny([0.90, 0.91, 0.92], [0.95, 0.96, 0.98], "m08")
    with i18n.using("zh"):
        name = _("on time")
        assert name != "on time"
        assert shown.sentence("m08").startswith(name)
        assert name in shown.figure("m08").layout.title.text


@pytest.mark.slow
def test_picture_has_a_dot_a_replication_and_the_interval(quarter: Comparison) -> None:
    figure = quarter.figure("m08")
    dots, means = figure.data[::2], figure.data[1::2]
    found = quarter.differences.set_index(["policy", "measure"]).xs("m08", level="measure")
    assert [len(trace.x) for trace in dots] == [120] * 3
    assert list(figure.layout.yaxis.ticktext) == list(found.index)
    for drawn, points, row in zip(means, dots, found.itertuples(), strict=True):
        assert drawn.x[0] == pytest.approx(100 * row.difference)
        assert drawn.x[0] + drawn.error_x.array[0] == pytest.approx(100 * row.high)
        assert np.mean(points.x) == pytest.approx(100 * row.difference)
    assert len(figure.to_json()) < 60_000
    assert "othing" in tiny([math.nan] * 2, [math.nan] * 2).figure("m04").layout.annotations[0].text


@pytest.mark.parametrize(
    ("policies", "more", "named"),
    [
        ({}, {}, "policies is empty.*two policies or more"),
        ({"today": {}}, {}, "policies is today.*two policies or more"),
        ([{}, {}], {}, "policies is a list"),
        ({"today": {}, 2: {}}, {}, "policies is a group"),
        ({"today": {}, "new": 5}, {}, "new is 5"),
        ({"today": {}, "new": None}, {}, "new is null"),
        ({"today": {}, "new": {"desk.clerks": -1}}, {}, "desk.clerks is -1"),
        ({"today": {}, "new": {}}, {"replications": 1}, "replications is 1.*2 to"),
    ],
)
def test_bad_input_is_one_sentence(policies: Any, more: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        compare("corner", policies, weeks=1, workers=1, **more)


def test_bad_questions_are_one_sentence() -> None:
    some = tiny(BEFORE, AFTER)
    for ask in (some.sentence, some.figure, lambda name: some.paired(name, "new")):
        with pytest.raises(InputError, match=r"m13.*m01"):
            ask("m13")
    with pytest.raises(InputError, match=r"no policy today to compare.*new"):
        some.sentence("m08", "today")
    for half_width in (0, -1, math.inf, math.nan, True, "wide"):
        with pytest.raises(InputError, match="half_width is"):
            some.replications_needed("m04", half_width)
