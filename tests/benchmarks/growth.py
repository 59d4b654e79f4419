"""CPU time a need as customers and as firms grow in number, interleaved in one process.

python -m tests.benchmarks.growth [--customers N ...] [--firms K ...] [--weeks W] [--rounds R]

Customers: `jiaying` with 200, 2,000 and 20,000, each with as many needs as before. People, vans and what is granted
grow alike; where a staff of whole people (60 at most) cannot, work is so much faster or slower that its utilisation
stays. Lorries are never fewer than today's: the lanes stay. Firms: so many of `jiaying`'s policy in one market of 2,000.
A run from a cached warm state; its settling days are part of it, as they are in every run.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any

from sim import Case, load_case, run, run_market
from sim.policy.levers.lever import MAX_STAFF

TODAY = 2000
"""Customers of `jiaying`."""


def main() -> None:
    """Print a table for customers, one for firms, and 20,000 customers against 2,000 as the last line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, nargs="+", default=[200, 2_000, 20_000])
    parser.add_argument("--firms", type=int, nargs="*", default=[1, 2, 4, 8])
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    jiaying, weeks = load_case("jiaying"), arguments.weeks
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEFU_CACHE"] = folder
        firms = {
            f"{number} firms": partial(_market, jiaying, number, weeks)
            for number in sorted(set(arguments.firms))
        }
        if firms:
            _print(_measured(firms, arguments.rounds))
        customers = {
            f"{number} customers": partial(_alone, grown(jiaying, number), weeks)
            for number in sorted(set(arguments.customers))
        }
        found = _measured(customers, arguments.rounds)
        _print(found)
    last, before = list(found.values())[-1], list(found.values())[max(-2, -len(found))]
    ratios = [many / few for many, few in zip(last, before, strict=True)]
    print(f"ratio {statistics.median(ratios):.2f}")


def grown(case: Case, customers: int) -> Case:
    """`jiaying` with so many customers instead of 2,000, and a firm that has grown with them."""
    factor = customers / TODAY
    changes: dict[str, Any] = {
        f"classes.{letter}.customers": round(klass.customers * factor)
        for letter, klass in case.classes.items()
    }
    policy = case.policy
    pace = {}
    for lever in ("desk.clerks", "warehouse.pickers", "warehouse.packers", "complaints.handlers"):
        staff = min(MAX_STAFF, max(1, round(policy[lever] * factor)))
        changes[f"policy.{lever}"] = staff
        pace[lever] = staff / (policy[lever] * factor)
    for lever, fewest in (
        ("fleet.vehicles", policy.fleet.vehicles),
        ("fleet.express_vehicles", 1),
        ("flex.capacity", 1),
        ("survey.sample", 1),
    ):
        changes[f"policy.{lever}"] = max(fewest, round(policy[lever] * factor))
    for channel, data in case.desk.channels.items():
        changes[f"desk.channels.{channel}.handling"] = data.handling * pace["desk.clerks"]
    for lever, fields in (
        ("warehouse.pickers", ("pick_order", "pick_line", "enter_aisle", "next_aisle")),
        ("warehouse.packers", ("pack_order", "pack_line", "special_pack")),
    ):
        for field in fields:
            changes[f"warehouse.{field}"] = getattr(case.warehouse, field) * pace[lever]
    for step, minutes in case.complaints.work_minutes.items():
        changes[f"complaints.work_minutes.{step}"] = minutes * pace["complaints.handlers"]
    return case.replace(**changes)


def _alone(case: Case, weeks: int) -> int:
    return run(case, weeks=weeks).counts["needs"]


def _market(case: Case, firms: int, weeks: int) -> int:
    teams = {f"team {number}": case.policy for number in range(1, firms + 1)}
    market = run_market(case, teams, weeks=weeks)
    return next(iter(market.firms.values())).counts["needs"]


def _measured(jobs: dict[str, Callable[[], int]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds a need of every job in every round; each job says how many needs it had."""
    for job in jobs.values():
        job()  # makes the warm state
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _round in range(rounds):
        for name, job in jobs.items():
            gc.collect()
            started = process_time()
            needs = job()
            seconds[name].append((process_time() - started) / needs)
    return seconds


def _print(seconds: dict[str, list[float]]) -> None:
    first = next(iter(seconds.values()))
    for name, found in seconds.items():
        ratios = [mine / base for mine, base in zip(found, first, strict=True)]
        print(
            f"{name:16} {statistics.median(found) * 1e6:7.1f} us a need   x {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
