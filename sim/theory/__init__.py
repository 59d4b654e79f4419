"""Formulas that a simulation is checked against: queues, inventory, Little's law."""

from sim.theory.inventory import BaseStock, base_stock
from sim.theory.queues import (
    ErlangA,
    ErlangC,
    Little,
    SingleServer,
    erlang_a,
    erlang_b,
    erlang_c,
    little,
    pollaczek_khinchine,
)

__all__ = [
    "BaseStock",
    "ErlangA",
    "ErlangC",
    "Little",
    "SingleServer",
    "base_stock",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "little",
    "pollaczek_khinchine",
]
