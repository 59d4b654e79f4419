"""The warm state: where every policy starts. Data, not processes.

It is stock, people, what they know, and what customers remember, after the warm-up weeks under the reference policy.
A function of (case, seed, replication) and of the model's own source. Kept in the user's cache folder, or wherever
the environment variable KEFU_CACHE says; a damaged or unwritable cache only costs time.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sim.base.cache import cached, key, source_digest
from sim.base.units import DAY
from sim.case.case import Case
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.memory import MindState
from sim.model.demand.demand import draw
from sim.model.engine.log import ELSEWHERE
from sim.model.firm import FirmState
from sim.model.front_office.knowledge import KnowledgeState, Known
from sim.model.front_office.office import OfficeState
from sim.model.operations.stock import StockState, opening_stock
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
    """The value kept under a name, or else made and kept, as JSON."""

    def made() -> bytes:
        text = json.dumps(make())
        gc.collect()  # the objects of a firm refer to each other in circles; their memory is needed for the next
        return text.encode()

    return json.loads(cached(name, made))


def _warm_up(case: Case, seed: int, replication: int) -> WarmState:
    end = -case.settle_days * DAY
    start = end - case.warmup_weeks * 7 * DAY
    drawn = draw(case, seed, replication, start, end)
    minds = CustomerChoice(case, [case.policy], drawn, None)
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
    minds = CustomerChoice(case, [case.policy], drawn, state.minds)
    world = World(case, [case.policy], drawn, minds, state.firm, start, end)
    world.run()
    return [need for need, status in enumerate(world.firms[0].log.status) if status != ELSEWHERE]


def _key(case: Case, seed: int, replication: int) -> str:
    return key(case.content_hash, seed, replication, source_digest("base", "policy", "case", "model"))
