"""Oral questions to one student about the student's own talk: the real player knows the reason for each line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.course_folder import SUBMITTED
from sim.course.owner import course_of
from sim.marking.batch.taken import take
from sim.marking.evidence.viva import Question
from sim.marking.talks.replaying import talk_of
from sim.roleplay.talk import Exchange, Talk

MOST = 3
LINES_BEFORE = 3
"""Exchanges that the student sees before a question."""


def talk_questions(root: Path, assignment: str, student: str) -> list[Question]:
    """The questions to a student: the same at every call. Raises InputError if there is no talk that replays."""
    content = take(root / SUBMITTED / student / assignment).content
    talk = talk_of(assignment, course_of(root), student, content)
    if talk is None or not talk.exchanges:
        text = _("There is no talk of {student} in {assignment} that can be played again.")
        raise InputError(text.format(student=student, assignment=assignment))
    return list(_questions(talk))


def _questions(talk: Talk) -> Iterator[Question]:
    """About lines that brought something, spread over the talk."""
    telling = [one for one in talk.exchanges if one.told or one.marks] or talk.exchanges
    chosen = [telling[len(telling) * part // MOST] for part in range(MOST)]
    for exchange in dict.fromkeys(one.number for one in chosen):
        yield _why(talk, exchange)


def _why(talk: Talk, number: int) -> Question:
    before = talk.exchanges[max(0, number - 1 - LINES_BEFORE) : number - 1]
    one = talk.exchanges[number - 1]
    return Question(
        _("In line {n} you said: “{line}” Why did you say that then, and what did you expect?").format(
            n=number, line=talk.own_words(one)
        ),
        "\n".join(_shown(talk, exchange) for exchange in before),
        _shown(talk, one),
    )


def _shown(talk: Talk, one: Exchange) -> str:
    return f"{one.number}: {talk.own_words(one)} – {talk.other(one)}: {talk.answer(one)}"
