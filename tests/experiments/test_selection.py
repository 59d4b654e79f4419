"""Selection of the best: by hand, at its promised probability, and on the firm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import InputError, select_best
from sim.experiments.batch import Batch

TEAMS: dict[str, Any] = {"a": {}, "b": {"desk.clerks": 2}, "c": {"desk.clerks": 3}}


def drawn(monkeypatch: pytest.MonkeyPatch, means: list[float], seed: int) -> None:
    """Profits are normal around these means and share half of their luck."""
    luck = np.random.default_rng(seed)
    shared, own = luck.normal(0, 100, 5000), luck.normal(0, 100, (len(means), 5000))
    names = [0, 2, 3]

    def replications(
        self: Batch[Any], policies: list[Any], count: int, *_more: Any, first: int = 0
    ) -> list[list[dict[str, float]]]:
        clerks = [policy["desk.clerks"] for policy in policies]
        which = [0 if c == 1 else names.index(c) for c in clerks]
        return [
            [{"profit": means[i] + shared[r] + own[i, r]} for i in which] for r in range(first, first + count)
        ]

    monkeypatch.setattr(Batch, "replications", replications)


def test_the_best_is_found_at_least_as_often_as_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    right = 0
    for seed in range(200):
        drawn(monkeypatch, [0, 0, 50], seed)
        found = select_best("corner", TEAMS, indifference=50, level=0.9, most=5000)
        right += found.best == "c"
    assert right >= 180 - 3 * np.sqrt(200 * 0.9 * 0.1)


def test_clearly_worse_policies_are_dropped_early_and_the_least_can_be_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn(monkeypatch, [0, 1000, 990], 1)
    found = select_best("corner", TEAMS, indifference=5, most=40)
    assert found.table.loc["a", "dropped"] == found.table.loc["a", "replications"] < 25
    assert found.best == "" and "b, c are still in the running" in found.sentence
    least = select_best("corner", TEAMS, indifference=100, most=100, largest=False)
    assert least.best == "a" and least.sentence.startswith("a is best by profit")


def test_on_the_firm_the_most_clerks_answer_fastest() -> None:
    found = select_best(
        "corner", {"one": {}, "two": {"desk.clerks": 2}}, measure="m12", indifference=0.01, weeks=2
    )
    assert found.best == "two"


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"indifference": 0}, "indifference is 0"),
        ({"indifference": 1, "level": 1.0}, "level is 1"),
        ({"indifference": 1, "most": 3}, "most is 3"),
        ({"indifference": 1, "measure": "m13"}, "m13"),
    ],
)
def test_bad_input_is_one_sentence(more: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        select_best("corner", TEAMS, weeks=1, **more)
