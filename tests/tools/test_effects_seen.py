"""How many pairs of runs show an effect, and the page that says so."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.policy.effects import EFFECTS
from tests.support.parameters import thorough_after
from tools.effects_seen import __main__ as tool
from tools.effects_seen.measure import PAIRS, Pair, Values, pairs_needed, play, power, result
from tools.effects_seen.page import faults, page_of
from tools.effects_seen.trials import TRIALS

PROMISED = {4, 5, 7, 10, 12, 14, 15, 16, 17, 18, 19, 21}
"""Effects for which there is a way to see them."""


def test_the_power_is_that_of_simulated_t_tests() -> None:
    rng = np.random.default_rng(0)
    drawn = rng.normal(0.8, 1.0, (20_000, 14))
    seen = stats.ttest_1samp(drawn, 0.0, axis=1).pvalue < 0.05
    assert power(0.8, 14) == pytest.approx((seen & (drawn.mean(axis=1) > 0)).mean(), abs=0.01)


@pytest.mark.parametrize(("effect", "pairs"), [(0.5, 34), (0.8, 15), (1.0, 10)])
def test_the_pairs_are_those_of_cohens_tables(effect: float, pairs: int) -> None:
    assert pairs_needed(effect) == pairs


def test_a_difference_in_the_wrong_direction_is_not_seen() -> None:
    values = [Values(0.0, -1.0 - number / 100, 0.1) for number in range(8)]
    assert not TRIALS[1].up
    assert result(TRIALS[1], values).pairs < 5
    assert result(TRIALS[2], values).pairs == 99


def test_every_effect_that_a_class_is_to_see_has_a_trial() -> None:
    assert {trial.effect for trial in TRIALS} == PROMISED <= set(EFFECTS)
    assert len({trial.id for trial in TRIALS}) == len(TRIALS)


def test_the_page_states_its_trials_and_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    found = [result(trial, [Values(0.0, 1.0 + n / 10, 0.1) for n in range(4)]) for trial in TRIALS]
    page = page_of(found)
    assert faults(page) == []
    assert faults(page.replace(TRIALS[3].id, "old")) == [
        f"{TRIALS[3].effect}: {TRIALS[3].what}: not on the page"
    ]
    assert faults("") != []
    assert tool.main(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_the_page_shows_each_effect_in_at_most_sixteen_pairs_and_forty_seconds() -> None:
    rows = [line.split("|") for line in tool.PAGE.read_text(encoding="utf-8").splitlines() if "<!--" in line]
    assert len(rows) == len(TRIALS)
    assert all(int(row[8]) <= 16 and float(row[9]) <= 40 for row in rows)


@pytest.mark.parametrize("effect", thorough_after(1, [10, 5, 17]))
def test_sixteen_pairs_on_other_seeds_show_it(effect: int) -> None:
    place = next(place for place, trial in enumerate(TRIALS) if trial.effect == effect)
    values = [play(Pair(place, 100 + PAIRS + number)) for number in range(16)]
    assert result(TRIALS[place], values).pairs <= 16
