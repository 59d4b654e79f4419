"""How customers choose: what they stress, what they know of the firm, its rivals, and when they leave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import AYear, NotNegative, Positive, Share, Spread, Words
from sim.policy.classes import ClassLetter

BuyingType = Literal["economy", "ethics", "personality", "convenience"]


class Stress(FrozenModel):
    """What a buying type stresses: factors of the weights of the seven terms of value."""

    product: NotNegative
    service: NotNegative
    personnel: NotNegative
    image: NotNegative
    money: NotNegative
    time: NotNegative
    energy: NotNegative


class Known(FrozenModel):
    """A firm as customers know it: shares of orders with the right goods, on time, with a contact as wished; hours to
    delivery; share of orders that were trouble."""

    product: Share
    service: Share
    personnel: Share
    hours: Positive
    energy: Share


class Rival(Known):
    """A static offer: price relative to this firm's list; image from -1 to 1."""

    name: Words
    price: Positive
    image: float = Field(ge=-1, le=1)


class TermWeights(FrozenModel):
    """Utility of the whole share (0 to 1) of a term."""

    product: NotNegative
    service: NotNegative
    personnel: NotNegative
    image: NotNegative
    energy: NotNegative


ByClassValue = dict[ClassLetter, NotNegative]

Utility = Annotated[float, Field(ge=-20, le=20)]


class MarketData(FrozenModel):
    """How customers choose. Utilities are in units of the scale of luck (Gumbel, scale 1)."""

    types: dict[BuyingType, Stress]
    type_shares: dict[ClassLetter, dict[BuyingType, NotNegative]]
    weights: TermWeights
    money: ByClassValue = Field(description="utility of the logarithm of the price")
    day: ByClassValue = Field(description="utility of a day")
    known: Known
    rivals: tuple[Rival, ...]
    rival_spread: NotNegative
    nobody: float = Field(ge=-20, le=20, description="utility of giving the need to nobody")
    newest: dict[ClassLetter, Share] = Field(description="weight of the newest order in memory")
    habit: NotNegative = Field(description="utility of the firm used last")
    taste: NotNegative = Field(description="sigma of a customer's liking of a firm")
    moves: dict[ClassLetter, AYear] = Field(
        description="share of customers a year who close or move away, whatever the service"
    )
    leave: dict[ClassLetter, Utility] = Field(
        description="lead over the best rival (below 0: lag) below which a customer leaves for good; mean over customers"
    )
    leave_spread: Spread
    fade: Share = Field(
        description="how far memory fades towards what is told, each need, once a customer has left"
    )
    smallest_share: Share = Field(description="a contract below this share is not made")
    contract_weeks: Annotated[float, Field(ge=1, le=520)] = Field(
        default=52, description="for how long an A customer settles the share of its needs"
    )
    latent: dict[ClassLetter, Share] = Field(description="share of customers who do not know the firm yet")
    hears_weeks: Positive
    advertising_doubles: Positive = Field(description="CNY a year that make the firm known twice as fast")
    heard: NotNegative = Field(description="how much faster a firm of good image becomes known")
    newest_image: Share = Field(description="weight of the newest week in the image")
    told: float = Field(ge=-1, le=1, description="tone of what is told at the service that is known")
    bond: NotNegative = Field(
        default=1.4, description="weight of being known by people, as a share of the weight of personnel"
    )
    bond_weeks: Positive = Field(
        default=30, description="weeks in which half of the bond fades without personal contact"
    )
