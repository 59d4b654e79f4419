"""What chance does to customer equity."""

from __future__ import annotations

import numpy as np
import pytest

from sim import Explanation, explain, load_case, run
from sim.base.i18n import using
from sim.explanations.pair import Pair
from sim.explanations.quantities import quantity
from sim.explanations.sources import Source
from sim.explanations.splits import MEMORY
from tests.support.shared_runs import shared_run


def changed(levers: dict[str, float]) -> Explanation:
    case = load_case("corner")
    return explain(shared_run(case, weeks=13), run(case, case.policy.replace(**levers), weeks=13))


@pytest.mark.parametrize("name", ["customer_equity", "long_run_profit"])
def test_its_standard_errors_are_known(name: str) -> None:
    explanation = changed({"desk.clerks": 5})
    split = quantity(name).split(Pair(explanation.before, explanation.after))
    parts = split.parts.query("stage in ('usual', 'memory')")
    assert len(parts) > 3
    assert np.isfinite(parts["error"]).all() and (parts["error"] > 0).all()
    assert split.error >= 0.999 * np.hypot.reduce(parts["error"].to_numpy())


@pytest.mark.parametrize(("vehicles", "luck"), [(4, True), (1, False)])
def test_what_a_few_customers_do_by_luck_is_called_luck(vehicles: int, luck: bool) -> None:
    """With one lorry more than needed, it changes only here and there who stays and who leaves."""
    explanation = changed({"fleet.vehicles": vehicles})
    split = quantity("customer_equity").split(Pair(explanation.before, explanation.after))
    before, after = explanation.change("customer_equity")
    assert after != before
    assert (abs(after - before) < 2 * split.error) == luck


def test_only_class_a_has_contracts() -> None:
    with using("en"):
        labels = [Source(MEMORY, klass, 0, 0, 0, 1.0, 0.0).phrase("+1") for klass in "ABC"]
    assert ["contracts" in label for label in labels] == [True, False, False]
    assert all("memories" in label for label in labels)
