"""Customers' minds: whom they choose at a need, when they leave and come back.

A need goes to the firm of highest value plus luck (`values.py`); what is remembered of a firm stands in `reputation.py`. A
customers contract: once a year they settle which share of their needs a firm gets. B and C customers choose each time, out
of habit rather the firm that they used last.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, inf, log

import numpy as np

from sim.case.case import Case
from sim.model.customers.memory import MemoryState
from sim.model.customers.population import NOBODY, US, Population
from sim.model.customers.reputation import Reputation
from sim.model.customers.taste import gumbel, normal
from sim.model.demand.demand import Demand
from sim.model.engine.columns import view
from sim.policy.policy import Policy


class CustomerChoice:
    """All customers of the market. Firms are numbered from 0, the rivals (static offers) come after them."""

    def __init__(
        self,
        case: Case,
        policies: Sequence[Policy],
        demand: Demand,
        state: MemoryState | None,
        salts: Sequence[str] = ("us",),
    ) -> None:
        """policies, salts: of each firm; state None: all remember the firms as the case says they are known."""
        self.population = population = Population(case, demand)
        self.data = case.market
        self.need_stream = demand.stream
        self.klass = population.klass
        self.customer = demand.as_list("customer")
        self.habit = self.data.habit
        self.limit, self.moves_at = population.limit, population.moves_at
        self._draw_luck()
        state = population.first_state() if state is None else state.copy()
        self.rivals, self.last = state.rivals, state.last
        population.rivals = self.rivals
        shared = len(salts) > 1
        if shared:
            self._share_out(state, len(salts), salts)
        self.firms = [
            Reputation(population, policy, salt, _split(state, len(salts)) if shared else state.copy())
            for policy, salt in zip(policies, salts, strict=True)
        ]
        self.gumbels = [firm.gumbel for firm in self.firms] + self.rival_gumbel
        """The luck of each firm and rival with each need, by number."""

    def _draw_luck(self) -> None:
        stream = self.need_stream
        names = [rival.name.en for rival in self.data.rivals]
        self.rival_gumbel = [view(gumbel(stream.uniform(f"gumbel-{name}"))) for name in names]
        self.nobody_worth = view(self.data.nobody + gumbel(stream.uniform("gumbel-nobody")))
        self.share_luck = view(stream.uniform("contract"))
        self.rival_luck = view(normal(stream.uniform("rival-experience")) * self.data.rival_spread)

    def _share_out(self, state: MemoryState, firms: int, salts: Sequence[str]) -> None:
        """Several firms in the place of one: whoever used it last has used one of them, by the customer's own luck."""
        luck = np.array([self.population.stream.uniform(f"last-{salt}") for salt in salts])
        used = luck.argmax(axis=0).tolist()
        self.last = [
            used[customer] if last == US else last + firms - 1 if last > US else NOBODY
            for customer, last in enumerate(state.last)
        ]

    def state(self) -> MemoryState:
        """What is remembered of the first firm, and of the rivals."""
        return MemoryState(**{**vars(self.firms[US].as_data()), "rivals": self.rivals, "last": self.last})

    def choose(self, need: int, now: int) -> int:
        """Who gets the need: a firm's number, a rival's, or NOBODY."""
        customer = self.customer[need]
        if not any(firm.knows[customer] for firm in self.firms):
            return self._choose_rival(customer, need)
        if now >= self.moves_at[customer]:
            return NOBODY
        if not self.klass[customer]:
            return self._choose_by_contract(customer, need, now)
        return self._choose_by_value(customer, need, now)

    def _choose_by_value(self, customer: int, need: int, now: int) -> int:
        """The firm of highest value plus luck; who is disappointed by it leaves it for good."""
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
        if away:  # those left are thought of anew, each against the others as they stand
            rest = max(values)
            for number in away:
                if firms[number].comes_back(customer, rest):
                    values[number] = firms[number].worth(customer)
        best, chosen, gumbels = self.nobody_worth[need], NOBODY, self.gumbels
        for number, value in enumerate(values):
            lucky = value + gumbels[number][need]
            if number == last:
                lucky += self.habit
            if lucky > best:
                best, chosen = lucky, number
        if 0 <= chosen < len(firms):
            self.last[customer] = chosen
            own, values[chosen] = values[chosen], -inf
            if own < max(values) + self.limit[customer]:
                firms[chosen].leave(customer, now)
        elif chosen != NOBODY:
            self._visit_rival(customer, chosen - len(firms), need)
        return chosen

    def _choose_by_contract(self, customer: int, need: int, now: int) -> int:
        """The need's luck says whether it falls into the contracts, and into whose."""
        if now >= self.population.renews_at[customer]:
            self._renew(customer, now)
        firms = self.firms
        if len(firms) == 1:
            return (
                US
                if self.share_luck[need] < firms[US].contract[customer]
                else self._choose_rival(customer, need)
            )
        shares = [firm.contract[customer] if firm.knows[customer] else 0.0 for firm in firms]
        if self.share_luck[need] >= fsum(shares):
            return self._choose_rival(customer, need)
        return max(
            (log(share) + firms[number].gumbel[need], number) for number, share in enumerate(shares) if share
        )[1]

    def _choose_rival(self, customer: int, need: int) -> int:
        """The best of the others."""
        best, chosen = self.nobody_worth[need], NOBODY
        for rival, values in enumerate(self.rivals):
            worth = values[customer] + self.rival_gumbel[rival][need]
            if worth > best:
                best, chosen = worth, rival
        if chosen == NOBODY:
            return NOBODY
        self._visit_rival(customer, chosen, need)
        return len(self.firms) + chosen

    def _visit_rival(self, customer: int, rival: int, need: int) -> None:
        """A rival's service is drawn around what it offers."""
        values = self.rivals[rival]
        offered = (
            self.population.weights[customer].rivals[rival]
            + self.rival_luck[need]
            + self.population.copied[customer]
        )
        values[customer] += self.population.newest[customer] * (offered - values[customer])
        self.last[customer] = len(self.firms) + rival

    def _renew(self, customer: int, now: int) -> None:
        """The yearly contract: the share of the customer's needs that each firm gets, by logit."""
        firms = [firm for firm in self.firms if firm.knows[customer]]
        worth = [exp(firm.worth(customer)) for firm in firms]
        others = [exp(values[customer]) for values in self.rivals] + [exp(self.data.nobody)]
        total = fsum(worth + others)
        least = self.data.smallest_share / len(self.firms)
        for firm, value in zip(firms, worth, strict=True):
            share = value / total
            firm.set_contract(customer, share if share >= least else 0.0, now)
        self.population.renews_at[customer] += self.population.contract_seconds

    def end_week(self, now: int) -> None:
        """What is told of the firms, week by week."""
        for firm in self.firms:
            firm.end_week(now)


def _split(state: MemoryState, firms: int) -> MemoryState:
    """What is remembered of one of several firms in the place of one: contracts with each have the odds of the one."""
    own = state.copy()
    own.contract = [share / (1 - share + firms * share) if share < 1 else 1 / firms for share in own.contract]
    return own
