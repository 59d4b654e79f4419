"""Where orders are taken, picked and packed: the desk and the warehouse, and opening hours."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.base.i18n import _
from sim.base.validation import FrozenModel
from sim.case.fields import NotNegative, Positive, Share, Spread


class Hours(FrozenModel):
    """Opening hours."""

    opens: int = Field(ge=0, le=23)
    closes: int = Field(ge=1, le=24)

    @model_validator(mode="after")
    def _in_order(self) -> Hours:
        if self.opens >= self.closes:
            raise ValueError(
                _("closes is {closes}, but must be later than opens ({opens})").format(
                    closes=self.closes, opens=self.opens
                )
            )
        return self


class Channel(FrozenModel):
    """How a contact by one channel goes. Minutes; patience null: stays; handling 0: no clerk needed."""

    handling: NotNegative
    handling_spread: Spread
    patience: Positive | None
    patience_spread: Spread
    target: Positive = Field(description="minutes within which a contact counts as served")
    quote_error: Share
    invoice_error: Share
    address_error: Share


class DeskData(Hours):
    """The order desk."""

    channels: dict[str, Channel]


class WarehouseData(Hours):
    """Picking and packing; seconds. Goods lie in aisles on both sides of a main way."""

    aisles: int = Field(ge=1, le=500)
    pick_order: NotNegative = Field(description="seconds an order")
    pick_line: NotNegative = Field(description="seconds a line")
    enter_aisle: NotNegative = Field(description="seconds for each aisle entered")
    next_aisle: NotNegative = Field(description="seconds from one aisle to the next along the main way")
    pack_order: NotNegative
    pack_line: NotNegative
    special_pack: NotNegative = Field(description="extra seconds of packing for a special request")
    spread: Spread
    pick_error: Share = Field(description="share of lines picked wrong without any checking")
    damage: Share = Field(description="share of orders damaged without any checking")
    care_halves: Positive = Field(description="seconds of checking a line that halve errors and damage")
