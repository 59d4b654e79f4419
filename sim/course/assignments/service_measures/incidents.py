"""Twelve incidents at the branch. Each student gets a different selection of them in a different order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.i18n import N_, _
from sim.base.streams import RandomStreams

BANK: tuple[tuple[str, str, str], ...] = (
    (
        N_("A customer rings, angry: last week's delivery came two days late."),
        N_("A customer writes: the goods that I wanted last month were out of stock."),
        N_("A customer complains that the invoice was higher than the quoted price."),
    ),
    (
        N_("The branch prints its service promises and gives them to all customers."),
        N_("Sales sends a leaflet to firms nearby: smallest order, opening hours, prices."),
        N_("The firm publishes within how many hours it answers a letter."),
    ),
    (
        N_("A customer orders 40 boxes, but only 25 are on the shelf."),
        N_("The clerk must say: this good is out of stock until Thursday."),
        N_("Half of an order is packed; the other half has to wait for the supplier."),
    ),
    (
        N_("The web form stops working, so the customer has to order by telephone."),
        N_("A customer waits nine minutes on the telephone to place an order."),
        N_("An order sent by mail lies unread at the desk for two days."),
    ),
    (
        N_("Two days after delivery a clerk asks the customer whether the service was as promised."),
        N_("A month after a delivery sales asks the customer what could have gone better."),
        N_("A clerk rings a customer some days after delivery and asks if all is well."),
    ),
    (
        N_("The manager names a contact person for each future key customer."),
        N_("The branch sets up an order desk with its own telephone number."),
        N_("Clerks practise the new order form a week before it is used."),
    ),
    (
        N_("Glasses travel upright in crates lined with foam, as fragile goods must."),
        N_("An order of medicine is kept cool on the whole way, as agreed for it."),
        N_("A machine wider than a lorry travels on a low loader, with an escort."),
    ),
    (
        N_("The branch signs with a second carrier, to be ready for busy weeks."),
        N_("The branch writes a plan for snow before the winter begins."),
        N_("The warehouse buys boxes of four sizes, ready for special wishes."),
    ),
    (
        N_("Packed goods stand in the hall for a day because no lorry is free."),
        N_("The picker needs a whole morning to collect one order."),
        N_("A lorry full of orders stands on a closed road for a night."),
    ),
    (
        N_("A week after delivery the branch collects the empty pallets, free of charge."),
        N_("After delivery a technician shows the customer how to store the goods."),
        N_("After delivery the branch puts price labels on the goods, free of charge."),
    ),
    (
        N_("A firm that has never ordered asks which towns the branch serves."),
        N_("A firm asks for the price list; it has no order yet."),
        N_("A firm visits the warehouse to see whether it wants to become a customer."),
    ),
    (
        N_("A customer's last three orders took one day, four days and two days."),
        N_("The same order takes 20 hours in one week and 60 hours in the next."),
        N_("Orders to one town arrive now in the morning, now a day later."),
    ),
)
"""Slots of similar incidents; every student gets one from each slot."""
COMPLAINT, FOLLOW_UP = 0, 4
"""Slots that are often put into the wrong phase."""


def incidents(streams: RandomStreams) -> pd.DataFrame:
    """A row for each incident: number (1 to 12), slot and choice, from which `text` makes its text."""
    slots = np.arange(len(BANK))
    shuffled = slots[np.argsort(streams.of(slots).uniform("incidents"), kind="stable")]
    choice = streams.of(shuffled).choice([1] * len(BANK[0]), "which incident")
    return pd.DataFrame({"number": slots + 1, "slot": shuffled, "choice": choice})


def text(slot: int, choice: int) -> str:
    """The text of an incident in the current language."""
    return _(BANK[slot][choice])
