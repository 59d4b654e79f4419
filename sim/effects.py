"""The 24 effects that students must be able to find, by number: what is seen, and the concepts of the course it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.i18n import N_


@dataclass(frozen=True)
class Effect:
    """One effect: its sentence, the ids of its concepts."""

    text: str
    concepts: tuple[str, ...]


EFFECTS: Mapping[int, Effect] = {
    1: Effect(N_("More clerks: shorter waits, fewer customers give up."), ("SVC-05",)),
    2: Effect(
        N_("More safety stock: goods are there more often, each step gains less, holding costs more."),
        ("SVC-06",),
    ),
    3: Effect(N_("Longer consolidation: cheaper haulage, longer and less regular cycles."), ("SVC-04",)),
    4: Effect(N_("A shorter promise at the same work: more orders at first, kept less often."), ("SVC-07",)),
    5: Effect(N_("Promising too much disappoints although nothing comes later."), ("SAT-01",)),
    6: Effect(N_("Dear and cheap: two positions can live, each with customers of its own."), ("SVC-08",)),
    7: Effect(N_("A higher minimum order: larger orders, small customers lapse."), ("SVC-03",)),
    8: Effect(N_("Training and care: less damage and fewer errors, at a cost."), ("SAT-11",)),
    9: Effect(
        N_("Few of the dissatisfied complain, the others leave silently; a survey finds them."),
        ("SAT-02", "SAT-03"),
    ),
    10: Effect(
        N_("A complaint handled well keeps the customer; slow handling undoes it."), ("SAT-04", "SAT-06")
    ),
    11: Effect(N_("Overload: more errors, more people leave, satisfaction falls."), ("SAT-11",)),
    12: Effect(
        N_("A salesperson leaves: without a file the customers drift away, with one most of them stay."),
        ("CRM-12",),
    ),
    13: Effect(N_("Analytical CRM gains nothing on poor data; on good data it beats chance."), ("CRM-11",)),
    14: Effect(N_("One contact centre answers faster; a delay that was announced hurts less."), ("CRM-05",)),
    15: Effect(
        N_("CRM without backing or training: the cost stays, the effect does not come."), ("CRM-07", "CRM-08")
    ),
    16: Effect(
        N_("Points work at once and are copied; the social bond lasts, the built-in link longest."),
        ("SAT-08",),
    ),
    17: Effect(
        N_("A client event strengthens the bond of who comes; choose the guests, and do not be lavish."),
        ("EVT-04",),
    ),
    18: Effect(
        N_("Visits and priority raise service and value for A customers; overdone, C customers pay for it."),
        ("CRM-15",),
    ),
    19: Effect(
        N_("Better service: visible cost rises, hidden cost falls; the total is least in between."),
        ("SVC-09",),
    ),
    20: Effect(N_("Bad service gets talked about: fewer newcomers."), ("SAT-10",)),
    21: Effect(N_("Taking goods back wins retailers; it pays only above a volume."), ("SVC-10",)),
    22: Effect(N_("Staff by the hour's pattern beats the same hours spread evenly."), ("CUS-10",)),
    23: Effect(N_("Closed roads: with a plan the dip is shallower and shorter."), ("SVC-11",)),
    24: Effect(N_("Goods placed by what is ordered together: shorter picking."), ("CUS-09",)),
}
