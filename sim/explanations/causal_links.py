"""The declared causal links: from levers to events in the firm, to customers' opinions, to the firm's results.

The picture (`causal_map.py`) and the tests read these links; the model does not. A sign of "+" means: more of the first makes
more of the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.base.i18n import N_

IN_THE_FIRM: Mapping[str, str] = {
    "desk_wait": N_("wait at the order desk"),
    "availability": N_("goods on hand"),
    "handling_time": N_("time in the warehouse"),
    "errors": N_("errors and damage"),
    "road_time": N_("time on the road"),
    "promised": N_("time promised"),
    "kept": N_("promises kept"),
    "requests": N_("requests granted"),
    "asked": N_("price asked"),
    "taken": N_("orders accepted"),
    "recovery": N_("complaints resolved"),
    "found": N_("dissatisfied customers found"),
    "known": N_("facts known of customers"),
    "adoption": N_("use of the CRM system"),
    "contact": N_("personal contacts"),
    "load": N_("load of the staff"),
    "staff_mood": N_("content and skilled staff"),
    "returns": N_("goods taken back"),
    "publicity": N_("publicity"),
}
IN_CUSTOMERS_MINDS: Mapping[str, str] = {
    "product": N_("product value"),
    "service": N_("service value"),
    "personnel": N_("personnel value"),
    "image": N_("image value"),
    "money": N_("money cost"),
    "time": N_("time cost"),
    "energy": N_("energy cost"),
    "satisfaction": N_("satisfaction"),
}
"""The seven terms of value, and satisfaction."""
FOR_THE_FIRM: Mapping[str, str] = {
    "value": N_("perceived value"),
    "complaints": N_("complaints"),
    "newcomers": N_("newcomers"),
    "kept_customers": N_("customers kept"),
    "orders": N_("orders"),
    "income": N_("income"),
    "cost": N_("cost"),
    "profit": N_("profit"),
}
COLUMNS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (N_("in the firm"), IN_THE_FIRM),
    (N_("in customers' minds"), IN_CUSTOMERS_MINDS),
    (N_("for the firm"), FOR_THE_FIRM),
)
"""Columns of the map after the levers: title, and name -> text of each node."""


@dataclass(frozen=True)
class Cause:
    """One arrow. sign: "+" or "-"."""

    source: str
    target: str
    sign: str


_FROM_LEVERS: Mapping[str, str] = {
    "desk.clerks": "-desk_wait -load",
    "price.level": "+asked",
    "price.express_surcharge": "+income",
    "promise.hours": "+promised",
    "order.minimum": "-taken",
    "stock.safety_factor": "+availability",
    "stock.review_days": "-availability",
    "stock.backorder_days": "+road_time +taken",
    "stock.kept_from": "-availability",
    "warehouse.pickers": "-handling_time -load",
    "warehouse.packers": "-handling_time -load",
    "warehouse.care": "-errors +handling_time",
    "warehouse.slotting": "-handling_time",
    "fleet.vehicles": "-road_time",
    "fleet.consolidation_hours": "+road_time -cost",
    "fleet.first": "-road_time +cost",
    "fleet.express_vehicles": "+requests",
    "flex.capacity": "+requests",
    "emergency.plan": "-road_time",
    "complaints.handlers": "+recovery",
    "complaints.compensation": "+recovery",
    "complaints.return_visit": "+recovery",
    "survey.waves": "+found",
    "survey.sample": "+found",
    "brand.advertising": "+publicity",
    "staff.pay": "+staff_mood",
    "staff.training_hours": "-errors",
    "relations.managers": "+contact +known",
    "relations.visits": "+contact +known",
    "relations.priority": "-desk_wait -handling_time",
    "event.budget": "+contact",
    "event.guests": "+contact",
    "event.invited": "+contact",
    "event.week": "+contact",
    "loyalty.points": "-asked",
    "loyalty.social_hours": "+contact +known",
    "loyalty.integration": "-desk_wait -errors -energy",
    "loyalty.weeks": "+contact -asked",
    "crm.operational": "+known +found -desk_wait -errors",
    "crm.analytical": "+contact",
    "crm.collaborative": "-desk_wait",
    "crm.backing": "+adoption",
    "crm.training_hours": "+adoption",
    "crm.data_care": "+known +adoption",
    "delays.announced": "+satisfaction",
    "returns.service": "+returns",
    "returns.capacity": "+returns",
}
"""The nodes on which each lever acts first. Its own cost has an account of its own and is not drawn."""
_ONWARD: Mapping[str, str] = {
    "desk_wait": "-personnel -taken +time",
    "availability": "+product -road_time",
    "handling_time": "+road_time",
    "errors": "-product -personnel +cost",
    "road_time": "+time -kept",
    "promised": "+kept +time",
    "kept": "+service +satisfaction",
    "requests": "+personnel +satisfaction",
    "asked": "+money +income -satisfaction",
    "taken": "+orders",
    "recovery": "+product +service +satisfaction",
    "found": "+recovery",
    "known": "+contact -errors",
    "adoption": "+known",
    "contact": "+personnel +satisfaction",
    "load": "+errors -staff_mood",
    "staff_mood": "-errors +known",
    "returns": "-energy",
    "publicity": "+newcomers",
    "product": "+value +satisfaction",
    "service": "+value",
    "personnel": "+value +satisfaction",
    "image": "+value +newcomers",
    "money": "-value",
    "time": "-value",
    "energy": "-value",
    "satisfaction": "+image -energy -complaints",
    "complaints": "+cost",
    "value": "+orders +kept_customers",
    "newcomers": "+orders",
    "kept_customers": "+orders",
    "orders": "+income +cost +load",
    "income": "+profit",
    "cost": "-profit",
}


def _arrows(targets_of: Mapping[str, str]) -> tuple[Cause, ...]:
    return tuple(
        Cause(source, target[1:], target[0])
        for source, targets in targets_of.items()
        for target in targets.split()
    )


CAUSES: tuple[Cause, ...] = (*_arrows(_FROM_LEVERS), *_arrows(_ONWARD))
"""All arrows: from every lever, and between the nodes of the other columns."""


def downstream(sources: Iterable[str]) -> frozenset[str]:
    """Everything on which these nodes act, directly or not, and the nodes themselves."""
    reached, new = set(sources), set(sources)
    while new:
        new = {cause.target for cause in CAUSES if cause.source in new} - reached
        reached |= new
    return frozenset(reached)
