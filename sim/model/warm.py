"""The warm state: where every policy starts. Data, not processes.

It is stock, people, what they know, and what customers remember, after the warm-up weeks under the reference policy.
A function of (case, seed, replication) and of the model's own source. Kept in the user's cache folder, or wherever
the environment variable KEFU_CACHE says; a damaged or unwritable cache only costs time.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sim.case import Case
from sim.disk import write_beside
from sim.errors import InputError
from sim.model.firm import FirmState
from sim.model.knowledge import KnowledgeState, Known
from sim.model.log import ELSEWHERE
from sim.model.market import draw
from sim.model.memory import MindState
from sim.model.minds import Minds
from sim.model.office import OfficeState
from sim.model.station import DAY
from sim.model.stock import StockState, opening_stock
from sim.model.world import World


@dataclass(frozen=True)
class WarmState:
    """The firm and the minds of its customers as data."""

    firm: FirmState
    minds: MindState


def warm_state(case: Case, seed: int, replication: int) -> WarmState:
    """The state at the beginning of the settling days, from the cache or computed and kept there."""

    def make() -> dict[str, Any]:
        return asdict(_warm_up(case, seed, replication))

    kept = _kept(f"warm-{_key(case, seed, replication)}.json", make)
    stock, office = kept["firm"]["stock"], kept["firm"]["office"]
    stock["on_order"] = [tuple(delivery) for delivery in stock["on_order"]]
    people = {role: [tuple(one) for one in seats] for role, seats in office["people"].items()}
    rows = office["knowledge"]
    known = KnowledgeState(Known(**rows["head"]), Known(**rows["file"])) if rows else None
    firm = FirmState(StockState(**stock), OfficeState(people, known))
    return WarmState(firm, MindState(**kept["minds"]))


def _kept(name: str, make: Callable[[], Any]) -> Any:
    """What is kept under a name in the cache, or else made and kept there."""
    path = _folder() / name
    try:
        digest, _newline, text = path.read_text(encoding="utf-8").partition("\n")
        if digest == _digest(text):
            return json.loads(text)
    except (OSError, ValueError):
        pass  # not there, or damaged: made anew
    text = json.dumps(make())
    gc.collect()  # a firm that has run is a ring of references; its memory is needed for the next
    with suppress(InputError):  # without a cache the run goes on all the same
        write_beside(path, f"{_digest(text)}\n{text}")
    return json.loads(text)


def _warm_up(case: Case, seed: int, replication: int) -> WarmState:
    end = -case.settle_days * DAY
    start = end - case.warmup_weeks * 7 * DAY
    drawn = draw(case, seed, replication, start, end)
    minds = Minds(case, [case.policy], drawn, None)
    world = World(case, [case.policy], drawn, minds, FirmState(opening_stock(case, case.policy)), start, end)
    world.run()
    return WarmState(world.firms[0].state(), minds.state())


def reference_choices(case: Case, seed: int, replication: int, weeks: int) -> list[int]:
    """The needs that this firm is given under the case's own policy: what a frozen market keeps for every policy."""
    name = f"choices-{weeks}-{_key(case, seed, replication)}.json"
    given: list[int] = _kept(name, lambda: _reference_run(case, seed, replication, weeks))
    return given


def _reference_run(case: Case, seed: int, replication: int, weeks: int) -> list[int]:
    start, end = -case.settle_days * DAY, weeks * 7 * DAY
    state = warm_state(case, seed, replication)
    drawn = draw(case, seed, replication, start, end)
    minds = Minds(case, [case.policy], drawn, state.minds)
    world = World(case, [case.policy], drawn, minds, state.firm, start, end)
    world.run()
    return [need for need, status in enumerate(world.firms[0].log.status) if status != ELSEWHERE]


def _digest(text: str) -> str:
    """Shows that a kept state is whole; it is no seal against who wants to cheat."""
    return hashlib.sha256(text.encode()).hexdigest()


def _folder() -> Path:
    from platformdirs import user_cache_path

    chosen = os.environ.get("KEFU_CACHE")
    return Path(chosen) if chosen else user_cache_path("kefu")


def _key(case: Case, seed: int, replication: int) -> str:
    text = f"{case.content_hash}/{seed}/{replication}/{_source()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _source() -> str:
    """Hash of the model's source: another model has another warm state."""
    digest = hashlib.sha256()
    package = files("sim")
    for entry in sorted(package.joinpath("model").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            digest.update(entry.read_bytes())
    digest.update(package.joinpath("luck.py").read_bytes())
    return digest.hexdigest()
