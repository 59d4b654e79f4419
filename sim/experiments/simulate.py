"""One run: a case under a policy, for some weeks, with one set of random numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress, progress_bar
from sim.base.units import DAY, WEEK
from sim.case.case import Case
from sim.experiments.arguments import (
    LeverValues,
    MarketKind,
    as_case,
    as_policy,
    check_market,
    check_replication,
    check_seed,
    check_weeks,
)
from sim.experiments.talks import Talks, as_talks, firm_of, with_policies
from sim.measures.run import Run
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.market_choice import MarketChoice
from sim.model.demand.demand import draw_demand
from sim.model.recording.bookkeeping import keep_books
from sim.model.warm_state import reference_choices, warm_state
from sim.model.world import World
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.records.schema import Records
from sim.roleplay.effects import effects, not_held
from sim.roleplay.hooks import TalkEffects
from sim.roleplay.talk import Talk


def run(
    case: Case | str | Path,
    policy: Policy | LeverValues | None = None,
    *,
    weeks: int = 52,
    seed: int = 0,
    replication: int = 0,
    market: MarketKind = "open",
    trial: Trial | None = None,
    talks: Talks = (),
    progress: Progress | bool | None = None,
) -> Run:
    """Simulate a firm and return its records.

    A run starts from the state that the firm has after its warm-up under the case's own policy. It then works under
    `policy`: first for the case's settling days, which are recorded at negative times and not counted, then for the
    observed weeks, which start at time 0. The same arguments give the same records, byte for byte.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market: a case, the name of one (see `kefu cases`), or a YAML file.
    policy : Policy or dict, optional
        The levers in force: a policy, or levers by dotted name that differ from the case's own policy, the default.
    weeks : int, default 52
        Weeks observed, 1 to 520.
    seed : int, default 0
        Selects the customers and their random numbers.
    replication : int, default 0
        Selects other random numbers for the same customers: another year with other needs and accidents.
    market : {"open", "frozen"}, default "open"
        In a frozen market customers order as under the case's own policy, whatever this policy does.
    trial : Trial, optional
        Treat a random share of the customers differently.
    talks : sequence of Talk or TalkEffects, optional
        Talks that were held before the first week, and what they do (see `docs/roleplay.md`).
    progress : bool or callable, optional
        True shows a progress bar; a function is called with the share that is done, 0 to 1.

    Returns
    -------
    Run
        The records of the run, and the measures, counts and money that follow from them.

    Raises
    ------
    InputError
        If an argument cannot be used; the message says what is allowed.

    See Also
    --------
    replicate : The same with many sets of random numbers.
    compare : Several policies with the same random numbers.

    Examples
    --------
    >>> from sim import load_case, run
    >>> case = load_case("corner")
    >>> today = run(case, weeks=2)
    >>> more_clerks = run(case, case.policy.replace(**{"desk.clerks": 3}), weeks=2)
    >>> today.measures["m12"]["value"] < more_clerks.measures["m12"]["value"]
    True
    >>> sorted(today.money)
    ['accounts', 'cost', 'customer_equity', 'customer_equity_change', 'income', 'long_run_profit', 'profit', 'unit']
    """
    case = as_case(case)
    policy = as_policy("policy", {} if policy is None else policy, case.policy)
    weeks, seed, replication = check_weeks(weeks), check_seed(seed), check_replication(replication)
    market = check_market(market)
    held = as_talks(talks)
    history = with_policies(History.of([(policy, weeks)]), held, weeks)
    (only,) = simulate(
        case, [history], seed, replication, market=market, trial=trial, talks=held, progress=progress
    )
    return only


def talk_quarters(
    talk: Talk,
    *,
    weeks: int = 13,
    seed: int = 0,
    replication: int = 0,
) -> tuple[Run, Run]:
    """A quarter of the firm of a talk, without the talk and with it, under the same luck.

    Parameters
    ----------
    talk : Talk
        A talk that is over, such as `talk("r1_shunda").session.talk` of `sim.ui`.
    weeks, seed, replication
        As in `run`.

    Returns
    -------
    tuple of Run
        Without the talk, and with it. `explain` compares them.

    Raises
    ------
    InputError
        If the scenario of the talk names no firm, or an argument cannot be used.

    Examples
    --------
    >>> from sim import explain, talk_quarters
    >>> from sim.roleplay.games import played
    >>> from sim.roleplay.load import load_scenario
    >>> without, held = talk_quarters(played(load_scenario("r1_shunda"), "V3", ["a_accept", "p_one"]), weeks=2)
    >>> without.case.name, [talk.title for talk in held.talks]
    ('shunda', ['One electrician, by Monday: wrong_man'])
    """
    scenario, variant = talk.scenario, talk.draw.variant
    case = firm_of(scenario, variant)
    without, held = (
        run(case, weeks=weeks, seed=seed, replication=replication, talks=[one])
        for one in (not_held(scenario, variant), effects(talk))
    )
    return without, held


def ideal_twin(run: Run) -> Run:
    """The same run with customers who remember perfect service, whatever happened.

    Queues, stock-outs and prices stay as they are, so orders still fail and lorries still fill up; only what customers
    remember is perfect. The difference in contribution is the hidden cost of the failures (see `sim.measures.cost`).
    It is not the amount that the firm would earn if nothing failed.

    Parameters
    ----------
    run : Run
        A run in an open market.

    Returns
    -------
    Run
        The twin, with the same case, policy, weeks and random numbers.

    Raises
    ------
    InputError
        If the market of the run is frozen: customers then do not react to service.

    Examples
    --------
    >>> from sim import ideal_twin, run
    >>> real = run("corner", weeks=13)
    >>> ideal_twin(real).counts["orders"] > real.counts["orders"]
    True
    """
    if run.market != "open":
        raise InputError(_('There is no ideal twin of a run in a frozen market: run it with market="open".'))
    (twin,) = simulate(
        run.case, [run.history], run.seed, run.replication, trial=run.trial, ideal=True, talks=run.talks
    )
    return twin.window(run.first_week, run.first_week + run.weeks)


def simulate(
    case: Case,
    histories: Sequence[History],
    seed: int,
    replication: int,
    *,
    market: MarketKind = "open",
    salts: Sequence[str] = ("us",),
    trial: Trial | None = None,
    ideal: bool = False,
    talks: tuple[TalkEffects, ...] = (),
    progress: Progress | bool | None = None,
) -> list[Run]:
    """Simulate one firm for each history, all in one market. The caller has checked the arguments.

    histories: of equal length; salts: one key for each firm, for the random numbers between it and its customers; ideal:
    customers remember perfect service, whatever happened.
    """
    weeks = histories[0].weeks
    start, end = -case.settle_days * DAY, weeks * WEEK
    policies = [history.first for history in histories]
    with progress_bar(progress, str(case.title)) as report:
        state = warm_state(case, seed, replication)
        given = reference_choices(case, seed, replication, weeks) if market == "frozen" else None
        drawn = draw_demand(case, seed, replication, start, end, len(histories))
        choose = CustomerChoice if len(histories) == 1 else MarketChoice
        choices = choose(case, policies, drawn, state.memory, salts) if given is None else given
        world = World(
            case, histories, drawn, choices, state.firm, start, end, trial=trial, ideal=ideal, talks=talks
        )
        world.run(None if report is None else lambda now: report((now - start) / (end - start)))
        records = [keep_books(firm) for firm in world.firms]
        return as_runs(
            case, histories, seed, replication, records, market, salts, trial, ideal=ideal, talks=talks
        )


def as_runs(
    case: Case,
    histories: Sequence[History],
    seed: int,
    replication: int,
    records: Iterable[Records],
    market: MarketKind,
    salts: Sequence[str],
    trial: Trial | None,
    *,
    ideal: bool = False,
    talks: tuple[TalkEffects, ...] = (),
) -> list[Run]:
    """A run for each firm of a market: its history, records and salt, and the histories of the others."""
    return [
        Run(
            case,
            history,
            seed,
            replication,
            found,
            market,
            trial,
            salt,
            (*histories[:number], *histories[number + 1 :]),
            ideal,
            talks,
        )
        for number, (history, found, salt) in enumerate(zip(histories, records, salts, strict=True))
    ]
