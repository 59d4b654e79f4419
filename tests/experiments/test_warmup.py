"""The warm-up check: MSER by hand, on series whose start is known, and on a firm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import Case, InputError, load_case, run, warm_up
from sim.experiments.warmup import mser
from sim.experiments.warmup_result import WarmUp

SEEDS = range(100, 150)


def series(seed: int, offset: float, length: int = 400, decay: float = 10.0) -> Any:
    """AR(1) with coefficient 0.5 and innovations of 1, and an offset that decays by 1/e every `decay` values."""
    noise = np.random.default_rng(seed).standard_normal(length)
    values = np.zeros(length)
    for at in range(1, length):
        values[at] = 0.5 * values[at - 1] + noise[at]
    return values + offset * np.exp(-np.arange(length) / decay)


def test_mser_by_hand() -> None:
    # Squares over squared number: all nine 51.6 / 81, without the 9 8 / 64, then 6.9 / 49, 6 / 36, 4.8 / 25.
    assert mser([9, 1, 3, 1, 3, 1, 3, 1, 3]) == 1
    assert mser([5, 5, 5, 5, 5, 5]) == 0
    assert (
        mser([9, 9, 9, 9, 9, 1, 2, 1, 2, 1, 2, 1, 2, 7], batch=5) is None
    )  # two batches: too few to judge by
    assert mser(range(30)) is None  # a trend never settles
    assert mser([0.0] * 15 + [9.0] * 10) is None  # settles in the second half


def test_a_decaying_start_is_cut_off_and_little_more() -> None:
    cuts = [mser(series(seed, offset=20.0), batch=5) for seed in SEEDS]
    # 20 exp(-t / 10) falls below the standard deviation of the series, 1.15, at t = 28.
    assert sum(cut is not None and 15 <= cut <= 80 for cut in cuts) >= 45


def test_a_longer_start_is_cut_off_later_and_no_start_hardly_at_all() -> None:
    mean = {
        decay: np.mean([mser(series(seed, 20.0, decay=decay), 5) or 0 for seed in SEEDS])
        for decay in (5.0, 20.0)
    }
    assert mean[20.0] > mean[5.0] + 20
    without = [mser(series(seed, 0.0), 5) for seed in SEEDS]
    assert sum(cut is None or cut > 100 for cut in without) <= 12


def scarce() -> Case:
    """With little safety stock: once the opening stock is sold, orders wait for goods, so that the start shows."""
    return load_case("corner").replace(**{"policy.stock.safety_factor": 1.0})


@pytest.fixture(scope="module")
def found() -> WarmUp:
    return warm_up(scarce(), "m04", weeks=24, replications=10, seed=100, workers=1)


@pytest.mark.slow
def test_a_firm_with_full_shelves_is_quick_for_a_week_and_the_case_waits_longer(found: WarmUp) -> None:
    case = scarce()
    assert found.allowed == case.warmup_weeks + case.settle_days / 7
    assert found.enough and found.needed is not None and 1 <= found.needed <= 8
    assert found.table["mean"][0] < found.table["mean"][5:].min()
    assert "enough" in found.sentence and "Order cycle" in found.sentence
    short = warm_up(
        case.replace(warmup_weeks=0, settle_days=0), "m04", weeks=24, replications=10, seed=100, workers=1
    )
    assert short.table.equals(found.table) and short.needed == found.needed
    assert not short.enough and "too few" in short.sentence


def test_a_week_is_that_of_a_run_without_warm_up(found: WarmUp) -> None:
    cold = load_case("corner").replace(
        **{"calendar.seasons": [], "emergencies": [], "settle_days": 0, "warmup_weeks": 0}
    )
    first = [run(cold, weeks=1, seed=100, replication=number).measures["m12"]["value"] for number in range(2)]
    same = warm_up("corner", "m12", weeks=10, replications=2, seed=100, workers=1)
    assert same.table["mean"][0] == pytest.approx(np.mean(first))


@pytest.mark.slow
def test_a_new_policy_is_held_against_the_settling_days() -> None:
    changed = warm_up(
        "corner", "m01", {"stock.safety_factor": 0}, weeks=20, replications=4, seed=100, workers=1
    )
    assert changed.allowed == 2
    assert changed.table["mean"][0] > changed.table["mean"][4:].mean() + 0.03  # stock lasts for a while


def test_the_market_is_told_apart_from_the_operation(found: WarmUp) -> None:
    assert found.enough and not found.market_enough
    assert found.market is not None and len(found.market) == 24
    single = run(
        load_case("corner").replace(
            **{"calendar.seasons": [], "emergencies": [], "settle_days": 0, "warmup_weeks": 0}
        ),
        weeks=1,
        seed=100,
    )
    alone = warm_up("corner", "m04", weeks=10, replications=1, seed=100, workers=1)
    assert alone.market is not None
    assert alone.market["mean"][0] == pytest.approx(single.counts["orders"] / single.counts["needs"])
    assert "Order cycle: the start shows for" in found.sentence
    assert "Contracts and share of needs: " in found.sentence
    assert (
        "renewed once in 52 weeks" in found.sentence and "Compare shares between policies" in found.sentence
    )
    drawn = found.figure("market")
    assert list(drawn.data[0].y) == pytest.approx(100 * found.market["mean"])
    with pytest.raises(InputError, match="group is sales"):
        found.figure("sales")  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_market_needs_the_time_in_which_contracts_are_renewed() -> None:
    case = load_case("corner").replace(
        **{"market.contract_weeks": 3, "market.moves": {"A": 0, "B": 0, "C": 0}}
    )
    quick = warm_up(case, "m04", weeks=40, replications=2, seed=100, workers=1)
    assert quick.market_needed is None or quick.market_needed >= 3


def test_the_picture_shows_weeks_and_both_lines(found: WarmUp) -> None:
    drawn = found.figure()
    assert list(drawn.data[0].x) == list(range(1, 25))
    assert drawn.layout.shapes[0].x1 == 0.5 + found.allowed
    assert found.needed is not None and drawn.layout.shapes[1].x0 == 0.5 + found.needed


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"measure": "profit"}, "profit"),
        ({"weeks": 5}, "weeks is 5"),
        ({"replications": 0}, "replications is 0"),
        ({"policy": {"desk.clerk": 1}}, "did you mean desk.clerks"),
        ({"case": "nowhere"}, "nowhere"),
    ],
)
def test_bad_input_is_one_sentence(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        warm_up(**{"case": "corner", "workers": 1} | arguments)
