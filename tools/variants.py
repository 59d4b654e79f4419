"""Many students' variants of an assignment: is each solvable, fair, and of like difficulty?

python -m tools.variants [--assignment A] [--first N] [--ids N]

The same as in `kefu assignment check`, for chosen ids. Exit code 1 if something is wrong.
"""

from __future__ import annotations

import argparse

from sim.course.authoring.source import Source
from sim.course.authoring.variants import try_students
from tests.support.notebooks import ROOT


def main() -> int:
    """Check the ids asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="service_measures")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--ids", type=int, default=200)
    asked = parser.parse_args()
    students = [f"student{number}" for number in range(asked.first, asked.first + asked.ids)]
    faults, scores = try_students(Source(ROOT, asked.assignment), students)
    print(*faults, sep="\n")
    if scores:
        print(f"scores with one typical mistake a question: {min(scores):.3f} to {max(scores):.3f}")
    print(f"{asked.ids} ids, {len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
