"""Runs that can be continued: simulated from their history of decisions, or read from the cache.

A run is a function of its case, seed, replication and history. So nothing of a simulation in progress has to be saved: to
go on, the whole history is simulated again, and runs that were simulated before are read from the cache.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.cache import cached, keep_newest, key, source_digest
from sim.base.progress import Progress
from sim.case.case import Case
from sim.experiments.arguments import MarketKind
from sim.experiments.simulate import as_runs, simulate
from sim.measures.run import Run
from sim.policy.history import History
from sim.policy.trial import Trial
from sim.records.packed import pack, unpack
from sim.roleplay.hooks import TalkEffects

MOST_KEPT = 100
"""Runs kept in the cache; a year of `corner` takes 0.8 MB, one of `jiaying` 6.4 MB."""


def kept_simulation(
    case: Case,
    histories: Sequence[History],
    seed: int,
    replication: int,
    *,
    market: MarketKind = "open",
    salts: Sequence[str] = ("us",),
    trial: Trial | None = None,
    talks: tuple[TalkEffects, ...] = (),
    progress: Progress | bool | None = None,
) -> list[Run]:
    """As `simulate`, but from the cache if the runs are there."""

    def records() -> bytes:
        runs = simulate(
            case,
            histories,
            seed,
            replication,
            market=market,
            salts=salts,
            trial=trial,
            talks=talks,
            progress=progress,
        )
        return pack([run.records for run in runs])

    decisions = [[(policy.flat(), weeks) for policy, weeks in history.steps] for history in histories]
    source = source_digest("base", "policy", "records", "case", "model")
    name = key(
        case.content_hash, seed, replication, market, list(salts), repr(trial), decisions, source, repr(talks)
    )
    content = cached(f"run-{name}.zip", records)
    keep_newest("run-*.zip", MOST_KEPT)
    return as_runs(case, histories, seed, replication, unpack(content), market, salts, trial, talks=talks)
