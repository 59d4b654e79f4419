"""Customers' choice in a market of several firms, as one firm's in `choice`, with the rules of `competition`."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, inf, log

import numpy as np

from sim.base.streams import Floats
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.competition import Competition
from sim.model.customers.customer_base import CustomerBase
from sim.model.customers.memory import MemoryState
from sim.model.customers.population import NOBODY, US
from sim.model.customers.reputation import Reputation
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy


class MarketChoice(CustomerChoice):
    """The choices of all customers between several firms and the rivals."""

    competition: Competition

    def _open_firms(
        self, policies: Sequence[Policy], salts: Sequence[str], state: MemoryState
    ) -> list[Reputation]:
        """Each firm has a block of customers, with the same relation to it as to one firm alone. Blocks are in order of salt."""
        population, count = self.population, len(salts)
        block = population.block
        self.competition = competition = Competition(population)
        self.rivals = population.rivals = [values * count for values in state.rivals]
        by_salt = sorted(salts)
        own_block = [range(at * block, (at + 1) * block) for at in map(by_salt.index, salts)]
        self.first_places = [own.start for own in own_block]
        latent = np.array([self.data.latent[name] for name in CLASSES])[population.klass]
        reachable = np.array(state.knows * count)
        """Customers who know at least the firm whose block it is."""
        self.last = [NOBODY] * len(population.klass)
        firms = []
        for number, (policy, salt, own) in enumerate(zip(policies, salts, own_block, strict=True)):
            for place, last in zip(own, state.last, strict=True):
                self.last[place] = number if last == US else last + count - 1 if last != NOBODY else NOBODY
            knows = reachable & (population.firm_stream.uniform(f"knows-{salt}") >= latent)
            memory = _in_blocks(state, count, own, knows.tolist(), competition.parts)
            firms.append(Reputation(population, policy, salt, memory, own))
            for place in own:
                if memory.knows[place] and not memory.left[place]:
                    competition.main[place] = number
        for number, firm in enumerate(firms):
            firm.join_market(competition.main, number)
        return firms

    def _count_base(self, needs_a_year: Floats) -> CustomerBase:
        return CustomerBase(self.population, self.firms, needs_a_year, self.competition)

    def _choose_by_value(self, customer: int, need: int, now: int) -> int:
        """The firm or rival with the highest utility plus random term; a disappointed customer leaves its main firm."""
        firms, last, competition = self.firms, self.last[customer], self.competition
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
        # A customer may come back to firms that it left; each is compared with those it had before.
        to_beat = [competition.to_beat(customer, number, values) for number in away]
        for number, best_other in zip(away, to_beat, strict=True):
            if firms[number].comes_back(customer, best_other):
                values[number] = firms[number].worth(customer)
        best, chosen, gumbels = self.nobody_worth[need], NOBODY, self.gumbels
        offers = self._with_surcharges(values, customer, need) if self.urgent[need] else values
        for number, utility in enumerate(competition.utilities(customer, offers)):
            score = utility + gumbels[number][need]
            if number == last:
                score += self.habit
            if score > best:
                best, chosen = score, number
        if 0 <= chosen < len(firms):
            self.last[customer] = chosen
            if competition.main[customer] == NOBODY:
                competition.main[customer] = chosen
            if competition.main[customer] == chosen and (
                values[chosen] < competition.to_beat(customer, chosen, values) + self.limit[customer]
            ):
                firms[chosen].leave(customer, now)
                competition.main[customer] = NOBODY
        elif chosen != NOBODY:
            self._use_rival(customer, chosen - len(firms), need)
        return chosen

    def _choose_by_contract(self, customer: int, need: int, now: int) -> int:
        """The firm whose contract covers the need, drawn by the contracts' shares, or else a rival."""
        if now >= self.population.renews_at[customer]:
            self._renew_all(customer, need, now)
        firms = self.firms
        shares = [firm.contract[customer] if firm.knows[customer] else 0.0 for firm in firms]
        if self.share_luck[need] >= fsum(shares):
            return self._choose_rival(customer, need)
        return max(
            (log(share) + firms[number].gumbel[need], number) for number, share in enumerate(shares) if share
        )[1]

    def _choose_rival(self, customer: int, need: int) -> int:
        """The rival with the highest utility plus random term, or NOBODY."""
        best, chosen, competition = self.nobody_worth[need], NOBODY, self.competition
        scale = competition.scale[customer]
        for rival, (values, more) in enumerate(zip(self.rivals, competition.to_rival, strict=True)):
            worth = scale * values[customer] + more[customer] + self.rival_gumbel[rival][need]
            if worth > best:
                best, chosen = worth, rival
        if chosen == NOBODY:
            return NOBODY
        self._use_rival(customer, chosen, need)
        return len(self.firms) + chosen

    def _renew_all(self, customer: int, need: int, now: int) -> None:
        """Renew the yearly contracts. Instead of a main firm that would get none, another firm or rival is drawn."""
        competition, firms = self.competition, self.firms
        values = [firm.worth(customer) if firm.knows[customer] else -inf for firm in firms]
        values += [rival[customer] for rival in self.rivals]
        main = competition.main[customer]
        shares = self._shares(customer, values)
        if main == NOBODY or not shares[main]:
            chosen = self._draw_main(customer, need, values, main)
            competition.main[customer] = chosen
            shares = self._shares(customer, values) if chosen != NOBODY else [0.0] * len(firms)
        for number, firm in enumerate(firms):
            if firm.knows[customer]:
                firm.set_contract(customer, shares[number], now)
        self.population.renews_at[customer] += self.population.contract_seconds

    def _draw_main(self, customer: int, need: int, values: list[float], before: int) -> int:
        """The next main firm, by utility; NOBODY if one is given up for a rival. before: the main firm until now."""
        competition, firms = self.competition, len(self.firms)
        competition.main[customer] = NOBODY
        best, chosen = -inf if before == NOBODY else self.nobody_worth[need], NOBODY
        for number, utility in enumerate(competition.utilities(customer, values)):
            if number == before or (number >= firms and before == NOBODY):
                continue
            score = utility + self.gumbels[number][need]
            if score > best:
                best, chosen = score, number if number < firms else NOBODY
        return chosen

    def _shares(self, customer: int, values: list[float]) -> list[float]:
        """The share of the customer's needs under a contract with each firm; 0: it would be too small for one."""
        competition, least = self.competition, self.data.smallest_share
        worth = [exp(utility) for utility in competition.utilities(customer, values)]
        total = fsum([*worth, exp(self.data.nobody)])
        return [
            share if share >= least * competition.part(customer, number) else 0.0
            for number, share in enumerate(one / total for one in worth[: len(self.firms)])
        ]

    def arrive(self, row: int, now: int) -> None:
        """A newcomer has no main firm yet."""
        self.competition.main[int(self.population.succession.place[row])] = NOBODY
        super().arrive(row, now)


def _in_blocks(
    state: MemoryState, firms: int, own: range, knows: list[bool], parts: tuple[float, float]
) -> MemoryState:
    """The memory of one of several firms. Its own customers know it as they know one firm alone, and have its bond."""
    main, other = parts

    def on_own(values: list[float]) -> list[float]:
        return [0.0] * own.start + values + [0.0] * (len(knows) - own.stop)

    contract = [other * share for share in state.contract] * firms
    for place, share in zip(own, state.contract, strict=True):
        contract[place] = main * share
        knows[place] = state.knows[place - own.start]
    return MemoryState(
        remembered=[memory.copy() for _block in range(firms) for memory in state.remembered],
        rivals=[],
        contract=contract,
        last=[],
        left=[left and known for left, known in zip(state.left * firms, knows, strict=True)],
        knows=knows,
        image=state.image,
        exposure=state.exposure,
        bond=on_own(state.bond),
    )
