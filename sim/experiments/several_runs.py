"""Several single runs with one progress bar: of several policies, with several random numbers, of several lengths."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.base.progress import Progress, progress_bar
from sim.case.case import Case
from sim.experiments.arguments import LeverValues
from sim.experiments.simulate import run
from sim.measures.run import Run
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.records.schema import Records


def run_policies(
    case: Case | str,
    policies: Mapping[str, Policy | LeverValues],
    *,
    progress: Progress | bool | None = True,
    **options: Any,
) -> dict[str, Run]:
    """Run a year under each of several policies.

    Parameters
    ----------
    case : Case or str
        The firm and its market.
    policies : dict of str to Policy
        Name -> policy.
    progress : bool or callable, default True
        True shows a progress bar.
    **options : int or str
        weeks, replication, seed, market: as in `sim.run`.

    Returns
    -------
    dict of str to Run
        Name -> run.

    Examples
    --------
    >>> from sim.experiments.several_runs import run_policies
    >>> list(run_policies("corner", {"today": {}, "more": {"desk.clerks": 3}}, weeks=1))
    ['today', 'more']
    """
    jobs = [lambda policy=policy: run(case, policy, **options) for policy in policies.values()]
    return dict(zip(policies, _one_by_one(jobs, progress), strict=True))


def run_replications(
    case: Case | str,
    policy: Policy | LeverValues | None,
    numbers: Sequence[int],
    *,
    trial: Trial | None = None,
    progress: Progress | bool | None = True,
    **options: Any,
) -> list[Run]:
    """Run one policy several times, each time with other random numbers.

    Parameters
    ----------
    case : Case or str
        The firm and its market.
    policy : Policy or None
        The levers in force; None: those of the case.
    numbers : sequence of int
        Numbers of the replications.
    trial : Trial, optional
        As in `sim.run`.
    progress : bool or callable, default True
        True shows a progress bar.
    **options : int or str
        weeks, seed, market: as in `sim.run`.

    Returns
    -------
    list of Run
        One run per number.

    Examples
    --------
    >>> from sim.experiments.several_runs import run_replications
    >>> [one.replication for one in run_replications("corner", None, [1, 2], weeks=1)]
    [1, 2]
    """
    jobs = [
        lambda number=number: run(case, policy, replication=number, trial=trial, **options)
        for number in numbers
    ]
    return _one_by_one(jobs, progress)


def run_lengths(
    case: Case | str,
    policy: Policy | LeverValues | None,
    weeks: Sequence[int],
    *,
    progress: Progress | bool | None = True,
    **options: Any,
) -> list[Run]:
    """Run the same years several times, for longer and longer.

    Parameters
    ----------
    case : Case or str
        The firm and its market.
    policy : Policy or None
        The levers in force; None: those of the case.
    weeks : sequence of int
        Weeks of each run.
    progress : bool or callable, default True
        True shows a progress bar.
    **options : int or str
        replication, seed, market: as in `sim.run`.

    Returns
    -------
    list of Run
        One run for each number of weeks.

    Examples
    --------
    >>> from sim.experiments.several_runs import run_lengths
    >>> [one.weeks for one in run_lengths("corner", None, [1, 2])]
    [1, 2]
    """
    jobs = [lambda length=length: run(case, policy, weeks=length, **options) for length in weeks]
    return _one_by_one(jobs, progress)


def try_values(levers: LeverValues, lever: str, values: Sequence[Any]) -> dict[str, LeverValues]:
    """Make a policy for each of several values of one lever.

    Parameters
    ----------
    levers : dict
        Levers that all have in common.
    lever : str
        Name of the lever to change.
    values : sequence
        Its values.

    Returns
    -------
    dict of str to dict
        The value as text -> levers.

    Examples
    --------
    >>> try_values({"event.week": 5}, "event.budget", [5000])
    {'5000': {'event.week': 5, 'event.budget': 5000}}
    """
    return {lever_value(value): {**levers, lever: value} for value in values}


def orders_lost(
    calm: Case,
    case: Case,
    policies: Mapping[str, Policy | LeverValues],
    numbers: Sequence[int],
    *,
    weeks: int = 52,
    progress: Progress | bool | None = True,
) -> pd.DataFrame:
    """Count the orders that a firm loses by an event that happens in one case, but not in the other.

    Parameters
    ----------
    calm, case : Case
        The same firm without the event, and with it.
    policies : dict of str to Policy
        Name -> policy.
    numbers : sequence of int
        Numbers of the replications.
    weeks : int, default 52
        Weeks of each run.
    progress : bool or callable, default True
        True shows a progress bar.

    Returns
    -------
    DataFrame
        Orders lost, by replication (rows) and policy (columns).

    Examples
    --------
    >>> from sim import load_case
    >>> corner = load_case("corner")
    >>> int(orders_lost(corner, corner, {"today": {}}, [0], weeks=1).loc[0, "today"])
    0
    """
    runs = _by_policy((calm, case), policies, numbers, weeks, progress)
    return runs.map(lambda pair: pair[0].counts["orders"] - pair[1].counts["orders"])


def measured(
    case: Case | str,
    policies: Mapping[str, Policy | LeverValues],
    measure: Callable[[Records], float],
    numbers: Sequence[int],
    *,
    weeks: int = 52,
    progress: Progress | bool | None = True,
) -> pd.DataFrame:
    """Work out one number for several policies and random numbers.

    Parameters
    ----------
    case : Case or str
        The firm and its market.
    policies : dict of str to Policy
        Name -> policy.
    measure : callable
        Function of records that returns a number.
    numbers : sequence of int
        Numbers of the replications.
    weeks : int, default 52
        Weeks of each run.
    progress : bool or callable, default True
        True shows a progress bar.

    Returns
    -------
    DataFrame
        The number, by replication (rows) and policy (columns).

    Examples
    --------
    >>> measured("corner", {"today": {}}, lambda records: len(records["window"]), [1, 2], weeks=1)["today"].tolist()
    [1, 1]
    """
    runs = _by_policy((case,), policies, numbers, weeks, progress)
    return runs.map(lambda one: measure(one[0].records))


def _by_policy(
    cases: Sequence[Case | str],
    policies: Mapping[str, Policy | LeverValues],
    numbers: Sequence[int],
    weeks: int,
    progress: Progress | bool | None,
) -> pd.DataFrame:
    """The runs of all cases, by replication (rows) and policy (columns): a tuple in each cell."""
    jobs = [
        lambda case=case, policy=policy, number=number: run(case, policy, weeks=weeks, replication=number)
        for policy in policies.values()
        for number in numbers
        for case in cases
    ]
    done = iter(_one_by_one(jobs, progress))
    table = {name: [tuple(next(done) for _case in cases) for _number in numbers] for name in policies}
    return pd.DataFrame(table, index=pd.Index(list(numbers), name="trial"))


def _one_by_one(jobs: Sequence[Callable[[], Run]], progress: Progress | bool | None) -> list[Run]:
    runs = []
    with progress_bar(progress, _("simulating")) as report:
        for number, job in enumerate(jobs, start=1):
            runs.append(job())
            if report is not None:
                report(number / len(jobs))
    return runs
