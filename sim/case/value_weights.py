"""The utility of an offer: the weights of its terms by customer class and buying type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, exp, log, sqrt

import numpy as np

from sim.base.streams import Floats
from sim.case.case import Case
from sim.case.market import BuyingType, KnownService, Rival
from sim.policy.classes import ClassLetter

PROMISE_COUNTS = 0.5
"""The expected time is half the promised and half the remembered time."""


def surcharge_felt(surcharge: float | Floats, most: Floats, price: Floats) -> Floats:
    """The logarithm by which a surcharge raises the price of an urgent need, to be multiplied by the weight of money.

    surcharge, price: CNY, or all three in fen; most: what the customer pays at most. Above that the customer does
    without, which lowers the utility by the same amount.
    """
    return np.asarray(np.log1p(np.minimum(surcharge, most) / price))


@dataclass(frozen=True)
class Weights:
    """Weights of the terms for customers of a class and buying type.

    constant: chosen so that customers give the firm the share of wallet that the case states, against its reference rivals;
    beyond: of an hour that is promised beyond the customer's deadline; rivals: utilities of the rivals as they are.
    """

    product: float
    service: float
    personnel: float
    image: float
    money: float
    hour: float
    energy: float
    beyond: float
    constant: float
    rivals: tuple[float, ...]

    def experience(self, memory: Sequence[float]) -> float:
        """The utility of what a customer remembers of a firm: product, service, personnel, hours, energy."""
        product, service, personnel, hours, energy = memory
        return (
            self.product * product
            + self.service * service
            + self.personnel * personnel
            - self.hour * hours * (1 - PROMISE_COUNTS)
            - self.energy * energy
        )

    @classmethod
    def of(cls, case: Case, klass: ClassLetter, kind: BuyingType) -> Weights:
        """The weights of a class and buying type, from the case."""
        data = case.market
        stress, base = data.types[kind], data.weights
        product, service = base.product * stress.product, base.service * stress.service
        personnel, image = base.personnel * stress.personnel, base.image * stress.image
        money, hour = data.money[klass] * stress.money, data.day[klass] / 24 * stress.time
        energy = base.energy * stress.energy
        beyond = data.missed / 24 * stress.time
        known = data.known

        def worth(offer: KnownService) -> float:
            terms = product * offer.product + service * offer.service + personnel * offer.personnel
            return terms - hour * (offer.hours - known.hours) - energy * offer.energy

        ours = worth(known)

        def utilities(offers: Sequence[Rival]) -> tuple[float, ...]:
            return tuple(worth(r) + image * r.image - money * log(r.price) - ours for r in offers)

        rivals = utilities(data.rivals)
        reference = rivals if data.reference_rivals is None else utilities(data.reference_rivals)
        wallet = min(max(case.classes[klass].wallet, 0.001), 0.999)
        others = log(sum(exp(value) for value in reference) + exp(data.nobody))
        level = log(wallet / (1 - wallet)) + others
        # Chosen so that the utility of the firm as it is known is `level`; remembered hours are counted in `experience`.
        constant = level - ours + hour * known.hours * (1 - PROMISE_COUNTS)
        return cls(product, service, personnel, image, money, hour, energy, beyond, constant, rivals)


def expected_hours_beyond(case: Case, klass: ClassLetter, promised: float) -> float:
    """The hours by which a promise lies beyond the deadline of a need, 0 where it does not, on average over a class's needs."""
    if case.market.deadline is None:
        return 0.0
    median, spread = case.market.deadline[klass], case.market.deadline_spread
    if not spread:
        return max(0.0, promised - median)
    z = log(promised / median) / spread
    # The mean of max(0, promised - deadline) over lognormal deadlines.
    return promised * _phi(z) - median * exp(spread**2 / 2) * _phi(z - spread)


def _phi(z: float) -> float:
    """The standard normal distribution function."""
    return 0.5 * (1 + erf(z / sqrt(2)))
