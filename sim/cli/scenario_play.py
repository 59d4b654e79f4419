"""`kefu scenario play`: a talk in the terminal, with typed lines or numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.course.talk_session import TalkSession
from sim.roleplay.fields import Wording, filled
from sim.roleplay.hearing import heard
from sim.roleplay.scenario import Move, Scenario
from sim.roleplay.talk import Exchange, Talk
from sim.roleplay.words import step_titles

LIST, STOP = "?", "."


class Stopped(Exception):
    """The player ends the talk, at whichever question."""


def play(
    scenario: Scenario, student: str | None, variant: str | None, out: str | None, console: Console
) -> None:
    """Play a scenario; typed lines are read from standard input. The talk is kept as in a notebook."""
    if out is not None and variant is not None:
        raise InputError(_("--out keeps the student's own version only: leave --variant out."))
    session = TalkSession(
        scenario,
        practice=variant is not None,
        variant=variant,
        student=student,
        path=Path(out) if out is not None else None,
    )
    with session.language():
        _begin(session, console)
        try:
            while not session.talk.ended:
                _exchange(session, console)
        except (EOFError, Stopped):
            console.print()
        _end(session, console)


def _begin(session: TalkSession, console: Console) -> None:
    """Title, task, how to play, and what was said before."""
    scenario, talk = session.scenario, session.talk
    console.print(str(scenario.title))
    console.print(_text(talk, scenario.player.public), soft_wrap=True)
    console.print(_text(talk, scenario.player.secret), soft_wrap=True)
    console.print(
        _("Type what you say. {list} shows the lines there are, {stop} ends.").format(list=LIST, stop=STOP)
    )
    if session.path is None:
        console.print(_("This is practice: nothing is kept."))
    who = "" if scenario.desk else f"{scenario.partner.name}: "
    console.print(f"\n{who}{scenario.opening}", soft_wrap=True)
    for exchange in talk.exchanges:
        _show(talk, exchange, console)
    _show_status(talk, console)


def _exchange(session: TalkSession, console: Console) -> None:
    """One line and its answer, unless nothing is said."""
    talk = session.talk
    line = _answer(f"\n[{talk.state.left}] > ")
    typed, move = line, None
    if line == LIST:
        typed = ""
        move = _choose(_listed(talk, console), console)
    elif line:
        move = _understood(session, line, console)
    if move is None:
        return
    _show(talk, session.say(move.id, _evidence(talk, move, console), typed), console)
    _show_status(talk, console)


def _show(talk: Talk, exchange: Exchange, console: Console) -> None:
    """A line, its answer, and what is noted."""
    console.print(f"{talk.scenario.player.name}: {talk.said(exchange)}", soft_wrap=True)
    console.print(f"{talk.other(exchange)}: {talk.answer(exchange)}", soft_wrap=True)
    for name in (*exchange.told, *exchange.thin):
        console.print(_("   noted: {note}").format(note=talk.note(name)), soft_wrap=True)


def _show_status(talk: Talk, console: Console) -> None:
    """At a desk, the time and who waits."""
    if talk.scenario.desk and not talk.ended:
        console.print(f"   {' · '.join(talk.status())}", soft_wrap=True)


def _understood(session: TalkSession, line: str, console: Console) -> Move | None:
    """The meaning of a typed line, once the player has confirmed or chosen it."""
    found = session.hear(line)
    if len(found.moves) != 1:
        console.print(heard(found), soft_wrap=True)
        return _choose(_shown(session.talk, found.moves, console), console)
    move = found.moves[0]
    console.print(f"{heard(found)} “{session.talk.line(move)}”", soft_wrap=True)
    return None if _answer(_("Enter says it, anything else takes it back > ")) else move


def _answer(prompt: str) -> str:
    """The text that the player types. Raises Stopped for the sign that ends the talk."""
    answer = input(prompt).strip()
    if answer == STOP:
        raise Stopped
    return answer


def _listed(talk: Talk, console: Console) -> list[Move]:
    """Print the lines by step, in the student's own order; returns them as numbered."""
    moves: list[Move] = []
    offered = talk.offered()
    for step, title in step_titles(talk.scenario).items():
        here = talk.draw.shuffled([move for move in offered if (move.step or 0) == step])
        if here:
            console.print(title)
            _shown(talk, here, console, first=len(moves) + 1)
            moves += here
    return moves


def _shown(talk: Talk, moves: Sequence[Move], console: Console, first: int = 1) -> Sequence[Move]:
    for number, move in enumerate(moves, start=first):
        console.print(f"  {number}  {talk.line(move)}", soft_wrap=True)
    return moves


def _choose(moves: Sequence[Move], console: Console) -> Move | None:
    """The line whose number is typed; None for an empty answer."""
    while moves:
        answer = _answer(_("Number (empty: none) > "))
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(moves):
            return moves[int(answer) - 1]
        console.print(_("A number from 1 to {n}, please.").format(n=len(moves)))
    return None


def _evidence(talk: Talk, move: Move, console: Console) -> tuple[str, ...]:
    """The facts that the player lays beside a proposal."""
    rule, there = talk.scenario.rules.evidence, talk.evidence_for(move)
    if rule is None or not there:
        return ()
    for number, name in enumerate(there, start=1):
        console.print(f"  {number}  {talk.note(name)}", soft_wrap=True)
    while True:
        answer = _answer(
            _("Facts to lay beside it, at most {most} numbers (empty: none) > ").format(most=rule.most)
        )
        words = answer.replace("，", " ").replace(",", " ").split()
        if (
            all(word.isdecimal() and 1 <= int(word) <= len(there) for word in words)
            and len(set(words)) <= rule.most
        ):
            return tuple(there[int(word) - 1] for word in dict.fromkeys(words))
        console.print(_("A number from 1 to {n}, please.").format(n=len(there)))


def _end(session: TalkSession, console: Console) -> None:
    """Print the result; if the talk is not over, say that it can be continued."""
    talk = session.talk
    if talk.ended:
        console.print(str(talk.outcome().text), soft_wrap=True)
    elif session.path is not None:
        left = talk.state.left
        text = ngettext(
            "The talk is not over: {n} line left. The same command goes on.",
            "The talk is not over: {n} lines left. The same command goes on.",
            left,
        )
        console.print(text.format(n=left))
    console.print(repr(talk.score()), soft_wrap=True)
    if talk.ended:
        console.print(_("To think about:"))
        for question in talk.scenario.debrief:
            console.print(f"- {question}", soft_wrap=True)
    if session.path is not None and talk.exchanges:
        console.print(_("The talk is in {file}.").format(file=session.path), soft_wrap=True)


def _text(talk: Talk, wording: Wording) -> str:
    return filled(wording, talk.draw.variant, talk.draw.numbers)
