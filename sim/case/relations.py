"""What account managers, client events and programmes for loyal customers take, and what is known of customers. Money is CNY."""

from __future__ import annotations

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NotNegative, Positive, Share
from sim.policy.classes import ClassLetter


class KnowledgeData(FrozenModel):
    """What can be known of a customer, and how it is learned, ages and gets lost."""

    fields: dict[ClassLetter, int] = Field(
        default={"A": 10, "B": 5, "C": 1},
        description="facts that must be known of a customer to serve it well",
    )
    ages_weeks: Positive = Field(default=130, description="mean weeks until a fact has changed")
    heard: Share = Field(
        default=0.25, description="share of what is missing that is heard at a personal contact"
    )
    misheard: Share = Field(
        default=0.10, description="share of facts written down or understood wrong, without data care"
    )
    care_halves: Positive = Field(
        default=1, description="hours of data care a week and 1,000 facts that halve such errors"
    )
    care_rows: Positive = Field(default=12, description="entries of the file checked in an hour of data care")
    in_heads: Share = Field(
        default=0.8, description="share of facts that the salespeople know when the run begins"
    )
    in_file: Share = Field(
        default=0.1, description="share of facts that stand in a spreadsheet when the run begins"
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
        default=0.15, description="quality of a contact with somebody who knows nothing of the customer"
    )
    blunder: Share = Field(
        default=0.5, description="what a wrong fact costs of the quality, relative to what a right one brings"
    )
    personal: Share = Field(
        default=0.5, description="share of a bond that is with the person, and goes with whoever leaves"
    )
    contract_left: Share = Field(
        default=0.5,
        description="share of a contract's remaining time that is left when who looked after the customer goes",
    )
    own_day: Share = Field(
        default=0.15, description="what a visit on the customer's own day adds to the quality"
    )
    vacancy_weeks: NotNegative = Field(default=10, description="weeks until a manager who left is replaced")
    manager_hour: NotNegative = 62
    visit: NotNegative = Field(default=140, description="travel of a visit")
    priority_week: NotNegative = Field(
        default=500, description="marking and sorting the orders of a class with priority, a week"
    )
    call_hour: NotNegative = Field(default=48, description="an hour of social contact")


class EventData(FrozenModel):
    """The client event."""

    comes: dict[ClassLetter, Share] = Field(
        default={"A": 0.75, "B": 0.6, "C": 0.4},
        description="share of those invited who come, if they are reached",
    )
    reached: Share = Field(
        default=0.6, description="share of those invited who are reached if nobody knows whom to ask"
    )
    fair: Positive = Field(default=600, description="CNY a guest above which nobody feels a difference")
    weight: Share = Field(
        default=0.15, description="how far the event moves the bond of a guest who was talked with"
    )
    talks: Positive = Field(default=8, description="guests that one of the firm's people can talk with")
    hosts: int = Field(
        default=2, ge=1, le=200, description="people of the firm who come beside the account managers"
    )
    gift: NotNegative = Field(default=120, description="what a guest who comes is given")


class LoyaltyData(FrozenModel):
    """Points, and links built into the customer's work."""

    felt: Share = Field(
        default=0.8, description="what points are worth to customers, relative to a lower price"
    )
    copy_weeks: Positive = Field(
        default=6, description="weeks after which the rivals have copied a points programme, or its end"
    )
    build_weeks: Positive = Field(default=26, description="weeks over which links are built")
    saves: NotNegative = Field(
        default=0.15, description="trouble that an order by link saves the customer (points of energy)"
    )
    build: NotNegative = Field(default=9000, description="building a link")
    keep_week: NotNegative = Field(default=25, description="keeping a link, a week")


class ReturnsData(FrozenModel):
    """Reverse logistics: goods that retailers send back."""

    retailers: dict[ClassLetter, Share] = Field(default={"A": 0.25, "B": 0.25, "C": 0.10})
    share: Share = Field(default=0.25, description="share of a retailer's orders of which goods go back")
    after_days: Positive = Field(default=9, description="mean days from delivery until they are ready")
    waits_days: Positive = Field(
        default=10, description="days after which the retailer sends them back itself"
    )
    saves: NotNegative = Field(
        default=0.6, description="trouble that a return collected saves the retailer (points of energy)"
    )
    costs: NotNegative = Field(
        default=0.6, description="trouble of a return that was asked for and not collected"
    )
    fee: NotNegative = Field(default=95, description="income of a return")
    collection: NotNegative = Field(default=70, description="a way to a retailer, for all that waits there")
    handling: NotNegative = Field(default=18, description="checking and storing a return")
    week: NotNegative = Field(default=1400, description="the service: room, system, tracking")
    stop_week: NotNegative = Field(default=60, description="readiness for one collection a day")
