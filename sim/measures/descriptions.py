"""What the service measures mean: their name in the course, how they are counted, which levers move them.

The exact definitions stand in docs/model.md; these are the words for people who read a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sim.base.i18n import N_


@dataclass(frozen=True)
class Meaning:
    """Words for a measure, in English: whoever shows them calls `_`.

    course: its name in the course (SVC-03); short: one plain line; counted: what is divided by
    what; why: what it tells a manager; levers: what moves it most directly.
    """

    course: str
    short: str
    counted: str
    why: str
    levers: tuple[str, ...]


MEANINGS: Mapping[str, Meaning] = MappingProxyType(
    {
        "m01": Meaning(
            N_("product availability (line fill rate)"),
            N_("order lines that were wholly in stock"),
            N_(
                "Order lines whose full quantity was on hand when stock was first allocated, of all lines"
                " allocated."
            ),
            N_(
                "What the customer wants is there. The last few percent are the dearest: each further "
                "step of safety stock "
                "gains less and costs the same."
            ),
            ("stock.safety_factor", "stock.review_days"),
        ),
        "m02": Meaning(
            N_("share of items in stock"),
            N_("goods with stock on hand, over time"),
            N_(
                "The share of goods with at least one unit on hand, averaged over every moment of the window."
            ),
            N_(
                "It counts goods, not orders: a firm can have nearly all its goods and still lack the few"
                " that everybody "
                "orders. Compare it with availability."
            ),
            ("stock.safety_factor", "stock.review_days"),
        ),
        "m03": Meaning(
            N_("share delivered undamaged"),
            N_("orders that arrived with no damage"),
            N_("Orders delivered without damage, of all delivered or lost."),
            N_(
                "Damage is caused in packing and on the road. Checking prevents some of it, takes time "
                "and is paid for."
            ),
            ("warehouse.care",),
        ),
        "m04": Meaning(
            N_("order cycle and its reliability"),
            N_("mean hours from acceptance to delivery"),
            N_(
                "Hours from acceptance to delivery of delivered orders: mean, spread, the value that 95 %"
                " stay below, and the "
                "share that took at most a tenth longer than promised (reliability)."
            ),
            N_(
                "Customers hold stock against the slow orders, not against the mean: a steady cycle is "
                "worth as much as a short one."
            ),
            ("fleet.consolidation_hours", "fleet.vehicles", "warehouse.pickers"),
        ),
        "m05": Meaning(
            N_("time from customer order to delivery"),
            N_("median hours from first contact to delivery"),
            N_(
                "The middle value of the hours from the customer's first contact to delivery, waiting at "
                "the order desk included."
            ),
            N_(
                "What the customer lives through. The firm's own clock starts later, when it accepts the "
                "order."
            ),
            ("desk.clerks", "fleet.consolidation_hours"),
        ),
        "m06": Meaning(
            N_("warehouse preparation time"),
            N_("mean hours from release to packed"),
            N_("Mean hours from the release of an order to the warehouse until it is packed."),
            N_(
                "Work in picking and packing, and above all waiting for it. It grows steeply when nearly "
                "everybody is busy."
            ),
            ("warehouse.pickers", "warehouse.packers", "warehouse.slotting", "warehouse.care"),
        ),
        "m07": Meaning(
            N_("share of received orders shipped"),
            N_("orders that left complete, of those received"),
            N_("Orders shipped with every unit that was ordered, of all orders received."),
            N_(
                "An order that waits longer for missing goods ships complete, but late: see the time an "
                "order waits for goods."
            ),
            ("stock.safety_factor", "stock.backorder_days"),
        ),
        "m08": Meaning(
            N_("share of orders delivered within the promised time"),
            N_("promises kept"),
            N_(
                "Promises that fell due in the window and were kept, of all that fell due. What was lost,"
                " or cancelled after "
                "acceptance, broke its promise."
            ),
            N_(
                "It depends on two things: how fast the firm is, and what it promised. A longer promise "
                "raises it without any work."
            ),
            ("promise.hours", "fleet.consolidation_hours", "fleet.vehicles"),
        ),
        "m09": Meaning(
            N_("minimum order quantity"),
            N_("needs turned away by the minimum order"),
            N_(
                "Needs turned away because the order was below the minimum, of all needs for which "
                "customers chose this firm."
            ),
            N_(
                "Small orders cost nearly as much to handle as large ones. A minimum keeps them out, and "
                "their customers with them."
            ),
            ("order.minimum",),
        ),
        "m10": Meaning(
            N_("flexibility of the service system"),
            N_("special requests granted"),
            N_("Special requests granted (changes, special handling, odd hours), of all that were made."),
            N_("People kept free for the unusual are paid on quiet days too."),
            ("flex.capacity",),
        ),
        "m11": Meaning(
            N_("ability to expedite or delay a shipment"),
            N_("requests to deliver sooner or later that were met"),
            N_("Requests to expedite or to deliver later that were met in time, of all that were made."),
            N_(
                "An urgent order takes a van of its own at once; a delayed one must come neither early "
                "nor late."
            ),
            ("fleet.express_vehicles",),
        ),
        "m12": Meaning(
            N_("convenience and flexibility of ordering"),
            N_("order contacts taken up in time"),
            N_(
                "Order contacts taken up within their channel's target and not given up, each channel "
                "with a fixed weight "
                "(telephone 0.4, web 0.3, mail 0.2, built-in link 0.1)."
            ),
            N_(
                "How easily a customer can place an order. Clerks at the right hours count for more than "
                "more clerks."
            ),
            ("desk.clerks",),
        ),
        "perfect": Meaning(
            N_("perfect order rate (seven rights)"),
            N_("orders with nothing wrong at all"),
            N_(
                "Orders for which none of the seven rights failed: product, want, time, place, price, "
                "channel, customer."
            ),
            N_(
                "A chain of good steps: seven at 98.5 % each make only 90 %. Look at which right fails "
                "most often."
            ),
            ("promise.hours", "stock.safety_factor", "desk.clerks", "warehouse.care"),
        ),
    }
)
