"""A year of a firm against the bare tandem with as many orders, interleaved in one run.

python -m tests.benchmarks.year [--case C] [--weeks N] [--rounds R] [--market open|frozen] [--everything]

frozen (the default): the physical firm alone; open: with customers who choose, judge and complain.
--everything: every lever of relations, CRM, staff and returns in use.
CPU time of the firm: luck, run and columns, from a cached warm state; the cost of making one is printed beside it.
The tandem's draws are made beforehand. "As many orders": as the firm received in the observed weeks (its settling
days come on top, at the firm's expense).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from time import process_time

from sim import load_case, run
from tests.benchmarks.tandem import draw, tandem
from tests.support.all_levers import EVERYTHING, JIAYING


def main() -> None:
    """Print both times, memory, and the ratio as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", default="jiaying")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--market", choices=("open", "frozen"), default="frozen")
    parser.add_argument("--everything", action="store_true")
    arguments = parser.parse_args()
    case = load_case(arguments.case)
    policy = case.policy
    if arguments.everything:
        policy = policy.replace(**(JIAYING if case.name == "jiaying" else EVERYTHING))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEFU_CACHE"] = folder
        run(load_case("corner"), weeks=1, seed=99)  # imports that a run makes once are no part of it
        started = process_time()
        first = run(case, policy, weeks=arguments.weeks, market=arguments.market)
        cold = process_time() - started
        orders, lines = first.counts["orders"], len(first.records["lines"]) / len(first.records["orders"])
        needs = first.counts["needs"]
        del first
        print(f"{case.name}, {arguments.weeks} weeks, {arguments.market} market")
        print(f"{needs} needs, {orders} orders, {lines:.2f} lines an order")
        draws = draw(orders)
        firm, bare = [], []
        for _ in range(arguments.rounds):
            started = process_time()
            run(case, policy, weeks=arguments.weeks, market=arguments.market)
            firm.append(process_time() - started)
            started = process_time()
            tandem(draws)
            bare.append(process_time() - started)
    ratios = [a / b for a, b in zip(firm, bare, strict=True)]
    print(f"firm    {_spread(firm, orders)}")
    print(f"tandem  {_spread(bare, orders)}")
    print(
        f"a warm state, made once for each seed and replication: {max(0.0, cold - statistics.median(firm)):.2f} s"
    )
    print(f"peak memory {peak_mb()} MB")
    print(f"ratio per need {statistics.median(ratios) * orders / needs:.2f}")
    print(f"ratios {min(ratios):.2f} to {max(ratios):.2f}")
    print(f"ratio {statistics.median(ratios):.2f}")


def _spread(seconds: list[float], orders: int) -> str:
    middle = statistics.median(seconds)
    return f"{middle:.2f} s CPU ({min(seconds):.2f} to {max(seconds):.2f}), {middle / orders * 1e6:.1f} microseconds an order"


def peak_mb() -> str:
    """Peak memory of this process; not known on Windows."""
    try:
        import resource
    except ImportError:
        return "unknown"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"


if __name__ == "__main__":
    main()
