"""`python -m tools.ten_years [update]`: ten years of each case under its own policy, as the table in `docs/model.md`.

Without `update` the table is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.base.i18n import using
from sim.base.parallel import run_jobs
from sim.base.units import FEN, WEEK, WEEKS_A_YEAR
from sim.case.load import load_case
from sim.experiments.simulate import run

PAGE = Path(__file__).resolve().parent.parent / "docs" / "model.md"
YEARS = 10
RUNS = {"corner": 8, "jiaying": 2, "tianye": 6, "express": 1}
"""Runs of each case: more where few customers decide."""
FIRST_SEED = 100
HEAD = "| case (runs) | | start |"


class Job(NamedTuple):
    """One run of ten years."""

    case: str
    seed: int


Figures = tuple[list[int], list[int], list[float]]
"""Customers at the start and at the end of each year; orders and profit (CNY) of each year."""


def ten_years(job: Job) -> Figures:
    """The figures of one run."""
    result = run(load_case(job.case), weeks=YEARS * WEEKS_A_YEAR, seed=job.seed)
    base = result.records["customer_base"].groupby("time")["customers"].sum()
    customers, orders, profit = [int(base.iloc[0])], [], []
    for year in range(YEARS):
        seen = result.window(year * WEEKS_A_YEAR, (year + 1) * WEEKS_A_YEAR)
        customers.append(int(base[base.index <= (year + 1) * WEEKS_A_YEAR * WEEK].iloc[-1]))
        orders.append(seen.counts["orders"])
        profit.append(seen.money["profit"] / FEN)
    return customers, orders, profit


def table() -> list[str]:
    """The lines of the table: means over the runs of each case."""
    jobs = [Job(case, FIRST_SEED + number) for case, runs in RUNS.items() for number in range(runs)]
    found = run_jobs(ten_years, jobs, progress=True)
    lines = [f"{HEAD} {' | '.join(map(str, range(1, YEARS + 1)))} |", "|---|---|" + "---|" * (YEARS + 1)]
    for case, runs in RUNS.items():
        mine = [figures for job, figures in zip(jobs, found, strict=True) if job.case == case]
        customers, orders, profit = (
            np.mean([figures[part] for figures in mine], axis=0) for part in range(3)
        )
        rows = (
            (f"`{case}` ({runs})", "customers", customers),
            ("", "orders of the year", orders),
            ("", "profit of the year, thousand CNY", profit / 1000),
        )
        for name, what, values in rows:
            cells = [f"{value:,.0f}" for value in values]
            cells = cells if what == "customers" else ["", *cells]
            lines.append(f"| {name} | {what} | {' | '.join(cells)} |")
    return lines


def replaced(page: str, lines: list[str]) -> str:
    """The page with the table in place of the one before. Raises ValueError if there is none."""
    before = page.split("\n")
    start = next((number for number, line in enumerate(before) if line.startswith(HEAD)), None)
    if start is None:
        raise ValueError(f"{PAGE.name} has no table that begins with {HEAD}")
    end = next(number for number in range(start, len(before)) if not before[number].startswith("|"))
    return "\n".join([*before[:start], *lines, *before[end:]])


def main(words: list[str]) -> int:
    """Run the command; returns the exit code."""
    if words not in ([], ["update"]):
        print(__doc__, file=sys.stderr)
        return 2
    lines = table()
    if words:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(replaced(page, lines), encoding="utf-8", newline="\n")
    else:
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    with using("en"):
        sys.exit(main(sys.argv[1:]))
