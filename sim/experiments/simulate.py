"""Run a case under a policy."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress, progress_bar
from sim.base.units import DAY
from sim.base.validation import check_int, show_value
from sim.case.case import Case
from sim.case.load import load_case
from sim.measures.run import Run
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import draw_demand
from sim.model.recording.bookkeeping import keep_books
from sim.model.warm_state import reference_choices, warm_state
from sim.model.world import World
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.records.schema import Records

MOST_WEEKS = 520
MOST_SEED = 2**63 - 1


def run(
    case: Case | str | Path,
    policy: Policy | None = None,
    *,
    weeks: int = 52,
    seed: int = 0,
    replication: int = 0,
    market: Literal["open", "frozen"] = "open",
    trial: Trial | None = None,
    progress: Progress | bool | None = None,
    _ideal: bool = False,
) -> Run:
    """Run a firm for `weeks` observed weeks.

    case: a Case, or a name or path that `load_case` takes; policy None: the case's own; seed, replication: check_int
    numbers >= 0, each pair another luck; market "frozen": customers choose as under the case's policy whatever this
    policy does; progress: called with the share of the run that is done, True: a bar with the time that remains. Same
    arguments, same records, byte for byte. Raises InputError for arguments out of range.
    """
    case = as_case(case)
    if not isinstance(policy, Policy | None):
        raise InputError(
            _("policy is {value}, but takes a policy such as case.policy.replace(...).").format(
                value=show_value(policy)
            )
        )
    policy = case.policy if policy is None else policy
    weeks = check_int("weeks", weeks, 1, MOST_WEEKS)
    seed = check_int("seed", seed, 0, MOST_SEED)
    replication = check_int("replication", replication, 0, MOST_SEED)
    known_market(market)
    start, end = -case.settle_days * DAY, weeks * 7 * DAY
    with progress_bar(progress, str(case.title)) as report:
        state = warm_state(case, seed, replication)
        given = None if market == "open" else reference_choices(case, seed, replication, weeks)

        def simulated() -> Records:
            drawn = draw_demand(case, seed, replication, start, end)
            choices = CustomerChoice(case, [policy], drawn, state.memory) if given is None else given
            world = World(case, [policy], drawn, choices, state.firm, start, end, trial=trial, ideal=_ideal)
            world.run(None if report is None else lambda now: report((now - start) / (end - start)))
            return keep_books(world.firms[0])

        with collector_at_rest():
            records = simulated()
    return Run(case, policy, seed, replication, weeks, records, market, trial)


def known_market(value: Any) -> None:
    """Raises InputError for what is no kind of market."""
    if value not in ("open", "frozen"):
        raise InputError(
            _("market is {value}, but takes {allowed}.").format(value=value, allowed="open, frozen")
        )


def as_case(value: Any) -> Case:
    """A case, or the one of this name or path. Raises InputError for anything else."""
    if isinstance(value, Case):
        return value
    if isinstance(value, str | Path):
        return load_case(value)
    raise InputError(
        _("case is {value}, but takes a case, or the name or path of one.").format(value=show_value(value))
    )


def ideal_twin(run_: Run) -> Run:
    """The same run, but every customer met perfect service: what hidden cost is measured against.

    The firm acts as it does; only what customers remember is perfect, so that none is lost by service.
    Raises InputError if the run's market was frozen: there nobody is lost by service.
    """
    if run_.market != "open":
        raise InputError(_('There is no ideal twin of a run in a frozen market: run it with market="open".'))
    return run(
        run_.case,
        run_.policy,
        weeks=run_.weeks,
        seed=run_.seed,
        replication=run_.replication,
        market="open",
        trial=run_.trial,
        _ideal=True,
    )


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A run makes many objects and hardly any cycles: looking for cycles would only cost time (about a seventh).

    What is made within is looked through once, afterwards, when nothing but the results should still be held. What was
    there before, such as everything imported, is put aside meanwhile: it would take longer to look through than the run's own.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if was_on:
            gc.collect()
            gc.enable()
        gc.unfreeze()
