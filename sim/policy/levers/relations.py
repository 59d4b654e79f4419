"""Levers of customer relations: account managers, the client event, loyalty programmes."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from sim.base.i18n import N_
from sim.policy.levers.lever import ByClass, Levers, each_class, lever, list_to_tuple


class VisitsByClass(ByClass):
    """Visits a year by customer class."""

    A: float = Field(0.0, ge=0, le=52)
    B: float = Field(0.0, ge=0, le=52)
    C: float = Field(0.0, ge=0, le=52)


class PriorityByClass(ByClass):
    """Priority by customer class."""

    A: int = Field(0, ge=0, le=2)
    B: int = Field(0, ge=0, le=2)
    C: int = Field(0, ge=0, le=2)


class RelationsLevers(Levers):
    """Account managers and key accounts."""

    managers: int = lever(
        0,
        0,
        60,
        unit=N_("account managers"),
        account="wages_managers",
        effects=(12, 18),
        column="customers.manager",
        text=N_(
            "Account managers, each with customers of their own. What they learn is only in their heads "
            "unless the firm keeps a file."
        ),
    )
    visits: Annotated[VisitsByClass, BeforeValidator(each_class)] = lever(
        VisitsByClass(),
        None,
        None,
        unit=N_("visits a customer and year, by class"),
        account="visits",
        effects=(12, 18),
        column="contacts.kind",
        text=N_(
            "How often account managers visit a customer. The more is known about the customer, the better "
            "the visit."
        ),
    )
    priority: Annotated[PriorityByClass, BeforeValidator(each_class)] = lever(
        PriorityByClass(),
        None,
        None,
        unit=N_("rank by class: a higher rank is served first"),
        account="key_accounts",
        effects=(18,),
        column="orders.answered",
        text=N_("Classes whose orders are answered, picked and packed first. The others wait longer."),
    )


Rule = Literal["random", "largest", "file"]
Guests = Annotated[Rule | tuple[Annotated[int, Field(ge=0)], ...], BeforeValidator(list_to_tuple)]
"""Customer numbers, or a rule."""


class EventLevers(Levers):
    """The client event."""

    budget: float = lever(
        0.0,
        0,
        2_000_000,
        unit=N_("CNY"),
        account="event",
        effects=(17,),
        column="customers.bond_end",
        text=N_(
            "Budget of the client event; 0: no event. Above a fair amount for each guest, more money has no "
            "effect."
        ),
    )
    guests: Guests = lever(
        "largest",
        None,
        None,
        unit=N_("random, largest (by orders), file (by the CRM file), or a list of customer numbers"),
        choices=get_args(Rule),
        account="event",
        effects=(13, 17),
        column="contacts.customer",
        text=N_("Which customers are invited to the client event."),
    )
    invited: int = lever(
        30,
        1,
        5000,
        unit=N_("customers invited, if a rule chooses them"),
        account="event",
        effects=(17,),
        column="contacts.customer",
        text=N_("Number of invitations. The more guests, the less time there is to talk with each."),
    )
    week: int = lever(
        13,
        1,
        520,
        unit=N_("week of the run"),
        account="event",
        effects=(17,),
        column="contacts.time",
        text=N_("When the client event takes place."),
    )


class LoyaltyLevers(Levers):
    """The three bonds: financial, social, structural."""

    points: float = lever(
        0.0,
        0,
        0.3,
        unit=N_("share of the price given back to B and C customers"),
        account="points",
        effects=(16,),
        column="customers.value_end",
        text=N_(
            "Points for loyal customers: the financial bond. It works at once, and rivals copy it within weeks."
        ),
    )
    social_hours: float = lever(
        0.0,
        0,
        20,
        unit=N_("hours a customer and year"),
        account="social",
        effects=(16,),
        column="customers.bond_end",
        text=N_(
            "Time that staff spend with customers beyond business: the social bond. It grows slowly and "
            "lasts."
        ),
    )
    integration: float = lever(
        0.0,
        0,
        1,
        unit=N_("share of A and B customers with a built-in link"),
        account="integration",
        effects=(16,),
        column="orders.answered",
        text=N_(
            "Links built into the customer's system: the structural bond. They are expensive to build, but "
            "orders then need no clerk."
        ),
    )
    weeks: int = lever(
        520,
        1,
        520,
        unit=N_("weeks that the programmes run"),
        account="points",
        effects=(16,),
        column="customers.value_end",
        text=N_(
            "Weeks after which points and social time end and no more links are built. Links that exist stay."
        ),
    )
