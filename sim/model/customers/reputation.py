"""One firm's reputation with all customers: what they remember of it, what it is worth to them, who knows it and who has left.

Besides orders customers remember how well the firm's people know them (the bond, 0 to 1). It is part of the term
personnel: personal contacts move it, and it fades without them.
"""

from __future__ import annotations

from math import log

from sim.case.utility import PROMISE_COUNTS
from sim.model.customers.memory import Experience, MemoryState
from sim.model.customers.population import Population
from sim.model.customers.taste import gumbel, normal
from sim.model.engine.columns import view
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy


class Reputation:
    """A firm in the minds of all customers; lists by customer number."""

    def __init__(self, population: Population, policy: Policy, salt: str, state: MemoryState) -> None:
        """salt: what this firm's luck with customers is keyed by; state: what is remembered at the beginning (taken over)."""
        self.population = population
        self.data = data = population.data
        self.weights = population.weights
        count = len(population.klass)
        taste = data.taste * normal(population.stream.uniform(f"taste-{salt}"))
        self.constant = [w.constant + float(x) for w, x in zip(self.weights, taste, strict=True)]
        self.gumbel = view(gumbel(population.need_stream.uniform(f"gumbel-{salt}")))
        self.state = state
        self.knows, self.left, self.contract = state.knows, state.left, state.contract
        self.joined_at: dict[int, int] = {}
        self._strangers = [customer for customer, known in enumerate(state.knows) if not known]
        """Who has not heard of the firm yet."""
        # Who has left before this run begins is on record as having left when it began.
        self.left_since = {customer: population.begin for customer, gone in enumerate(state.left) if gone}
        self.loudness = 1.0 + policy.brand.advertising / data.advertising_doubles
        self._offered = self._offers(policy)
        self.offer = self._offered
        self.orders_remembered = [0] * count
        self._remembered_as: dict[int, int] = {}
        """Of each disappointing order, how many of its customer's orders were remembered with it."""
        known = data.known
        self.hearsay = (known.product, known.service, known.personnel, known.hours, known.energy)
        """What is told of the firm, towards which the memory of those who have left fades."""
        self._fades = [1.0] * count
        """The share of the memory that is left; `value` knows of it at once, `remembered` when it is next needed."""
        self._gap = [0.0] * count
        """For those who have left: how far what the firm is worth by what is told of it lies above `value`."""
        self._bond_counts = [w.personnel * data.bond for w in self.weights]
        self._image_counts = [w.image for w in self.weights]
        self._value = [0.0] * count
        self._stale = [True] * count
        """Whose memory, bond or offer has changed since `_value` was last reckoned: few ask for it after every change."""
        for customer, gone in enumerate(state.left):
            if gone:
                self._revalue(customer)
        self.start = self.now()
        """What was remembered, the bond, and the value of the firm, of every customer at the beginning."""
        self.word_of_mouth = [0, 0]
        """Good and bad orders told of since the last week's end."""

    def _offers(self, policy: Policy) -> list[float]:
        """What price and promise do to the value for everybody of a class and type."""
        promised = [getattr(policy.promise.hours, name) for name in CLASSES]
        reference = [getattr(self.population.case.policy.promise.hours, name) for name in CLASSES]
        price = log(policy.price.level)
        return [
            -w.money * price - w.hour * (promised[k] - reference[k]) * PROMISE_COUNTS
            for w, k in zip(self.weights, self.population.klass, strict=True)
        ]

    def _revalue(self, customer: int) -> None:
        """What the firm is worth to a customer, image apart, by its memory, bond and offer as they are now."""
        w = self.weights[customer]
        experience = w.experience(self._memory(customer))
        bond = self._bond_counts[customer] * self.state.bond[customer]
        self._value[customer] = self.constant[customer] + self.offer[customer] + experience + bond
        self._stale[customer] = False
        if self.left[customer]:
            self._gap[customer] = w.experience(self.hearsay) - experience

    def _changed(self, customer: int) -> None:
        """What the firm is worth to a customer is to be reckoned anew: of who has left at once, as it goes on fading."""
        if self.left[customer]:
            self._revalue(customer)
        else:
            self._stale[customer] = True

    def _memory(self, customer: int) -> list[float]:
        """What a customer remembers, by TERMS; to be changed in place."""
        memory, kept = self.state.remembered[customer], self._fades[customer]
        if kept < 1.0:
            for term, told in enumerate(self.hearsay):
                memory[term] = told + kept * (memory[term] - told)
            self._fades[customer] = 1.0
        return memory

    def set_points(self, worth: list[float]) -> None:
        """Points: what is given back to each customer from now on, as utility."""
        self.offer = [offered + given for offered, given in zip(self._offered, worth, strict=True)]
        for customer in range(len(worth)):
            self._changed(customer)

    def set_rival_points(self, worth: list[float]) -> None:
        """The rivals now give what the firm gave, as utility by customer."""
        self.population.copy_points(self, worth)

    def worth(self, customer: int) -> float:
        """The value of the firm to a customer."""
        if self._stale[customer]:
            self._revalue(customer)
        return self._value[customer] + self._image_counts[customer] * self.state.image

    def now(self) -> list[list[float]]:
        """What is remembered by TERMS, the bond, and the value of the firm, of every customer."""
        return [
            [*self._memory(customer), bond, self.worth(customer)]
            for customer, bond in enumerate(self.state.bond)
        ]

    def as_data(self) -> MemoryState:
        """What is remembered, as far as it has faded by now."""
        for customer in range(len(self.left)):
            self._memory(customer)
        return self.state

    def remember(self, customer: int, order: int, experience: Experience, satisfaction: int) -> None:
        """An order has ended: the newest experience moves the memory."""
        weight, memory = self.population.newest[customer], self._memory(customer)
        # Term by term: a loop over TERMS takes half as long again, and this runs for every order.
        product, service, personnel, hours, energy = experience
        if product is not None:
            memory[0] += weight * (product - memory[0])
        if service is not None:
            memory[1] += weight * (service - memory[1])
        if personnel is not None:
            memory[2] += weight * (personnel - memory[2])
        if hours is not None:
            memory[3] += weight * (hours - memory[3])
        if energy is not None:
            memory[4] += weight * (energy - memory[4])
        self.orders_remembered[customer] += 1
        if satisfaction >= 4:
            self.word_of_mouth[0] += 1
        elif satisfaction <= 2:
            self.word_of_mouth[1] += 1
            self._remembered_as[order] = self.orders_remembered[customer]
        self._changed(customer)

    def restore(self, customer: int, order: int, experience: Experience, share: float, now: int) -> None:
        """A complaint is settled: `share` of the bad memory is taken back (below 0: made worse).

        Orders remembered since have covered it in part. Time lost stays lost.
        """
        best = (1.0, 1.0, 1.0, None, 0.0)
        memory, newest = self._memory(customer), self.population.newest[customer]
        later = self.orders_remembered[customer] - self._remembered_as[order]
        weight = newest * (1 - newest) ** later
        for term, bad in enumerate(experience):
            good = best[term]
            if bad is not None and good is not None:
                memory[term] += weight * share * (good - bad)
        self._changed(customer)

    def move_bond(self, customer: int, quality: float, weight: float) -> None:
        """A personal contact moves the bond towards its quality (0 to 1)."""
        bond = self.state.bond
        bond[customer] += weight * (quality - bond[customer])
        self._changed(customer)

    def weaken_bond(self, customer: int, kept: float) -> None:
        """Who knew the customer has gone: only the share of the bond that others know to keep is left."""
        self.state.bond[customer] *= kept
        self._changed(customer)

    def renew_sooner(self, customer: int, now: int, left: float) -> None:
        """A contract ends sooner: this share of its remaining time is left."""
        self.population.renews_sooner(customer, now, left)

    def comes_back(self, customer: int, rival: float) -> bool:
        """Memory fades towards what is told of the firm; who thinks well enough of it again comes back.

        rival: the best value among the others.
        """
        fade, gap, limit = self.data.fade, self._gap[customer], self.population.limit[customer]
        self._value[customer] += fade * gap
        self._gap[customer] = gap - fade * gap
        self._fades[customer] *= 1 - fade
        if self.worth(customer) < rival + limit + abs(limit):  # harder to win back than to keep
            return False
        self.left[customer] = False
        self.left_since.pop(customer, None)
        return True

    def leave(self, customer: int, now: int) -> None:
        """The customer has had enough."""
        self.left[customer] = True
        self._revalue(customer)
        self.left_since[customer] = now

    def set_contract(self, customer: int, share: float, now: int) -> None:
        """A contract for a share of the customer's needs; 0: none was made."""
        self.contract[customer] = share
        if share:
            self.left_since.pop(customer, None)
        else:
            self.left_since.setdefault(customer, now)

    def left_at(self, end: int) -> dict[int, int]:
        """When each customer left who is gone at the end (s): left the firm, or closed or moved away."""
        gone = dict(self.left_since)
        for customer, time in enumerate(self.population.moves_at):
            if time < end and self.knows[customer]:
                gone.setdefault(customer, time)
        return gone

    def end_week(self, now: int) -> None:
        """Word of mouth: bad is told twice as often as good; who hears well of the firm comes to know it. Bonds fade."""
        good, bad = self.word_of_mouth
        self.word_of_mouth = [0, 0]
        state, data, population = self.state, self.data, self.population
        if good + bad:
            tone = (good - 2 * bad) / (good + 2 * bad) - data.told
            state.image += data.newest_image * (tone - state.image)
        state.exposure += self.loudness * max(0.0, 1.0 + data.heard * state.image)
        for customer in [c for c in self._strangers if state.exposure >= population.hears_at[c]]:
            self._strangers.remove(customer)
            if now < population.moves_at[customer]:
                state.knows[customer] = True
                self.joined_at[customer] = now
        kept = 0.5 ** (1 / data.bond_weeks)
        state.bond[:] = [bond * kept for bond in state.bond]
        rows = zip(self._stale, state.bond, self.left, strict=True)
        self._stale[:] = [stale or (bond > 0 and not gone) for stale, bond, gone in rows]
        for customer, gone in enumerate(self.left):
            if gone and state.bond[customer]:
                self._revalue(customer)
