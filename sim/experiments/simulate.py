"""Run a case under a policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress, progress_bar
from sim.base.units import DAY, WEEK
from sim.base.validation import show_value
from sim.case.case import Case
from sim.experiments.arguments import (
    MarketKind,
    as_case,
    check_market,
    check_replication,
    check_seed,
    check_weeks,
)
from sim.measures.run import Run
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import draw
from sim.model.recording.bookkeeping import keep_books
from sim.model.warm_state import reference_choices, warm_state
from sim.model.world import World
from sim.policy.policy import Policy
from sim.policy.trial import Trial


def run(
    case: Case | str | Path,
    policy: Policy | None = None,
    *,
    weeks: int = 52,
    seed: int = 0,
    replication: int = 0,
    market: MarketKind = "open",
    trial: Trial | None = None,
    progress: Progress | bool | None = None,
) -> Run:
    """Run a firm for `weeks` observed weeks.

    case: a Case, or a name or path that `load_case` takes; policy None: the case's own; seed, replication: whole
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
    weeks, seed, replication = check_weeks(weeks), check_seed(seed), check_replication(replication)
    market = check_market(market)
    (only,) = simulate(
        case, [policy], weeks, seed, replication, market=market, trial=trial, progress=progress
    )
    return only


def ideal_twin(run: Run) -> Run:
    """The same run, but every customer met perfect service: what hidden cost is measured against.

    The firm acts as it does; only what customers remember is perfect, so that none is lost by service.
    Raises InputError if the run's market was frozen: there nobody is lost by service.
    """
    if run.market != "open":
        raise InputError(_('There is no ideal twin of a run in a frozen market: run it with market="open".'))
    (twin,) = simulate(
        run.case, [run.policy], run.weeks, run.seed, run.replication, trial=run.trial, ideal=True
    )
    return twin


def simulate(
    case: Case,
    policies: Sequence[Policy],
    weeks: int,
    seed: int,
    replication: int,
    *,
    market: MarketKind = "open",
    salts: Sequence[str] = ("us",),
    trial: Trial | None = None,
    ideal: bool = False,
    progress: Progress | bool | None = None,
) -> list[Run]:
    """Simulate one firm a policy, all in one market. Arguments are checked by the caller.

    salts: what the random numbers between each firm and its customers are keyed by; ideal: customers remember perfect
    service whatever they met.
    """
    start, end = -case.settle_days * DAY, weeks * WEEK
    with progress_bar(progress, str(case.title)) as report:
        state = warm_state(case, seed, replication)
        given = reference_choices(case, seed, replication, weeks) if market == "frozen" else None
        drawn = draw(case, seed, replication, start, end)
        choices = CustomerChoice(case, policies, drawn, state.minds, salts) if given is None else given
        world = World(case, policies, drawn, choices, state.firm, start, end, trial=trial, ideal=ideal)
        world.run(None if report is None else lambda now: report((now - start) / (end - start)))
        return [
            Run(case, policy, seed, replication, weeks, keep_books(firm), market, trial)
            for policy, firm in zip(policies, world.firms, strict=True)
        ]
