"""After a talk: the points of each line, the facts that were not found out, and the lines that would have brought them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sim.base.i18n import _
from sim.roleplay.debrief_desk import earned_at_desk, missed_at_desk
from sim.roleplay.scenario import Aim, Reply
from sim.roleplay.talk import Talk
from sim.roleplay.words import step_titles

MOST_HINTS = 2
"""Lines that are named for a fact that was missed."""


@dataclass(frozen=True)
class AimReport:
    """One aim: its points, the lines that they come from, and what is missing, as sentences in the current language."""

    title: str
    points: float
    most: int
    earned: tuple[str, ...]
    missed: tuple[str, ...]


def debrief(talk: Talk) -> list[AimReport]:
    """The aims of a talk, one by one.

    Examples
    --------
    >>> from sim.roleplay.draw import draw
    >>> from sim.roleplay.load import load_scenario
    >>> scenario = load_scenario("r1_shunda")
    >>> talk = Talk(scenario, draw(scenario, seed=1, variant="V1"))
    >>> exchange = talk.say("c_trip")
    >>> debrief(talk)[0].earned
    ('1: “Does the power go off often?” (only in part)',)
    """
    score = talk.score()
    earned, missed = (_earned, _missed) if talk.scenario.desk is None else (earned_at_desk, missed_at_desk)
    return [
        AimReport(
            str(aim.title),
            score.points[name],
            aim.max,
            tuple(earned(talk, aim)),
            tuple(dict.fromkeys(missed(talk, aim))) if score.points[name] < aim.max else (),
        )
        for name, aim in talk.scenario.aims.items()
    ]


def _earned(talk: Talk, aim: Aim) -> Iterator[str]:
    titles = step_titles(talk.scenario)
    first_of_step = {number: step for step, number in talk.state.productive.items()}
    for exchange in talk.exchanges:
        line = talk.own_words(exchange)
        gains = [mark for mark in exchange.marks if aim.marks.get(mark, 0) > 0]
        if gains or any(name in aim.facts for name in exchange.told):
            yield _("{n}: “{line}”").format(n=exchange.number, line=line)
        elif any(name in aim.facts for name in exchange.thin):
            yield _("{n}: “{line}” (only in part)").format(n=exchange.number, line=line)
        if any(aim.marks.get(mark, 0) < 0 for mark in exchange.marks):
            yield _("{n}: “{line}” (costs points)").format(n=exchange.number, line=line)
        if aim.order and exchange.number in first_of_step:
            step = titles[first_of_step[exchange.number]]
            yield _("{n}: “{line}” (step {step})").format(n=exchange.number, line=line, step=step)


def _missed(talk: Talk, aim: Aim) -> Iterator[str]:
    for name in aim.facts:
        if name not in talk.state.knows:
            lines = _lines_with(talk, partial(_tells, name))
            yield _("Not found out: {note}. It is told after {lines}").format(
                note=talk.note(name), lines=_(" or ").join(f"“{line}”" for line in lines[:MOST_HINTS])
            )
    best_of = [group for group in aim.best_of if any(talk.state.marks[name] for name in group)]
    covered = {name for group in best_of for name in group}
    for name, points in aim.marks.items():
        if points > 0 and not talk.state.marks[name] and name not in covered:
            lines = _lines_with(talk, partial(_marks, name))
            if lines:
                yield _("What could have been said: “{line}”").format(line=lines[0])
    for before, after in aim.order:
        first, second = talk.state.productive.get(before), talk.state.productive.get(after)
        if first is None or second is None or first > second:
            yield _("“{before}” did not come before “{after}”.").format(
                before=step_titles(talk.scenario)[before], after=step_titles(talk.scenario)[after]
            )


def _tells(fact: str, reply: Reply) -> bool:
    return fact in reply.tell


def _marks(mark: str, reply: Reply) -> bool:
    return reply.mark == mark


def _lines_with(talk: Talk, fits: Callable[[Reply], bool]) -> list[str]:
    """Lines with such a reply in the student's variant."""
    return [
        talk.line(move)
        for move in talk.scenario.moves
        if any(
            fits(reply) and (not reply.when.variant or talk.draw.variant in reply.when.variant)
            for reply in move.replies
        )
    ]
