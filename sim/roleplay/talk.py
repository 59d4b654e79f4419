"""The talk: a line of the player, the first reply that fits, and what follows from both. No line is random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.base.bilingual import BilingualText
from sim.base.errors import InputError
from sim.base.i18n import _, language, ngettext
from sim.roleplay import desk
from sim.roleplay.calls import Desk
from sim.roleplay.draw import Draw
from sim.roleplay.fields import Wording, filled
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
    """Words that the other side adds to the reply by itself."""
    typed: str = ""
    """What the player typed, if the line was not chosen from a list."""
    caller: str | None = None
    """At a desk, who was on the line."""
    meanwhile: tuple[tuple[str, str], ...] = ()
    """At a desk, what happened of its own accord: marks, each with its caller."""
    minute: int = 0
    """Of the desk's clock, after the answer."""


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
        if scenario.desk is not None:
            desk.first_calls(scenario.desk, self.state)
        self.exchanges: list[Exchange] = []

    def __repr__(self) -> str:
        """The state of the talk, on one line."""
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
        return [move for move in self.scenario.moves if self.may_say(move)]

    def may_say(self, move: Move) -> bool:
        """Whether a line can be said now."""
        if self.ended:
            return False
        calls = self.scenario.desk
        return (calls is None or desk.may_be_said(calls, self.state, move)) and move.when.holds(self.state)

    def evidence_for(self, move: Move) -> tuple[str, ...]:
        """Facts that the player knows and can lay beside a proposal."""
        return tuple(name for name in move.evidence if name in self.state.knows)

    def say(self, move_id: str, evidence: Sequence[str] = (), typed: str = "") -> Exchange:
        """Say a line. Raises InputError if it is not offered, or a fact cannot be laid beside it."""
        state, move = self.state, self.scenario.by_id.get(move_id)
        if move is None or not self.may_say(move):
            raise InputError(
                _("{move} cannot be said now; these can: {all}.").format(
                    move=move_id, all=", ".join(one.id for one in self.offered()) or "–"
                )
            )
        self._check_evidence(move, evidence)
        if self.scenario.desk is not None:
            desk.begin(self.scenario.desk, state, move)
        caller = state.caller.name if state.caller else None
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
        for mark in marks:
            state.mark(mark, caller)
        state.exchanges += 1
        productive = told or thin or move.act == ALWAYS_PRODUCTIVE or reply.mark
        if move.step is not None and productive:
            state.productive.setdefault(move.step, state.exchanges)
        self._set_flags(reply)
        state.done.update((move.id, move.act))
        state.left = max(0, state.left - 1)
        if reply.left is not None:
            state.left = reply.left
        enough = state.mood <= self.scenario.rules.talk_ends.mood
        meanwhile: tuple[tuple[str, str], ...] = ()
        if self.scenario.desk is None:
            state.ended = reply.end or not state.left or enough
        else:
            meanwhile = self._desk_goes_on(self.scenario.desk, move, reply, caller, enough=enough)
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
            caller,
            meanwhile,
            state.minute,
        )
        self.exchanges.append(exchange)
        return exchange

    def line(self, move: Move) -> str:
        """The line as the player would say it now, in the current language."""
        on_line = self.state.caller.name if self.state.caller else None
        return self._filled(move.say, move.answers or move.rings_back or on_line)

    def line_to(self, move: Move, caller: str) -> str:
        """The line as the player would say it to a caller of the desk, in the current language."""
        return self._filled(move.say, caller)

    def said(self, exchange: Exchange) -> str:
        """The player's words, in the current language."""
        return self._filled(exchange.move.say, exchange.caller)

    def own_words(self, exchange: Exchange) -> str:
        """The typed text, or the line that was chosen."""
        return exchange.typed or self.said(exchange)

    def answer(self, exchange: Exchange) -> str:
        """The answer of the other side, in the current language, and what happened meanwhile."""
        text = self._filled(exchange.reply.text, exchange.caller)
        between = "" if language() == "zh" else " "
        return between.join((text, *map(str, exchange.remarks), *self._events(exchange)))

    def other(self, exchange: Exchange) -> str:
        """The name of the other speaker, in the current language; a record that is looked at answers itself."""
        if exchange.move.act == "look":
            return _("Record")
        if self.scenario.desk is not None and exchange.caller is not None:
            return str(self.scenario.desk.calls[exchange.caller].name)
        return str(self.scenario.partner.name)

    def status(self) -> list[str]:
        """At a desk, the time, who is on the line, who waits and who is to be rung back, in sentences; otherwise nothing."""
        calls, state = self.scenario.desk, self.state
        if calls is None:
            return []
        lines = [_("It is {time}.").format(time=calls.clock(state.minute))]
        if state.caller is not None:
            lines.append(_("On the line: {name}").format(name=calls.calls[state.caller.name].name))
        for name, since in state.waiting.items():
            lines.append(
                _("Waiting since {time}: {name}").format(time=calls.clock(since), name=calls.calls[name].name)
            )
        for name, due in state.promises.items():
            lines.append(
                _("To be rung back by {time}: {name}").format(
                    time=calls.clock(due), name=calls.calls[name].name
                )
            )
        return lines

    def note(self, fact: str) -> str:
        """The player's note of a fact, in the current language."""
        return filled(self.scenario.facts[fact].note, self.draw.variant, self.draw.numbers)

    def score(self) -> Score:
        """The points so far, by aim."""
        return score(self.scenario, self.state)

    def outcome(self) -> Outcome:
        """The outcome of the talk as it stands."""
        return next(one for one in self.scenario.outcomes if one.when.holds(self.state))

    def _filled(self, wording: Wording, caller: str | None) -> str:
        """A text with the numbers of the student and the words of a caller."""
        pieces: Mapping[str, Wording] = {}
        if self.scenario.desk is not None and caller is not None:
            call = self.scenario.desk.calls[caller]
            pieces = {"name": call.name, **call.texts}
        return filled(wording, self.draw.variant, self.draw.numbers, pieces)

    def _desk_goes_on(
        self, calls: Desk, move: Move, reply: Reply, caller: str | None, *, enough: bool
    ) -> tuple[tuple[str, str], ...]:
        """Let the answer act on the call and the clock; returns what happened meanwhile."""
        state = self.state
        happened: list[tuple[str, str]] = []
        if caller is not None and move.rings_back is None:
            if reply.content:
                state.content.add(caller)
            if enough:
                state.mark(desk.HUNG_UP, caller)
                happened.append((desk.HUNG_UP, caller))
        over = enough or reply.rings_off
        happened += desk.end(calls, state, move, over=over)
        if reply.promise is not None and caller is not None:
            state.promises[caller] = state.minute + reply.promise
        state.ended = reply.end or not state.left or desk.is_over(calls, state)
        return tuple(happened)

    def _events(self, exchange: Exchange) -> list[str]:
        """The events meanwhile, in sentences."""
        calls = self.scenario.desk.calls if self.scenario.desk else {}
        sentences = {
            desk.HUNG_UP: _("({name} has hung up.)"),
            desk.BROKEN: _("(You promised to ring {name} back by now.)"),
        }
        return [sentences[mark].format(name=calls[caller].name) for mark, caller in exchange.meanwhile]

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
