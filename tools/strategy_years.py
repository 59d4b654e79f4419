"""The years that come with assignment 7: sim/course/assignments/service_strategy/*.csv, which take half an hour of simulation.

python -m tools.strategy_years update [NAME ...]  simulates them and writes the files
python -m tools.strategy_years check  [NAME ...]  says whether they still show what the model does
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.parallel import run_jobs
from sim.course.assignments.service_strategy import positions, returns
from sim.course.assignments.service_strategy.branch import LEVELS, base_case, cost_of_level
from sim.course.assignments.service_strategy.policies import POLICIES, policy_year
from sim.course.assignments.service_strategy.variant import BRANCHES
from sim.course.assignments.service_strategy.years import FOLDER, NUMBERS
from tools.drift import update_or_check

ROOT = Path(__file__).resolve().parent.parent
DIGITS = {"on_time": 5, "service": 5}


def level_jobs() -> Iterator[dict[str, Any]]:
    """A branch at a level of service."""
    for seed in BRANCHES:
        for level in LEVELS:
            for number in NUMBERS:
                yield {"branch": seed, "level": level, "number": number}


def level_row(job: dict[str, Any]) -> dict[str, float]:
    """What its year cost."""
    return cost_of_level(base_case(), job["branch"], job["level"], job["number"])


def policy_jobs() -> Iterator[dict[str, Any]]:
    """A policy of a branch."""
    return ({"branch": seed, "policy": name} for seed in BRANCHES for name in range(POLICIES))


def policy_row(job: dict[str, Any]) -> dict[str, float]:
    """What its quarters cost, and how punctual it was."""
    return policy_year(base_case(), job["branch"], job["policy"])


def position_row(job: dict[str, Any]) -> dict[str, float]:
    """What a position earned."""
    return positions.simulate(**job)


def return_row(job: dict[str, Any]) -> dict[str, float]:
    """What taking goods back earned."""
    return returns.simulate(**job)


FILES: dict[
    str, tuple[Callable[[], Iterator[dict[str, Any]]], Callable[[dict[str, Any]], dict[str, float]]]
] = {
    "levels": (level_jobs, level_row),
    "policies": (policy_jobs, policy_row),
    "positions": (positions.jobs, position_row),
    "returns": (returns.jobs, return_row),
}


def content(name: str) -> str:
    """The file: a row for each job."""
    make, simulate = FILES[name]
    jobs = list(make())
    results = run_jobs(simulate, jobs, None, True)
    table = pd.DataFrame([{**job, **found} for job, found in zip(jobs, results, strict=True)])
    for column in table.select_dtypes("float"):
        table[column] = table[column].round(DIGITS.get(str(column), 2))
    return table.to_csv(index=False, lineterminator="\n")


if __name__ == "__main__":
    command, *names = sys.argv[1:] or ["check"]
    sys.argv[1:] = [command]
    made = {ROOT / FOLDER / f"{name}.csv": content(name) for name in names or FILES}
    sys.exit(update_or_check("tools.strategy_years", made))
