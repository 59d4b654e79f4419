"""The warm state: the state from which every policy starts.

1. The firm runs for the warm-up weeks under the case's own policy.
2. Its stock, its people, what they know, and what customers remember are saved as data.
3. The data are cached by case, seed, replication and the model's source, in the user's cache folder or in the folder
   that the environment variable KEFU_CACHE names. A damaged or unwritable cache only costs time.
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
from sim.model.customers.memory import MemoryState
from sim.model.demand.demand import draw_demand
from sim.model.engine.log import ELSEWHERE
from sim.model.firm import FirmState
from sim.model.front_office.knowledge import Entries, KnowledgeState
from sim.model.front_office.office import OfficeState
from sim.model.operations.replenishment import opening_stock
from sim.model.operations.stock import StockState
from sim.model.world import World
from sim.policy.history import History


@dataclass(frozen=True)
class WarmState:
    """The firm and its customers' memory as data."""

    firm: FirmState
    memory: MemoryState


def warm_state(case: Case, seed: int, replication: int) -> WarmState:
    """The state at the start of the settling days, from the cache if it is there."""

    def make() -> dict[str, Any]:
        return asdict(_warm_up(case, seed, replication))

    state = _cached_json(f"warm-{_key(case, seed, replication)}.json", make)
    stock, office = state["firm"]["stock"], state["firm"]["office"]
    stock["on_order"] = [tuple(delivery) for delivery in stock["on_order"]]
    people = {role: [tuple(one) for one in seats] for role, seats in office["people"].items()}
    rows = office["knowledge"]
    known = KnowledgeState(Entries(**rows["head"]), Entries(**rows["file"])) if rows else None
    firm = FirmState(StockState(**stock), OfficeState(people, known))
    return WarmState(firm, MemoryState(**state["memory"]))


def _cached_json(name: str, make: Callable[[], Any]) -> Any:
    """The value cached under a name as JSON; made and cached if it is not there."""

    def as_json() -> bytes:
        text = json.dumps(make())
        gc.collect()  # a firm's objects form reference cycles; free their memory before the next run
        return text.encode()

    return json.loads(cached(name, as_json))


def _warm_up(case: Case, seed: int, replication: int) -> WarmState:
    end = -case.settle_days * DAY
    start = end - case.warmup_weeks * 7 * DAY
    demand = draw_demand(case, seed, replication, start, end)
    choices = CustomerChoice(case, [case.policy], demand, None)
    state = FirmState(opening_stock(case, case.policy))
    history = History.of([(case.policy, case.warmup_weeks)])
    world = World(case, [history], demand, choices, state, start, end)
    world.run()
    return WarmState(world.firms[0].state(), choices.state())


def reference_choices(case: Case, seed: int, replication: int, weeks: int) -> list[int]:
    """The needs that the firm gets under the case's own policy; in a frozen market it gets them under every policy."""
    name = f"choices-{weeks}-{_key(case, seed, replication)}.json"
    needs: list[int] = _cached_json(name, lambda: _reference_run(case, seed, replication, weeks))
    return needs


def _reference_run(case: Case, seed: int, replication: int, weeks: int) -> list[int]:
    start, end = -case.settle_days * DAY, weeks * 7 * DAY
    state = warm_state(case, seed, replication)
    demand = draw_demand(case, seed, replication, start, end)
    choices = CustomerChoice(case, [case.policy], demand, state.memory)
    world = World(case, [History.of([(case.policy, weeks)])], demand, choices, state.firm, start, end)
    world.run()
    return [need for need, status in enumerate(world.firms[0].log.status) if status != ELSEWHERE]


def _key(case: Case, seed: int, replication: int) -> str:
    return key(case.content_hash, seed, replication, source_digest("base", "policy", "case", "model"))
