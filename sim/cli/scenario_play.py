"""`kefu scenario play`: a talk in the terminal, with typed lines or numbers."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.course.owner import find_owner
from sim.course.seeds import public_seed
from sim.roleplay.draw import draw
from sim.roleplay.hearing import heard
from sim.roleplay.recognise import recognise
from sim.roleplay.scenario import Move, Scenario
from sim.roleplay.talk import Talk
from sim.roleplay.transcript import Player, as_transcript
from sim.roleplay.words import STEPS
from sim.workspace.settings import student_id

LIST, STOP = "?", "."


def play(
    scenario: Scenario, student: str | None, variant: str | None, out: str | None, console: Console
) -> None:
    """Play a scenario; what is typed is read from standard input."""
    player = player_of(scenario, student)
    talk = Talk(scenario, draw(scenario, player.seed, variant))
    if out is not None and variant is not None:
        raise InputError(_("--out keeps the student's own version only: leave --variant out."))
    console.print(str(scenario.title))
    console.print(str(scenario.player.public), soft_wrap=True)
    console.print(str(scenario.player.secret), soft_wrap=True)
    console.print(
        _("Type what you say. {list} shows the lines there are, {stop} ends.").format(list=LIST, stop=STOP)
    )
    console.print(f"\n{scenario.partner.name}: {scenario.opening}", soft_wrap=True)
    try:
        while not talk.ended and _exchange(talk, console):
            pass
    except EOFError:
        console.print()
    _end(talk, console)
    if out is not None:
        text = json.dumps(as_transcript(talk, player), ensure_ascii=False, indent=1)
        write_atomic(Path(out), text + "\n")
        console.print(_("The talk is in {file}.").format(file=out))


def player_of(scenario: Scenario, student: str | None) -> Player:
    """The student named, or of the working copy, with the seed of the own version."""
    owner = find_owner()
    name = student_id(student) if student else owner.student
    return Player(owner.course, name, public_seed(owner.course, f"scenario:{scenario.id}", name))


def _exchange(talk: Talk, console: Console) -> bool:
    """One line and its answer; False if the player ends the talk."""
    line = input(f"\n[{talk.state.left}] > ").strip()
    if line == STOP:
        return False
    typed, offered = line, talk.offered()
    if line == LIST:
        move, typed = _choose(_listed(talk, offered, console), console), ""
    else:
        found = recognise(line, talk.scenario, talk.draw, offered)
        console.print(heard(found), soft_wrap=True)
        move = (
            found.moves[0] if len(found.moves) == 1 else _choose(_shown(talk, found.moves, console), console)
        )
    if move is None:
        return True
    exchange = talk.say(move.id, _evidence(talk, move, console), typed)
    console.print(f"{talk.scenario.player.name}: {talk.line(move)}", soft_wrap=True)
    console.print(f"{talk.scenario.partner.name}: {talk.answer(exchange)}", soft_wrap=True)
    for name in (*exchange.told, *exchange.thin):
        console.print(_("   noted: {note}").format(note=talk.note(name)), soft_wrap=True)
    return True


def _listed(talk: Talk, offered: list[Move], console: Console) -> list[Move]:
    """Print the lines by step, in the student's own order; returns them as numbered."""
    moves: list[Move] = []
    for step, title in STEPS.items():
        here = talk.draw.shuffled([move for move in offered if (move.step or 0) == step])
        if here:
            console.print(_(title))
            _shown(talk, here, console, first=len(moves) + 1)
            moves += here
    return moves


def _shown(talk: Talk, moves: tuple[Move, ...] | list[Move], console: Console, first: int = 1) -> list[Move]:
    for number, move in enumerate(moves, start=first):
        console.print(f"  {number}  {talk.line(move)}", soft_wrap=True)
    return list(moves)


def _choose(moves: list[Move], console: Console) -> Move | None:
    """The line whose number is typed; None for an empty answer."""
    while moves:
        answer = input(_("Number (empty: none) > ")).strip()
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
        answer = input(
            _("Facts to lay beside it, at most {most} numbers (empty: none) > ").format(most=rule.most)
        )
        words = answer.replace("，", " ").replace(",", " ").split()
        if (
            all(word.isdecimal() and 1 <= int(word) <= len(there) for word in words)
            and len(set(words)) <= rule.most
        ):
            return tuple(there[int(word) - 1] for word in dict.fromkeys(words))
        console.print(_("A number from 1 to {n}, please.").format(n=len(there)))


def _end(talk: Talk, console: Console) -> None:
    console.print()
    console.print(str(talk.outcome().text), soft_wrap=True)
    console.print(repr(talk.score()), soft_wrap=True)
    console.print(_("To think about:"))
    for question in talk.scenario.debrief:
        console.print(f"- {question}", soft_wrap=True)
