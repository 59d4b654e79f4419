"""The talk: a line of the player, the first reply that fits, and what follows from both. No line is random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.bilingual import BilingualText
from sim.base.errors import InputError
from sim.base.i18n import _, language, ngettext
from sim.roleplay.draw import Draw
from sim.roleplay.fields import filled
from sim.roleplay.scenario import Move, Outcome, Reply, Run, Scenario
from sim.roleplay.score import Score, score
from sim.roleplay.state import State

ALWAYS_PRODUCTIVE = "propose"
"""The act that brings the talk forward whatever the answer is."""


@dataclass(frozen=True)
class Exchange:
    """A line and its answer.

    number: from 1 up; told, thin: facts that the player did not know before; marks: what the line brought;
    mood, trust: after the answer.
    """

    number: int
    move: Move
    evidence: tuple[str, ...]
    reply: Reply
    told: tuple[str, ...]
    thin: tuple[str, ...]
    marks: tuple[str, ...]
    mood: int
    trust: int
    remarks: tuple[BilingualText, ...] = ()
    """What the other side adds to the reply, of its own accord."""
    typed: str = ""
    """What the player typed, if the line was not chosen from a list."""


class Talk:
    """A talk in progress.

    Examples
    --------
    >>> from sim.roleplay.draw import draw
    >>> from sim.roleplay.load import load_scenario
    >>> scenario = load_scenario("r1_shunda")
    >>> talk = Talk(scenario, draw(scenario, seed=1, variant="V1"))
    >>> exchange = talk.say("q_site")
    >>> exchange.told
    ('site',)
    >>> talk.state.left
    23
    """

    def __init__(self, scenario: Scenario, drawn: Draw) -> None:
        start = scenario.start
        self.scenario, self.draw = scenario, drawn
        self.state = State(drawn.variant, start.mood, start.trust, scenario.exchanges)
        self.exchanges: list[Exchange] = []

    def __repr__(self) -> str:
        """Where the talk stands, on one line."""
        text = ngettext(
            "{title}: {n} line said, {left} left", "{title}: {n} lines said, {left} left", len(self.exchanges)
        )
        return text.format(
            title=self.scenario.title, n=len(self.exchanges), left=0 if self.ended else self.state.left
        )

    @property
    def ended(self) -> bool:
        """Whether nothing more can be said."""
        return self.state.ended

    def offered(self) -> list[Move]:
        """The lines that can be said now, as they stand in the file."""
        return [] if self.ended else [move for move in self.scenario.moves if move.when.holds(self.state)]

    def evidence_for(self, move: Move) -> tuple[str, ...]:
        """Facts that the player knows and can lay beside a proposal."""
        return tuple(name for name in move.evidence if name in self.state.knows)

    def say(self, move_id: str, evidence: Sequence[str] = (), typed: str = "") -> Exchange:
        """Say a line. Raises InputError if it is not offered, or a fact cannot be laid beside it."""
        state, move = self.state, self.scenario.by_id.get(move_id)
        if move is None or state.ended or not move.when.holds(state):
            raise InputError(
                _("{move} cannot be said now; these can: {all}.").format(
                    move=move_id, all=", ".join(one.id for one in self.offered()) or "–"
                )
            )
        self._check_evidence(move, evidence)
        reply = next(one for one in move.replies if one.when.holds(state))
        told = tuple(
            name
            for name in reply.tell
            if name not in state.knows and self.scenario.facts[name].needs.holds(state)
        )
        thin = tuple(name for name in reply.thin if name not in state.heard)
        remarks = self._what_follows(move, reply, bool(told or thin))
        state.knows.update(told)
        state.heard.update(told, thin)
        marks = self._marks(move, reply, evidence)
        state.marks.update(marks)
        state.exchanges += 1
        productive = told or thin or move.act == ALWAYS_PRODUCTIVE or reply.mark
        if move.step is not None and productive:
            state.productive.setdefault(move.step, state.exchanges)
        self._set_flags(reply)
        state.done.update((move.id, move.act))
        state.left = max(0, state.left - 1)
        if reply.left is not None:
            state.left = reply.left
        state.ended = reply.end or not state.left or state.mood <= self.scenario.rules.talk_ends.mood
        exchange = Exchange(
            state.exchanges,
            move,
            tuple(evidence),
            reply,
            told,
            thin,
            marks,
            state.mood,
            state.trust,
            remarks,
            typed,
        )
        self.exchanges.append(exchange)
        return exchange

    def line(self, move: Move) -> str:
        """What the player says, in the current language."""
        return filled(move.say, self.draw.variant, self.draw.numbers)

    def answer(self, exchange: Exchange) -> str:
        """What the other side answers, in the current language."""
        text = filled(exchange.reply.text, self.draw.variant, self.draw.numbers)
        between = "" if language() == "zh" else " "
        return between.join((text, *map(str, exchange.remarks)))

    def note(self, fact: str) -> str:
        """What the player has noted of a fact, in the current language."""
        return filled(self.scenario.facts[fact].note, self.draw.variant, self.draw.numbers)

    def score(self) -> Score:
        """The points so far, by aim."""
        return score(self.scenario, self.state)

    def outcome(self) -> Outcome:
        """How it goes on after the talk as it stands."""
        return next(one for one in self.scenario.outcomes if one.when.holds(self.state))

    def _check_evidence(self, move: Move, evidence: Sequence[str]) -> None:
        rule = self.scenario.rules.evidence
        most = rule.most if rule else 0
        allowed = self.evidence_for(move)
        for name in evidence:
            if name not in allowed:
                raise InputError(
                    _("{fact} cannot be laid beside {move}; these can: {all}.").format(
                        fact=name, move=move.id, all=", ".join(allowed) or "–"
                    )
                )
        if len(set(evidence)) < len(evidence) or len(evidence) > most:
            raise InputError(_("At most {most} different facts can be laid beside a line.").format(most=most))

    def _what_follows(self, move: Move, reply: Reply, new: bool) -> tuple[BilingualText, ...]:
        """Change mood and trust as the reply and the rules say; returns what the other side adds."""
        state, rules = self.state, self.scenario.rules
        state.shift(reply.mood, reply.trust)
        if rules.again and state.done[move.id] and not move.repeat and not new:
            state.shift(mood=rules.again.mood)
        state.closed_in_a_row = state.closed_in_a_row + 1 if move.act == "closed" else 0
        state.misses += reply.miss
        remarks = (
            self._run(rules.closed_run, state.closed_in_a_row, move.act == "closed"),
            self._run(rules.misses, state.misses, reply.miss),
        )
        return tuple(remark for remark in remarks if remark)

    def _run(self, rule: Run | None, count: int, now: bool) -> BilingualText | None:
        if rule is None or not now or count < rule.from_:
            return None
        self.state.shift(rule.mood, rule.trust)
        return rule.say

    def _marks(self, move: Move, reply: Reply, evidence: Sequence[str]) -> tuple[str, ...]:
        state, rules = self.state, self.scenario.rules
        marks = [reply.mark] if reply.mark else []
        if rules.evidence and reply.mark in rules.evidence.with_:
            marks += ["evidence"] * len(evidence)
        if move.act == "propose" and state.done["propose"]:
            marks.append("further_proposal")
        rule = rules.unlicensed
        if rule and move.id in rule.moves and rule.unless_flag not in state.flags:
            marks.append(rule.mark)
        return tuple(marks)

    def _set_flags(self, reply: Reply) -> None:
        if reply.flag:
            self.state.flags.add(reply.flag)
        if reply.unflag:
            self.state.flags.discard(reply.unflag)
