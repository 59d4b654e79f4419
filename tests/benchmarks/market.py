"""Several firms in one market against one firm alone, per need, interleaved in one run.

python -m tests.benchmarks.market [--case C] [--weeks N] [--rounds R] [--firms K]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from time import process_time

from sim import load_case, run, run_market
from tests.benchmarks.year import peak_mb


def main() -> None:
    """Print both times, memory, and the ratio as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", default="jiaying")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--firms", type=int, default=8)
    arguments = parser.parse_args()
    case = load_case(arguments.case)
    teams = {f"team {number}": case.policy for number in range(1, arguments.firms + 1)}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEFU_CACHE"] = folder
        run(case, weeks=1)
        alone, market = [], []
        for _round in range(arguments.rounds):
            started = process_time()
            run(case, weeks=arguments.weeks)
            alone.append(process_time() - started)
            started = process_time()
            run_market(case, teams, weeks=arguments.weeks)
            market.append(process_time() - started)
    ratios = [many / one for many, one in zip(market, alone, strict=True)]
    print(f"{case.name}, {arguments.weeks} weeks, {arguments.firms} firms")
    print(f"one firm {statistics.median(alone):.2f} s CPU, the market {statistics.median(market):.2f} s")
    print(f"peak memory {peak_mb()} MB")
    print(f"ratios {min(ratios):.2f} to {max(ratios):.2f}")
    print(f"ratio {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
