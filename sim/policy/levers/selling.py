"""Levers of selling: price and brand."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.policy.levers.lever import Levers, lever


class PriceLevers(Levers):
    """Prices."""

    level: float = lever(
        1.0,
        0.3,
        3.0,
        unit=N_("times the list price"),
        account="freight",
        effects=(6,),
        column="orders.quoted",
        text=N_(
            "Price relative to the list price. A higher price earns more on each order and wins fewer orders."
        ),
    )
    express_surcharge: float = lever(
        120.0,
        0,
        3000,
        unit=N_("CNY an urgent order"),
        account="express",
        effects=(6,),
        column="ledger.amount",
        text=N_("Surcharge for an urgent order that is delivered in time."),
    )


class BrandLevers(Levers):
    """The brand."""

    advertising: float = lever(
        0.0,
        0,
        5_000_000,
        unit=N_("CNY a year"),
        account="advertising",
        effects=(20,),
        column="customers.joined",
        text=N_("Advertising makes the firm known sooner; it cannot make up for bad service."),
    )
