"""A talk as a file, and its replay: an unchanged talk can be played again line by line, a changed one cannot.

A replay shows that the lines, answers and points belong together and to this student. It does not show who played.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import LANGUAGES, _, language, using
from sim.roleplay.acts import speech_rules
from sim.roleplay.draw import draw
from sim.roleplay.recognise import recognise
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Exchange, Talk

FORMAT = 1
MOST_CHARACTERS = 2_000
"""Of a typed line."""
MOST_NAME = 64
"""Characters of a name in the file that are shown."""


@dataclass(frozen=True)
class Player:
    """The player of a talk; seed: that of the student's draw."""

    course: str
    student: str
    seed: int


def edition(scenario: Scenario) -> str:
    """Changes whenever the scenario changes, or the rules by which typed lines are read."""
    return _edition(scenario.as_json + speech_rules())


@cache
def _edition(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def as_transcript(talk: Talk, player: Player) -> dict[str, Any]:
    """The talk as plain data, in the current language.

    Examples
    --------
    >>> from sim.roleplay.load import load_scenario
    >>> scenario = load_scenario("r1_shunda")
    >>> player = Player("kefu", "s01", seed=7)
    >>> talk = Talk(scenario, draw(scenario, player.seed))
    >>> exchange = talk.say("m_greet")
    >>> replay(as_transcript(talk, player), scenario, player).exchanges[0].move.id
    'm_greet'
    """
    rows: list[dict[str, Any]] = []
    link = _first_link(edition(talk.scenario), player)
    for exchange in talk.exchanges:
        row = _row(talk, exchange)
        link = _link(link, row)
        rows.append({**row, "link": link})
    return {
        "format": FORMAT,
        "scenario": talk.scenario.id,
        "edition": edition(talk.scenario),
        "course": player.course,
        "student": player.student,
        "language": language(),
        "exchanges": rows,
        "end": _end(talk),
    }


def replay(content: Mapping[str, Any], scenario: Scenario, player: Player) -> Talk:
    """Play a transcript again as this player, whatever names it contains. One of another edition of the scenario
    counts if everything happens as it does today. Raises InputError that says what does not fit, and at which exchange.
    """
    _check_head(content, scenario, player)
    rows, made_with = content["exchanges"], content["edition"]
    try:
        with using(content["language"]):
            talk = Talk(scenario, draw(scenario, player.seed))
            link = _first_link(made_with, player)
            for number, row in enumerate(rows, start=1):
                link = _replay_row(talk, row, number, link)
            end = _end(talk)
        if content.get("end") != end:
            raise InputError(_("The points or the outcome in the transcript are not those of its lines."))
    except InputError as error:
        if made_with == edition(scenario):
            raise
        text = _("The talk was held with another edition of {name}, and does not fit today's: {reason}")
        raise InputError(text.format(name=scenario.id, reason=error)) from None
    return talk


def _check_head(content: Any, scenario: Scenario, player: Player) -> None:
    """Check that it is a transcript of this scenario and this player."""
    head = ("scenario", "edition", "course", "student", "language")
    if (
        not isinstance(content, Mapping)
        or content.get("format") != FORMAT
        or not all(isinstance(content.get(name), str) for name in head)
        or content["language"] not in LANGUAGES
        or not isinstance(content.get("exchanges"), list)
    ):
        raise InputError(_("This is not a transcript of a talk."))
    if content["scenario"] != scenario.id:
        text = _("This is a talk of {theirs}, not of {name}.")
        raise InputError(text.format(theirs=content["scenario"][:MOST_NAME], name=scenario.id))
    if content["student"] != player.student:
        text = _("This is the talk of another student: {theirs}.")
        raise InputError(text.format(theirs=content["student"][:MOST_NAME]))
    if content["course"] != player.course:
        text = _("The talk was held for the course {theirs}, but this is {ours}.")
        raise InputError(text.format(theirs=content["course"][:MOST_NAME], ours=player.course))


def _replay_row(talk: Talk, row: Any, number: int, link: str) -> str:
    """Say the line of a row again; returns the row's link."""
    faulty = InputError(_("Exchange {n} of the transcript is not what happens there.").format(n=number))
    if not isinstance(row, Mapping) or not isinstance(row.get("move"), str):
        raise faulty
    evidence, typed = row.get("evidence"), row.get("typed")
    is_list = isinstance(evidence, list) and all(isinstance(name, str) for name in evidence)
    if not is_list or not isinstance(typed, str) or len(typed) > MOST_CHARACTERS:
        raise faulty
    if typed:
        found = recognise(typed, talk.scenario, talk.draw, talk.offered()).moves
        if row["move"] not in {move.id for move in found}:
            raise faulty
    try:
        exchange = talk.say(row["move"], evidence or (), typed)
    except InputError:
        raise faulty from None
    again = _row(talk, exchange)
    again["link"] = _link(link, again)
    if dict(row) != again:
        raise faulty
    return str(again["link"])


def _row(talk: Talk, exchange: Exchange) -> dict[str, Any]:
    return {
        "n": exchange.number,
        "move": exchange.move.id,
        "evidence": list(exchange.evidence),
        "typed": exchange.typed,
        "answer": talk.answer(exchange),
        "mood": exchange.mood,
        "trust": exchange.trust,
    }


def _end(talk: Talk) -> dict[str, Any]:
    score = talk.score()
    return {
        "ended": talk.ended,
        "aims": dict(score.points),
        "score": score.total,
        "outcome": talk.outcome().id,
    }


def _first_link(made_with: str, player: Player) -> str:
    return _link("", {"scenario": made_with, "student": player.student, "seed": player.seed})


def _link(before: str, row: Mapping[str, Any]) -> str:
    """Each row hangs on all rows before it."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()
