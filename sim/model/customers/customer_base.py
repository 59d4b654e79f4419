"""The customer base: how many orders the firm's customers of today are expected to give.

The base are the customers who know the firm and have not moved away. Of those who have left it, only those come back
whose usual value of the firm is high enough.

1. Usual orders: a year's orders at the service that is generally known of the firm, under the case's own price and
   promise.
2. Orders by memory: how many more or fewer orders the present state brings until it is over.
   - Class A: the contract in force lasts until it ends; the next one is settled by what will be remembered then.
   - Classes B and C: a memory lasts until newer orders have replaced it, the longer the fewer orders there are. Customers
     who have left stay away until their memory has faded.

Both follow from the state of the customers alone, not from the policy in force. `sim.measures.customer_equity` values them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.base.streams import Floats
from sim.base.units import YEAR
from sim.model.customers.population import Population
from sim.model.customers.reputation import Reputation
from sim.policy.classes import CLASSES

MILLI = 1000
"""Orders are logged in thousandths."""


class CustomerBase:
    """Counts the base of all firms of a market at the end of each week; arrays by customer."""

    def __init__(self, population: Population, firms: Sequence[Reputation], needs_a_year: Floats) -> None:
        self.population, self.firms, self.needs_a_year = population, firms, needs_a_year
        data, case = population.data, population.case
        self.klass = np.array(population.klass)
        self.moves_at, self.newest = np.array(population.moves_at), np.array(population.newest)
        self.price_level = case.policy.price.level
        self.has_contract = self.klass == 0
        self.contract_years = population.contract_seconds / YEAR
        self.longest = np.array([case.margin_multiple(name) for name in CLASSES])[self.klass]
        """Years after which nothing counts any more."""
        self.least_share = np.where(self.has_contract, data.smallest_share / len(firms), 0.0)
        self.away_years = np.minimum(self.longest, 1 / np.maximum(data.fade * needs_a_year, 1e-9))
        """How long a customer who has left stays away."""
        self.nobody = float(np.exp(data.nobody))
        self.liking = [firm.liking(case.policy) for firm in firms]
        """Utility of each firm to each customer, whatever it remembers."""
        known = population.experience(np.array(firms[0].hearsay))
        rivals = np.array(population.usual_rivals())
        self.usual = [liking + known for liking in self.liking]
        self.usual_share = self._shares(self.usual, rivals)
        """The share of its needs that each customer usually gives to each firm."""
        self.best_rival = rivals.max(axis=0, initial=-np.inf)
        limit = np.array(population.limit)
        self.lead = limit + np.abs(limit)
        """By how much a firm must lead all others for a customer to come back to it."""

    def _come_back(self, dealing: Sequence[Any]) -> list[Any]:
        """Whether a customer comes back to each firm, once its memory has faded. dealing: with which firms it deals."""
        values = [np.where(deals, usual, -np.inf) for deals, usual in zip(dealing, self.usual, strict=True)]
        found = []
        for number, usual in enumerate(self.usual):
            others = values[:number] + values[number + 1 :]
            found.append(usual >= np.maximum.reduce([self.best_rival, *others]) + self.lead)
        return found

    def _shares(self, values: Sequence[Floats], rivals: Any) -> list[Floats]:
        """Logit shares of the firms; a share too small for a contract is 0."""
        worth = [np.exp(value) for value in values]
        total = sum(worth) + np.exp(rivals).sum(axis=0) + self.nobody
        return [np.where(one / total >= self.least_share, one / total, 0.0) for one in worth]

    def count(self, now: int) -> None:
        """Log the base of all firms at a time (s)."""
        ahead = np.clip((np.array(self.population.renews_at) - now) / YEAR, 0, self.longest)
        ahead = np.where(self.has_contract, ahead, 0.0)
        """Years until the contract ends."""
        values, lasting = [], []
        for liking, usual, firm in zip(self.liking, self.usual, self.firms, strict=True):
            # A contract at another price is looked at again once the price is back at the case's own.
            jump = (
                np.abs(self.price_level / np.array(firm.agreed_level) - 1) > self.population.data.price_jump
            )
            lasting.append(np.where(jump, 0.0, ahead))
            until_then = self.newest * self.needs_a_year * np.array(firm.contract) * lasting[-1]
            values.append(usual + (liking + firm.remembered_value() - usual) * np.exp(-until_then))
        shares = self._shares(values, np.array(self.population.rivals))
        comes_back = self._come_back([np.array(firm.knows) & ~np.array(firm.left) for firm in self.firms])
        for number, firm in enumerate(self.firms):
            usual, share, ahead = self.usual_share[number], shares[number], lasting[number]
            left = np.array(firm.left)
            known = np.array(firm.knows) & (now < self.moves_at)
            counts = known & (~left | comes_back[number])
            by_orders = 1 / np.maximum(self.newest * self.needs_a_year * share, 1e-9)
            by_contract = np.where(share > 0, self.contract_years, self.longest)
            lasts = np.minimum(np.where(self.has_contract, by_contract, by_orders), self.longest - ahead)
            more = (np.array(firm.contract) - usual) * ahead + (share - usual) * lasts
            more = np.where(left, -usual * self.away_years, more)
            for klass in range(len(CLASSES)):
                mine = counts & (self.klass == klass)
                firm.base.add(
                    now,
                    klass,
                    int((known & ~left & (self.klass == klass)).sum()),
                    round(float((self.needs_a_year * usual)[mine].sum()) * MILLI),
                    round(float((self.needs_a_year * more)[mine].sum()) * MILLI),
                )
