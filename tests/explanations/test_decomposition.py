"""A service measure by stage and cause: only causes that can move it."""

from __future__ import annotations

import pytest

from sim import Explanation, explain, load_case, run
from sim.base.i18n import using
from sim.explanations.decomposition import MOVED_BY
from sim.records.labels import CAUSES
from sim.records.schema import STAGES
from tests.support.shared_runs import shared_run


@pytest.fixture(scope="module")
def little_stock() -> Explanation:
    case = load_case("corner")
    policy = case.policy.replace(**{"stock.safety_factor": 0.0, "warehouse.care": 0})
    return explain(shared_run(case, weeks=13), run(case, policy, weeks=13))


@pytest.mark.parametrize("name", list(MOVED_BY))
def test_no_cause_is_named_that_cannot_move_the_measure(little_stock: Explanation, name: str) -> None:
    parts = little_stock.parts(name)
    assert set(parts.loc[parts["stage"].isin(STAGES), "cause"]) <= {*MOVED_BY[name], ""}
    with using("en"):
        text = little_stock.sentence(name)
    impossible = [words for cause, words in CAUSES.items() if cause not in MOVED_BY[name]]
    assert not [words for words in impossible if f"above all: {words}" in text]


def test_what_moves_undamaged_orders_is_damage(little_stock: Explanation) -> None:
    with using("en"):
        assert "above all: damaged" in little_stock.sentence("m03")
