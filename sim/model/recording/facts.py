"""Facts: the columns of the log, for the firm's own orders, lines and trips."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from sim.base.streams import Ints
from sim.model.demand.wants import Wants
from sim.model.engine.log import DELIVERED, ELSEWHERE, MARKS, NOT_REACHED, Trip
from sim.model.firm import Firm

BY_LINE = ("on_hand_at_allocation", "shipped")
"""Columns of the log with a cell for each line."""


@dataclass(frozen=True)
class Facts:
    """Facts of a run as columns. order: the number of each of the firm's orders; wants: what was ordered, at the firm's prices,
    and by the number of which customer.

    columns: facts by order, and by line for those in BY_LINE; trips: facts by trip.
    """

    order: Ints
    wants: Wants
    columns: dict[str, Ints]
    trips: dict[str, Ints]


def read_facts(firm: Firm) -> Facts:
    """The facts that the firm's log holds."""
    log, wants = firm.log, firm.context.wants
    is_own = _as_array(log.status) != ELSEWHERE
    order = np.flatnonzero(is_own)
    lines = np.flatnonzero(np.repeat(is_own, wants.baskets.lines))
    trips = _trips(firm)
    columns = {
        name: _as_array(cells)[lines if name in BY_LINE else order].astype(np.int64)
        for name, cells in vars(log).items()
        if isinstance(cells, array) and len(cells)
    }
    marks = np.frombuffer(log.marks, dtype=np.uint8)[order]
    columns |= {name: (marks >> bit & 1).astype(np.int64) for bit, name in enumerate(MARKS)}
    columns["dispatched"] = _by_trip(columns["trip"], trips["departed"])
    columns["clerk"] = np.where(columns["answered"] == NOT_REACHED, NOT_REACHED, columns["clerk"])
    columns["delivered"] = np.where(columns["status"] == DELIVERED, columns["door"], NOT_REACHED)
    own = replace(wants.take(order), customer=firm.context.demand.customer_numbers[order])
    price = firm.context.history.values(own.placed, lambda policy: policy.price.level)
    return Facts(order, own.priced(price), columns, trips)


def _as_array(cells: array[int]) -> Ints:
    """A column of the log as an array, without a copy."""
    return np.frombuffer(cells, dtype=cells.typecode)


def _trips(firm: Firm) -> dict[str, Ints]:
    """The trips as columns."""
    cells = np.fromiter(chain.from_iterable(firm.log.trips), dtype=np.int64).reshape(-1, len(Trip._fields))
    return {name: cells[:, index] for index, name in enumerate(Trip._fields)}


def _by_trip(trip: Ints, values: Ints) -> Ints:
    """For each order, the value of its trip; NOT_REACHED if it has none."""
    return np.append(values, NOT_REACHED)[np.where(trip == NOT_REACHED, len(values), trip)]
