"""The clock of a desk: callers who wait or hang up, and promises to ring back that are kept or broken."""

from __future__ import annotations

from collections.abc import Iterator

from sim.roleplay.calls import Desk
from sim.roleplay.scenario import Move
from sim.roleplay.state import Caller, State

HUNG_UP, KEPT, BROKEN = "hung_up", "kept", "broken"
"""Marks that the desk sets by itself: a caller gives up; a promised call back is made in time, or is not."""


def may_be_said(desk: Desk, state: State, move: Move) -> bool:
    """Whether a line is possible now: calls are answered or made with nobody on the line, all other lines need a caller."""
    if state.caller is not None:
        return not move.between_calls
    if move.answers is not None:
        return move.answers in state.waiting
    if move.rings_back is not None:
        return move.rings_back in state.promises
    return move.waits and not state.waiting and next_minute(desk, state) is not None


def begin(desk: Desk, state: State, move: Move) -> None:
    """Prepare the answer to the line: put the caller on the line, or let time pass until the next call."""
    name = move.answers or move.rings_back
    if move.answers is not None:
        del state.waiting[move.answers]
    elif move.rings_back is not None:
        del state.promises[move.rings_back]
        state.mark(KEPT, move.rings_back)
    if name is not None:
        call = desk.calls[name]
        state.caller = Caller(name, call.cause(state.variant), call.record)
        state.mood = call.mood
        state.flags.clear()
        state.done.clear()


def end(desk: Desk, state: State, move: Move, *, over: bool) -> list[tuple[str, str]]:
    """Time passes; over: the caller rings off. Returns what happened meanwhile, as marks with the caller's name."""
    until = next_minute(desk, state) if move.waits else state.minute + move.minutes
    if over or move.rings_back is not None:
        state.caller = None
    return list(_until(desk, state, until if until is not None else state.minute))


def next_minute(desk: Desk, state: State) -> int | None:
    """The minute at which something next happens by itself; None if nothing more does."""
    to_come = [call.at for name, call in desk.calls.items() if call.at is not None and name not in state.came]
    later = [*to_come, *(due + 1 for due in state.promises.values())]
    return min(
        (minute for minute in later if minute <= desk.minutes),
        default=desk.minutes if state.promises else None,
    )


def is_over(desk: Desk, state: State) -> bool:
    """Whether the hour is over, or nobody waits and nobody else will ring."""
    if state.caller is not None:
        return False
    if state.minute >= desk.minutes:
        return True
    return not state.waiting and not state.promises and next_minute(desk, state) is None


def _until(desk: Desk, state: State, minute: int) -> Iterator[tuple[str, str]]:
    """Everything that happens up to and including this minute, minute by minute."""
    for now in range(state.minute, minute + 1):
        state.minute = now
        for name, due in list(state.promises.items()):
            if state.minute > due:
                del state.promises[name]
                state.mark(BROKEN, name)
                yield BROKEN, name
                _come(state, [other for other, call in desk.calls.items() if call.after_broken == name])
        _come(state, [name for name, call in desk.calls.items() if call.at == state.minute])
        for name, since in list(state.waiting.items()):
            if state.minute - since > desk.patience[desk.calls[name].mood]:
                del state.waiting[name]
                state.mark(HUNG_UP, name)
                yield HUNG_UP, name


def _come(state: State, names: list[str]) -> None:
    for name in names:
        if name not in state.came:
            state.came.add(name)
            state.waiting[name] = state.minute


def first_calls(desk: Desk, state: State) -> None:
    """Those who ring as the desk opens."""
    _come(state, [name for name, call in desk.calls.items() if call.at == 0])
