"""Talks that are handed in and marked on their own: their names in the gradebook, and their scenarios."""

from __future__ import annotations

import re
from functools import cache

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.seeds import public_seed
from sim.roleplay.load import load_scenario, scenario_names
from sim.roleplay.scenario import Scenario
from sim.roleplay.transcript import Player

PREFIX = "talk_"
_MARKED = re.compile(r"(r\d{1,2})_")
"""How the id of a scenario begins whose talks are marked."""


@cache
def talk_works() -> dict[str, str]:
    """Name in the gradebook -> scenario.

    Examples
    --------
    >>> talk_works()["talk_r1"]
    'r1_shunda'
    """
    found = ((_MARKED.match(name), name) for name in scenario_names())
    return {f"{PREFIX}{match[1]}": name for match, name in found if match}


def is_talk(work: str) -> bool:
    """Whether something that is handed in is a talk, by its name in the gradebook."""
    return work.startswith(PREFIX)


def scenario_of(work: str) -> Scenario:
    """The scenario of a talk. Raises InputError if no such talk is marked."""
    if work not in talk_works():
        text = _("There is no talk {name}; there are: {all}.")
        raise InputError(text.format(name=work, all=", ".join(talk_works())))
    return load_scenario(talk_works()[work])


def player_of(course: str, scenario: Scenario, student: str) -> Player:
    """A student as the player of a scenario, with the seed of the student's own version."""
    return Player(course, student, public_seed(course, f"scenario:{scenario.id}", student))
