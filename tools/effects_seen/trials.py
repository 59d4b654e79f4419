"""The trials: what is changed, what is looked at, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.base.cache import key
from tools.effects_seen import quantities as q


@dataclass(frozen=True)
class Seen:
    """One way to see an effect. base, change: levers; case_change: fields of the case, in both runs."""

    effect: int
    what: str
    look: q.Look
    change: Mapping[str, Any]
    weeks: int
    base: Mapping[str, Any] = field(default_factory=dict)
    case: str = "corner"
    case_change: Mapping[str, Any] = field(default_factory=dict)
    market: Literal["open", "frozen"] = "open"
    up: bool = True

    @property
    def id(self) -> str:
        """Changes when what is stated changes."""
        stated = (self.effect, self.what, dict(self.change), self.weeks, dict(self.base), self.case)
        return key((*stated, dict(self.case_change), self.market, self.up))[:8]


VISITS = {"A": 12, "B": 4, "C": 0}
MANAGED = {"relations.managers": 1, "relations.visits": VISITS}
USE = {"crm.backing": 0.9, "crm.training_hours": 24, "crm.data_care": 6}
EVENING = {"event.invited": 40, "event.guests": "largest", "event.week": 13}
LATE = {"promise.hours": 24}

TRIALS: tuple[Seen, ...] = (
    Seen(4, "orders on time (m08)", q.each(q.kept_on_time), LATE, 13, market="frozen", up=False),
    Seen(5, "satisfaction", q.each(q.satisfaction), {"promise.hours": 28}, 13, market="frozen", up=False),
    Seen(7, "needs turned away (m09)", q.each(q.turned_away), {"order.minimum": 300}, 26),
    Seen(
        10,
        "bad memory taken back by handling complaints",
        q.each(q.taken_back),
        {"complaints.compensation": 1.0},
        26,
        base={"complaints.compensation": 0.0},
        case="tianye",
    ),
    Seen(
        12,
        "bond of A and B where half of the staff leave in a year",
        q.each(q.bond("AB")),
        {"crm.operational": True, **USE},
        52,
        base={**MANAGED, "relations.managers": 5, "complaints.handlers": 1},
        case_change={"staff.turnover": 0.5},
    ),
    Seen(
        14,
        "satisfaction with late orders",
        q.each(q.satisfaction_of_late),
        {"delays.announced": True},
        26,
        market="frozen",
    ),
    Seen(
        15,
        "orders given up at the desk",
        q.each(q.gave_up),
        {"crm.backing": 0.9},
        26,
        base={"crm.operational": True, **USE, "crm.backing": 0.0, "desk.clerks": 1},
        up=False,
    ),
    Seen(
        16,
        "orders of B and C in the first six weeks",
        q.each(q.orders_in(0, 6, "BC")),
        {"loyalty.points": 0.1},
        6,
    ),
    Seen(16, "bond of A and B", q.each(q.bond("AB")), {"loyalty.social_hours": 6}, 26),
    Seen(17, "bond of all", q.each(q.bond("ABC")), {**EVENING, "event.budget": 14_000}, 26),
    Seen(18, "bond of A", q.each(q.bond("A")), MANAGED, 26),
    Seen(
        18,
        "orders of C packed more than an hour after release",
        q.each(q.waits("C")),
        {"relations.priority": {"A": 2, "B": 1, "C": 0}},
        26,
    ),
    Seen(19, "visible cost", q.each(q.visible_cost), {"service_path": 0.7}, 26, base={"service_path": 0.3}),
    Seen(
        19,
        "hidden cost",
        q.each(q.hidden_cost),
        {"service_path": 0.7},
        26,
        base={"service_path": 0.3},
        up=False,
    ),
    Seen(21, "orders of retailers served", q.orders_of_retailers, {"returns.service": True}, 52),
)
