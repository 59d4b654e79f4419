"""The customer base: how many orders the firm's customers of today are expected to give.

The base is the customers who know the firm and have not moved away. Of those who have left it, only those come back
whose usual value of the firm is high enough.

1. Usual orders: a year's orders at the service that is generally known of the firm, under the case's own price and
   promise.
2. Orders by memory: how many more or fewer orders the present state brings until it is over.
   - Class A: the contract in force lasts until it ends; the next one is settled by what will be remembered then.
   - Classes B and C: a memory lasts until newer orders have replaced it, the longer the fewer orders there are. Customers
     who have left stay away until their memory has faded. Customers who left or stay only because the price or promise
     is not the case's own count as they would be under the case's own: their next needs bring them back, or away.

Both follow from the state of the customers alone, not from the policy in force. `sim.measures.customer_equity` values them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.base.streams import Floats
from sim.base.units import YEAR
from sim.model.customers.competition import Competition
from sim.model.customers.population import Newcomer, Population
from sim.model.customers.reputation import Reputation
from sim.model.engine.log import MILLI
from sim.policy.classes import CLASSES


class CustomerBase:
    """Counts the base of all firms of a market at the end of each week; arrays by customer."""

    def __init__(
        self,
        population: Population,
        firms: Sequence[Reputation],
        needs_a_year: Floats,
        competition: Competition | None = None,
    ) -> None:
        """competition: between several firms."""
        self.competition = competition
        self.population, self.firms, self.needs_a_year = population, firms, needs_a_year
        data, case = population.data, population.case
        self.klass = np.array(population.klass)
        self.newest = np.array(population.newest)
        self.price_level = case.policy.price.level
        self.has_contract = self.klass == 0
        self.contract_years = population.contract_seconds / YEAR
        self.longest = np.array([case.margin_multiple(name) for name in CLASSES])[self.klass]
        """Years after which nothing counts any more."""
        self.least_share = np.where(self.has_contract, data.smallest_share, 0.0)
        self.away_years = np.minimum(self.longest, 1 / np.maximum(data.fade * needs_a_year, 1e-9))
        """How long a customer who has left stays away."""
        self.nobody = float(np.exp(data.nobody))
        self.liking = [firm.liking(case.policy) for firm in firms]
        """Utility of each firm to each customer, whatever it remembers."""
        self._offers = [
            liking - np.array(firm.constant) for liking, firm in zip(self.liking, firms, strict=True)
        ]
        """The part of it that does not depend on the customer's taste."""
        self._known = population.experience(np.array(firms[0].hearsay))
        self._rivals = np.array(population.usual_rivals()).reshape(-1, len(self.klass))
        self.usual = [liking + self._known for liking in self.liking]
        self.usual_share = [np.zeros(len(self.klass)) for _firm in firms]
        """The share of its needs that each customer usually gives to each firm."""
        self.best_rival = np.zeros(len(self.klass))
        self.lead = np.zeros(len(self.klass))
        """By how much a firm must lead all others for a customer to come back to it."""
        self._settle(slice(None))

    def _best_other(self, values: Sequence[Floats], dealing: Sequence[Any], rivals: Floats) -> list[Floats]:
        """The value that each firm must exceed: that of the best rival, or of the other firms that each customer deals with."""
        if self.competition is None:
            return [rivals] * len(values)
        offers = [np.where(deals, value, -np.inf) for deals, value in zip(dealing, values, strict=True)]
        return [
            self.competition.all_to_beat(offers[:number] + offers[number + 1 :], rivals)
            for number in range(len(values))
        ]

    def _come_back(self, dealing: Sequence[Any]) -> list[Any]:
        """Whether a customer comes back to each firm, once its memory has faded. dealing: with which firms it deals."""
        best = self._best_other(self.usual, dealing, self.best_rival)
        return [usual >= other + self.lead for usual, other in zip(self.usual, best, strict=True)]

    def _away(self, present: Sequence[Floats], rivals: Floats, dealing: Sequence[Any]) -> list[Any]:
        """The customers who have left each firm, or are about to, given its value under the case's own price and promise."""
        best = self._best_other(present, dealing, rivals.max(axis=0, initial=-np.inf))
        limit = np.where(self.has_contract, -np.inf, np.array(self.population.limit))
        return [
            value < other + np.where(firm.left, self.lead, limit)
            for value, other, firm in zip(present, best, self.firms, strict=True)
        ]

    def _settle(self, places: slice) -> None:
        """Compute what the customers at these places usually do."""
        usual, rivals = [value[places] for value in self.usual], self._rivals[:, places]
        limit = np.array(self.population.limit[places])
        self.best_rival[places] = rivals.max(axis=0, initial=-np.inf)
        self.lead[places] = limit + np.abs(limit)
        for own, share in zip(self.usual_share, self._shares(usual, rivals, places), strict=True):
            own[places] = share

    def arrive(self, newcomer: Newcomer) -> None:
        """A newcomer has taken over its place."""
        place = newcomer.place
        self._rivals[:, place] = newcomer.rivals
        for liking, usual, offer, firm in zip(self.liking, self.usual, self._offers, self.firms, strict=True):
            liking[place] = firm.constant[place] + offer[place]
            usual[place] = liking[place] + self._known[place]
        self._settle(slice(place, place + 1))

    def _shares(self, values: Sequence[Floats], rivals: Any, places: slice) -> list[Floats]:
        """Logit shares of the firms at these places; a share too small for a contract is 0."""
        least: list[Any] = [self.least_share[places]] * len(values)
        if self.competition is not None:
            both = self.competition
            values = [both.all_utilities(number, value, places) for number, value in enumerate(values)]
            rivals = both.all_rivals(rivals, places)
            least = [share * both.parts_of(number, places) for number, share in enumerate(least)]
        worth = [np.exp(value) for value in values]
        total = np.sort(worth, axis=0).sum(axis=0) + np.exp(rivals).sum(axis=0) + self.nobody
        return [
            np.where(one / total >= enough, one / total, 0.0)
            for one, enough in zip(worth, least, strict=True)
        ]

    def count(self, now: int) -> None:
        """Log the base of all firms at a time (s)."""
        ahead = np.clip((np.array(self.population.renews_at) - now) / YEAR, 0, self.longest)
        ahead = np.where(self.has_contract, ahead, 0.0)
        """Years until the contract ends."""
        present, values, lasting = [], [], []
        for liking, usual, firm in zip(self.liking, self.usual, self.firms, strict=True):
            # A contract at another price is looked at again once the price is back at the case's own.
            jump = (
                np.abs(self.price_level / np.array(firm.agreed_level) - 1)
                > self.population.data.price_jump + 1e-9
            )
            lasting.append(np.where(jump, 0.0, ahead))
            until_then = self.newest * self.needs_a_year * np.array(firm.contract) * lasting[-1]
            present.append(liking + firm.remembered_value())
            values.append(usual + (present[-1] - usual) * np.exp(-until_then))
        # Like the firm's own points, those that the rivals give back because of them are left out.
        population = self.population
        rivals = np.array(population.rivals).reshape(-1, len(self.klass)) - np.array(population.copied)
        shares = self._shares(values, rivals, slice(None))
        there = now < np.array(self.population.moves_at)
        if self.competition is not None:  # the usual orders of a customer change with its main firm
            self._settle(slice(None))
        dealing = [np.array(firm.knows) & ~np.array(firm.left) for firm in self.firms]
        comes_back, gone = self._come_back(dealing), self._away(present, rivals, dealing)
        for number, firm in enumerate(self.firms):
            usual, share, ahead = self.usual_share[number], shares[number], lasting[number]
            away, known = gone[number], np.array(firm.knows) & there
            deals = np.array([firm.deals_with(customer) for customer in range(len(away))]) & there
            counts = known & (~away | comes_back[number])
            by_orders = 1 / np.maximum(self.newest * self.needs_a_year * share, 1e-9)
            by_contract = np.where(share > 0, self.contract_years, self.longest)
            lasts = np.minimum(np.where(self.has_contract, by_contract, by_orders), self.longest - ahead)
            more = (np.array(firm.contract) - usual) * ahead + (share - usual) * lasts
            more = np.where(away, -usual * self.away_years, more)
            for klass in range(len(CLASSES)):
                mine = counts & (self.klass == klass)
                firm.base.add(
                    now,
                    klass,
                    int((deals & (self.klass == klass)).sum()),
                    round(float((self.needs_a_year * usual)[mine].sum()) * MILLI),
                    round(float((self.needs_a_year * more)[mine].sum()) * MILLI),
                )
