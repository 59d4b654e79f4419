"""Let the rules read the lines in this folder, and count what was right, offered for choice, asked back or wrong."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from sim.base.i18n import using
from sim.base.yaml_text import from_yaml
from sim.roleplay.draw import draw
from sim.roleplay.load import load_scenario
from sim.roleplay.recognise import recognise

FOLDER = Path(__file__).parent
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
            found = _read(path.stem, code, lines_of, acts, wrong)
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
            for line in lines:
                moves = [one.id for one in recognise(line, scenario, drawn, scenario.moves).moves]
                kind = _kind(move, moves)
                found[kind] += 1
                acts.setdefault(scenario.by_id[move].act, Counter())[kind] += 1
                if kind == "wrong":
                    wrong.append(f"- {line}: {move}, read as {moves[0]}")
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
