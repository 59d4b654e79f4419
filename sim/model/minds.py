"""Customers' minds: what they remember of each firm, whom they choose at a need, when they leave and come back.

A need goes to the firm of highest value plus luck (`values.py`). A customers contract: once a year they settle which share of
their needs the firm gets. B and C customers choose each time, out of habit rather the firm that they used last.
"""

from __future__ import annotations

from copy import deepcopy
from math import exp, log
from operator import itemgetter

import numpy as np

from sim.case import Case
from sim.classes import CLASSES
from sim.luck import Luck
from sim.model.market import Drawn, Needs
from sim.model.memory import Experience, Facts, MindState
from sim.model.station import DAY
from sim.model.values import PROMISE_COUNTS, Weights, buying_types, gumbel, normal
from sim.policy import Policy

US, NOBODY = 0, -1
YEAR = 364 * DAY


class Minds:
    """All customers of the market and this firm's standing with each of them."""

    def __init__(self, case: Case, policy: Policy, drawn: Drawn, state: MindState | None) -> None:
        luck, customers, needs = drawn.luck, drawn.customers, drawn.needs
        self.data = data = case.market
        stream = luck.of(np.arange(len(customers.klass)))
        self.klass = customers.klass.tolist()
        self.kind = buying_types(case, luck, customers).tolist()
        self.customer = needs.customer.tolist()
        self._draw_luck(luck, needs)
        tables = {(k, t): Weights.of(case, k, t) for k in CLASSES for t in data.types}
        kinds = list(data.types)
        self.weights = [tables[CLASSES[k], kinds[t]] for k, t in zip(self.klass, self.kind, strict=True)]
        self.newest = [data.newest[CLASSES[k]] for k in self.klass]
        taste = data.taste * normal(stream.uniform("taste-us"))
        self.habit = data.habit
        self.constant = [w.constant + float(x) for w, x in zip(self.weights, taste, strict=True)]
        limit = np.array([data.leave[CLASSES[k]] for k in self.klass])
        self.limit = (limit * stream.lognormal(data.leave_spread, "leave")).tolist()
        moves = np.array([-log(1 - data.moves[CLASSES[k]]) for k in self.klass])
        self.moves_at = (
            np.minimum(stream.exponential("moves") / np.maximum(moves, 1e-9) * YEAR, 1e15)
            .astype(np.int64)
            .tolist()
        )
        self.hears_at = (data.hears_weeks * stream.exponential("hears")).tolist()
        self.every = round(data.contract_weeks * 7 * DAY)
        self.renews_at = (stream.uniform("renewal") * self.every).astype(np.int64).tolist()
        self.state = self._fresh(case, luck) if state is None else deepcopy(state)
        self.facts = Facts()
        # Who has left before this run begins is on record as having left when it began.
        begin = int(needs.time[0]) if len(needs.time) else 0
        self.facts.left = {customer: begin for customer, gone in enumerate(self.state.left) if gone}
        self.loudness = 1.0 + policy.brand.advertising / data.advertising_doubles
        self._policy(case, policy)
        self.pending: list[list[tuple[int, Experience, float]]] = [[] for _ in self.klass]
        self.orders_remembered = [0] * len(self.klass)
        self.value = [0.0] * len(self.klass)
        for customer in range(len(self.klass)):
            self._revalue(customer)
        self.start = self.now()
        """What was remembered, and the value of the firm, of every customer at the beginning."""
        self.told = [0, 0]
        """Good and bad orders told of since the last week's end."""

    def _draw_luck(self, luck: Luck, needs: Needs) -> None:
        stream = luck.of(needs.customer, needs.number)
        names = ("us", *(rival.name.en for rival in self.data.rivals), "nobody")
        self.gumbel = [gumbel(stream.uniform(f"gumbel-{name}")).tolist() for name in names]
        self.share_luck = stream.uniform("contract").tolist()
        self.rival_luck = (normal(stream.uniform("rival-experience")) * self.data.rival_spread).tolist()

    def _fresh(self, case: Case, luck: Luck) -> MindState:
        """Before the warm-up: everybody remembers the firm as the case says it is known."""
        known, count = self.data.known, len(self.klass)
        one = luck.of(np.arange(count))
        taste = [
            normal(one.uniform(f"taste-{rival.name.en}")) * self.data.taste for rival in self.data.rivals
        ]
        rivals = [
            [self.weights[i].rivals[j] + float(taste[j][i]) for i in range(count)]
            for j in range(len(self.data.rivals))
        ]
        latent = np.array([self.data.latent[CLASSES[k]] for k in self.klass])
        return MindState(
            remembered=[
                [known.product, known.service, known.personnel, known.hours, known.energy] for _ in self.klass
            ],
            rivals=rivals,
            contract=[case.classes[CLASSES[k]].wallet for k in self.klass],
            last=[US] * count,
            left=[False] * count,
            knows=(one.uniform("knows") >= latent).tolist(),
            image=0.0,
            exposure=0.0,
        )

    def _policy(self, case: Case, policy: Policy) -> None:
        """What price and promise do to the value for everybody of a class and type."""
        promised = [getattr(policy.promise.hours, name) for name in CLASSES]
        reference = [getattr(case.policy.promise.hours, name) for name in CLASSES]
        price = log(policy.price.level)
        self.offer = [
            -w.money * price - w.hour * (promised[k] - reference[k]) * PROMISE_COUNTS
            for w, k in zip(self.weights, self.klass, strict=True)
        ]

    def _revalue(self, customer: int) -> None:
        product, service, personnel, hours, energy = self.state.remembered[customer]
        w = self.weights[customer]
        self.value[customer] = (
            self.constant[customer]
            + self.offer[customer]
            + w.product * product
            + w.service * service
            + w.personnel * personnel
            - w.hour * hours * (1 - PROMISE_COUNTS)
            - w.energy * energy
        )

    def now(self) -> list[list[float]]:
        """What is remembered by TERMS, and the value of the firm, of every customer."""
        state = self.state
        return [
            [*memory, value + w.image * state.image]
            for memory, value, w in zip(state.remembered, self.value, self.weights, strict=True)
        ]

    def choose(self, need: int, now: int) -> int:
        """Who gets the need: US, a rival (1, 2, ...) or NOBODY."""
        customer = self.customer[need]
        if self.pending[customer]:
            self._remember(customer, now)
        state, klass = self.state, self.klass[customer]
        if not state.knows[customer]:
            return self._elsewhere(customer, need)
        if now >= self.moves_at[customer]:
            return NOBODY
        value = self.value[customer] + self.weights[customer].image * state.image
        if klass == 0:
            if now >= self.renews_at[customer]:
                self._renew(customer, value)
            if self.share_luck[need] < state.contract[customer]:
                return US
            return self._elsewhere(customer, need)
        if state.left[customer]:
            if not self._returns(customer):
                return self._elsewhere(customer, need)
            value = self.value[customer] + self.weights[customer].image * state.image
        last = state.last[customer]
        best, firm = value + self.gumbel[US][need] + (self.habit if last == US else 0.0), US
        for rival, values in enumerate(state.rivals, 1):
            worth = values[customer] + self.gumbel[rival][need] + (self.habit if last == rival else 0.0)
            if worth > best:
                best, firm = worth, rival
        if self.data.nobody + self.gumbel[NOBODY][need] > best:
            return NOBODY
        if firm == US:
            state.last[customer] = US
            if value < self._alternative(customer) + self.limit[customer]:
                state.left[customer] = True
                self.facts.left[customer] = now
        else:
            self._visit_rival(customer, firm, need)
        return firm

    def _elsewhere(self, customer: int, need: int) -> int:
        """The best of the others."""
        best, firm = self.data.nobody + self.gumbel[NOBODY][need], NOBODY
        for rival, values in enumerate(self.state.rivals, 1):
            worth = values[customer] + self.gumbel[rival][need]
            if worth > best:
                best, firm = worth, rival
        if firm != NOBODY:
            self._visit_rival(customer, firm, need)
        return firm

    def _visit_rival(self, customer: int, rival: int, need: int) -> None:
        """A rival's service is drawn around what it offers."""
        values = self.state.rivals[rival - 1]
        offered = self.weights[customer].rivals[rival - 1] + self.rival_luck[need]
        values[customer] += self.newest[customer] * (offered - values[customer])
        self.state.last[customer] = rival

    def _alternative(self, customer: int) -> float:
        return max(values[customer] for values in self.state.rivals)

    def _returns(self, customer: int) -> bool:
        """Memory fades towards what is told of the firm; who thinks well enough of it again comes back."""
        state = self.state
        known = self.data.known
        fade = self.data.fade
        told = (known.product, known.service, known.personnel, known.hours, known.energy)
        state.remembered[customer] = [
            old + fade * (word - old) for old, word in zip(state.remembered[customer], told, strict=True)
        ]
        self._revalue(customer)
        value = self.value[customer] + self.weights[customer].image * state.image
        limit = self.limit[customer]
        if value < self._alternative(customer) + limit + abs(limit):  # harder to win back than to keep
            return False
        state.left[customer] = False
        self.facts.left.pop(customer, None)
        return True

    def _renew(self, customer: int, value: float) -> None:
        """The yearly contract: the firm's share of the customer's needs, by logit."""
        others = sum(exp(values[customer]) for values in self.state.rivals) + exp(self.data.nobody)
        share = exp(value) / (exp(value) + others)
        kept = share >= self.data.smallest_share
        self.state.contract[customer] = share if kept else 0.0
        if kept:
            self.facts.left.pop(customer, None)
        else:
            self.facts.left.setdefault(customer, self.renews_at[customer])
        self.renews_at[customer] += self.every

    def settle(self, order_customer: int, time: int, experience: Experience, satisfaction: float) -> None:
        """An order has ended, or will at `time`: the customer will remember it from then on."""
        self.pending[order_customer].append((time, experience, satisfaction))

    def mend(self, customer: int, experience: Experience, share: float, since: int) -> None:
        """A complaint is settled: `share` of the bad memory is taken back (below 0: made worse).

        since: how many orders were remembered when it happened; later ones have covered it in part. Time lost stays lost.
        """
        best = (1.0, 1.0, 1.0, None, 0.0)
        memory, newest = self.state.remembered[customer], self.newest[customer]
        later = max(0, self.orders_remembered[customer] - since - 1)
        weight = newest * (1 - newest) ** later
        for term, bad in enumerate(experience):
            good = best[term]
            if bad is not None and good is not None:
                memory[term] += weight * share * (good - bad)
        self._revalue(customer)

    def _remember(self, customer: int, now: int) -> None:
        """Take in what has ended by now, in its sequence."""
        waiting = self.pending[customer]
        if len(waiting) == 1:
            if waiting[0][0] > now:
                return
            due, self.pending[customer] = waiting, []
        else:
            due = sorted((one for one in waiting if one[0] <= now), key=itemgetter(0))
            if not due:
                return
            self.pending[customer] = [one for one in waiting if one[0] > now]
        weight = self.newest[customer]
        memory = self.state.remembered[customer]
        for _time, experience, satisfaction in due:
            for term, met in enumerate(experience):
                if met is not None:
                    memory[term] += weight * (met - memory[term])
            if satisfaction >= 4:
                self.told[0] += 1
            elif satisfaction <= 2:
                self.told[1] += 1
        self.orders_remembered[customer] += len(due)
        self._revalue(customer)

    def left_at(self, end: int) -> dict[int, int]:
        """When each customer left who is gone at the end (s): left the firm, or closed or moved away."""
        gone = dict(self.facts.left)
        for customer, time in enumerate(self.moves_at):
            if time < end and self.state.knows[customer]:
                gone.setdefault(customer, time)
        return gone

    def end_week(self, now: int) -> None:
        """Word of mouth: bad is told twice as often as good; who hears well of the firm comes to know it."""
        good, bad = self.told
        self.told = [0, 0]
        state, data = self.state, self.data
        if good + bad:
            tone = (good - 2 * bad) / (good + 2 * bad) - data.told
            state.image += data.newest_image * (tone - state.image)
        state.exposure += self.loudness * max(0.0, 1.0 + data.heard * state.image)
        for customer, known in enumerate(state.knows):
            if not known and state.exposure >= self.hears_at[customer]:
                state.knows[customer] = True
                self.facts.joined[customer] = now
