"""Does customer equity say what a year's policy does to later profits?

python -m tests.benchmarks.equity [CASE] [--replications N] [--years Y]

Each policy is in force for a year; then the firm goes on for some years under the case's own policy. Printed, each against
the case's own policy all the time and in CNY: profit of the year, change of customer equity, and the later years' profits,
discounted, with 95 % intervals over replications (common random numbers).
"""

from __future__ import annotations

import argparse

import numpy as np

from sim import load_case
from sim.base.units import FEN
from sim.experiments.simulate import simulate
from sim.policy.history import History
from sim.policy.policy import Policy

YEAR = 52


def policies(base: Policy) -> dict[str, Policy]:
    """Policies that please or displease customers in different ways."""
    hours = {klass: hours - 8 for klass, hours in base["promise.hours"].items()}
    return {
        name: base.replace(**levers)
        for name, levers in {
            "price 0.9": {"price.level": 0.9 * base.price.level},
            "price 1.15": {"price.level": 1.15 * base.price.level},
            "price 1.4": {"price.level": 1.4 * base.price.level},
            "little stock": {"stock.safety_factor": 0.3},
            "more stock": {"stock.safety_factor": 3.5},
            "promise 8 h shorter": {"promise.hours": hours},
            "advertising 150,000": {"brand.advertising": 150_000},
            "visits": {"relations.managers": 2, "relations.visits": {"A": 12, "B": 6, "C": 0}},
            "departures every 48 h": {"fleet.consolidation_hours": 48},
        }.items()
    }


def effects(
    case_name: str, policy: Policy, replications: int, years: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By replication, in CNY: differences of the year's profit, of equity, and of the later profits, discounted."""
    case = load_case(case_name)
    rows = []
    for replication in range(replications):
        found = []
        for first in (policy, case.policy):
            history = History.of([(first, YEAR), (case.policy, YEAR * years)])
            (run,) = simulate(case, [history], 0, replication)
            money = [run.window(YEAR * year, YEAR * (year + 1)).money for year in range(years + 1)]
            rate = 1 + case.market.discount
            later = sum(one["profit"] / rate ** (year + 0.5) for year, one in enumerate(money[1:]))
            found.append((money[0]["profit"], money[0]["customer_equity"], later))
        rows.append((np.array(found[0]) - np.array(found[1])) / FEN)
    profit, equity, later_profit = np.array(rows).T
    return profit, equity, later_profit


def main() -> None:
    """Print a line for each policy."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case", nargs="?", default="corner")
    parser.add_argument("--replications", type=int, default=6)
    parser.add_argument("--years", type=int, default=3)
    values = parser.parse_args()
    print(f"{'policy':24}{'profit':>12}{'equity':>24}{f'profit of {values.years} later years':>30}")
    for name, policy in policies(load_case(values.case).policy).items():
        texts = [
            f"{one.mean():,.0f} ± {1.96 * one.std(ddof=1) / len(one) ** 0.5:,.0f}"
            for one in effects(values.case, policy, values.replications, values.years)
        ]
        print(f"{name:24}{texts[0].split(' ')[0]:>12}{texts[1]:>24}{texts[2]:>30}", flush=True)


if __name__ == "__main__":
    main()
