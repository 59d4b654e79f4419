"""Who counts in the customer base: of those who have left, those who come back; and rivals without what they copy."""

from __future__ import annotations

import numpy as np

from sim import load_case
from sim.base.units import WEEK
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.competition import Competition
from sim.model.customers.customer_base import CustomerBase
from sim.model.demand.demand import draw_demand
from sim.policy.classes import CLASSES


def test_who_has_left_comes_back_only_to_a_firm_that_leads_rivals_and_the_firms_dealt_with() -> None:
    """The other firms count as one more rival: as good as the best one usually is, and better by half their lead."""
    base, competition = object.__new__(CustomerBase), object.__new__(Competition)
    competition._arrays = {
        "usual": np.full(3, 0.4),
        "best_rival": np.zeros(3),
        "scale": np.full(3, 0.5),
    }
    base.competition = competition
    base.usual = [np.array([0.6, 0.6, 0.6]), np.array([0.8, 0.8, 0.8])]
    base.best_rival, base.lead = np.array([0.0, 0.0, 0.2]), np.array([0.5, 0.5, 0.5])
    nobody, second = np.zeros(3, dtype=bool), np.array([True, False, False])
    assert base._come_back([nobody, second])[0].tolist() == [False, True, False]
    assert base._come_back([nobody, nobody])[1].tolist() == [True, True, True]


def test_without_other_firms_only_rivals_count() -> None:
    base = object.__new__(CustomerBase)
    base.competition = None
    base.usual, base.best_rival, base.lead = (
        [np.array([1.0, 1.0])],
        np.array([0.4, 0.6]),
        np.array([0.5, 0.5]),
    )
    assert base._come_back([np.array([True, False])])[0].tolist() == [True, False]


def test_copies_of_a_points_programme_do_not_count_as_better_rivals() -> None:
    """The firm's own points do not count either: the customers are the same the moment after as the moment before."""
    case = load_case("corner")
    choices = CustomerChoice(case, [case.policy], draw_demand(case, 0, 0, 0, 52 * WEEK), None)
    (firm,) = choices.firms
    choices.base.count(0)
    before = firm.base.table()
    firm.set_rival_points([0.3] * len(choices.klass))
    choices.base.count(0)
    for name, values in firm.base.table().items():
        assert values[len(CLASSES) :].tolist() == before[name].tolist(), name
