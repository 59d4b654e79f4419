"""The customer base: how many orders a year the firm's customers of today are expected to give.

A customer belongs to the base if it knows the firm, has not left it or moved away and, in class A, has a contract.

1. Usual orders: at the service that is generally known of the firm, under the case's own price and promise.
2. Orders by memory: what a customer remembers today makes its share of orders larger or smaller, until newer orders
   have replaced the memory, and in class A until the contract ends.

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
    """Counts the base of all firms of a market, week by week; arrays by customer."""

    def __init__(self, population: Population, firms: Sequence[Reputation], needs_a_year: Floats) -> None:
        self.population, self.firms, self.needs_a_year = population, firms, needs_a_year
        self.klass = np.array(population.klass)
        self.moves_at, self.newest = np.array(population.moves_at), np.array(population.newest)
        self.nobody = float(np.exp(population.data.nobody))
        self.liking = [firm.liking(population.case.policy) for firm in firms]
        """Utility of each firm to each customer, whatever it remembers."""
        known = np.array(firms[0].hearsay)
        usual = [liking + population.experience(known) for liking in self.liking]
        rivals = np.exp(np.array(population.usual_rivals())).sum(axis=0)
        self.usual_share = self._shares(usual, rivals)
        """The share of its needs that each customer usually gives to each firm."""

    def _shares(self, values: Sequence[Floats], rivals: Any) -> list[Floats]:
        """Logit shares of the firms."""
        worth = [np.exp(value) for value in values]
        total = sum(worth) + rivals + self.nobody
        return [one / total for one in worth]

    def count(self, now: int) -> None:
        """Add the rows of all firms at a time (s)."""
        rivals = np.exp(np.array(self.population.rivals)).sum(axis=0)
        values = [
            liking + firm.remembered_value() for liking, firm in zip(self.liking, self.firms, strict=True)
        ]
        shares = self._shares(values, rivals)
        contract_years = np.clip((np.array(self.population.renews_at) - now) / YEAR, 0, 1)
        has_contract = self.klass == 0
        for firm, share, usual in zip(self.firms, shares, self.usual_share, strict=True):
            contract = np.array(firm.contract)
            present = np.array(firm.knows) & ~np.array(firm.left) & (now < self.moves_at)
            present &= ~has_contract | (contract > 0)
            orders = self.needs_a_year * usual
            memory_years = np.minimum(1.0, 1 / np.maximum(self.newest * orders, 1e-9))
            more = (share - usual) * memory_years
            more += np.where(has_contract, (contract - usual) * contract_years, 0.0)
            for klass in range(len(CLASSES)):
                mine = present & (self.klass == klass)
                usual_orders = float(orders[mine].sum())
                by_memory = float((self.needs_a_year * more)[mine].sum())
                firm.base.add(
                    now, klass, int(mine.sum()), round(usual_orders * MILLI), round(by_memory * MILLI)
                )
