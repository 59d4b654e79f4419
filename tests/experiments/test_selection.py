"""Selection of the best: by hand, at its promised probability, and on the firm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import InputError, load_case, select_best
from sim.experiments.batch import Batch
from sim.measures.kpis import OBJECTIVE, kpi

NAME = kpi(OBJECTIVE).name

CLERKS = [load_case("corner").policy["desk.clerks"], 3, 4]
TEAMS: dict[str, Any] = {"a": {}, "b": {"desk.clerks": CLERKS[1]}, "c": {"desk.clerks": CLERKS[2]}}


def drawn(monkeypatch: pytest.MonkeyPatch, means: list[float], seed: int) -> None:
    """Profits are normal around these means and share half of their luck."""
    luck = np.random.default_rng(seed)
    shared, own = luck.normal(0, 100, 5000), luck.normal(0, 100, (len(means), 5000))

    def replications(
        self: Batch[Any], policies: list[Any], count: int, *_more: Any, first: int = 0
    ) -> list[list[dict[str, float]]]:
        which = [CLERKS.index(policy["desk.clerks"]) for policy in policies]
        return [
            [
                {OBJECTIVE: means[i] + shared[r] + own[i, r], "cost": 100.0 - i, "income": 10_000.0}
                for i in which
            ]
            for r in range(first, first + count)
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
    assert least.best == "a" and least.sentence.startswith(f"a is best by {NAME}")


def test_what_is_not_settled_is_told_with_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(monkeypatch, [0, 1000, 990], 1)
    found = select_best("corner", TEAMS, indifference=5, most=40)
    assert found.lead is not None and found.lead.low < 0 < found.lead.high
    first, second = found.close
    assert f"{first} - {second}: CNY " in found.sentence and "with 95% confidence between" in found.sentence
    assert not found.equal and found.indifference == 5


def test_policies_that_differ_too_little_end_with_the_cheapest(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(monkeypatch, [0, 3000, 3010], 2)
    found = select_best("corner", TEAMS, indifference=400)
    assert found.best == "c" and found.equal == ("b", "c") and not found.close
    assert f"b, c differ by less than CNY 400 in {NAME}" in found.sentence
    assert found.sentence.endswith("Take the cheapest: c.")
    assert found.table["replications"].sum() <= 60


def test_near_equal_policies_end_within_the_runs_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(20):
        drawn(monkeypatch, [0, 20, 40], seed)
        found = select_best("corner", TEAMS, indifference=60, most=200)
        assert found.table["replications"].max() <= 200
        # Whatever was said of them: the one taken is not worse than the best by what matters.
        assert found.best, found.sentence
        assert found.equal or found.close or "is best" in found.sentence


def test_the_default_of_what_does_not_matter_is_a_share_of_income(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(monkeypatch, [0, 0, 1000], 3)
    found = select_best("corner", TEAMS)
    assert found.indifference == pytest.approx(50) and found.best == "c"


def test_identical_policies_end_after_the_first_replications() -> None:
    found = select_best("corner", {"today": {}, "again": {}}, weeks=1)
    assert found.table["replications"].sum() <= 40
    assert found.equal == ("today", "again") and found.best == "today"
    assert "today, again differ by less than CNY" in found.sentence
    assert found.sentence.endswith("They cost the same, too: take the simplest.")


def test_less_is_better_where_the_measure_says_so() -> None:
    found = select_best(
        "corner", {"one": {}, "two": {"desk.clerks": 3}}, measure="abandoned", indifference=1, weeks=1
    )
    table = found.table["mean"]
    assert found.best == table.idxmin() and table.min() < table.max()


def test_on_the_firm_the_most_clerks_answer_fastest() -> None:
    found = select_best(
        "corner", {"one": {}, "two": {"desk.clerks": 3}}, measure="m12", indifference=0.01, weeks=2
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
