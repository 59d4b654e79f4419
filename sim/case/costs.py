"""Parameters of cost and income."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Share, Spread


class Costs(FrozenModel):
    """Prices that the firm pays, CNY."""

    clerk_hour: NonNegative
    warehouse_hour: NonNegative
    checking_hour: NonNegative
    holding_year: NonNegative = Field(description="share of the goods' value a year")
    purchase_order: NonNegative
    backorder_day: NonNegative = Field(description="for each day that an order waits for goods")
    slotting_week: dict[Literal["popularity", "lift"], NonNegative]
    lorry_week: NonNegative
    lorry_km: NonNegative
    van_week: NonNegative
    van_km: NonNegative
    air_order: NonNegative
    courier_order: NonNegative = Field(
        default=0, description="piece wage for an order collected and delivered"
    )
    flex_day: NonNegative = Field(description="capacity for one special request a day")
    redelivery: NonNegative
    return_trip: NonNegative
    overhead_week: NonNegative
    handler_hour: NonNegative
    return_visit: NonNegative
    survey_call: NonNegative
    price_change: NonNegative = Field(
        default=50, description="telling a customer that the price has changed during a run"
    )
    penalty_late: Share = Field(description="share of the fee returned for a late order")
    penalty_damage: Share = Field(description="share of the fee paid for a damaged or lost order")
    wrong_line: NonNegative = Field(description="correcting a line with wrong goods")


class Income(FrozenModel):
    """Prices that customers pay, besides the figures of the classes and zones."""

    fee_spread: Spread = Field(description="sigma of the size of orders")
    invoice_slip: Share = Field(description="relative error of a wrong quote or invoice")
    wrong_price_trouble: Annotated[float, Field(ge=0, le=3)] = Field(
        default=0.5,
        description="trouble (0 to 3) that customers remember because their invoice differs from the quote",
    )
