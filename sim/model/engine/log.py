"""The log: all facts of a run. Measures are computed later, from the records."""

from __future__ import annotations

from array import array
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.records import labels

NOT_REACHED = -(1 << 62)
"""Stands for a time that was not reached. Only the model uses it; in records it is null."""

STATES = tuple(labels.STATES)
TURNED_AWAY, ABANDONED, CANCELLED, RETURNED, DELIVERED, LOST, IN_PROGRESS, ELSEWHERE = range(len(STATES))

CAUSES = tuple(labels.CAUSES)
CAUSE = {name: index for index, name in enumerate(CAUSES)}
NO_CAUSE = -1


MARKS = (
    "damaged",
    "wrong",
    "short",
    "quote_slip",
    "invoice_slip",
    "address_slip",
    "special_granted",
    "linked",
)
"""Marks of an order, from the lowest bit to the highest."""
DAMAGED, WRONG, SHORT, QUOTE, INVOICE, ADDRESS, GRANTED, LINKED = (1 << bit for bit in range(len(MARKS)))


MILLI = 1000
"""Fractions are logged in thousandths."""


class Rows:
    """A table of whole numbers; rows are appended to one flat array."""

    def __init__(self, *columns: str) -> None:
        self.columns = columns
        self.cells = array("q")

    def add(self, *row: int) -> None:
        """Append a row, one value per column."""
        self.cells.extend(row)

    def table(self) -> dict[str, NDArray[np.int64]]:
        """Column name -> values."""
        cells = np.frombuffer(self.cells, dtype=np.int64).reshape(-1, len(self.columns))
        return {name: np.ascontiguousarray(cells[:, index]) for index, name in enumerate(self.columns)}


STOCK_EVENTS = ("opening", "out", "ordered", "receipt", "closing", "put_back")
OPENING, OUT, ORDERED, RECEIPT, CLOSING, PUT_BACK = range(len(STOCK_EVENTS))


class Trip(NamedTuple):
    """A trip of a lorry, a van or air freight. vehicle: NOT_REACHED if it is not the firm's own.

    gate: when the trip was due to leave; held: the road was closed then; detour: the trip goes around the closed road.
    """

    kind: int
    vehicle: int
    lane: int
    gate: int
    departed: int
    arrived: int
    orders: int
    incident: bool
    held: bool
    detour: bool


TRIP_KINDS = ("lorry", "van", "air", "hired")
LORRY, VAN, AIR, HIRED = range(len(TRIP_KINDS))


class Log:
    """All facts of one firm's run: one column per fact, one cell per order (numbered by need) or order line.

    Times are in seconds, or NOT_REACHED.
    """

    def __init__(self, orders: int, lines: int) -> None:
        def column(value: int) -> array[int]:
            return array("q", (value,)) * orders

        def small(value: int) -> array[int]:
            return array("b", (value,)) * orders

        self.answered = column(NOT_REACHED)
        self.clerk = column(NOT_REACHED)
        self.accepted = column(NOT_REACHED)
        self.promised = column(NOT_REACHED)
        self.released = column(NOT_REACHED)
        self.picked = column(NOT_REACHED)
        self.packed = column(NOT_REACHED)
        self.trip = column(NOT_REACHED)
        self.door = column(NOT_REACHED)
        """When the order was at the receiver's door."""
        self.marks = bytearray(orders)
        """Bits: see MARKS."""
        self.satisfaction = column(NOT_REACHED)
        self.ended = column(NOT_REACHED)
        """When the order ended, in any final state."""
        self.announced = column(NOT_REACHED)
        """When the customer was told of a delay."""
        self.unanswered = small(0)
        """Enquiries about the order that nobody answered."""
        self.enquiries = Rows("order", "late", "time", "answered", "resolved")
        self.status = small(ELSEWHERE)
        self.cause = small(NO_CAUSE)
        self.on_hand_at_allocation = array("q", (-1,)) * lines
        self.shipped = array("q", (0,)) * lines
        self.stock = Rows("good", "time", "on_hand", "on_order", "quantity", "event")
        """Changes of stock; quantity: units received, ordered, counted or put back."""
        self.trips: list[Trip] = []
        self.redeliveries: list[int] = []
        """Times of second deliveries after a wrong address."""
