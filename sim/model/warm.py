"""The warm state: where every policy starts. Data, not processes: the stock after the warm-up weeks under the reference policy.

A function of (case, seed, replication) and of the model's own source. Kept in the user's cache folder, or wherever
the environment variable KEFU_CACHE says; a damaged or unwritable cache only costs time.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from sim.case import Case
from sim.disk import write_beside
from sim.errors import InputError
from sim.luck import Luck
from sim.model.firm import Firm
from sim.model.market import draw_customers, draw_needs, draw_wants
from sim.model.station import DAY
from sim.model.stock import StockState, opening_stock


def warm_state(case: Case, seed: int, replication: int) -> StockState:
    """The state at the beginning of the settling days, from the cache or computed and kept there."""
    path = _folder() / f"warm-{_key(case, seed, replication)}.json"
    try:
        digest, _newline, text = path.read_text(encoding="utf-8").partition("\n")
        if digest != _digest(text):
            raise ValueError("damaged")
        kept = json.loads(text)
        return StockState(
            kept["on_hand"], kept["forecast"], [tuple(delivery) for delivery in kept["on_order"]]
        )
    except (OSError, ValueError, KeyError, TypeError):
        state = _warm_up(case, seed, replication)
    with suppress(InputError):  # without a cache the run goes on all the same
        text = json.dumps(vars(state))
        write_beside(path, f"{_digest(text)}\n{text}")
    return state


def _warm_up(case: Case, seed: int, replication: int) -> StockState:
    end = -case.settle_days * DAY
    start = end - case.warmup_weeks * 7 * DAY
    luck = Luck(seed, replication)
    customers = draw_customers(case, luck)
    wants = draw_wants(case, luck, customers, draw_needs(case, luck, customers, start, end))
    firm = Firm(case, case.policy, luck, wants, opening_stock(case, case.policy), start, end)
    firm.run()
    return firm.stock.state()


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
