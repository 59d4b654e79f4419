"""Textbook formulas that a simulation must agree with: queues, inventory, Little's law.

Rates are per hour, handling and patience in minutes, stock in units, lead times in days, shares between 0 and 1.
Arrivals and demand are Poisson.
"""

from sim.theory.abandonment import ErlangA, erlang_a
from sim.theory.erlang import ErlangC, erlang_b, erlang_c
from sim.theory.inventory import BaseStock, base_stock
from sim.theory.queues import Little, SingleServer, little, pollaczek_khinchine

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
