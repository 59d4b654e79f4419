"""Play role-plays at random and see that nothing ever goes wrong.

python -m tools.random_games [--games N] [NAME ...]: N games (10,000 if left out) of each scenario, or of those named, every
second one in Chinese. A game must come to an end, have no gap in a text, and be the same when its transcript is played again.
Prints the points; faults, a line each, and exit code 1 if there are any.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections.abc import Sequence

from sim.base.errors import InputError
from sim.base.i18n import LANGUAGES, using
from sim.roleplay.draw import draw
from sim.roleplay.games import facts_at_random
from sim.roleplay.load import load_scenario, scenario_names
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk
from sim.roleplay.transcript import Player, as_transcript, replay

GAMES = 10_000


def play(scenario: Scenario, seed: int) -> Talk:
    """A game at random in the version of this seed, in the current language. Raises InputError that says what went wrong."""
    luck, talk = random.Random(seed), Talk(scenario, draw(scenario, seed))
    while not talk.ended:
        moves = talk.offered()
        if not moves:
            raise InputError("nothing can be said, and the talk is not over")
        move = luck.choice(moves)
        exchange = talk.say(move.id, facts_at_random(talk, move, luck))
        shown = talk.said(exchange) + talk.answer(exchange) + "".join(talk.status())
        if "{" in shown or not talk.answer(exchange):
            raise InputError(f"a gap in {move.id}: {shown}")
    player = Player("kefu", "s01", seed)
    written = json.dumps(as_transcript(talk, player))
    if json.dumps(as_transcript(replay(json.loads(written), scenario, player), player)) != written:
        raise InputError("another transcript when it is played again")
    return talk


def main(words: Sequence[str] | None = None) -> int:
    """Play, and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=GAMES)
    parser.add_argument("names", nargs="*", metavar="NAME")
    values = parser.parse_args(words)
    languages, faults = list(LANGUAGES), 0
    for name in values.names or scenario_names():
        scenario, points = load_scenario(name), []
        for seed in range(values.games):
            with using(languages[seed % len(languages)]):
                try:
                    points.append(play(scenario, seed).score().total / scenario.maximum)
                except Exception as error:
                    faults += 1
                    print(f"{name}, game {seed}: {type(error).__name__}: {error}")
        high = sum(share > 0.4 for share in points)
        if points:
            print(
                f"{name}: {len(points)} games without a fault, {statistics.fmean(points):.1%} of the points on average, "
                f"at most {max(points):.1%}, {high} above 40%"
            )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
