"""What an offer is worth to customers, and the luck of their liking.

Value has the course's seven terms: product, service, personnel, image; minus money, time, energy. Luck is Gumbel, so
that shares are logit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from sim.case import Case
from sim.casedata.market import BuyingType, Known
from sim.classes import CLASSES, Klass
from sim.luck import Floats, Luck
from sim.model.market import Customers

PROMISE_COUNTS = 0.5
"""Expected time is half what is promised, half what is remembered."""


@dataclass(frozen=True)
class Weights:
    """What the terms weigh for customers of a class and buying type; constant: what makes the case's share of wallet come out."""

    product: float
    service: float
    personnel: float
    image: float
    money: float
    hour: float
    energy: float
    constant: float
    rivals: tuple[float, ...]

    def experience(self, memory: Sequence[float]) -> float:
        """What is remembered of a firm, by TERMS, adds to its value."""
        product, service, personnel, hours, energy = memory
        return (
            self.product * product
            + self.service * service
            + self.personnel * personnel
            - self.hour * hours * (1 - PROMISE_COUNTS)
            - self.energy * energy
        )

    @classmethod
    def of(cls, case: Case, klass: Klass, kind: BuyingType) -> Weights:
        """Weights of a class and type, from the case."""
        data = case.market
        stress, base = data.types[kind], data.weights
        product, service = base.product * stress.product, base.service * stress.service
        personnel, image = base.personnel * stress.personnel, base.image * stress.image
        money, hour = data.money[klass] * stress.money, data.day[klass] / 24 * stress.time
        energy = base.energy * stress.energy
        known = data.known

        def worth(offer: Known) -> float:
            terms = product * offer.product + service * offer.service + personnel * offer.personnel
            return terms - hour * (offer.hours - known.hours) - energy * offer.energy

        ours = worth(known)
        rivals = tuple(worth(r) + image * r.image - money * log(r.price) - ours for r in data.rivals)
        wallet = min(max(case.classes[klass].wallet, 0.001), 0.999)
        others = log(sum(exp(value) for value in rivals) + exp(data.nobody))
        level = log(wallet / (1 - wallet)) + others
        # So that the value of the firm as it is known is `level`: remembered hours count by themselves.
        constant = level - ours + hour * known.hours * (1 - PROMISE_COUNTS)
        return cls(product, service, personnel, image, money, hour, energy, constant, rivals)


def buying_types(case: Case, luck: Luck, customers: Customers) -> np.ndarray:
    """The buying type of each customer, an index into the case's types."""
    stream = luck.of(np.arange(len(customers.klass)))
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
