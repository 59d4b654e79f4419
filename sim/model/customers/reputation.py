"""One firm's reputation: what customers remember of it, its value to them, and which of them know it or have left it.

1. Each order that ends moves the customer's memory; one that does not come moves it before, and counts as late once.
2. Personal contacts move the bond: how well the firm's people know the customer (0 to 1, part of the term personnel).
3. A well handled complaint takes a bad memory back in part; a badly handled one makes it worse.
4. At the end of each week word of mouth moves the image, more customers come to know the firm, and bonds fade.
5. The memory of a customer who has left fades towards hearsay: what is generally known of the firm.
"""

from __future__ import annotations

from itertools import chain
from math import log

import numpy as np

from sim.base.streams import Floats
from sim.case.value_weights import PROMISE_COUNTS
from sim.model.customers.awareness import Awareness
from sim.model.customers.deadlines import expected_loss
from sim.model.customers.memory import BASE, TERMS, Experience, Life, MemoryState
from sim.model.customers.population import Newcomer, Population
from sim.model.customers.remembered_orders import BEST, RememberedOrders
from sim.model.customers.taste import gumbel, normal
from sim.model.engine.fast_cells import view
from sim.model.engine.log import Rows
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy

WORST_TROUBLE = 3.0
"""The most trouble that is remembered."""
REVIEWED = 0.5
"""Share of the remaining time of a contract that is left after a complaint handled badly."""


class Reputation:
    """A firm's reputation with all customers; lists by place, as in `Population`."""

    def __init__(
        self,
        population: Population,
        policy: Policy,
        salt: str,
        state: MemoryState,
        own: range | None = None,
    ) -> None:
        """salt: the key of this firm's random numbers; state: the memory at the beginning, which is changed in place; own: in
        a market of several firms, the places of its own first customers, who like it as they would like one firm alone.
        """
        self.population = population
        self.data = data = population.data
        self.weights = population.weights
        count = len(population.klass)
        luck = population.firm_stream.uniform(f"taste-{salt}")
        if own is not None:
            luck[own.start : own.stop] = population.stream.uniform("taste-us")[own.start : own.stop]
        taste = data.taste * normal(luck)
        self.constant = [w.constant + float(x) for w, x in zip(self.weights, taste, strict=True)]
        self.gumbel = view(gumbel(population.need_stream.uniform(f"gumbel-{salt}")))
        self.state = state
        self.knows, self.left, self.contract = state.knows, state.left, state.contract
        self.joined_at: dict[int, int] = {}
        hears = population.hears_at if own is None else population.hears_at_of(salt, state.exposure)
        strangers = {c: hears[c] for c, known in enumerate(state.knows) if not known}
        self.awareness = Awareness(data, state, strangers, policy)
        self._new_taste = data.taste * normal(population.newcomer_stream.uniform(f"taste-{salt}"))
        self._new_knows, self._new_hears = population.new_knows, population.new_hears
        if own is not None:
            self._new_knows, self._new_hears = population.newcomers_of(salt)
        self._main: list[int] | None = None
        self._number = 0
        self.lives: dict[int, Life] = {}
        """What customers who moved away were to the firm, by row of `succession`."""
        # Customers who left before this run are recorded as having left at its start.
        self.left_since = {customer: population.begin for customer, gone in enumerate(state.left) if gone}
        self._base_offer = self._offers(policy)
        self._points = [0.0] * count
        """The utility of points."""
        self.offer = self._base_offer
        self.price_level = policy.price.level
        self.agreed_level = [population.case.policy.price.level] * count
        """The price level at which each customer's contract was settled."""
        if own is None:
            self._end_contracts_after_jump(population.begin)
        self.surcharge_felt = population.surcharge_felt(policy)
        """What an urgent need loses by the surcharge, by need: to be multiplied by the weight of money."""
        self.deadline_losses = population.deadline_losses(policy)
        """The utility that each need of class B or C loses by its deadline; None if the promise is the case's own."""
        self.orders = RememberedOrders(count)
        self.resented = population.case.complaints.resented
        known = data.known
        self.hearsay = (known.product, known.service, known.personnel, known.hours, known.energy)
        """What is generally known of the firm, by TERMS."""
        self._fades = [1.0] * count
        """The share of the memory that has not faded yet; applied to `remembered` only when it is next read."""
        self._gap = [0.0] * count
        """For customers who have left: the value by hearsay minus the value by memory."""
        self._bond_counts = [w.personnel * data.bond for w in self.weights]
        self._image_counts = [w.image for w in self.weights]
        self._weights_of_bond, self._weights_of_image = (
            np.array(self._bond_counts),
            np.array(self._image_counts),
        )
        self._value = [0.0] * count
        self._stale = [True] * count
        """Whether memory, bond or offer have changed since `_value` was computed: it is computed again only when it is read."""
        for customer, gone in enumerate(state.left):
            if gone:
                self._revalue(customer)
        self.base = Rows(*BASE)
        """The customer base week by week, see `CustomerBase`."""
        self.start = self.present()
        """What `present` gave at the beginning."""

    def join_market(self, main: list[int], number: int) -> None:
        """The firm is one of several. main: the number of each customer's main firm, kept up to date; number: of this firm."""
        self._main, self._number = main, number
        self._end_contracts_after_jump(self.population.begin)

    def deals_with(self, customer: int) -> bool:
        """Whether a customer knows the firm, has not left it, and has no other main firm."""
        main = self._main
        if main is not None and main[customer] != self._number:
            return False
        return self.knows[customer] and not self.left[customer]

    def adopt(self, policy: Policy, now: int) -> None:
        """A new policy is in force: customers see its price and its promise at once."""
        self.price_level = policy.price.level
        self._end_contracts_after_jump(now)
        self.surcharge_felt = self.population.surcharge_felt(policy)
        self.deadline_losses = self.population.deadline_losses(policy)
        self.awareness.adopt(policy)
        self._base_offer = self._offers(policy)
        self._set_offer()

    def _end_contracts_after_jump(self, now: int) -> None:
        """End contracts whose price has changed by more than customers accept; with several firms, the main firm's alone."""
        renews_at, main = self.population.renews_at, self._main
        for customer, agreed in enumerate(self.agreed_level):
            if main is not None and main[customer] != self._number:
                continue
            if abs(self.price_level / agreed - 1) > self.data.price_jump + 1e-9:
                renews_at[customer] = min(renews_at[customer], now)

    def _offers(self, policy: Policy) -> list[float]:
        """The part of the value that depends on price and promise, by customer."""
        promised = [getattr(policy.promise.hours, name) for name in CLASSES]
        reference = [getattr(self.population.case.policy.promise.hours, name) for name in CLASSES]
        price, case = log(policy.price.level), self.population.case
        return [
            -w.money * price
            - w.hour * (promised[k] - reference[k]) * PROMISE_COUNTS
            - (0.0 if k else expected_loss(case, CLASSES[k], w, promised[k]))
            for w, k in zip(self.weights, self.population.klass, strict=True)
        ]

    def _revalue(self, customer: int) -> None:
        """Compute the value of the firm to a customer, without the image."""
        w = self.weights[customer]
        experience = w.experience(self._memory(customer))
        bond = self._bond_counts[customer] * self.state.bond[customer]
        self._value[customer] = self.constant[customer] + self.offer[customer] + experience + bond
        self._stale[customer] = False
        if self.left[customer]:
            self._gap[customer] = w.experience(self.hearsay) - experience

    def _changed(self, customer: int) -> None:
        """The value has changed. It is computed again when it is read; at once for a customer who has left, as it fades."""
        if self.left[customer]:
            self._revalue(customer)
        else:
            self._stale[customer] = True

    def _memory(self, customer: int) -> list[float]:
        """A customer's memory, by TERMS; callers change it in place."""
        memory, kept = self.state.remembered[customer], self._fades[customer]
        if kept < 1.0:
            for term, heard in enumerate(self.hearsay):
                memory[term] = heard + kept * (memory[term] - heard)
            self._fades[customer] = 1.0
        return memory

    def set_points(self, worth: list[float]) -> None:
        """Give customers points of this utility from now on."""
        self._points = worth
        self._set_offer()

    def _set_offer(self) -> None:
        self.offer = [
            offered + points for offered, points in zip(self._base_offer, self._points, strict=True)
        ]
        for customer in range(len(self.offer)):
            self._changed(customer)

    def set_rival_points(self, worth: list[float]) -> None:
        """Let the rivals give points of this utility from now on."""
        self.population.copy_points(self, worth)

    def liking(self, policy: Policy) -> np.ndarray:
        """The utility of the firm under a policy's price and promise to each customer, whatever it remembers."""
        return np.array(self.constant) + np.array(self._offers(policy))

    def remembered_value(self) -> np.ndarray:
        """The utility of what each customer remembers, of its bond and of the image, without the fading of those who left."""
        state, count = self.state, len(self.left)
        # Twice as fast as an array of the lists; this runs every week.
        cells = np.fromiter(chain.from_iterable(state.remembered), float, count * len(TERMS))
        personal = self._weights_of_bond * np.fromiter(state.bond, float, count)
        image = self._weights_of_image * state.image
        return self.population.experience(cells.reshape(count, -1)) + personal + image

    def worth(self, customer: int) -> float:
        """The value of the firm to a customer."""
        if self._stale[customer]:
            self._revalue(customer)
        return self._value[customer] + self._image_counts[customer] * self.state.image

    def present(self) -> Floats:
        """Memory by TERMS, bond, and value as they are now: a row for each customer."""
        return np.array([self._row(customer) for customer in range(len(self.state.bond))])

    def _row(self, customer: int) -> list[float]:
        return [*self._memory(customer), self.state.bond[customer], self.worth(customer)]

    def as_data(self) -> MemoryState:
        """The memory of all customers as data."""
        for customer in range(len(self.left)):
            self._memory(customer)
        return self.state

    def notice_late(self, customer: int, order: int, hours: float) -> None:
        """An order has not come: move the memory of punctuality and of hours now; the order itself has not ended."""
        weight = self.population.newest[customer]
        self.orders.notice_late(self._memory(customer), weight, customer, order, hours)
        self._changed(customer)

    def remember(self, customer: int, order: int, experience: Experience, satisfaction: int) -> None:
        """An order has ended: move the memory towards the new experience."""
        bad = satisfaction <= 2
        weight = self.population.newest[customer]
        self.orders.end(self._memory(customer), weight, customer, order, experience, bad=bad)
        if satisfaction >= 4:
            self.awareness.word_of_mouth[0] += 1
        elif bad:
            self.awareness.word_of_mouth[1] += 1
        self._changed(customer)

    def restore(self, customer: int, order: int, experience: Experience, share: float, now: int) -> None:
        """A complaint is closed: take back `share` of the bad memory (below 0: make it worse).

        Later orders have replaced the memory in part. The hours lost are not taken back. What is made worse weighs more than
        the order itself, since the customer had asked for help; the customer then reviews its contract in half of the time left.
        """
        newest = self.population.newest[customer]
        weight = newest if share >= 0 else max(newest, self.resented)
        self.orders.take_back(self._memory(customer), newest, weight, customer, order, experience, share)
        if share < 0:
            self.renew_sooner(customer, now, REVIEWED)
        self._changed(customer)

    def mend(self, customer: int, share: float, now: int) -> None:
        """A talk about an order that went wrong moves the memory like an order: `share` of a perfect one.

        Below 0, of one in which everything failed, which weighs as a complaint handled badly and makes the customer review its
        contract in half of the time left.
        """
        memory, newest = self._memory(customer), self.population.newest[customer]
        weight = newest if share >= 0 else max(newest, self.resented)
        goal = BEST if share >= 0 else (0.0, 0.0, 0.0, None, WORST_TROUBLE)
        for term, value in enumerate(goal):
            if value is not None:
                memory[term] += weight * abs(share) * (value - memory[term])
        if share < 0:
            self.renew_sooner(customer, now, REVIEWED)
        self._changed(customer)

    def lose_contract(self, customer: int, now: int, until: int) -> None:
        """The customer gives the firm no orders under contract until `time`, when it settles the next contract."""
        self.set_contract(customer, 0.0, now)
        self.population.renews_at[customer] = until

    def move_bond(self, customer: int, quality: float, weight: float) -> None:
        """A personal contact moves the bond towards its quality (0 to 1)."""
        bond = self.state.bond
        bond[customer] += weight * (quality - bond[customer])
        self._changed(customer)

    def weaken_bond(self, customer: int, kept: float) -> None:
        """The person who knew the customer has left: only this share of the bond remains."""
        self.state.bond[customer] *= kept
        self._changed(customer)

    def renew_sooner(self, customer: int, now: int, left: float) -> None:
        """The contract ends sooner: only the share `left` of its remaining time remains."""
        self.population.renew_sooner(customer, now, left)

    def comes_back(self, customer: int, rival: float) -> bool:
        """Let the memory of a customer who has left fade; whether the customer comes back.

        rival: the highest value among the other firms and rivals.
        """
        fade, gap, limit = self.data.fade, self._gap[customer], self.population.limit[customer]
        self._value[customer] += fade * gap
        self._gap[customer] = gap - fade * gap
        self._fades[customer] *= 1 - fade
        if self.worth(customer) < rival + limit + abs(limit):  # winning back is harder than keeping
            return False
        self.left[customer] = False
        self.left_since.pop(customer, None)
        return True

    def leave(self, customer: int, now: int) -> None:
        """The customer leaves the firm."""
        self.left[customer] = True
        self._revalue(customer)
        self.left_since[customer] = now

    def set_contract(self, customer: int, share: float, now: int) -> None:
        """Set the share of the customer's needs under contract; 0: no contract."""
        self.contract[customer] = share
        self.agreed_level[customer] = self.price_level
        if share:
            self.left_since.pop(customer, None)
        else:
            self.left_since.setdefault(customer, now)

    def life(self, customer: int) -> Life:
        """The life of the customer at a place with the firm."""
        joined, left = self.joined_at.get(customer), self.left_since.get(customer)
        return Life(self.knows[customer], joined, left, self.start[customer], self._row(customer))

    def move_away(self, customer: int) -> None:
        """The customer closes or moves away, which is leaving the firm, too. What it was to the firm is kept."""
        if self.knows[customer]:
            self.left_since.setdefault(customer, self.population.moves_at[customer])
        self.lives[self.population.row[customer]] = self.life(customer)

    def arrive(self, newcomer: Newcomer, now: int) -> None:
        """A newcomer has taken over its place: whatever the firm and the customer before it knew of each other is gone."""
        customer, state = newcomer.place, self.state
        new = newcomer.row - self.population.succession.places
        taste = float(self._new_taste[new])
        self.constant[customer] = self.weights[customer].constant + taste
        state.remembered[customer] = list(self.hearsay)
        self._fades[customer], self._stale[customer], self.orders.counts[customer] = 1.0, True, 0
        self.agreed_level[customer] = self.price_level
        state.bond[customer], self.contract[customer], self.left[customer] = 0.0, 0.0, False
        self.left_since.pop(customer, None)
        self.joined_at.pop(customer, None)
        self.awareness.strangers.pop(customer, None)
        self.knows[customer] = self._new_knows[new]
        if self.knows[customer]:
            self.joined_at[customer] = now
        else:
            self.awareness.strangers[customer] = state.exposure + self._new_hears[new]
        self.start[customer] = self._row(customer)

    def end_week(self, now: int) -> None:
        """Word of mouth moves the image: bad news counts twice. Some strangers come to know the firm. Bonds fade."""
        state = self.state
        for customer in self.awareness.end_week():
            if now < self.population.moves_at[customer]:
                state.knows[customer] = True
                self.joined_at[customer] = now
        kept = 0.5 ** (1 / self.data.bond_weeks)
        for customer, bond in enumerate(state.bond):
            if bond:
                state.bond[customer] = bond * kept
                self._changed(customer)
