"""What the firm pays, and what it is paid."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NotNegative, Share, Spread


class Costs(FrozenModel):
    """Prices the firm pays, CNY."""

    clerk_hour: NotNegative
    warehouse_hour: NotNegative
    checking_hour: NotNegative
    holding_year: NotNegative = Field(description="share of the goods' value a year")
    purchase_order: NotNegative
    backorder_day: NotNegative = Field(description="an order waiting for goods, a day")
    slotting_week: dict[Literal["popularity", "lift"], NotNegative]
    lorry_week: NotNegative
    lorry_km: NotNegative
    van_week: NotNegative
    van_km: NotNegative
    air_order: NotNegative
    courier_order: NotNegative = Field(
        default=0, description="piece wage for an order collected and delivered"
    )
    flex_day: NotNegative = Field(description="a special request a day that could be granted")
    redelivery: NotNegative
    return_trip: NotNegative
    overhead_week: NotNegative
    handler_hour: NotNegative
    return_visit: NotNegative
    survey_call: NotNegative
    penalty_late: Share = Field(description="share of the fee returned for a late order")
    penalty_damage: Share = Field(description="share of the fee paid for a damaged or lost order")
    wrong_line: NotNegative = Field(description="putting right a wrong line")


class Income(FrozenModel):
    """What customers pay beside freight and service."""

    fee_spread: Spread = Field(description="sigma of the size of orders")
    invoice_slip: Share = Field(description="by how much a wrong quote or invoice is off")
