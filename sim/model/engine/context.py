"""The context of a run, which every part of the firm gets: clock, case, policy, demand and log."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from simpy import Environment

from sim.base.streams import RandomStreams
from sim.base.units import DAY, FEN
from sim.case.case import Case
from sim.model.demand.demand import Demand
from sim.model.demand.wants import Wants
from sim.model.engine.fast_cells import flags, view
from sim.model.engine.log import Log
from sim.policy.classes import CLASSES
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.roleplay.hooks import TalkEffects


@dataclass(frozen=True)
class RunContext:
    """One firm's run: its clock, the case, the firm's history of decisions, the demand drawn beforehand, and the log of facts.

    end: last second of the run; trial: the experiment that treats some customers differently, if there is one.
    """

    env: Environment
    case: Case
    history: History
    demand: Demand
    log: Log
    end: int
    trial: Trial | None = None
    first_place: int = 0
    """Where the firm's own customers begin, in a market of several firms."""
    talks: tuple[TalkEffects, ...] = ()
    """Talks that were held, and what they do."""
    residents: list[int] = field(default_factory=list)
    """The generation of the customer at each place now, or there last; the world keeps it up to date."""

    def compute_once(self, name: Hashable, compute: Callable[[], Any]) -> Any:
        """A value that depends only on the case, the demand and the levers in `name`: all firms of a market share it."""
        return self.demand.compute_once(name, compute)

    def is_replaced(self, order: int) -> bool:
        """Whether the customer of an order has moved away and a newcomer has taken its place."""
        return self.demand.generations()[order] != self.residents[self.as_list("customer")[order]]

    def numbers(self) -> Any:
        """The number of each order's customer, as a view."""
        return self.compute_once("number", lambda: view(self.demand.customer_numbers))

    def as_list(self, column: str) -> list[Any]:
        """A column of `wants` as a list: for values that are read more than once an order."""
        return self.demand.as_list(column)

    def as_view(self, column: str) -> Any:
        """A column of `wants` as a view: for values that are read once an order, or for few orders."""
        return view(getattr(self.wants, column))

    def express(self, policy: Policy) -> np.ndarray:
        """Urgent orders whose customer takes the surcharge; the others are served like any other order."""
        wants = self.wants
        taken: np.ndarray = wants.expedite & (policy.price.express_surcharge * FEN <= wants.pays)
        return taken

    def too_expensive(self, policy: Policy) -> bytes:
        """Flags of the urgent orders whose customer does without express delivery because of the surcharge."""
        return flags(self.wants.expedite & ~self.express(policy))

    def ranks(self) -> bytes:
        """The rank of each order by its customer's class; the lowest rank is 0."""
        by_class = [getattr(self.policy.relations.priority, name) for name in CLASSES]
        above_lowest = np.array(by_class, dtype=np.uint8) - min(by_class)
        return above_lowest[self.wants.klass].tobytes()

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.history.at(self.env.now)

    @property
    def policies(self) -> tuple[Policy, Policy]:
        """The policy for untreated and for treated customers; without a trial they are the same."""
        return self.policy, self.trial.policy(self.policy) if self.trial else self.policy

    def terms(self, order: int) -> Policy:
        """The policy that an order was placed under: its price and its promise are those of that time."""
        return self.history.at(self.as_list("placed")[order])

    def from_now(self, old: Any, new: Any) -> Any:
        """A column by order: `old` for orders placed before now, `new` for later ones."""
        first = int(np.searchsorted(self.wants.placed, self.env.now))
        if isinstance(old, bytes):
            return old[:first] + new[first:]
        return view(np.concatenate([np.asarray(old)[:first], np.asarray(new)[first:]]))

    @property
    def cancelled_after(self) -> int:
        """Seconds after the promise after which a customer cancels an order that is not on a vehicle."""
        return round(self.case.patience.cancel_days * DAY)

    @property
    def most_errors(self) -> float:
        """The largest factor by which staff can multiply the usual error rates."""
        staff = self.case.staff
        return staff.most_errors if staff is not None else 1.0

    @property
    def luck(self) -> RandomStreams:
        """The random streams of the replication."""
        return self.demand.luck

    @property
    def traits(self) -> RandomStreams:
        """The random streams of the traits of customers and firm, the same in every replication."""
        return self.demand.traits

    @property
    def wants(self) -> Wants:
        """The customers' wishes with each need."""
        return self.demand.wants

    @property
    def own_places(self) -> range:
        """The places of the customers that the firm has at the beginning."""
        return range(self.first_place, self.first_place + self.demand.block)

    @property
    def customers(self) -> int:
        """The number of customers at a time: the number of places."""
        return len(self.demand.customers.klass)
