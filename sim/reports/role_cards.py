"""A scenario on paper: a card for each role, the answer sheet of the other side, a sheet for the observer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sim.base.i18n import N_, _
from sim.reports.html import render_plain
from sim.roleplay.draw import Draw
from sim.roleplay.fields import Wording, filled
from sim.roleplay.scenario import Role, Scenario
from sim.roleplay.words import ACTS, step_titles

CALL_TEXTS = ("says", "more", "shows", "content", "cross")
CALL_HEADS = (
    N_("time"),
    N_("caller"),
    N_("says"),
    N_("says when listened to"),
    N_("what the record shows"),
    N_("settled by the cause"),
    N_("settled without it"),
)
ROWS = 24
"""Rows of the observer's sheet."""


def role_cards(scenario: Scenario, draws: Sequence[Draw]) -> str:
    """The sheets as a web page to print, in the current language; each begins on a new page.

    draws: one for each variant to print. Texts that differ by variant are printed for each, all others once.
    """
    cards, answers = [], []
    for drawn in draws:
        text = partial(filled, variant=drawn.variant, numbers=drawn.numbers)
        cards += [_card(role, drawn.variant, text) for role in scenario.roles.values() if _differs(role)]
        answers.append(
            {
                "variant": drawn.variant,
                "steps": _answers(scenario, drawn.variant, text),
                "calls": call_sheet(scenario, drawn),
            }
        )
    first = partial(filled, variant=draws[0].variant, numbers=draws[0].numbers)
    same = [_card(role, "", first) for role in scenario.roles.values() if not _differs(role)]
    return render_plain(
        "cards.html.j2",
        title=str(scenario.title),
        variants=[drawn.variant for drawn in draws],
        opening=str(scenario.opening),
        cards=[*same, *cards],
        answers=answers,
        call_heads=[_(head) for head in CALL_HEADS],
        acts=[_(ACTS[act]) for act in dict.fromkeys(move.act for move in scenario.moves)],
        aims=[(str(aim.title), aim.max) for aim in scenario.aims.values()],
        debrief=[str(question) for question in scenario.debrief],
        rows=range(1, min(ROWS, scenario.exchanges) + 1),
    )


def call_sheet(scenario: Scenario, drawn: Draw) -> list[tuple[str, ...]]:
    """The calls of a desk in this variant, a row each: time, caller, words, the record with the cause, and the end."""
    if scenario.desk is None:
        return []
    rows = []
    for call in scenario.desk.calls.values():
        texts = {name: filled(piece, drawn.variant, drawn.numbers) for name, piece in call.texts.items()}
        time = "" if call.at is None else scenario.desk.clock(call.at)
        rows.append((time, str(call.name), *(texts.get(name, "") for name in CALL_TEXTS)))
    return rows


def _differs(role: Role) -> bool:
    """Whether a role differs between variants."""
    return any(isinstance(wording, Mapping) for wording in (role.public, role.secret))


def _card(role: Role, variant: str, text: Callable[[Wording], str]) -> dict[str, Any]:
    return {
        "name": str(role.name),
        "variant": variant,
        "public": text(role.public),
        "secret": text(role.secret),
        "player": role.player,
    }


def _answers(scenario: Scenario, variant: str, text: Callable[[Wording], str]) -> list[Mapping[str, Any]]:
    """The answers of the other side, by step: the fact, an open question that brings it, and its answer."""
    steps: list[Mapping[str, Any]] = []
    for step, title in step_titles(scenario).items():
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
            steps.append({"title": title, "rows": rows})
    return steps
