"""Games played by the machine: at random, in one fixed order for all variants, and the best that a search finds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from statistics import mean

from sim.roleplay.draw import draw
from sim.roleplay.scenario import Move, Scenario
from sim.roleplay.talk import Talk

Allowed = Callable[[Move], bool]


def random_game(scenario: Scenario, seed: int, allowed: Allowed = lambda move: True) -> Talk:
    """A game of lines taken at random among those that are offered and allowed; the variants take turns with the seed."""
    luck = random.Random(seed)
    talk = Talk(scenario, draw(scenario, seed, scenario.variants[seed % len(scenario.variants)]))
    while not talk.ended:
        moves = [move for move in talk.offered() if allowed(move)]
        if not moves:
            break
        move = luck.choice(moves)
        talk.say(move.id, facts_at_random(talk, move, luck))
    return talk


def facts_at_random(talk: Talk, move: Move, luck: random.Random) -> list[str]:
    """Some of the facts that can be laid beside a line, or none."""
    there, rule = list(talk.evidence_for(move)), talk.scenario.rules.evidence
    most = min(len(there), rule.most if rule else 0)
    return luck.sample(there, luck.randint(0, most))


def played(scenario: Scenario, variant: str, order: Iterable[str], seed: int = 0) -> Talk:
    """Play the lines in this order, leaving out those that are not offered, with all the evidence there is."""
    talk = Talk(scenario, draw(scenario, seed, variant))
    rule = scenario.rules.evidence
    for name in order:
        move = scenario.by_id[name]
        if talk.may_say(move):
            talk.say(name, talk.evidence_for(move)[: rule.most if rule else 0])
    return talk


def best_order(
    scenario: Scenario,
    variants: Sequence[str],
    tries: int,
    seed: int = 0,
    allowed: Allowed = lambda move: True,
) -> tuple[list[str], float]:
    """The order of lines with the most points on average over the variants that a search found, and these points.

    tries: orders that are looked at. The search begins with the best of the model orders, or from nothing. A line is
    put in, taken out, moved or exchanged; worse orders are kept now and then, less and less often.
    """
    luck = random.Random(seed)
    ids = [move.id for move in scenario.moves if allowed(move)]

    def points(order: Sequence[str]) -> float:
        return mean(played(scenario, variant, order).score().total for variant in variants)

    models = [[name for name in order if name in ids] for order in scenario.models.values()]
    order = max(([], *models), key=points)
    now = best = points(order)
    found = order
    for one in range(tries):
        other = _changed(order, ids, scenario.exchanges, luck)
        value = points(other)
        if value >= now or luck.random() < 2 ** ((value - now) * (1 + 8 * one / tries)):
            order, now = other, value
            if value > best:
                found, best = other, value
        if best >= scenario.maximum:
            break
    return found, best


def _changed(order: Sequence[str], ids: Sequence[str], most: int, luck: random.Random) -> list[str]:
    new = list(order)
    for _ in range(luck.choice((1, 1, 2, 3))):
        what = luck.random()
        if not new or (what < 0.45 and len(new) < most):
            new.insert(luck.randint(0, len(new)), luck.choice(ids))
        elif what < 0.65:
            new.pop(luck.randrange(len(new)))
        elif what < 0.85:
            name = new.pop(luck.randrange(len(new)))
            new.insert(luck.randint(0, len(new)), name)
        else:
            new[luck.randrange(len(new))] = luck.choice(ids)
    return new
