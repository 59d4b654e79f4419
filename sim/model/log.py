"""What happened: the only sink for facts. Nothing is measured here."""

from __future__ import annotations

from dataclasses import dataclass, field

NEVER = -(1 << 62)
"""A time not reached, inside the model only; records hold null."""

STATES = ("turned_away", "abandoned", "cancelled", "returned", "delivered", "lost", "in_progress", "elsewhere")
TURNED_AWAY, ABANDONED, CANCELLED, RETURNED, DELIVERED, LOST, IN_PROGRESS, ELSEWHERE = range(len(STATES))

CAUSES = (
    "desk",
    "minimum",
    "promise",
    "stock",
    "picking",
    "packing",
    "consolidation",
    "lorry",
    "road",
    "incident",
    "closed_road",
    "address",
    "loss",
    "damage",
    "refusal",
    "flex",
    "invoice",
    "receiver",
)
CAUSE = {name: index for index, name in enumerate(CAUSES)}
NO_CAUSE = -1


class Order:
    """One order's facts, filled in as it goes. `n` is its number among the wants; times in seconds.

    Facts start as class attributes: an order pays only for what happens to it.
    """

    answered = accepted = released = picked = packed = dispatched = delivered = promised = NEVER
    clerk = NEVER
    status = IN_PROGRESS
    cause = NO_CAUSE
    wrong = damaged = 0
    quote_slip = invoice_slip = False
    address_ok = True
    special_granted = False
    gate = NEVER
    """When the lane was due to depart."""
    held = False
    """Whether the road was closed then."""
    trip = NEVER

    def __init__(self, n: int, placed: int) -> None:
        self.n = n
        self.placed = placed


@dataclass
class StockLog:
    """Changes of stock worth a row: receipts, purchase orders, running out; columns."""

    good: list[int] = field(default_factory=list)
    time: list[int] = field(default_factory=list)
    on_hand: list[int] = field(default_factory=list)
    on_order: list[int] = field(default_factory=list)
    quantity: list[int] = field(default_factory=list)
    event: list[int] = field(default_factory=list)

    def add(self, good: int, time: int, on_hand: int, on_order: int, quantity: int, event: int) -> None:
        """One row; quantity is what was received or ordered."""
        self.good.append(good)
        self.time.append(time)
        self.on_hand.append(on_hand)
        self.on_order.append(on_order)
        self.quantity.append(quantity)
        self.event.append(event)


STOCK_EVENTS = ("opening", "out", "ordered", "receipt", "closing")
OPENING, OUT, ORDERED, RECEIPT, CLOSING = range(len(STOCK_EVENTS))


@dataclass
class TripLog:
    """Trips of lorries, vans and air freight; columns. A vehicle of NEVER is not the firm's own."""

    kind: list[int] = field(default_factory=list)
    vehicle: list[int] = field(default_factory=list)
    lane: list[int] = field(default_factory=list)
    departed: list[int] = field(default_factory=list)
    arrived: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    incident: list[bool] = field(default_factory=list)
    detour: list[bool] = field(default_factory=list)

    def add(
        self, kind: int, vehicle: int, lane: int, departed: int, arrived: int, orders: int, incident: bool, detour: bool
    ) -> None:
        """One row."""
        self.kind.append(kind)
        self.vehicle.append(vehicle)
        self.lane.append(lane)
        self.departed.append(departed)
        self.arrived.append(arrived)
        self.orders.append(orders)
        self.incident.append(incident)
        self.detour.append(detour)


TRIP_KINDS = ("lorry", "van", "air", "hired")
LORRY, VAN, AIR, HIRED = range(len(TRIP_KINDS))


class Log:
    """All facts of one run of a firm. `on_hand_at_allocation` and `shipped` are filled by line."""

    def __init__(self, lines: int) -> None:
        self.orders: list[Order] = []
        self.on_hand_at_allocation = [-1] * lines
        self.shipped = [0] * lines
        self.stock = StockLog()
        self.trips = TripLog()
        self.redeliveries: list[int] = []
        """Times of second deliveries after a wrong address."""
