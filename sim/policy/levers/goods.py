"""Goods on hand, and getting them ready."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sim.base.i18n import N_
from sim.policy.levers.lever import ByClass, Levers, Staffing, each_class, lever


class KeptFrom(ByClass):
    """Share of the safety stock that is kept from a customer class."""

    A: float = Field(0.0, ge=0, le=1)
    B: float = Field(0.0, ge=0, le=1)
    C: float = Field(0.0, ge=0, le=1)


class StockLevers(Levers):
    """Replenishment of goods."""

    safety_factor: float = lever(
        2.0,
        0,
        6,
        unit=N_("standard deviations of demand over review and lead time"),
        account="holding",
        effects=(2,),
        column="lines.on_hand_at_allocation",
        text=N_("Safety stock. More of it makes goods available more often and costs capital and space."),
    )
    review_days: int = lever(
        3,
        1,
        28,
        unit=N_("days between two orders to a supplier"),
        account="purchasing",
        effects=(2,),
        column="stock.on_order",
        text=N_("How often goods are ordered from each supplier. Each purchase order costs clerical work."),
    )
    backorder_days: float = lever(
        3.0,
        0,
        28,
        unit=N_("days"),
        account="backorders",
        effects=(2,),
        column="orders.released",
        text=N_(
            "How long an order waits for missing goods before it ships without them. "
            "Waiting orders take clerical work."
        ),
    )
    kept_from: Annotated[KeptFrom, BeforeValidator(each_class)] = lever(
        KeptFrom(),
        None,
        None,
        unit=N_("share of the safety stock, by class"),
        account="backorders",
        effects=(2, 18),
        column="lines.on_hand_at_allocation",
        text=N_(
            "How much of each good's safety stock a class does not get, so that it is there for the other "
            "classes. Orders that do not get it wait as backorders."
        ),
    )


class WarehouseLevers(Levers):
    """Picking and packing."""

    pickers: Staffing = lever(
        9,
        None,
        None,
        unit=N_("pickers on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_warehouse",
        effects=(19,),
        column="orders.picked",
        text=N_("Pickers on duty. More pickers shorten order preparation and cost wages."),
    )
    packers: Staffing = lever(
        5,
        None,
        None,
        unit=N_("packers on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_warehouse",
        effects=(19,),
        column="orders.packed",
        text=N_("Packers on duty. More packers shorten order preparation and cost wages."),
    )
    care: int = lever(
        15,
        0,
        180,
        unit=N_("extra seconds of checking an order line"),
        account="checking",
        effects=(8,),
        column="orders.damaged",
        text=N_("Checking while packing. It prevents wrong and damaged goods, and takes paid time."),
    )
    slotting: Literal["popularity", "lift"] = lever(
        "popularity",
        None,
        None,
        unit=N_("rule for storage locations"),
        account="slotting",
        effects=(24,),
        column="orders.picked",
        text=N_(
            "Where goods are stored: popular goods in front, or goods that are ordered together side by "
            "side. The second rule takes more relocation of goods."
        ),
    )
