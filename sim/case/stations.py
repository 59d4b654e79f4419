"""The stations of an order: the order desk and the warehouse, with opening hours."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.base.i18n import _
from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share, Spread


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
    """Contacts by one channel, in minutes. handling 0: no clerk needed.

    patience null: customers wait as long as `patience.unanswered_hours` of the case lets them.
    """

    handling: NonNegative
    handling_spread: Spread
    patience: Positive | None
    patience_spread: Spread
    target: Positive = Field(description="minutes within which a contact counts as served in time")
    quote_error: Share
    invoice_error: Share
    address_error: Share


class DeskData(Hours):
    """The order desk."""

    channels: dict[str, Channel]
    when_closed: str | None = Field(
        default=None,
        description="channel by which those order who call outside the opening hours: a recorded message names it; "
        "null: they call in vain",
    )


class Stoppage(FrozenModel):
    """On some days the warehouse stops once, for example in a power failure. People are paid as usual.

    from_, to: hours of the day between which it begins; minutes: how long.
    """

    from_: int = Field(ge=0, le=23, alias="from")
    to: int = Field(ge=1, le=24)
    share: Share = Field(description="share of days")
    minutes: Positive

    @model_validator(mode="after")
    def _in_order(self) -> Stoppage:
        if self.from_ >= self.to:
            raise ValueError(
                _("to is {to}, but must be later than from ({first})").format(to=self.to, first=self.from_)
            )
        return self


class WarehouseData(Hours):
    """Picking and packing, in seconds. Goods are stored in aisles on both sides of a main aisle."""

    aisles: int = Field(ge=1, le=500)
    pick_order: NonNegative = Field(description="seconds an order")
    pick_line: NonNegative = Field(description="seconds a line")
    enter_aisle: NonNegative = Field(description="seconds for each aisle entered")
    next_aisle: NonNegative = Field(description="seconds from one aisle to the next along the main aisle")
    pack_order: NonNegative
    pack_line: NonNegative
    special_pack: NonNegative = Field(description="extra seconds of packing for a special request")
    spread: Spread
    pick_error: Share = Field(description="share of lines picked wrong without checks")
    damage: Share = Field(description="share of orders damaged without checks")
    care_halves: Positive = Field(
        description="seconds of checking a line at which errors and damage are halved"
    )
    stoppages: tuple[Stoppage, ...] = ()
