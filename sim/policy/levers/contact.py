"""Levers of ordering: the desk, its promises, and the orders and wishes that it accepts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from sim.base.i18n import N_
from sim.policy.levers.lever import ByClass, Levers, Staffing, each_class, lever


class DeskLevers(Levers):
    """The order desk."""

    clerks: Staffing = lever(
        5,
        None,
        None,
        unit=N_("clerks on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_desk",
        effects=(1, 22),
        column="orders.answered",
        text=N_("Clerks on duty at the order desk. More clerks shorten waits and cost wages."),
    )


class PromiseHours(ByClass):
    """Promised hours by customer class."""

    A: float = Field(44.0, ge=4, le=240)
    B: float = Field(52.0, ge=4, le=240)
    C: float = Field(64.0, ge=4, le=240)


class PromiseLevers(Levers):
    """Promises to customers."""

    hours: Annotated[PromiseHours, BeforeValidator(each_class)] = Field(
        default=PromiseHours(),
        json_schema_extra={
            "unit": N_("hours from acceptance to delivery in the home zone, by class"),
            "account": "penalties",
            "effects": [4, 5],
            "column": "orders.promised",
            "text": N_("Promised hours from acceptance to delivery, by class. A late order costs a penalty."),
        },
    )


class OrderLevers(Levers):
    """Rules for accepting orders."""

    minimum: float = lever(
        60.0,
        0,
        5000,
        unit=N_("CNY of list price an order"),
        account="freight",
        effects=(7,),
        column="orders.status",
        text=N_(
            "Smallest order that is accepted, by list price. Smaller orders are turned away, and their "
            "income is lost."
        ),
    )


class FlexLevers(Levers):
    """Special requests."""

    capacity: int = lever(
        14,
        0,
        500,
        unit=N_("special requests a day that can be granted"),
        account="flex",
        effects=(19,),
        column="orders.special_granted",
        text=N_(
            "Special requests that can be granted a day. The capacity costs the same whether it is used or "
            "not."
        ),
    )
