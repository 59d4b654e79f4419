"""After an hour at a desk: the points of each line with each caller, and better lines for each caller."""

from __future__ import annotations

from collections.abc import Iterator

from sim.base.i18n import _
from sim.roleplay.calls import Call
from sim.roleplay.desk import BROKEN, HUNG_UP, KEPT
from sim.roleplay.scenario import Aim, Move, Reply
from sim.roleplay.talk import Exchange, Talk


def earned_at_desk(talk: Talk, aim: Aim) -> Iterator[str]:
    """Lines and events that brought or cost points of an aim, as sentences."""
    for exchange in talk.exchanges:
        points = [aim.marks.get(mark, 0) for mark in _marks(exchange)]
        words = {"n": exchange.number, "name": talk.other(exchange), "line": talk.own_words(exchange)}
        if any(one > 0 for one in points):
            yield _("{n}, {name}: “{line}”").format(**words)
        if any(one < 0 for one in points):
            yield _("{n}, {name}: “{line}” (costs points)").format(**words)
        for mark, caller in exchange.meanwhile:
            if aim.marks.get(mark, 0) < 0:
                yield _event(mark, exchange.number, _calls(talk)[caller])


def missed_at_desk(talk: Talk, aim: Aim) -> Iterator[str]:
    """For each caller the line that would have brought what is missing, as sentences."""
    for name, call in _calls(talk).items():
        for moves in _groups(talk, aim):
            marks = {mark for move in moves for mark in _gains(aim, move)}
            if call.at is None or any(talk.state.by_caller[name][mark] for mark in marks):
                continue
            line = next((one for one in moves if _would_bring(one, marks, name, call, talk)), None)
            if line is not None:
                yield _("{name}: “{line}”").format(name=call.name, line=talk.line_to(line, name))
    if KEPT in aim.marks and talk.score().total < talk.scenario.maximum:
        yield _("A call back that is promised and made in time brings points.")


def _marks(exchange: Exchange) -> tuple[str, ...]:
    return (*exchange.marks, KEPT) if exchange.move.rings_back else exchange.marks


def _event(mark: str, number: int, call: Call) -> str:
    sentences = {
        HUNG_UP: _("{n}: {name} hung up (costs points)"),
        BROKEN: _("{n}: {name} was not rung back in time (costs points)"),
    }
    return sentences[mark].format(n=number, name=call.name)


def _calls(talk: Talk) -> dict[str, Call]:
    return talk.scenario.desk.calls if talk.scenario.desk else {}


def _gains(aim: Aim, move: Move) -> tuple[str, ...]:
    """The marks of an aim that a line can bring."""
    marks = dict.fromkeys(reply.mark for reply in move.replies if reply.mark)
    return tuple(mark for mark in marks if aim.marks.get(mark, 0) > 0)


def _groups(talk: Talk, aim: Aim) -> list[list[Move]]:
    """Lines that bring the same marks: of such lines one is enough."""
    groups: dict[tuple[str, ...], list[Move]] = {}
    for move in talk.scenario.moves:
        marks = _gains(aim, move)
        if marks:
            groups.setdefault(marks, []).append(move)
    return list(groups.values())


def _would_bring(move: Move, marks: set[str], name: str, call: Call, talk: Talk) -> bool:
    return any(
        reply.mark in marks and _fits(reply, name, call, talk.draw.variant) for reply in move.replies
    ) and _can_be_settled(move, call, talk)


def _fits(reply: Reply, name: str, call: Call, variant: str) -> bool:
    """Whether a reply can be that of this caller."""
    when = reply.when
    return (
        (not when.caller or name in when.caller)
        and (not when.cause or call.cause(variant) in when.cause)
        and (not when.record or call.record in when.record)
        and (not when.variant or variant in when.variant)
    )


def _can_be_settled(move: Move, call: Call, talk: Talk) -> bool:
    """Whether the lines that must come before this one are right for the call."""
    before = [talk.scenario.by_id[line] for line in move.when.did if line in talk.scenario.by_id]
    cause = call.cause(talk.draw.variant)
    return all(
        any(not reply.when.cause or cause in reply.when.cause for reply in one.replies[:-1]) for one in before
    )
