"""Parameters of the market: customers' preferences, what they know about the firm, its rivals, and when they leave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.base.bilingual import BilingualText
from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share, Spread, YearlyShare
from sim.policy.classes import ClassLetter

BuyingType = Literal["economy", "ethics", "personality", "convenience"]


class Emphasis(FrozenModel):
    """The emphasis of a buying type: factors of the weights of the seven terms of value."""

    product: NonNegative
    service: NonNegative
    personnel: NonNegative
    image: NonNegative
    money: NonNegative
    time: NonNegative
    energy: NonNegative


class KnownService(FrozenModel):
    """A firm as customers know it."""

    product: Share = Field(description="share of orders with the right goods")
    service: Share = Field(description="share of orders on time")
    personnel: Share = Field(description="share of contacts that were as wished")
    hours: Positive = Field(description="hours to delivery")
    energy: Share = Field(description="share of orders that were trouble")


class Rival(KnownService):
    """A rival, whose offer does not change."""

    name: BilingualText
    price: Positive = Field(description="relative to this firm's list price")
    image: float = Field(ge=-1, le=1)


class TermWeights(FrozenModel):
    """Utility of a term at its full share (1 instead of 0)."""

    product: NonNegative
    service: NonNegative
    personnel: NonNegative
    image: NonNegative
    energy: NonNegative


ByClassValue = dict[ClassLetter, NonNegative]

Utility = Annotated[float, Field(ge=-20, le=20)]


class FairPrice(FrozenModel):
    """The price that customers regard as fair, and how a price above or below it moves their satisfaction with an order."""

    own: Share = Field(
        default=0.5,
        description="share of a change of the firm's prices that becomes fair in time; the rest is what others ask",
    )
    weeks: Positive = Field(
        default=26, description="weeks in which customers get half used to a change of the firm's prices"
    )
    unfair: Annotated[float, Field(ge=0, le=4)] = Field(
        default=0.8, description="points of satisfaction that a price far above the fair one costs"
    )
    scale: Annotated[float, Field(gt=0, le=5)] = Field(
        default=0.5, description="logarithm of price to fair price at which 63 % of them are lost"
    )
    aversion: Annotated[float, Field(ge=1, le=10)] = Field(
        default=2.0, description="how many times more a price above the fair one counts than one below"
    )


class MarketData(FrozenModel):
    """How customers choose. Utilities are in units of the scale of their Gumbel error term."""

    types: dict[BuyingType, Emphasis]
    type_shares: dict[ClassLetter, dict[BuyingType, NonNegative]]
    weights: TermWeights
    money: ByClassValue = Field(description="utility lost by the logarithm of the price")
    day: ByClassValue = Field(description="utility lost by a day to delivery")
    deadline: dict[ClassLetter, Positive] | None = Field(
        default=None,
        description="hours until the goods of a need must be there, median of a class; null: nobody has a deadline",
    )
    deadline_spread: Spread = Field(default=0.6, description="sigma of the deadlines of needs")
    missed: Annotated[float, Field(ge=0, le=20)] = Field(
        default=0.7, description="utility lost by a day that is promised beyond the deadline"
    )
    fair_price: FairPrice = FairPrice()
    known: KnownService
    rivals: tuple[Rival, ...]
    reference_rivals: tuple[Rival, ...] | None = Field(
        default=None,
        description="the rivals at which the firm has the shares of wallet of classes; null: rivals as they are",
    )
    rival_spread: NonNegative
    nobody: float = Field(ge=-20, le=20, description="utility of giving the need to nobody")
    newest: dict[ClassLetter, Share] = Field(description="weight of the newest order in memory")
    habit: NonNegative = Field(description="additional utility of the firm used last")
    taste: NonNegative = Field(description="sigma of a customer's liking for a firm")
    moves: dict[ClassLetter, YearlyShare] = Field(
        description="share of customers a year who close or move away, whatever the service"
    )
    replaced_weeks: Annotated[float, Field(gt=0, le=520)] = Field(
        default=13,
        description="mean weeks until a customer who closed or moved away is replaced by a newcomer",
    )
    leave: dict[ClassLetter, Utility] = Field(
        description="lead over the best rival (below 0: lag) below which a customer leaves for good; mean over customers"
    )
    leave_spread: Spread
    fade: Share = Field(
        description="how far memory moves towards word of mouth with each need after a customer has left"
    )
    discount: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.10, description="rate a year at which customer equity discounts later years"
    )
    smallest_share: Share = Field(description="no contract is made below this share")
    main_share: Annotated[float, Field(ge=0.5, le=0.99)] = Field(
        default=0.8,
        description="in a market of several firms, the main firm's share of what a customer gives to them together",
    )
    contract_weeks: Annotated[float, Field(ge=1, le=520)] = Field(
        default=52, description="duration of the contract in which an A customer fixes the share of its needs"
    )
    price_jump: Share = Field(
        default=0.05, description="change of the price at which a contract is looked at again before it ends"
    )
    latent: dict[ClassLetter, Share] = Field(description="share of customers who do not know the firm yet")
    hears_weeks: Positive
    advertising_doubles: Positive = Field(
        description="CNY a year of advertising that make the firm known twice as fast"
    )
    heard: NonNegative = Field(description="how much faster a firm with a good image becomes known")
    newest_image: Share = Field(description="weight of the newest week in the image")
    told: float = Field(ge=-1, le=1, description="tone of word of mouth at the known service")
    bond: NonNegative = Field(
        default=1.4, description="weight of the bond, as a share of the weight of personnel"
    )
    bond_weeks: Positive = Field(
        default=30, description="weeks in which half of the bond fades without personal contact"
    )
