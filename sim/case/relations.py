"""Customer relations: knowledge about customers, account managers, client events, loyalty programmes, returns. Money is CNY."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share
from sim.policy.classes import ClassLetter


class KnowledgeData(FrozenModel):
    """What can be known about a customer, and how it is learned, becomes outdated and is lost."""

    fields: dict[ClassLetter, int] = Field(
        default={"A": 10, "B": 5, "C": 1},
        description="facts that must be known about a customer to serve it well",
    )
    ages_weeks: Positive = Field(default=130, description="mean weeks until a fact changes")
    heard: Share = Field(
        default=0.25, description="share of the missing facts that are learned at a personal contact"
    )
    misheard: Share = Field(
        default=0.10, description="share of facts misunderstood or written down wrong without data care"
    )
    care_halves: Positive = Field(
        default=1, description="hours of data care a week and 1,000 facts that halve such errors"
    )
    care_rows: Positive = Field(default=12, description="entries of the file checked in an hour of data care")
    in_heads: Share = Field(
        default=0.8, description="share of facts that the salespeople know when the run begins"
    )
    in_file: Share = Field(
        default=0.1, description="share of facts that are in a spreadsheet when the run begins"
    )


class RelationsData(FrozenModel):
    """Account managers and personal contacts."""

    visit_hours: dict[ClassLetter, Positive] = Field(
        default={"A": 6, "B": 4, "C": 3}, description="hours of a visit with travel and preparation"
    )
    week_hours: Positive = Field(default=30, description="hours a week that a manager has for customers")
    call_hours: Positive = Field(default=0.5, description="hours of a social contact")
    visit_weight: Share = Field(default=0.2, description="how far a visit moves the bond")
    call_weight: Share = Field(default=0.05, description="how far a social contact moves the bond")
    stranger: Share = Field(
        default=0.15, description="quality of a contact with a person who knows nothing about the customer"
    )
    blunder: Share = Field(
        default=0.5, description="what a wrong fact costs of the quality, relative to what a right one brings"
    )
    personal: Share = Field(
        default=0.5, description="share of a bond that is with the person and is lost when that person leaves"
    )
    bond_warms: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.15,
        description="points of satisfaction with an order that a full bond adds: friends judge more mildly",
    )
    contract_left: Share = Field(
        default=0.5,
        description="share of a contract's remaining time that is left when the account manager leaves",
    )
    own_day: Share = Field(
        default=0.15, description="what a visit on the customer's own day adds to the quality"
    )
    vacancy_weeks: NonNegative = Field(default=10, description="weeks until a manager who left is replaced")
    manager_hour: NonNegative = 62
    visit: NonNegative = Field(default=140, description="travel of a visit")
    priority_week: NonNegative = Field(
        default=500, description="marking and sorting the orders of a class with priority, a week"
    )
    call_hour: NonNegative = Field(default=48, description="an hour of social contact")


class EventData(FrozenModel):
    """The client event."""

    comes: dict[ClassLetter, Share] = Field(
        default={"A": 0.75, "B": 0.6, "C": 0.4},
        description="share of those invited who come, if they are reached",
    )
    reached: Share = Field(
        default=0.6, description="share of those invited who are reached if the contact person is unknown"
    )
    fair: Positive = Field(default=600, description="CNY a guest above which more has no effect")
    weight: Share = Field(
        default=0.15, description="how far the event moves the bond of a guest with whom somebody talked"
    )
    talks: Positive = Field(default=8, description="guests that one of the firm's people can talk with")
    hosts: int = Field(
        default=2, ge=1, le=200, description="people of the firm who come besides the account managers"
    )
    gift: NonNegative = Field(default=120, description="gift for a guest who comes")


class LoyaltyData(FrozenModel):
    """Points, and links built into the customer's system."""

    felt: Share = Field(
        default=0.8, description="what points are worth to customers, relative to a lower price"
    )
    copy_weeks: Positive = Field(
        default=6, description="weeks after which the rivals have copied a points programme or its end"
    )
    build_weeks: Positive = Field(default=26, description="weeks over which links are built")
    saves: NonNegative = Field(
        default=0.08, description="trouble that an order by link saves the customer (points of energy)"
    )
    build: NonNegative = Field(default=9000, description="building a link")
    keep_week: NonNegative = Field(default=110, description="maintaining a link, a week")


class ReturnsData(FrozenModel):
    """Reverse logistics: goods that retailers send back."""

    retailers: dict[ClassLetter, Share] = Field(default={"A": 0.25, "B": 0.25, "C": 0.10})
    share: Share = Field(default=0.25, description="share of a retailer's orders of which goods go back")
    after_days: Positive = Field(
        default=9, description="mean days from delivery until the goods are ready for collection"
    )
    waits_days: Positive = Field(
        default=10, description="days after which the retailer sends them back itself"
    )
    saves: NonNegative = Field(
        default=0.6, description="trouble that a return collected saves the retailer (points of energy)"
    )
    costs: NonNegative = Field(
        default=0.6, description="trouble of a return that was requested but not collected"
    )
    fee: NonNegative = Field(default=95, description="income of a return")
    collection: NonNegative = Field(
        default=70, description="a trip to a retailer, for all goods that wait there"
    )
    handling: NonNegative = Field(default=18, description="checking and storing a return")
    week: NonNegative = Field(default=1400, description="fixed cost of the service: space, system, tracking")
    stop_week: NonNegative = Field(default=60, description="capacity for one collection a day")
