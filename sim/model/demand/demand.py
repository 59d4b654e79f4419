"""Demand: everything that is drawn before the clock starts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.streams import Ints, RandomStreams, Stream
from sim.case.case import Case
from sim.model.demand.needs import Customers, Needs, draw_customers, draw_needs
from sim.model.demand.succession import Succession, draw_succession
from sim.model.demand.wants import Wants, draw_wants


@dataclass(frozen=True)
class Demand:
    """Customers, their needs, and what they want with each need."""

    luck: RandomStreams
    """The random numbers of this replication: needs, accidents, errors."""
    traits: RandomStreams
    """The random numbers of the traits of customers and firm: the same in every replication."""
    customers: Customers
    needs: Needs
    wants: Wants
    stream: Stream
    """The random numbers of the needs."""
    succession: Succession
    """Who is at each place, and when."""
    firms: int = 1
    """The number of firms in the market, which is also the number of equal blocks of places."""
    computed: dict[Hashable, Any] = field(default_factory=dict)
    """Values computed from the demand, by name; all firms share them."""

    def compute_once(self, name: Hashable, compute: Callable[[], Any]) -> Any:
        """The value under this name; computed at the first call."""
        if name not in self.computed:
            self.computed[name] = compute()
        return self.computed[name]

    @property
    def block(self) -> int:
        """The number of places for each firm."""
        return self.succession.places // self.firms

    def traits_by_place(self) -> Stream:
        """The random numbers of the traits of the first customers: those of the same place of each block are the same."""
        return self.traits.of(np.arange(self.succession.places) % self.block)

    @property
    def customer_numbers(self) -> Ints:
        """The number of the customer of each need."""
        return self.needs.customer + self.succession.places * self.needs.generation

    def generations(self) -> bytes:
        """The generation of the customer of each need."""
        found: bytes = self.compute_once(
            "generations", lambda: self.needs.generation.astype(np.uint8).tobytes()
        )
        return found

    def as_list(self, column: str) -> list[Any]:
        """A column of `wants` as a list."""
        return self.compute_once(column, lambda: getattr(self.wants, column).tolist())


def draw_demand(case: Case, seed: int, replication: int, start: int, end: int, firms: int = 1) -> Demand:
    """Draw customers, needs and wants from start to end (seconds); customers are those of the seed, whatever the replication.

    firms: how many firms the market has; there are as many times the customers.
    """
    luck, traits = RandomStreams(seed, replication), RandomStreams(seed)
    customers = draw_customers(case, traits, firms)
    succession = draw_succession(case, luck, customers.klass, end)
    needs = draw_needs(case, luck, customers, succession, start, end)
    stream = luck.of(needs.customer, needs.number)
    wants = draw_wants(case, stream, customers, needs)
    return Demand(luck, traits, customers, needs, wants, stream, succession, firms)
