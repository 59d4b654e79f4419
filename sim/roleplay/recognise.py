"""Which line a typed one is: its act by phrases, its topic by cues. Rules that can be read, and nothing guessed.

1. A line that a button has, or another wording of it, is that line.
2. The act: see `acts.py`.
3. The topic is the one with the longest cues in the line, among the lines with this act that are offered now; several
   if they are nearly equal.
4. One line left: that one. Several: the player chooses. None: the player says it in another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sim.base.i18n import language
from sim.roleplay.acts import act_of, normalised, stands_in
from sim.roleplay.draw import Draw
from sim.roleplay.fields import filled
from sim.roleplay.scenario import Move, Scenario

GENERAL = "general"
"""The topic that is taken only where no other is."""
MOST_CHOICES = 3
NEARLY = 0.8
"""Topics with this share of the heaviest one's weight are offered beside it: the player chooses."""


@dataclass(frozen=True)
class Understood:
    """What was understood of a line.

    act: None if not even that is clear; topic: None if the line names none; moves: the lines that it can be, at most 3;
    yes_or_no: a closed question about something that can only be asked openly.
    """

    act: str | None
    topic: str | None
    moves: tuple[Move, ...]
    yes_or_no: bool = False


class Partner(Protocol):
    """Another way to recognise a line, such as a language model: it names a line that is offered, or None."""

    def recognise(self, line: str, moves: Sequence[Move]) -> Move | None:
        """The line that is meant, None if none is."""


def recognise(line: str, scenario: Scenario, drawn: Draw, offered: Sequence[Move]) -> Understood:
    """Which of the offered lines a typed line is, in the language in force.

    Examples
    --------
    >>> from sim.roleplay.draw import draw
    >>> from sim.roleplay.load import load_scenario
    >>> scenario = load_scenario("r1_shunda")
    >>> found = recognise("Who is doing it at present?", scenario, draw(scenario, 1), scenario.moves)
    >>> found.act, found.topic, [move.id for move in found.moves]
    ('open', 'who', ['q_who'])
    """
    typed = normalised(line)
    if not typed:
        return Understood(None, None, ())
    for move in offered:
        wordings = (filled(move.say, drawn.variant, drawn.numbers), *_other_wordings(move))
        if typed in map(normalised, wordings):
            return Understood(move.act, move.topic, (move,))
    return by_rules(line, scenario, offered)


def _other_wordings(move: Move) -> tuple[str, ...]:
    return next((words for code, words in move.also.items() if code == language()), ())


def by_rules(line: str, scenario: Scenario, offered: Sequence[Move]) -> Understood:
    """The same without a look at the wordings of the lines."""
    act, weights = act_of(line), topic_weights(normalised(line), scenario)
    if act is None:
        return Understood(None, _heaviest(weights, list(weights)), ())
    found = _matching(act, weights, offered)
    if not found and act == "closed" and _matching("open", weights, offered):
        return Understood(act, _heaviest(weights, list(weights)), (), yes_or_no=True)
    topic = found[0].topic if found else _heaviest(weights, list(weights))
    return Understood(act, topic, tuple(found[:MOST_CHOICES]))


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


def _matching(act: str, weights: dict[str, int], offered: Sequence[Move]) -> list[Move]:
    """The offered lines with an act, of the topics that the line is most about; without one, those that need none."""
    with_act = [move for move in offered if move.act == act]
    heaviest = _heaviest(weights, [move.topic for move in with_act if move.topic])
    if heaviest is None:
        return [move for move in with_act if move.topic in (None, GENERAL)]
    found = [
        move
        for move in with_act
        if move.topic and weights.get(move.topic, 0) >= NEARLY * weights[heaviest] and move.topic != GENERAL
    ]
    found = found or [move for move in with_act if move.topic == heaviest]
    return sorted(found, key=lambda move: -weights[str(move.topic)])


def _heaviest(weights: dict[str, int], topics: Sequence[str]) -> str | None:
    """The topic with the most characters; a tie goes against the general one, then to the first."""
    there = [topic for topic in topics if weights.get(topic)]
    return max(there, key=lambda topic: (weights[topic], topic != GENERAL), default=None)
