"""Let the rules read the lines in this folder, and count what was right, offered for choice, asked back or wrong.

A line is read as in a talk: among the lines that can be said when the one that it means can be said first, in a model talk, or
else in a talk at random. NAME.yaml and NAME.2.yaml, NAME.3.yaml are lines for the scenario NAME.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

from sim.base.i18n import using
from sim.base.yaml_text import from_yaml
from sim.roleplay.draw import draw
from sim.roleplay.games import played, random_game
from sim.roleplay.load import load_scenario
from sim.roleplay.recognise import recognise
from sim.roleplay.scenario import Move
from sim.roleplay.talk import Talk

FOLDER = Path(__file__).parent
GAMES = 200
"""At random, for lines that no model talk comes to."""
KINDS = ("right", "offered", "asked back", "wrong")


def main() -> None:
    """Print a table of the shares, then every act with how its lines were read, then what was wrong."""
    heads = ("scenario", "language", "lines", *KINDS)
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    acts: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for code, lines_of in from_yaml(path.read_text(encoding="utf-8")).items():
            found = _read(path.name.partition(".")[0], code, lines_of, acts, wrong)
            count = found.total()
            shares = " | ".join(f"{found[kind] / count:.0%}" for kind in KINDS)
            print(f"| `{path.stem}` | {code} | {count} | {shares} |")
    print(f"\n| meant | {' | '.join(KINDS)} |")
    print("|---" * (1 + len(KINDS)) + "|")
    for act, found in sorted(acts.items()):
        print(f"| {act} | {' | '.join(str(found[kind]) for kind in KINDS)} |")
    print("", *wrong, sep="\n")


def _read(
    name: str, code: str, lines_of: dict[str, list[str]], acts: dict[str, Counter[str]], wrong: list[str]
) -> Counter[str]:
    scenario = load_scenario(name)
    drawn, found = draw(scenario, 0), Counter[str]()
    with using(code):
        for move, lines in lines_of.items():
            offered = _offered(name).get(move, scenario.moves)
            for line in lines:
                moves = [one.id for one in recognise(line, scenario, drawn, offered).moves]
                kind = _kind(move, moves)
                found[kind] += 1
                acts.setdefault(scenario.by_id[move].act, Counter())[kind] += 1
                if kind == "wrong":
                    wrong.append(f"- {line}: {move}, read as {moves[0]}")
    return found


@cache
def _offered(name: str) -> dict[str, list[Move]]:
    """Move -> what can be said when it can be said first."""
    scenario, found = load_scenario(name), dict[str, list[Move]]()
    models = (played(scenario, variant, order) for variant, order in scenario.models.items())
    for game in chain(models, (random_game(scenario, seed) for seed in range(GAMES))):
        again = Talk(scenario, game.draw)
        for exchange in game.exchanges:
            offered = again.offered()
            for move in offered:
                found.setdefault(move.id, offered)
            again.say(exchange.move.id, exchange.evidence)
    return found


def _kind(meant: str, moves: list[str]) -> str:
    if moves == [meant]:
        return "right"
    if meant in moves:
        return "offered"
    return "wrong" if len(moves) == 1 else "asked back"


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit("usage: python -m tools.typed_lines")
    main()
