"""The 24 effects that students must be able to find in the model, by number, with their concepts and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.base.i18n import N_


@dataclass(frozen=True)
class Effect:
    """An effect: its sentence, the ids of its concepts, and the source of its size (figures: docs/model.md)."""

    text: str
    concepts: tuple[str, ...]
    source: str


EFFECTS: Mapping[int, Effect] = {
    1: Effect(
        N_("More clerks: shorter waits, fewer customers give up."),
        ("SVC-05",),
        N_("Erlang C and A; handling times as in Brown et al. 2005"),
    ),
    2: Effect(
        N_(
            "More safety stock: goods are available more often, each step gains less, and holding costs rise."
        ),
        ("SVC-06",),
        N_("safety stock as in Silver, Pyke and Thomas 2017, ch. 6"),
    ),
    3: Effect(
        N_("Longer consolidation: cheaper haulage, longer and less regular cycles."),
        ("SVC-04",),
        N_("follows from the timetable; variation on the way from memory"),
    ),
    4: Effect(
        N_(
            "A shorter promise with the same operations: more orders at first, and the promise is kept less "
            "often."
        ),
        ("SVC-07",),
        N_("Cui et al. 2024; business customers: 2 % more orders for each day less"),
    ),
    5: Effect(
        N_("Promising too much disappoints customers although no order arrives later."),
        ("SAT-01",),
        N_("ratings of late and early orders at Olist"),
    ),
    6: Effect(
        N_("Expensive or cheap: both positions can survive, each with its own customers."),
        ("SVC-08",),
        N_("price elasticity from memory (parcels 1 to 3); size assumed"),
    ),
    7: Effect(
        N_("A higher minimum order: larger orders, small customers lapse."),
        ("SVC-03",),
        N_("assumed: being turned away counts as a bad contact"),
    ),
    8: Effect(
        N_("Training and care: less damage and fewer errors, at a cost."),
        ("SAT-11",),
        N_("WERC: accuracy and damage of good warehouses; size assumed"),
    ),
    9: Effect(
        N_("Few dissatisfied customers complain, the others leave silently; a survey finds them."),
        ("SAT-02", "SAT-03"),
        N_("course: 2 to 10 % complain; Goodman 2005"),
    ),
    10: Effect(
        N_("A complaint handled well keeps the customer; slow handling undoes it."),
        ("SAT-04", "SAT-06"),
        N_("de Matos et al. 2007, Maxham and Netemeyer 2002, Orsingher et al. 2010"),
    ),
    11: Effect(
        N_("Overload: more errors, more people leave, satisfaction falls."),
        ("SAT-11",),
        N_("Oliva and Sterman 2001, Brown and Lam 2008; sizes assumed"),
    ),
    12: Effect(
        N_("A salesperson leaves: without a file the customers drift away, with one most of them stay."),
        ("CRM-12",),
        N_("Journal of Marketing 2017: 13 to 18 % of a year's sales; what a file keeps is assumed"),
    ),
    13: Effect(
        N_("Analytical CRM gains nothing with poor data; with good data it beats random choice."),
        ("CRM-11",),
        N_("assumed: no sizes were found"),
    ),
    14: Effect(
        N_("One contact centre answers faster; an announced delay disappoints less."),
        ("CRM-05",),
        N_("Yu et al. 2017: ambiguous, so kept small"),
    ),
    15: Effect(
        N_("CRM without management support or training: the same cost, no effect."),
        ("CRM-07", "CRM-08"),
        N_("18 to 70 % of CRM projects fail, depending on the definition; the product form is assumed"),
    ),
    16: Effect(
        N_("Points work at once and are copied; the social bond lasts, the built-in link longest."),
        ("SAT-08",),
        N_("sequence: Palmatier et al. 2006, Liu 2007; sizes assumed"),
    ),
    17: Effect(
        N_(
            "A client event strengthens the bond with its guests; choose the guests well, and do not be "
            "lavish."
        ),
        ("EVT-04",),
        N_("trade fairs, visitors not chosen at random (2008); size assumed"),
    ),
    18: Effect(
        N_("Visits and priority raise service and value for A customers; overdone, C customers pay for it."),
        ("CRM-15",),
        N_("assumed: no sizes were found"),
    ),
    19: Effect(
        N_("Better service: visible cost rises, hidden cost falls; the total is lowest in between."),
        ("SVC-09",),
        N_("follows from the others"),
    ),
    20: Effect(
        N_("Bad service gets talked about: fewer newcomers."),
        ("SAT-10",),
        N_("bad experiences are told twice as often as good ones; You et al. 2015"),
    ),
    21: Effect(
        N_("Taking goods back wins retailers; it pays only above a certain volume."),
        ("SVC-10",),
        N_("12 % of goods go back in China, weakly sourced; size assumed"),
    ),
    22: Effect(
        N_("Staffing that follows the daily pattern beats the same hours spread evenly."),
        ("CUS-10",),
        N_("follows from queues: Erlang A by the hour"),
    ),
    23: Effect(
        N_("Closed roads: with a plan the dip is shallower and shorter."),
        ("SVC-11",),
        N_("follows from the calendar of closed roads; detours assumed"),
    ),
    24: Effect(
        N_("Goods that are ordered together are stored together: shorter picking."),
        ("CUS-09",),
        N_("follows from the walking distance; layout assumed"),
    ),
}
