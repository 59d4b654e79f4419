"""Many policies with common random numbers: run each point of a design, keep the results, and continue later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.base.version import version
from sim.case.case import Case, make_case
from sim.experiments.arguments import (
    MarketKind,
    as_case,
    check_market,
    check_replications,
    check_seed,
    check_weeks,
)
from sim.experiments.batch import Batch
from sim.experiments.designs import Point, Sampled, points_of
from sim.experiments.function_key import function_key
from sim.experiments.grid import Grid, Results
from sim.experiments.precision import Precision, check_precision
from sim.experiments.quantities import Observer, Quantities, check_quantities
from sim.experiments.results_folder import ResultsFolder, read_about
from sim.experiments.sweep_result import Sweep, sweep_table
from sim.measures.run import Run


def sweep(
    case: Case | str | Path,
    design: Mapping[str, Sequence[Any]] | Sequence[Point] | Sampled,
    *,
    replications: int = 10,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
    store: str | Path | None = None,
    until: Precision | None = None,
    quantities: Quantities | None = None,
) -> Sweep:
    """Run every point of a design many times with common random numbers.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market, as in `run`.
    design : dict or list of dict or Sampled
        A dict of levers by dotted name, each with a list of values: all combinations are run. A list of dicts: each is a
        point, with levers that differ from the case's own policy. Or what `sampled` returns.
    replications : int, default 10
        Runs of each point, 1 to 100,000.
    weeks, seed, market
        As in `run`.
    workers, progress
        As in `replicate`. The table does not depend on the number of processes, nor on the backend of joblib.
    store : str or Path, optional
        A folder in which each result is kept as soon as it is there. The same call goes on where it stopped, and a larger
        number of replications adds to what is there.
    until : Precision, optional
        Run each point until this precision is reached, whatever `replications` says.
    quantities : dict of str to function, optional
        Own quantities by name: each a function of a run that returns a number, or None where there is nothing to count, such
        as ``{"late": lambda run: 1 - run.measures["m08"]["value"]}``. They become columns of the table. A store belongs to
        them as well: with a function that does something else it is refused as that of another experiment.

    Returns
    -------
    Sweep
        A table with one row per run, means, and the efficient points.

    Raises
    ------
    InputError
        If an argument cannot be used, an own quantity cannot be computed, or the folder holds something else.

    Examples
    --------
    >>> from sim import sweep
    >>> found = sweep("corner", {"desk.clerks": [1, 2]}, replications=2, weeks=1, workers=1)
    >>> found.table[["point", "desk.clerks", "replication"]].to_numpy().tolist()
    [[0, 1, 0], [0, 1, 1], [1, 2, 0], [1, 2, 1]]
    >>> found.means["m12"].idxmax()
    1
    """
    case = as_case(case)
    points, policies = points_of(design, case)
    count, weeks, seed = check_replications(replications), check_weeks(weeks), check_seed(seed)
    market = check_market(market)
    about: dict[str, Any] = {
        "kind": "sweep",
        "case": case.model_dump(mode="json"),
        "points": points,
        "weeks": weeks,
        "seed": seed,
        "market": market,
        "version": version(),
    }
    if until is not None:
        about["until"] = asdict(check_precision(until))
    own = check_quantities(quantities, workers)
    if own:
        about["quantities"] = {name: function_key(function) for name, function in own.items()}
    folder = None if store is None else ResultsFolder(store, about)
    results = Results(len(points), {} if folder is None else folder.read())
    there = set(results.kpis)
    batch = Batch(case, weeks, seed, market, partial(_as_kept, Observer(own)))
    grid = Grid(batch, policies, results, workers, None if folder is None else folder.keep)
    try:
        counts = grid.run(count, progress) if until is None else grid.run_until(until, progress)
    except KeyboardInterrupt as stop:
        if folder is not None:
            total = len(points) * (count if until is None else until.most)
            stop.add_note(
                _(
                    "Stopped; {n:,} of {total:,} runs are kept in {folder}: the same call continues there."
                ).format(n=folder.count(), total=total, folder=folder.path)
            )
        raise
    used = {results.number(point, r) for point, runs in enumerate(counts) for r in range(runs)}
    return Sweep(
        case, points, seed, weeks, sweep_table(points, counts, results), len(there & used), market, tuple(own)
    )


def _as_kept(observer: Observer, run: Run) -> dict[str, float]:
    """The numbers of a run as they come out of a file: it makes no difference whether a run was kept or has just been run."""
    return {name: float(value) for name, value in observer(run).items()}


def load_sweep(folder: str | Path) -> Sweep:
    """Load a sweep from the folder in which `sweep` kept it, finished or not.

    Parameters
    ----------
    folder : str or Path
        The `store` of a sweep.

    Returns
    -------
    Sweep
        The replications that all points have; of a sweep until a precision, those of each point.

    Raises
    ------
    InputError
        If the folder holds no sweep, or no replication is finished.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from sim import load_sweep, sweep
    >>> with TemporaryDirectory() as folder:
    ...     found = sweep("corner", [{}, {"desk.clerks": 3}], replications=1, weeks=1, workers=1, store=folder)
    ...     load_sweep(folder).table.equals(found.table)
    True
    """
    about = read_about(folder)
    try:
        case, points = make_case(about["case"]), about["points"]
        weeks, seed = int(about["weeks"]), int(about["seed"])
        market = check_market(about["market"])
        until = Precision(**about["until"]) if "until" in about else None
        own = tuple(about.get("quantities", {}))
    except (KeyError, TypeError, ValueError):
        raise InputError(_("{file} is not an experiment of Kefu.").format(file=folder)) from None
    results = Results(len(points), ResultsFolder(folder, about).read())
    counts = [_replications_of(point, results, until) for point in range(len(points))]
    if until is None:
        counts = [min(counts)] * len(points)
    if not min(counts):
        raise InputError(_("{folder} has no finished replication yet.").format(folder=folder))
    return Sweep(
        case, points, seed, weeks, sweep_table(points, counts, results), market=market, quantities=own
    )


def _replications_of(point: int, results: Results, until: Precision | None) -> int:
    """The number of replications of a point to use: as many as the precision takes, or as there are so far."""
    count = results.complete(point)
    enough = None if until is None else until.enough(results.values(point, until.measure, count))
    return enough or count
