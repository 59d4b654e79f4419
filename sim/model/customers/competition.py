"""Competition: how several firms share the customers of a market, so that each does what it would do alone.

1. A customer has a main firm. At the base the firms together get the share that one alone would get: the main firm
   `market.main_share` of it, the others the rest in equal parts.
2. Differences of value count less than for one firm alone, by the factor `scale`: so the share of orders that a firm wins or
   loses by its price and service is the one that it would win or lose alone.
3. A main firm is left if it is not enough better than the best rival, or than the other firms, who count together as one more
   rival as good as the best rival usually is. The first other firm to get an order becomes the main firm.
"""

from __future__ import annotations

from math import fsum, inf, log
from typing import Any

import numpy as np

from sim.model.customers.population import NOBODY, Population
from sim.policy.classes import CLASSES


class Competition:
    """Between the firms of a market with several; lists by customer."""

    def __init__(self, population: Population) -> None:
        self.firms = firms = population.firms
        self.main = [NOBODY] * len(population.klass)
        """The number of each customer's main firm."""
        data, rest = population.data, firms - 1
        main, other = data.main_share, (1 - data.main_share) / rest
        same = main**2 + rest * other**2
        """The probability that two orders of one customer go to the same firm."""
        wallets = [min(max(population.case.classes[name].wallet, 0.001), 0.999) for name in CLASSES]
        scales = [(1 - wallet) / (1 - wallet * same) for wallet in wallets]
        known = data.known
        memory = (known.product, known.service, known.personnel, known.hours, known.energy)
        self.scale = [scales[k] for k in population.klass]
        self.usual = [w.constant + w.experience(memory) for w in population.weights]
        """The value of a firm as it is known, without a customer's own taste."""
        self.best_rival = [max(w.rivals, default=-inf) for w in population.weights]
        """The value of the best rival's offer."""
        at = [u * (1 - s) for u, s in zip(self.usual, self.scale, strict=True)]
        self.to_main = [value + log(main) for value in at]
        self.to_other = [value + log(other) for value in at]
        """What is added to a firm's scaled value: if it is the main firm, or another one."""
        self.parts = (main, other)
        """The shares that go with them."""
        self.to_rival = [
            [offer * (1 - s) for offer, s in zip(offers, self.scale, strict=True)]
            for offers in zip(*(w.rivals for w in population.weights), strict=True)
        ]
        self._arrays = {name: np.array(getattr(self, name)) for name in ("scale", "usual", "best_rival")}
        self._at, self._to_rival = np.array(at), np.array(self.to_rival).reshape(-1, len(at))

    def utilities(self, customer: int, values: list[float]) -> list[float]:
        """Utilities by firm and rival, which decide who gets a need. values: of the firms that are considered, else -inf."""
        scale, main, count = self.scale[customer], self.main[customer], self.firms
        added = self.to_other[customer]
        found = [scale * value + added for value in values[:count]]
        if main != NOBODY:
            found[main] = scale * values[main] + self.to_main[customer]
        for value, more in zip(values[count:], self.to_rival, strict=True):
            found.append(scale * value + more[customer])
        return found

    def to_beat(self, customer: int, number: int, values: list[float]) -> float:
        """The value that a firm must keep ahead of: that of the best rival, or of the other firms as one more rival."""
        count, usual = self.firms, self.usual[customer]
        best = max(values[count:], default=-inf)
        others = [
            value - usual for other, value in enumerate(values[:count]) if other != number and value != -inf
        ]
        if not others:
            return best
        lead = self.scale[customer] * fsum(others) / len(others)
        return max(best, self.best_rival[customer] + lead)

    def part(self, customer: int, number: int) -> float:
        """The firm's share of what the firms get from a customer at the base."""
        main, other = self.parts
        return main if self.main[customer] == number else other

    def parts_of(self, number: int, places: Any) -> Any:
        """The same for the customers at these places, as an array."""
        main, other = self.parts
        return np.where(np.array(self.main)[places] == number, main, other)

    def all_utilities(self, number: int, values: Any, places: Any) -> Any:
        """`utilities` of a firm to the customers at these places, as an array."""
        scaled = self._arrays["scale"][places] * values + self._at[places]
        return scaled + np.log(self.parts_of(number, places))

    def all_rivals(self, values: Any, places: Any) -> Any:
        """`utilities` of the rivals to the customers at these places, as an array."""
        return self._arrays["scale"][places] * values + self._to_rival[:, places]

    def all_to_beat(self, others: list[Any], best: Any) -> Any:
        """`to_beat` for all customers. others: the values of the other firms, -inf where they do not deal with a customer."""
        usual = self._arrays["usual"]
        leads = np.array([value - usual for value in others])
        there = leads != -np.inf
        count = there.sum(axis=0)
        mean = np.sort(np.where(there, leads, 0.0), axis=0).sum(axis=0) / np.maximum(count, 1)
        rival = self._arrays["best_rival"] + self._arrays["scale"] * mean
        return np.where(count > 0, np.maximum(best, rival), best)
