"""An exploration and its game as a small file: settings and decisions, no records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import read_mapping, write_atomic
from sim.base.i18n import _
from sim.base.version import version
from sim.case.case import Case
from sim.policy.policy import Policy
from sim.ui.exploration import Exploration
from sim.ui.game import Game, Quarter

FORMAT = 1
KIND = "explorer"


def save_exploration(path: str | Path, exploration: Exploration, game: Game) -> None:
    """Write the file. Raises InputError if that is not possible."""
    case = exploration.case
    content = {
        "format": FORMAT,
        "kind": KIND,
        "version": version(),
        "case": case.name,
        "content": case.content_hash,
        "seed": game.seed,
        "settings": [setting.changed(case.policy) for setting in exploration.settings],
        "place": exploration.place,
        "compared": exploration.compared,
        "quarters": [
            {
                "after": one.after,
                "levers": one.policy.changed(case.policy),
                "long_run_profit": one.long_run_profit,
            }
            for one in game.quarters
        ],
        "node": game.node,
        "today": game.today,
    }
    write_atomic(Path(path), json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def load_exploration(path: str | Path, case: Case, seed: int) -> tuple[Exploration, Game]:
    """Read such a file. Raises InputError if it is not such a file, is damaged, or belongs to another case or seed."""
    content = read_mapping(path)
    if content.get("format") != FORMAT or content.get("kind") != KIND:
        raise InputError(_("{path} was not saved by an explorer.").format(path=path))
    if content.get("content") != case.content_hash or content.get("seed") != seed:
        raise InputError(
            _("{path} was saved for the case {case} with seed {seed}: it does not fit this explorer.").format(
                path=path, case=content.get("case"), seed=content.get("seed")
            )
        )
    try:
        return _read(content, case, seed)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise InputError(_("{path} is damaged: save it again.").format(path=path)) from None


def _read(content: Mapping[str, Any], case: Case, seed: int) -> tuple[Exploration, Game]:
    settings = [_policy(case, levers) for levers in content["settings"]]
    places = range(len(settings))
    place, compared = places[int(content["place"])], places[int(content["compared"])]
    quarters = []
    for number, row in enumerate(content["quarters"]):
        after = range(number + 1)[int(row["after"])]
        quarters.append(Quarter(after, _policy(case, row["levers"]), float(row["long_run_profit"])))
    node = range(len(quarters) + 1)[int(content["node"])]
    today = [float(value) for value in content["today"]]
    return Exploration(case, settings, place, compared), Game(case, seed, quarters, node, today)


def _policy(case: Case, levers: Mapping[str, Any]) -> Policy:
    return case.policy.replace(**levers)
