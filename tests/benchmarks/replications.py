"""Replications on several cores against ideal: the wall time of one process, divided by the cores.

python -m tests.benchmarks.replications [--case C] [--weeks N] [--replications K] [--workers W] [--rounds R]

Wall time of `replicate` in this process alone and on W processes, in turn, with warm states cached and workers started.
On a machine that has other work to do, one process is disturbed less than two are. So in every round processes that only
count, in as many jobs of about the same length, show what this machine grants anybody at that time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from time import perf_counter

from sim import load_case, replicate
from sim.base.parallel import run_jobs

A_TRY = 1_000_000
"""Numbers counted to see how fast that goes."""


def main() -> None:
    """Print both times of every round and their ratio to ideal, and as the last line the median ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", default="corner")
    parser.add_argument("--weeks", type=int, default=26)
    parser.add_argument("--replications", type=int, default=40)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    case, count, many = load_case(arguments.case), arguments.replications, arguments.workers

    def replications(workers: int) -> float:
        return _wall(partial(replicate, case, replications=count, weeks=arguments.weeks, workers=workers))

    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEFU_CACHE"] = folder
        replications(many)  # makes the warm states, starts the workers
        seconds = replications(1) / count
        numbers = round(A_TRY * seconds / _wall(partial(_count, A_TRY, 0)))
        print(
            f"{case.name}, {arguments.weeks} weeks, {count} replications of {seconds:.2f} s, {many} workers"
        )

        def counting(workers: int) -> float:
            return _wall(partial(run_jobs, partial(_count, numbers), range(count), workers))

        ratios, granted = [], []
        for _round in range(arguments.rounds):
            one, spread_out = replications(1), replications(many)
            ratios.append(spread_out * many / one)
            granted.append(counting(many) * many / counting(1))
            print(
                f"one process {one:.1f} s, {many} {spread_out:.1f} s: {ratios[-1]:.2f} of ideal; "
                f"counting {granted[-1]:.2f}; load {_load()}",
                flush=True,
            )
    print(f"counting {statistics.median(granted):.2f} ({min(granted):.2f} to {max(granted):.2f})")
    net = [ratio / other for ratio, other in zip(ratios, granted, strict=True)]
    print(f"against counting {statistics.median(net):.2f} ({min(net):.2f} to {max(net):.2f})")
    print(f"ratios {min(ratios):.2f} to {max(ratios):.2f}")
    print(f"ratio {statistics.median(ratios):.2f}")


def _wall(job: Callable[[], object]) -> float:
    started = perf_counter()
    job()
    return perf_counter() - started


def _count(numbers: int, _job: int) -> None:
    for _number in range(numbers):
        pass


def _load() -> str:
    """Processes that wanted a core in the last minute, mean; not known on Windows."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
