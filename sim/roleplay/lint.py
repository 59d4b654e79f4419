"""Check a scenario: the file itself, and games in which the machine plays it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

from sim.base.checked import Checked
from sim.base.i18n import _, using
from sim.roleplay.draw import draw
from sim.roleplay.games import best_order, played, random_game
from sim.roleplay.recognise import recognise, wordings
from sim.roleplay.references import AUTOMATIC, marks_of
from sim.roleplay.scenario import Move, Scenario
from sim.roleplay.talk import Talk

LUCKY = 0.4
"""Share of the points that a game without thought may bring only now and then."""
RARE = 0.05
RANDOM_MEAN = 0.15
FIXED = 22 / 30
"""Share of the points that one order of lines, the same for every variant, may bring on average."""
GRADED = 30
REVEALING = ("reflect", "propose")


@dataclass(frozen=True)
class Effort:
    """How much is played: games at random, and orders that each search looks at."""

    games: int = 2_000
    tries: int = 9_000


USUAL = Effort()


def lint(scenario: Scenario, effort: Effort = USUAL) -> Iterator[Checked]:
    """Check a scenario, one check after another; the searches take seconds."""
    yield _words(scenario)
    yield _lines(scenario)
    yield _typed(scenario)
    games = [random_game(scenario, seed) for seed in range(effort.games)]
    yield _random(scenario, games)
    best = {variant: best_order(scenario, [variant], effort.tries, seed=2) for variant in scenario.variants}
    yield _best(scenario, best)
    fixed = best_order(scenario, scenario.variants, effort.tries, seed=2)
    yield _fixed(scenario, fixed)
    broken_off = [
        played(scenario, variant, order[:lines])
        for variant, (order, _points) in best.items()
        for lines in range(1, len(order) + 1)
    ]
    yield _reached(scenario, [*games, *broken_off])


def _words(scenario: Scenario) -> Checked:
    """Facts that nobody tells, marks that nothing uses."""
    checked = Checked(_("what is named is used"))
    told = {name for move in scenario.moves for reply in move.replies for name in (*reply.tell, *reply.thin)}
    checked.faults += [
        _("No reply tells the fact {name}.").format(name=name) for name in scenario.facts if name not in told
    ]
    used = {mark for aim in scenario.aims.values() for mark in aim.marks}
    used |= {mark for _place, one in scenario.conditions() for mark in (*one.marks, *one.marks_any)}
    checked.faults += [
        _("No aim and no condition uses the mark {name}.").format(name=name)
        for name in marks_of(scenario)
        if name not in used and name not in AUTOMATIC
    ]
    topics = {move.topic for move in scenario.moves}
    checked.faults += [
        _("No move has the topic {name}.").format(name=name) for name in scenario.topics if name not in topics
    ]
    if scenario.maximum != GRADED:
        checked.remark = _("{points} points; a graded scenario has {graded}").format(
            points=scenario.maximum, graded=GRADED
        )
    return checked


def _lines(scenario: Scenario) -> Checked:
    """Lines that cannot be told apart, or that give an answer away by being offered."""
    checked = Checked(_("lines differ and give nothing away"))
    alike = Counter((move.act, move.topic) for move in scenario.moves if move.topic)
    checked.faults += [
        _("{n} moves have the act {act} and the topic {topic}.").format(n=count, act=act, topic=topic)
        for (act, topic), count in alike.items()
        if count > 1
    ]
    checked.faults += [
        _(
            "{move} is offered only to those who know {facts}: that it is offered gives the answer away."
        ).format(move=move.id, facts=", ".join((*move.when.knows, *move.when.knows_any)))
        for move in scenario.moves
        if move.act in REVEALING and (move.when.knows or move.when.knows_any)
    ]
    return checked


def _typed(scenario: Scenario) -> Checked:
    """Every wording of every line must be recognised when it is typed exactly."""
    checked = Checked(_("typed lines are recognised"))
    for code in ("en", "zh"):
        with using(code):
            drawn = draw(scenario, 0)
            for move in scenario.moves:
                for line in wordings(move, scenario):
                    if recognise(line, scenario, drawn, scenario.moves).moves != (move,):
                        checked.faults.append(
                            _("“{line}” is not taken for {move}.").format(line=line, move=move.id)
                        )
    return checked


def _random(scenario: Scenario, games: list[Talk]) -> Checked:
    shares = [game.score().total / scenario.maximum for game in games]
    lucky = mean(share > LUCKY for share in shares)
    checked = Checked(_("playing at random does not pay"))
    checked.remark = _(
        "{n} games: {mean:.1%} of the points on average, {lucky:.1%} of the games above {bound:.0%}"
    ).format(n=len(games), mean=mean(shares), lucky=lucky, bound=LUCKY)
    if mean(shares) >= RANDOM_MEAN or lucky > RARE:
        checked.faults.append(
            _(
                "At most {mean:.0%} on average and {rare:.0%} of the games above {bound:.0%} are allowed."
            ).format(mean=RANDOM_MEAN, rare=RARE, bound=LUCKY)
        )
    return checked


def _best(scenario: Scenario, best: dict[str, tuple[list[str], float]]) -> Checked:
    checked = Checked(_("all points can be reached in every variant"))
    checked.remark = ", ".join(f"{variant}: {points:g}" for variant, (_order, points) in best.items())
    checked.faults = [
        _("In {variant} the best order found brings {points:g} of {most} points.").format(
            variant=variant, points=points, most=scenario.maximum
        )
        for variant, (_order, points) in best.items()
        if points < scenario.maximum
    ]
    return checked


def _fixed(scenario: Scenario, fixed: tuple[list[str], float]) -> Checked:
    checked = Checked(_("no order of lines is good for all variants"))
    points = fixed[1]
    checked.remark = _("the best found brings {points:.1f} on average").format(points=points)
    if len(scenario.variants) > 1 and points > FIXED * scenario.maximum:
        checked.faults.append(
            _("At most {most:g} are allowed: {order}").format(
                most=FIXED * scenario.maximum, order=" ".join(fixed[0])
            )
        )
    return checked


def _reached(scenario: Scenario, games: list[Talk]) -> Checked:
    """Everything must happen in some game."""
    checked = Checked(_("everything can happen"))
    said = {exchange.move.id for game in games for exchange in game.exchanges}
    heard = {name for game in games for name in game.state.heard}
    ends = {game.outcome().id for game in games}
    checked.faults += [
        _("Nobody was offered {move}.").format(move=move.id) for move in _without(scenario.moves, said)
    ]
    checked.faults += [
        _("Nobody heard the fact {name}.").format(name=name) for name in scenario.facts if name not in heard
    ]
    checked.faults += [
        _("Nobody reached the outcome {name}.").format(name=one.id)
        for one in scenario.outcomes
        if one.id not in ends
    ]
    checked.remark = _("in {n} games").format(n=len(games))
    return checked


def _without(moves: tuple[Move, ...], said: set[str]) -> list[Move]:
    return [move for move in moves if move.id not in said]
