"""Customers' choice: which firm gets a need.

1. A customer who knows none of the firms chooses among the rivals.
2. Customers of class A have contracts, renewed once a year: each firm gets a share of their needs.
3. Customers of class B and C choose at each need: the firm with the highest value plus a random term (Gumbel). The firm
   used last has an advantage by habit.
4. A customer of class B or C leaves a firm if it is chosen but is not enough better than the others. Customers who left
   may come back.

The value of a firm is in `reputation`, its random terms are in `taste`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, inf

from sim.base.streams import Floats
from sim.case.case import Case
from sim.model.customers.customer_base import CustomerBase
from sim.model.customers.memory import MemoryState
from sim.model.customers.population import NOBODY, US, Population
from sim.model.customers.reputation import Reputation
from sim.model.customers.taste import gumbel, normal
from sim.model.demand.demand import Demand
from sim.model.engine.fast_cells import flags, view
from sim.policy.policy import Policy


class CustomerChoice:
    """The choices of all customers. Firms are numbered from 0; the rivals (static offers) follow."""

    def __init__(
        self,
        case: Case,
        policies: Sequence[Policy],
        demand: Demand,
        state: MemoryState | None,
        salts: Sequence[str] = ("us",),
    ) -> None:
        """policies, salts: one of each firm; state: None if customers start with what the case says is generally known."""
        self.population = population = Population(case, demand)
        self.first_places = [0]
        """Where each firm's own block of customers begins."""
        self.data = case.market
        self.need_stream = demand.stream
        self.klass = population.klass
        self.customer = demand.as_list("customer")
        self.habit = self.data.habit
        self.urgent = flags(demand.wants.expedite)
        self.limit = population.limit
        self._draw_random_terms()
        state = population.first_state() if state is None else state.copy()
        self.rivals, self.last = state.rivals, state.last
        population.rivals = self.rivals
        self.firms = self._open_firms(policies, salts, state)
        self.base = self._count_base(demand.customers.needs_a_year)
        self.gumbels = [firm.gumbel for firm in self.firms] + self.rival_gumbel
        """The random terms of each firm and rival, by need."""

    def _draw_random_terms(self) -> None:
        """Random terms of the rivals and of the contracts, by need."""
        stream = self.need_stream
        names = [rival.name.en for rival in self.data.rivals]
        self.rival_gumbel = [view(gumbel(stream.uniform(f"gumbel-{name}"))) for name in names]
        self.nobody_worth = view(self.data.nobody + gumbel(stream.uniform("gumbel-nobody")))
        self.share_luck = view(stream.uniform("contract"))
        self.rival_luck = view(normal(stream.uniform("rival-experience")) * self.data.rival_spread)

    def _open_firms(
        self, policies: Sequence[Policy], salts: Sequence[str], state: MemoryState
    ) -> list[Reputation]:
        """The only firm. state: the memory at the beginning."""
        return [Reputation(self.population, policies[US], salts[US], state)]

    def _count_base(self, needs_a_year: Floats) -> CustomerBase:
        return CustomerBase(self.population, self.firms, needs_a_year)

    def state(self) -> MemoryState:
        """The customers' memory of the first firm and of the rivals, as data."""
        return MemoryState(**{**vars(self.firms[US].as_data()), "rivals": self.rivals, "last": self.last})

    def choose(self, need: int, now: int) -> int:
        """The number of the firm or rival that gets the need, or NOBODY."""
        customer = self.customer[need]
        for firm in self.firms:
            if firm.knows[customer]:
                break
        else:
            return self._choose_rival(customer, need)
        if not self.klass[customer]:
            return self._choose_by_contract(customer, need, now)
        return self._choose_by_value(customer, need, now)

    def _choose_by_value(self, customer: int, need: int, now: int) -> int:
        """The firm or rival with the highest value plus random term; a customer who is disappointed by a firm leaves it."""
        firms, last = self.firms, self.last[customer]
        values: list[float] = []
        away: list[int] = []
        for number, firm in enumerate(firms):
            if firm.left[customer]:
                away.append(number)
                values.append(-inf)
            else:
                values.append(firm.worth(customer) if firm.knows[customer] else -inf)
        for rival in self.rivals:
            values.append(rival[customer])
        if away:  # a customer may come back to a firm that it left
            rest = max(values)
            for number in away:
                if firms[number].comes_back(customer, rest):
                    values[number] = firms[number].worth(customer)
        best, chosen, gumbels = self.nobody_worth[need], NOBODY, self.gumbels
        offers = self._with_surcharges(values, customer, need) if self.urgent[need] else values
        for number, firm in enumerate(firms):
            if firm.deadline_losses is not None:
                offers = offers.copy() if offers is values else offers
                offers[number] -= firm.deadline_losses[need]
        for number, value in enumerate(offers):
            score = value + gumbels[number][need]
            if number == last:
                score += self.habit
            if score > best:
                best, chosen = score, number
        if 0 <= chosen < len(firms):
            self.last[customer] = chosen
            own, values[chosen] = values[chosen], -inf
            if own < max(values) + self.limit[customer]:
                firms[chosen].leave(customer, now)
        elif chosen != NOBODY:
            self._use_rival(customer, chosen - len(firms), need)
        return chosen

    def _with_surcharges(self, values: list[float], customer: int, need: int) -> list[float]:
        """The values for an urgent need: each firm's surcharge counts."""
        money = self.population.weights[customer].money
        felt = [money * firm.surcharge_felt[need] for firm in self.firms]
        return [value - loss for value, loss in zip(values, felt, strict=False)] + values[len(felt) :]

    def _choose_by_contract(self, customer: int, need: int, now: int) -> int:
        """The firm if its contract covers the need, or else a rival."""
        if now >= self.population.renews_at[customer]:
            self._renew(customer, now)
        if self.share_luck[need] < self.firms[US].contract[customer]:
            return US
        return self._choose_rival(customer, need)

    def _choose_rival(self, customer: int, need: int) -> int:
        """The rival with the highest value plus random term, or NOBODY."""
        best, chosen = self.nobody_worth[need], NOBODY
        for rival, values in enumerate(self.rivals):
            worth = values[customer] + self.rival_gumbel[rival][need]
            if worth > best:
                best, chosen = worth, rival
        if chosen == NOBODY:
            return NOBODY
        self._use_rival(customer, chosen, need)
        return len(self.firms) + chosen

    def _use_rival(self, customer: int, rival: int, need: int) -> None:
        """The customer experiences a rival's service, drawn around its offer, and remembers it."""
        values = self.rivals[rival]
        offered = (
            self.population.weights[customer].rivals[rival]
            + self.rival_luck[need]
            + self.population.copied[customer]
        )
        values[customer] += self.population.newest[customer] * (offered - values[customer])
        self.last[customer] = len(self.firms) + rival

    def _renew(self, customer: int, now: int) -> None:
        """Renew the yearly contracts: each firm's share of the customer's needs is its logit share."""
        firms = [firm for firm in self.firms if firm.knows[customer]]
        worth = [exp(firm.worth(customer)) for firm in firms]
        others = [exp(values[customer]) for values in self.rivals] + [exp(self.data.nobody)]
        total = fsum(worth + others)
        least = self.data.smallest_share
        for firm, value in zip(firms, worth, strict=True):
            share = value / total
            firm.set_contract(customer, share if share >= least else 0.0, now)
        self.population.renews_at[customer] += self.population.contract_seconds

    def move_away(self, place: int) -> None:
        """The customer at a place closes or moves away."""
        for firm in self.firms:
            firm.move_away(place)

    def arrive(self, row: int, now: int) -> None:
        """A newcomer, a row of `succession`, takes over its place."""
        newcomer = self.population.newcomer(row)
        self.population.arrive(newcomer)
        self.last[newcomer.place] = NOBODY
        for firm in self.firms:
            firm.arrive(newcomer, now)
        self.base.arrive(newcomer)

    def end_week(self, now: int) -> None:
        """Update each firm's reputation at the end of a week."""
        for firm in self.firms:
            firm.end_week(now)
