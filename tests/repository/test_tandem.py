"""The tandem of the benchmarks is one and the same model in every package: the times of every order say so."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.in_ciw import in_ciw
from tests.benchmarks.in_salabim import in_salabim
from tests.benchmarks.ours import ours, ours_with_processes
from tests.benchmarks.tandem import draw, in_seconds, tandem


@pytest.mark.parametrize("mean_gap", [1, 3, 600])
@pytest.mark.parametrize("seed", range(3))
def test_every_time_of_every_order_is_the_one_of_simpy_resources(seed, mean_gap):
    """With a mean gap of a second most orders share their second with others, and many services take no time."""
    draws = in_seconds(draw(2000, seed), mean_gap)
    log = tandem(draws)
    assert ours(draws) == log
    assert ours_with_processes(draws) == log
    assert all(type(time) is int for times in ours(draws) for time in times)


@pytest.mark.parametrize("seed", range(3))
def test_fractions_of_a_second_to_the_last_bit(seed):
    """Nothing in the firm takes a fraction of a second; an event's end less the time it is asked for is exact all the same."""
    draws = draw(2000, seed)
    assert ours(draws) == tandem(draws)


few = st.integers(0, 4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(few, st.tuples(few, few, few)), min_size=1, max_size=40))
def test_the_same_with_ties_everywhere(orders):
    """The sequence in the log as well: who ends a service at the same second as others goes on in the same place."""
    draws = [gap for gap, _ in orders], [times for _, times in orders]
    assert ours(draws) == tandem(draws)


@pytest.mark.parametrize("peer", [in_ciw, in_salabim])
@pytest.mark.parametrize("seed", range(2))
def test_every_time_of_every_order_is_the_one_of_the_peer(peer, seed):
    """In units so small that nothing is tied: Ciw leaves the sequence of what is tied to chance."""
    draws = in_seconds(draw(500, seed), 10**9)
    mine = np.array(sorted(ours(draws)), float)
    theirs = np.array(sorted(peer(draws)), float)
    assert np.allclose(theirs, mine, rtol=0, atol=1e-9)
    assert waits(theirs, draws) == pytest.approx(waits(mine, draws), rel=1e-9)
    assert waits(mine, draws).min() > 0


def waits(times: np.ndarray, draws) -> np.ndarray:
    """Mean wait at each of the three stations."""
    return (np.diff(times, axis=1) - np.array(draws[1], float)).mean(axis=0)


def test_json_is_one_object_that_says_by_how_much_ours_is_faster():
    command = [sys.executable, "-m", "tests.benchmarks.peers", "--orders", "50", "--rounds", "1", "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    said = json.loads(done.stdout)
    assert set(said["ours_vs"]) == {"idiomatic_simpy", "ciw", "salabim"}
    assert all(ratio > 0 for ratio in said["ours_vs"].values())


def test_too_few_orders_are_refused():
    command = [sys.executable, "-m", "tests.benchmarks.peers", "--orders", "0"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "--orders takes 50 or more" in done.stderr


def test_a_peer_that_is_not_installed_is_named_in_one_sentence():
    code = "import sys; sys.modules['salabim'] = None; from tests.benchmarks.peers import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("salabim is not installed: ")
    assert done.stderr.count("\n") == 1
