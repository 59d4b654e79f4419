"""Customers' own deadlines: a promise beyond the hour at which the goods are needed is worth less.

Each need has a deadline, counted like the promise from the order on, without the extra hours of a zone and of requests.
The effect depends on how many more hours lie beyond it than under the case's own promise, which stands for the rivals'.

1. Classes B and C: by need, when they choose (`losses`).
2. Class A: on average over its needs, when a contract is settled (`expected_loss`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.streams import Floats
from sim.case.case import Case
from sim.case.value_weights import Weights, expected_hours_beyond
from sim.model.demand.demand import Demand
from sim.model.engine.fast_cells import view
from sim.policy.classes import CLASSES, ClassLetter
from sim.policy.policy import Policy


def _promised(policy: Policy) -> list[float]:
    """Hours promised to each class."""
    return [getattr(policy.promise.hours, name) for name in CLASSES]


def deadlines(case: Case, demand: Demand) -> Floats:
    """The hours after which the goods of each need are needed."""
    median = np.array([(case.market.deadline or {}).get(name, np.inf) for name in CLASSES])
    luck = np.exp(case.market.deadline_spread * demand.stream.normal("deadline"))
    return np.asarray(median[demand.wants.klass] * luck)


def losses(case: Case, demand: Demand, weights: list[Weights], policy: Policy) -> Any:
    """The utility that each need of class B or C loses by its deadline (below 0: gains); None if no promise is unusual."""
    promised, usual = _promised(policy), _promised(case.policy)
    if case.market.deadline is None or promised[1:] == usual[1:]:
        return None
    deadline = demand.compute_once("deadline", lambda: deadlines(case, demand))
    klass = demand.wants.klass
    more, before = (np.maximum(0.0, np.array(hours)[klass] - deadline) for hours in (promised, usual))
    weight = np.array([w.beyond for w in weights])[demand.wants.customer]
    return view(np.where(klass > 0, weight * (more - before), 0.0))


def expected_loss(case: Case, klass: ClassLetter, weights: Weights, promised: float) -> float:
    """The utility that needs of a class lose by their deadlines on average."""
    usual = getattr(case.policy.promise.hours, klass)
    if promised == usual:
        return 0.0
    more, before = (expected_hours_beyond(case, klass, hours) for hours in (promised, usual))
    return weights.beyond * (more - before)
