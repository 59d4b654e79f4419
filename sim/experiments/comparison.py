"""Compare policies with common random numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.base.progress import Progress
from sim.case.case import Case
from sim.experiments.arguments import LeverValues, MarketKind, as_case, as_policies, check_replications
from sim.experiments.batch import Batch
from sim.experiments.comparison_result import Comparison
from sim.experiments.quantities import Observer, Quantities, check_quantities
from sim.experiments.talks import Talks, talks_by_place
from sim.policy.policy import Policy


def compare(
    case: Case | str | Path,
    policies: Mapping[str, Policy | LeverValues],
    *,
    replications: int = 20,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
    quantities: Quantities | None = None,
    talks: Mapping[str, Talks] | None = None,
) -> Comparison:
    """Run a firm under several policies with common random numbers: within a replication all policies face the same needs.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market, as in `run`.
    policies : dict of str to Policy or dict
        Two policies or more by name: each a policy, or levers by dotted name that differ from the case's own policy.
        The first is the baseline.
    replications : int, default 20
        Runs of each policy, 2 to 100,000.
    weeks, seed, market
        As in `run`.
    workers, progress
        As in `replicate`.
    quantities : dict of str to function, optional
        Own quantities by name: each a function of a run that returns a number, or None where there is nothing to count, such
        as ``{"late": lambda run: 1 - run.measures["m08"]["value"]}``. They become columns of the table.
    talks : dict of str to sequence of Talk or TalkEffects, optional
        By policy, talks that were held before the first week. The same policy with and without a talk is compared under
        two names.

    Returns
    -------
    Comparison
        A table with one row per run, paired differences with intervals, and verdicts in words.

    Raises
    ------
    InputError
        If an argument cannot be used, or an own quantity cannot be computed.

    Notes
    -----
    With common random numbers the difference between two policies varies less than with independent ones, so that fewer
    replications show it. `Comparison.differences` gives the reduction of the variance for each measure.

    References
    ----------
    Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed., sections 10.2 and 11.2. McGraw-Hill.

    Examples
    --------
    >>> from sim import compare
    >>> policies = {"today": {}, "three clerks": {"desk.clerks": 3}}
    >>> found = compare("corner", policies, replications=4, weeks=2, workers=1)
    >>> found.paired("m12", "three clerks").verdict
    'better'
    >>> found.replications_needed("m12", half_width=0.001) > 4
    True

    With a quantity of your own:

    >>> def share_of_needs(run):
    ...     return run.counts["orders"] / run.counts["needs"]
    >>> own = compare("corner", policies, replications=2, weeks=2, workers=1, quantities={"share": share_of_needs})
    >>> own.paired("share", "three clerks").replications
    2
    """
    case = as_case(case)
    named = as_policies(policies, case)
    count = check_replications(replications, fewest=2)
    own = check_quantities(quantities, workers)
    observer = Observer(own, tuple(named.items()))
    held = talks_by_place(talks, list(named))
    found = Batch(case, weeks, seed, market, observer, held).replications(
        list(named.values()), count, workers, progress
    )
    rows = [
        {"policy": name, "replication": number, **kpis[place]}
        for place, name in enumerate(named)
        for number, kpis in enumerate(found)
    ]
    return Comparison(case, named, seed, weeks, pd.DataFrame(rows), market, tuple(own))
