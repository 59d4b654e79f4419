"""RandomStreams belongs to things: the same for a thing wherever, whenever and with whatever else it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.streams import ONE, RandomStreams, threshold
from tests.support.statistical_rule import agrees


def test_the_same_key_gives_the_same_numbers_in_any_block() -> None:
    luck = RandomStreams(7, 3)
    block = luck.of(np.arange(100), np.arange(100) % 7).uniform("patience")
    for row in (0, 17, 99):
        assert luck.of(row, row % 7).uniform("patience")[0] == block[row]
    backwards = luck.of(np.arange(100)[::-1], (np.arange(100) % 7)[::-1]).uniform("patience")
    assert (backwards[::-1] == block).all()


def test_numbers_written_down_once() -> None:
    # SplitMix64 over SHA-256: whole-number arithmetic, the same on every machine.
    assert RandomStreams(0).of(1, 2).whole("patience").tolist() == WRITTEN["patience"]
    assert RandomStreams(1, 5).of(np.arange(3)).whole("choice").tolist() == WRITTEN["choice"]


WRITTEN = {
    "patience": [252085827148705],
    "choice": [7951846980888710, 570172993487007, 6895560986698550],
}


@pytest.mark.parametrize("other", [RandomStreams(1, 0), RandomStreams(0, 1)])
def test_another_seed_or_replication_gives_other_numbers(other: RandomStreams) -> None:
    keys = np.arange(20_000)
    a, b = RandomStreams(0, 0).of(keys).uniform("x"), other.of(keys).uniform("x")
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.04
    assert not (a == b).any()


def test_another_purpose_gives_other_numbers() -> None:
    keys = RandomStreams(0).of(np.arange(20_000))
    assert abs(np.corrcoef(keys.uniform("x"), keys.uniform("y"))[0, 1]) < 0.04


def test_neighbouring_keys_are_unrelated() -> None:
    customer, need = np.repeat(np.arange(200), 100), np.tile(np.arange(100), 200)
    u = RandomStreams(0).of(customer, need).uniform("x")
    for lag in (1, 100, 101):
        assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 0.04
    counts = np.bincount((u * 20).astype(int), minlength=20)
    assert (
        (counts - 1000) ** 2 / 1000
    ).sum() < 60  # chi-square with 19 degrees of freedom; 60 is beyond 1 in 100,000


def test_variates_have_their_means() -> None:
    stream = RandomStreams(5).of(np.arange(1_000_000))
    for values, mean in (
        (stream.uniform("a"), 0.5),
        (stream.exponential("b"), 1.0),
        (stream.lognormal(0.5, "c"), 1.0),
        ((stream.choice([1, 3], "d") == 1).astype(float), 0.75),
    ):
        assert agrees(values.reshape(100, -1).mean(axis=1), mean).verdict
    assert (stream.lognormal(0.0, "c") == 1.0).all()


def test_probabilities_are_whole_numbers() -> None:
    assert threshold(0.0) == 0
    assert threshold(1.0) == ONE
    whole = RandomStreams(0).of(np.arange(1000)).whole("x")
    assert (whole < threshold(1.0)).all()
    assert not (whole < threshold(0.0)).any()
    assert whole.dtype == np.int64


def test_common_random_numbers_keep_choices_ordered() -> None:
    # A higher probability only adds to those it already had.
    whole = RandomStreams(0).of(np.arange(1000)).whole("x")
    fewer, more = whole < threshold(0.3), whole < threshold(0.4)
    assert (fewer <= more).all()
    assert more.sum() > fewer.sum()
