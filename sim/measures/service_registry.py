"""The service measures: one entry for each, with everything that the program knows about it. All other code reads this
registry: `service_measures` computes the entries, `kpis` tabulates them, reports print their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.measures import service_formulas as formulas
from sim.measures.measured_value import Value
from sim.policy.policy import Policy
from sim.records.schema import Records

Column = tuple[str, str]
"""Table and column."""


@dataclass(frozen=True)
class Measure:
    """A service measure. Its texts are English: show them through `_`.

    Attributes
    ----------
    id : str
        "m01" to "m12", "perfect" or "censored".
    label : str
        Its name in a table.
    unit : str
        "share" (0 to 1), "hours" or "orders".
    more_is_better : bool or None
        None: it depends.
    compute : callable
        Function of records and policy that returns a value.
    reads : tuple of (str, str)
        Tables and columns that `compute` reads.
    can_lack : tuple of (str, str)
        Those among them that an order log may lack.
    concept : str
        Its name in the course (SVC-03).
    summary : str
        One line for a table.
    counted : str
        Numerator and denominator.
    meaning : str
        Its meaning for a manager.
    levers : tuple of str
        The levers that move it most directly.
    """

    id: str
    label: str
    unit: str
    more_is_better: bool | None
    compute: Callable[[Records, Policy | None], Value]
    reads: tuple[Column, ...]
    concept: str = ""
    summary: str = ""
    counted: str = ""
    meaning: str = ""
    levers: tuple[str, ...] = ()
    can_lack: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """The label in the current language."""
        return _(self.label)

    @property
    def number(self) -> str:
        """Its id if it has a number in the course, "m01" to "m12"; else ""."""
        return self.id if self.id[1:].isdigit() else ""


def _columns(table: str, *names: str) -> tuple[Column, ...]:
    return tuple((table, name) for name in names)


def _orders(*names: str) -> tuple[Column, ...]:
    """Columns of orders, and those that say which orders count."""
    return _columns("orders", "promised", "status", *names)


_PROMISED = _columns("orders", "promised")
_CONTACTS = _columns("contacts", "kind", "time", "target", "answered")

MEASURES: tuple[Measure, ...] = (
    Measure(
        "m01",
        N_("availability"),
        "share",
        more_is_better=True,
        compute=formulas.availability,
        reads=(*_orders("order"), *_columns("lines", "order", "on_hand_at_allocation", "quantity")),
        concept=N_("product availability (line fill rate)"),
        summary=N_("order lines fully in stock"),
        counted=N_(
            "Order lines whose full quantity was on hand when stock was first allocated, of all lines allocated."
        ),
        meaning=N_(
            "Customers find the goods they want in stock. The last few percent cost the most: each extra step"
            " of safety stock gains less but costs as much as the one before."
        ),
        levers=("stock.safety_factor", "stock.review_days"),
    ),
    Measure(
        "m02",
        N_("items in stock"),
        "share",
        more_is_better=True,
        compute=formulas.items_in_stock,
        reads=_columns("stock", "good", "time", "on_hand", "event"),
        concept=N_("share of items in stock"),
        summary=N_("goods with stock on hand, over time"),
        counted=N_(
            "The share of goods with at least one unit on hand, averaged over every moment of the window."
        ),
        meaning=N_(
            "It counts goods, not orders: a firm can have nearly all its goods and still lack the few that"
            " everybody orders. Compare it with availability."
        ),
        levers=("stock.safety_factor", "stock.review_days"),
    ),
    Measure(
        "m03",
        N_("undamaged"),
        "share",
        more_is_better=True,
        compute=formulas.undamaged,
        reads=_orders("damaged"),
        concept=N_("share delivered undamaged"),
        summary=N_("orders that arrived with no damage"),
        counted=N_("Orders delivered without damage, of all delivered or lost."),
        meaning=N_(
            "Damage happens in packing and on the road. Checking prevents some of it, but costs time and money."
        ),
        levers=("warehouse.care",),
        can_lack=_PROMISED,
    ),
    Measure(
        "m04",
        N_("order cycle"),
        "hours",
        more_is_better=False,
        compute=formulas.order_cycle,
        reads=_orders("accepted", "delivered"),
        concept=N_("order cycle and its reliability"),
        summary=N_("mean hours from acceptance to delivery"),
        counted=N_(
            "Hours from acceptance to delivery of delivered orders: mean, spread, the value that 95 % stay below,"
            " and the share that took at most a tenth longer than promised (reliability)."
        ),
        meaning=N_(
            "Customers keep stock for the slow orders, not for the average one: a steady cycle is worth as much"
            " as a short one."
        ),
        levers=("fleet.consolidation_hours", "fleet.vehicles", "warehouse.pickers"),
        can_lack=_PROMISED,
    ),
    Measure(
        "m05",
        N_("order to delivery"),
        "hours",
        more_is_better=False,
        compute=formulas.order_to_delivery,
        reads=_orders("placed", "delivered"),
        concept=N_("time from customer order to delivery"),
        summary=N_("median hours from first contact to delivery"),
        counted=N_(
            "The median of the hours from the customer's first contact to delivery, waiting at the order desk"
            " included."
        ),
        meaning=N_(
            "This is the time the customer experiences. The firm's own clock starts later, when it accepts the"
            " order."
        ),
        levers=("desk.clerks", "fleet.consolidation_hours"),
        can_lack=_PROMISED,
    ),
    Measure(
        "m06",
        N_("preparation"),
        "hours",
        more_is_better=False,
        compute=formulas.preparation,
        reads=_orders("released", "packed"),
        concept=N_("warehouse preparation time"),
        summary=N_("mean hours from release to packed"),
        counted=N_("Mean hours from the release of an order to the warehouse until it is packed."),
        meaning=N_(
            "Picking and packing, and above all waiting for them. It grows steeply when nearly all staff are busy."
        ),
        levers=("warehouse.pickers", "warehouse.packers", "warehouse.slotting", "warehouse.care"),
        can_lack=_PROMISED,
    ),
    Measure(
        "m07",
        N_("shipped of received"),
        "share",
        more_is_better=True,
        compute=formulas.shipped_of_received,
        reads=_orders("shipped", "ordered", "dispatched"),
        concept=N_("share of received orders shipped"),
        summary=N_("orders that left complete, of those received"),
        counted=N_("Orders shipped with every unit that was ordered, of all orders received."),
        meaning=N_(
            "An order that waits longer for missing goods ships complete, but late: look at"
            " `stock.backorder_days`, the longest time an order waits."
        ),
        levers=("stock.safety_factor", "stock.backorder_days"),
        can_lack=_PROMISED,
    ),
    Measure(
        "m08",
        N_("on time"),
        "share",
        more_is_better=True,
        compute=formulas.on_time,
        reads=_orders("delivered"),
        concept=N_("share of orders delivered within the promised time"),
        summary=N_("promises kept"),
        counted=N_(
            "Promises that fell due in the window and were kept, of all that fell due. Orders lost, or cancelled"
            " after acceptance, broke their promise."
        ),
        meaning=N_(
            "It depends on two things: how fast the firm is, and what it promised. A longer promise raises it"
            " without any work."
        ),
        levers=("promise.hours", "fleet.consolidation_hours", "fleet.vehicles"),
    ),
    Measure(
        "m09",
        N_("turned away by the minimum order"),
        "share",
        more_is_better=False,
        compute=formulas.turned_away,
        reads=_columns("needs", "state", "time"),
        concept=N_("minimum order quantity"),
        summary=N_("needs turned away by the minimum order"),
        counted=N_(
            "Needs turned away because the order was below the minimum, of all needs for which customers chose"
            " this firm."
        ),
        meaning=N_(
            "Small orders cost nearly as much to handle as large ones. A minimum keeps them out, and their"
            " customers with them."
        ),
        levers=("order.minimum",),
    ),
    Measure(
        "m10",
        N_("flexibility"),
        "share",
        more_is_better=True,
        compute=formulas.flexibility,
        reads=_orders("special_asked", "special_granted"),
        concept=N_("flexibility of the service system"),
        summary=N_("special requests granted"),
        counted=N_("Special requests granted (changes, special handling, odd hours), of all that were made."),
        meaning=N_("Staff kept free for special requests are paid on quiet days too."),
        levers=("flex.capacity",),
        can_lack=_PROMISED,
    ),
    Measure(
        "m11",
        N_("expedite and delay"),
        "share",
        more_is_better=True,
        compute=formulas.expedite_and_delay,
        reads=_orders("expedite_asked", "expedite_met", "delay_asked", "delay_met"),
        concept=N_("ability to expedite or delay a shipment"),
        summary=N_("requests to deliver sooner or later that were met"),
        counted=N_("Requests to expedite or to deliver later that were met in time, of all that were made."),
        meaning=N_(
            "An urgent order gets a van to itself at once, if one is free; an order wanted later must come"
            " neither early nor late."
        ),
        levers=("fleet.express_vehicles",),
    ),
    Measure(
        "m12",
        N_("ordering convenience"),
        "share",
        more_is_better=True,
        compute=formulas.ordering_convenience,
        reads=(*_CONTACTS, ("contacts", "channel")),
        concept=N_("convenience and flexibility of ordering"),
        summary=N_("order contacts answered in time"),
        counted=N_(
            "Order contacts answered within their channel's target, each channel with a fixed weight (telephone"
            " 0.4, web 0.3, mail 0.2, built-in link 0.1)."
        ),
        meaning=N_(
            "How easily a customer can place an order. Having clerks at the right hours"
            " helps more than adding clerks."
        ),
        levers=("desk.clerks",),
    ),
    Measure(
        "perfect",
        N_("perfect orders"),
        "share",
        more_is_better=True,
        compute=formulas.perfect_orders,
        reads=(
            *_orders("order", "shipped", "ordered", "wrong", "damaged", "special_asked", "special_granted"),
            *_columns("orders", "delivered", "address_ok", "invoiced", "quoted", "receiver_ok"),
            *_CONTACTS,
            ("contacts", "order"),
        ),
        concept=N_("perfect order rate (seven rights)"),
        summary=N_("orders with nothing wrong at all"),
        counted=N_(
            "Orders for which none of the seven rights failed: product, want, time, place, price, channel, customer."
        ),
        meaning=N_(
            "Seven good steps in a row, each right 98.5 % of the time, make only 90 %. Look at which right fails"
            " most often."
        ),
        levers=("promise.hours", "stock.safety_factor", "desk.clerks", "warehouse.care"),
    ),
    Measure(
        "censored",
        N_("orders still open at the end"),
        "orders",
        more_is_better=None,
        compute=formulas.still_open,
        reads=_orders("placed"),
        can_lack=_PROMISED,
    ),
)
BY_ID: Mapping[str, Measure] = MappingProxyType({measure.id: measure for measure in MEASURES})
EXPLAINED: tuple[Measure, ...] = tuple(measure for measure in MEASURES if measure.concept)
"""The measures of the course, which reports show and explain; not the count of open orders."""

Known = TypeVar("Known")


def look_up(name: str, known: Mapping[str, Known]) -> Known:
    """Look up a measure by name.

    Parameters
    ----------
    name : str
        The name asked for.
    known : dict of str to object
        The entries to search, by name.

    Returns
    -------
    object
        The entry of this name.

    Raises
    ------
    InputError
        If there is none; the message lists the known names.

    Examples
    --------
    >>> look_up("m08", BY_ID).label
    'on time'
    """
    if name not in known:
        raise InputError(
            _("There is no measure {name}; there are: {all}.").format(name=name, all=", ".join(known))
        )
    return known[name]


def service_measure(name: str) -> Measure:
    """Return the entry of a service measure.

    Parameters
    ----------
    name : str
        "m01" to "m12", "perfect" or "censored".

    Returns
    -------
    Measure
        Its entry in the registry.

    Raises
    ------
    InputError
        If there is no service measure of this name.

    Examples
    --------
    >>> service_measure("m08").concept
    'share of orders delivered within the promised time'
    """
    return look_up(name, BY_ID)
