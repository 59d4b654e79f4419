"""Buying types, and the random terms of customers' choice.

The value of an offer has the course's seven terms: product, service, personnel, image; minus money, time, energy. The
random term is Gumbel, so that shares are logit.
"""

from __future__ import annotations

import numpy as np

from sim.base.streams import Floats
from sim.case.case import Case
from sim.model.demand.demand import Demand
from sim.policy.classes import CLASSES


def buying_types(case: Case, demand: Demand) -> np.ndarray:
    """The buying type of each customer, an index into the case's types."""
    stream, customers = demand.traits_by_place(), demand.customers
    kinds = list(case.market.types)
    found = np.zeros(len(customers.klass), dtype=np.int64)
    for index, name in enumerate(CLASSES):
        chosen = stream.choice([case.market.type_shares[name][kind] for kind in kinds], "type")
        found = np.where(customers.klass == index, chosen, found)
    return found


def gumbel(uniform: Floats) -> Floats:
    """Standard Gumbel by inversion."""
    return -np.log(-np.log(uniform))


def normal(uniform: Floats) -> Floats:
    """Standard normal by inversion."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniform))
