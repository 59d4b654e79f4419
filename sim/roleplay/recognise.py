"""Recognises a typed line by rules that can be read. If in doubt it asks, and never guesses.

1. A line that a button has, or another wording of it, is that line.
2. Else each offered line gets points: for its likeness to the typed one (`likeness.py`), whether it does the same (its act,
   `acts.py`), whether its topic has the longest cues in the typed one. A closed question is never taken for an open one, nor the
   other way round.
3. If one line has enough points and is clearly ahead of the others, it is taken. If several are close, the player
   chooses. If there is none, the player says it in another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sim.base.i18n import language
from sim.roleplay.acts import act_of, normalised, stands_in
from sim.roleplay.draw import Draw
from sim.roleplay.fields import texts_of
from sim.roleplay.likeness import Lines
from sim.roleplay.scenario import Move, Scenario

SAME_ACT, SAME_TOPIC = 0.15, 0.25
"""Points beside the likeness, which is 0 to 1."""
ENOUGH, AHEAD = 0.28, 0.06
"""Points that a line needs to be taken without a choice, and its lead over the next one."""
POSSIBLE = 0.2
"""Points of the best line from which on lines are offered for choice."""
MOST_CHOICES = 3


@dataclass(frozen=True)
class Understood:
    """The result of reading a typed line.

    act: None if no rule fits; moves: the lines that it can be, that with most points first, at most 3; yes_or_no: a closed
    question about something that can only be asked openly.
    """

    act: str | None
    moves: tuple[Move, ...]
    yes_or_no: bool = False


class Partner(Protocol):
    """Another way to recognise a line, such as a language model: it names a line that is offered, or None."""

    def recognise(self, line: str, moves: Sequence[Move]) -> Move | None:
        """The line that is meant, None if none is."""


def recognise(line: str, scenario: Scenario, drawn: Draw, offered: Sequence[Move]) -> Understood:
    """The offered line that a typed one means, in the current language.

    Examples
    --------
    >>> from sim.roleplay.draw import draw
    >>> from sim.roleplay.load import load_scenario
    >>> scenario = load_scenario("r1_shunda")
    >>> found = recognise("So who looks after the electrics now?", scenario, draw(scenario, 1), scenario.moves)
    >>> found.act, [move.id for move in found.moves]
    ('open', ['q_who'])
    """
    typed = normalised(line)
    if not typed:
        return Understood(None, ())
    for move in offered:
        if typed in map(normalised, wordings(move, scenario)):
            return Understood(move.act, (move,))
    return by_points(line, scenario, offered)


def wordings(move: Move, scenario: Scenario) -> list[str]:
    """The line, in every variant and with the words of every caller, and its other wordings, in the current language.

    Numbers stay {name}.
    """
    code = language()
    own = [getattr(text, code) for text in texts_of(move.say)]
    own = [one for line in own for one in _for_all_callers(line, scenario, code)]
    return [*own, *next((words for one, words in move.also.items() if one == code), ())]


def _for_all_callers(line: str, scenario: Scenario, code: str) -> list[str]:
    """The line as it is said to each caller, if it names pieces of a caller's text."""
    calls = scenario.desk.calls.values() if scenario.desk and "{" in line else ()
    lines = []
    for call in calls:
        said = line
        for piece, wording in call.texts.items():
            said = said.replace(f"{{{piece}}}", getattr(next(texts_of(wording)), code))
        lines.append(said)
    return list(dict.fromkeys(lines)) or [line]


def by_points(line: str, scenario: Scenario, offered: Sequence[Move]) -> Understood:
    """The same without the question whether the line is one of the wordings."""
    act = act_of(line)
    if act == "open":  # a question stays of its kind
        offered = [move for move in offered if move.act != "closed"]
    ranked = sorted(_points(line, act, scenario, offered), key=lambda pair: -pair[0])
    best = ranked[0][0] if ranked else 0.0
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if best < POSSIBLE:
        return Understood(act, ())
    if act == "closed" and ranked[0][1].act == "open":
        return Understood(act, (), yes_or_no=True)
    if best >= ENOUGH and best - second >= AHEAD:
        return Understood(act, (ranked[0][1],))
    choices = [move for points, move in ranked[:MOST_CHOICES] if points >= POSSIBLE]
    if act == "closed":
        choices = [move for move in choices if move.act != "open"]
    return Understood(act, tuple(choices))


def _points(
    line: str, act: str | None, scenario: Scenario, offered: Sequence[Move]
) -> list[tuple[float, Move]]:
    typed = normalised(line)
    likeness = _lines(scenario, language()).likeness(typed)
    weights = topic_weights(typed, scenario)
    heaviest = max(weights.values(), default=1)
    return [
        (
            likeness[move.id]
            + SAME_ACT * (act == move.act)
            + SAME_TOPIC * weights.get(move.topic or "", 0) / heaviest,
            move,
        )
        for move in offered
    ]


@lru_cache(maxsize=16)
def _lines_of(key: tuple[tuple[str, tuple[str, ...]], ...], code: str) -> Lines:
    return Lines((name, normalised(line)) for name, lines in key for line in lines)


def _lines(scenario: Scenario, code: str) -> Lines:
    """All wordings of a scenario, prepared once for each language."""
    return _lines_of(tuple((move.id, tuple(wordings(move, scenario))) for move in scenario.moves), code)


def topic_weights(typed: str, scenario: Scenario) -> dict[str, int]:
    """Characters of the cues found, by topic: the longest cues first, each piece of the line counted once."""
    topics_of: dict[str, list[str]] = {}
    for topic, cues in scenario.topics.items():
        for cue in getattr(cues, language()):
            topics_of.setdefault(normalised(cue), []).append(topic)
    weights: dict[str, int] = {}
    rest = typed
    for cue in sorted(topics_of, key=lambda cue: (-len(cue), cue)):
        if stands_in(cue, rest):
            for topic in topics_of[cue]:
                weights[topic] = weights.get(topic, 0) + len(cue)
            rest = rest.replace(cue, "|")
    return weights
