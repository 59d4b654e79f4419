"""A scenario on paper: a card for each role, the answer sheet of the other side, a sheet for the observer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.base.i18n import _
from sim.reports.html import render_plain
from sim.roleplay.draw import Draw
from sim.roleplay.fields import Wording, filled
from sim.roleplay.scenario import Scenario
from sim.roleplay.words import ACTS, STEPS

ROWS = 24
"""Rows of the observer's sheet."""


def role_cards(scenario: Scenario, drawn: Draw) -> str:
    """The sheets of one variant as a web page to print, in the current language; each begins on a new page."""

    def text(wording: Wording) -> str:
        return filled(wording, drawn.variant, drawn.numbers)

    cards = [
        {
            "name": str(role.name),
            "public": text(role.public),
            "secret": text(role.secret),
            "player": role.player,
        }
        for role in scenario.roles.values()
    ]
    return render_plain(
        "cards.html.j2",
        title=str(scenario.title),
        variant=drawn.variant,
        opening=str(scenario.opening),
        cards=cards,
        steps=_answers(scenario, drawn.variant, text),
        acts=[_(ACTS[act]) for act in dict.fromkeys(move.act for move in scenario.moves)],
        aims=[(str(aim.title), aim.max) for aim in scenario.aims.values()],
        debrief=[str(question) for question in scenario.debrief],
        rows=range(1, min(ROWS, scenario.exchanges) + 1),
    )


def _answers(scenario: Scenario, variant: str, text: Callable[[Wording], str]) -> list[Mapping[str, Any]]:
    """What the other side tells, by step: the fact, an open question that brings it, and its answer."""
    steps: list[Mapping[str, Any]] = []
    for step, title in STEPS.items():
        rows = []
        for name, fact in scenario.facts.items():
            if fact.step != step:
                continue
            for move in scenario.moves:
                answers = [
                    text(reply.text)
                    for reply in move.replies
                    if name in reply.tell and (not reply.when.variant or variant in reply.when.variant)
                ]
                if answers:
                    rows.append((text(fact.note), text(move.say), answers[0]))
                    break
        if rows:
            steps.append({"title": _(title), "rows": rows})
    return steps
