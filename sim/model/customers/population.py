"""All customers of the market: traits that do not depend on a firm, and the value of the rivals to them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.base.streams import Floats, Ints, Stream
from sim.base.units import FEN, WEEK
from sim.case.case import Case
from sim.case.value_weights import PROMISE_COUNTS, Weights, surcharge_felt
from sim.model.customers.deadlines import losses
from sim.model.customers.memory import MemoryState
from sim.model.customers.taste import buying_types, normal
from sim.model.demand.demand import Demand
from sim.model.engine.fast_cells import view
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy

US, NOBODY = 0, -1


@dataclass(frozen=True)
class Newcomer:
    """The traits of a customer who takes over a place. row: of `succession`; limit: for leaving; rivals: their value to it at
    the service that they offer.
    """

    place: int
    row: int
    limit: float
    rivals: list[float]


def first_renewals(case: Case, demand: Demand) -> Ints:
    """When the contract of each customer that is in force at time 0 ends (s); only A customers have contracts."""
    return (demand.traits_by_place().uniform("renewal") * round(case.market.contract_weeks * WEEK)).astype(
        np.int64
    )


class Population:
    """Lists by place: of the customer who is there now, or was there last (see `sim.model.demand.succession`)."""

    def __init__(self, case: Case, demand: Demand) -> None:
        """Draw each customer's further traits: buying type, limit for leaving, renewal of contracts."""
        customers, needs = demand.customers, demand.needs
        self.succession = succession = demand.succession
        self.case = case
        self.data = data = case.market
        numbers = np.arange(len(customers.klass))
        self.stream = stream = demand.traits_by_place()
        """The random numbers of the customers' traits."""
        self.firm_stream = demand.traits.of(numbers)
        """Random streams for the relation of customers to one of several firms."""
        self.need_stream = demand.stream
        self.firms, self.block = demand.firms, demand.block
        self._demand, self._wants = demand, demand.wants
        self.klass = customers.klass.tolist()
        self.kind = buying_types(case, demand).tolist()
        self.begin = int(needs.time[0]) if len(needs.time) else 0
        tables = {(k, t): Weights.of(case, k, t) for k in CLASSES for t in data.types}
        kinds = list(data.types)
        self.weights = [tables[CLASSES[k], kinds[t]] for k, t in zip(self.klass, self.kind, strict=True)]
        self.newest = [data.newest[CLASSES[k]] for k in self.klass]
        limit = np.array([data.leave[CLASSES[k]] for k in self.klass])
        self.limit = (limit * stream.lognormal(data.leave_spread, "leave")).tolist()
        self.moves_at = succession.moves[: len(numbers)].tolist()
        self.row = numbers.tolist()
        """The customer at each place, a row of `succession`."""
        self.hears_at = (data.hears_weeks * stream.exponential("hears")).tolist()
        self.contract_seconds = round(data.contract_weeks * WEEK)
        self.renews_at = first_renewals(case, demand).tolist()
        self.rivals: list[list[float]] = []
        """The value of each rival to each customer, without the random term of a need."""
        self.copied = [0.0] * len(self.klass)
        """The value of the rivals' copies of a points programme to each customer."""
        self._programmes: dict[Hashable, list[float]] = {}
        self._draw_newcomers(demand)

    def _draw_newcomers(self, demand: Demand) -> None:
        """Draw the traits of those who will come, by row of `succession` after the first customers."""
        data, rows = self.data, self.succession.newcomers()
        place = self.succession.place[rows]
        self.newcomer_stream = stream = demand.traits.of(place, self.succession.generation[rows])
        """The random numbers of the newcomers' traits."""
        klass = demand.customers.klass[place]
        leave, latent = (
            np.array([values[name] for name in CLASSES])[klass] for values in (data.leave, data.latent)
        )
        self._new_limit = (leave * stream.lognormal(data.leave_spread, "leave")).tolist()
        self._new_latent = latent
        self.new_knows = (stream.uniform("knows") >= latent).tolist()
        """Whether each newcomer knows the firm at once."""
        self.new_hears = (data.hears_weeks * stream.exponential("hears")).tolist()
        """The exposure after which it does."""
        self._new_rivals = self._rivals_of([self.weights[one] for one in place.tolist()], stream)

    def newcomers_of(self, salt: str) -> tuple[list[bool], list[float]]:
        """`new_knows` and `new_hears` of one of several firms: customers who would not know one firm alone know none of them.

        A market of several firms has as many times the customers, so a firm takes as many times as long to become known.
        """
        stream, weeks = self.newcomer_stream, self.firms * self.data.hears_weeks
        knows = np.array(self.new_knows, dtype=bool) & (stream.uniform(f"knows-{salt}") >= self._new_latent)
        return knows.tolist(), (weeks * stream.exponential(f"hears-{salt}")).tolist()

    def hears_at_of(self, salt: str, exposure: float) -> list[float]:
        """`hears_at` of one of several firms, which have had this exposure."""
        weeks = self.firms * self.data.hears_weeks
        return (exposure + weeks * self.firm_stream.exponential(f"hears-{salt}")).tolist()

    def newcomer(self, row: int) -> Newcomer:
        """The traits of a newcomer, by its row of `succession`."""
        new = row - self.succession.places
        rivals = [values[new] for values in self._new_rivals]
        return Newcomer(
            int(self.succession.place[row]),
            row,
            self._new_limit[new],
            rivals,
        )

    def arrive(self, newcomer: Newcomer) -> None:
        """A newcomer takes over its place. It settles a contract with the first need after it knows a firm."""
        place, row = newcomer.place, newcomer.row
        self.row[place] = row
        self.limit[place] = newcomer.limit
        self.moves_at[place] = int(self.succession.moves[row])
        self.renews_at[place] = int(self.succession.arrives[row])
        for values, value in zip(self.rivals, newcomer.rivals, strict=True):
            values[place] = value + self.copied[place]

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
        """The value of each rival to each of the first customers at the service that it offers."""
        return self._rivals_of(self.weights, self.stream)

    def _rivals_of(self, weights: Sequence[Weights], stream: Stream) -> list[list[float]]:
        """The value of each rival to customers with these weights and random numbers."""
        taste = [
            normal(stream.uniform(f"taste-{rival.name.en}")) * self.data.taste for rival in self.data.rivals
        ]
        return [
            [w.rivals[rival] + float(x) for w, x in zip(weights, liking, strict=True)]
            for rival, liking in enumerate(taste)
        ]

    def surcharge_felt(self, policy: Policy) -> Any:
        """By need: the logarithm of the price with the surcharge, less that under the case's own policy.

        An urgent customer pays the surcharge or, if that is more than it pays at most, does without.
        """
        wants = self._wants
        felt = np.zeros(len(wants.placed))
        urgent = wants.expedite
        price, most = wants.list_price[urgent], wants.pays[urgent]
        now, usual = (
            surcharge_felt(one.price.express_surcharge * FEN, most, price)
            for one in (policy, self.case.policy)
        )
        felt[urgent] = now - usual
        return view(felt)

    def deadline_losses(self, policy: Policy) -> Any:
        """By need of class B or C: the utility lost because the promise lies beyond the customer's deadline, or None."""
        return losses(self.case, self._demand, self.weights, policy)

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
