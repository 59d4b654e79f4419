"""All customers of the market: traits that do not depend on a firm, and the value of the rivals to them."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from math import log
from typing import Any

import numpy as np

from sim.base.streams import Floats, Ints
from sim.base.units import FEN, WEEK, YEAR
from sim.case.case import Case
from sim.case.utility import PROMISE_COUNTS, Weights
from sim.model.customers.memory import MemoryState
from sim.model.customers.taste import buying_types, normal
from sim.model.demand.demand import Demand
from sim.model.engine.fast_cells import view
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy

US, NOBODY = 0, -1


def first_renewals(case: Case, demand: Demand) -> Ints:
    """When the contract of each customer that is in force at time 0 ends (s); only A customers have contracts."""
    stream = demand.traits.of(np.arange(len(demand.customers.klass)))
    return (stream.uniform("renewal") * round(case.market.contract_weeks * WEEK)).astype(np.int64)


class Population:
    """Lists by customer number."""

    def __init__(self, case: Case, demand: Demand) -> None:
        """Draw each customer's further traits: buying type, limit for leaving, time of moving away, renewal of contracts."""
        customers, needs = demand.customers, demand.needs
        self.case = case
        self.data = data = case.market
        numbers = np.arange(len(customers.klass))
        self.stream = stream = demand.traits.of(numbers)
        """The random numbers of the customers' traits."""
        self.need_stream = demand.stream
        self._wants = demand.wants
        self.klass = customers.klass.tolist()
        self.kind = buying_types(case, demand.traits, customers).tolist()
        self.begin = int(needs.time[0]) if len(needs.time) else 0
        tables = {(k, t): Weights.of(case, k, t) for k in CLASSES for t in data.types}
        kinds = list(data.types)
        self.weights = [tables[CLASSES[k], kinds[t]] for k, t in zip(self.klass, self.kind, strict=True)]
        self.newest = [data.newest[CLASSES[k]] for k in self.klass]
        limit = np.array([data.leave[CLASSES[k]] for k in self.klass])
        self.limit = (limit * stream.lognormal(data.leave_spread, "leave")).tolist()
        moves = np.array([-log(1 - data.moves[CLASSES[k]]) for k in self.klass])
        self.moves_at = (
            np.minimum(demand.luck.of(numbers).exponential("moves") / np.maximum(moves, 1e-9) * YEAR, 1e15)
            .astype(np.int64)
            .tolist()
        )
        self.hears_at = (data.hears_weeks * stream.exponential("hears")).tolist()
        self.contract_seconds = round(data.contract_weeks * WEEK)
        self.renews_at = first_renewals(case, demand).tolist()
        self.rivals: list[list[float]] = []
        """The value of each rival to each customer, without the random term of a need."""
        self.copied = [0.0] * len(self.klass)
        """The value of the rivals' copies of a points programme to each customer."""
        self._programmes: dict[Hashable, list[float]] = {}

    def first_state(self) -> MemoryState:
        """The memory before the warm-up: what the case says is generally known of the firm."""
        known, count = self.data.known, len(self.klass)
        latent = np.array([self.data.latent[CLASSES[k]] for k in self.klass])
        return MemoryState(
            remembered=[
                [known.product, known.service, known.personnel, known.hours, known.energy] for _ in self.klass
            ],
            rivals=self.usual_rivals(),
            contract=[self.case.classes[CLASSES[k]].wallet for k in self.klass],
            last=[US] * count,
            left=[False] * count,
            knows=(self.stream.uniform("knows") >= latent).tolist(),
            image=0.0,
            exposure=0.0,
            bond=[0.0] * count,
        )

    def usual_rivals(self) -> list[list[float]]:
        """The value of each rival to each customer at the service that it offers."""
        taste = [
            normal(self.stream.uniform(f"taste-{rival.name.en}")) * self.data.taste
            for rival in self.data.rivals
        ]
        return [
            [w.rivals[rival] + float(x) for w, x in zip(self.weights, liking, strict=True)]
            for rival, liking in enumerate(taste)
        ]

    def surcharge_felt(self, policy: Policy) -> Any:
        """By need: the logarithm of the price with the surcharge, less that under the case's own policy.

        An urgent customer pays the surcharge or, if that is more than it pays at most, does without; doing without is worth
        as much less to it as the most that it would pay.
        """
        wants = self._wants
        felt = np.zeros(len(wants.placed))
        urgent = wants.expedite
        price, most = wants.list_price[urgent], wants.pays[urgent]
        now, usual = (
            np.log1p(np.minimum(one.price.express_surcharge * FEN, most) / price)
            for one in (policy, self.case.policy)
        )
        felt[urgent] = now - usual
        return view(felt)

    @cached_property
    def term_weights(self) -> Floats:
        """The weights of what is remembered: customers x product, service, personnel, hours and energy."""
        return np.array(
            [
                (w.product, w.service, w.personnel, -w.hour * (1 - PROMISE_COUNTS), -w.energy)
                for w in self.weights
            ]
        )

    def experience(self, memory: Floats) -> Floats:
        """The utility of a memory (one for all, or one a customer) to every customer."""
        return np.asarray((self.term_weights * memory).sum(axis=1))

    def renew_sooner(self, customer: int, now: int, left: float) -> None:
        """Shorten the time until the customer's next contract to the share `left`."""
        ahead = self.renews_at[customer] - now
        if ahead > 0:
            self.renews_at[customer] = now + round(left * ahead)

    def copy_points(self, firm: Hashable, worth: list[float]) -> None:
        """The rivals copy a firm's points (utility by customer); with several firms, the most valuable programme."""
        self._programmes[firm] = worth
        for customer, given in enumerate(zip(*self._programmes.values(), strict=True)):
            new = max(given)
            more = new - self.copied[customer]
            if more:
                self.copied[customer] = new
                for values in self.rivals:
                    values[customer] += more
