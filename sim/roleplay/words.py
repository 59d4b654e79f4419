"""The words for acts and steps that a player reads."""

from __future__ import annotations

from sim.base.i18n import N_, _
from sim.roleplay.scenario import Scenario

ACTS = {
    "contact": N_("opening"),
    "open": N_("open question"),
    "closed": N_("closed question"),
    "reflect": N_("in your own words"),
    "summary": N_("summary"),
    "empathy": N_("sympathy"),
    "inform": N_("information"),
    "tell": N_("statement"),
    "promise": N_("promise"),
    "apology": N_("apology"),
    "look": N_("look at a record"),
    "cause": N_("naming of the cause"),
    "propose": N_("proposal"),
    "next": N_("next step"),
    "repair": N_("step back"),
    "blame": N_("blame"),
    "pressure": N_("pressure"),
    "end": N_("goodbye"),
}
STEPS = {
    1: N_("1 The situation"),
    2: N_("2 Difficulties and causes"),
    3: N_("3 What they lead to"),
    4: N_("4 What would be better, and who decides"),
    5: N_("5 The proposal"),
    6: N_("6 Afterwards"),
    0: N_("At any time"),
}
"""Steps of an interview; 0: lines that belong to none."""


def step_titles(scenario: Scenario) -> dict[int, str]:
    """The titles of the steps, in the current language: those of the scenario, or those of an interview."""
    own = scenario.steps
    return {step: str(own[step]) if step in own else _(title) for step, title in STEPS.items()}
