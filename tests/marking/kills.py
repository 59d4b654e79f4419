"""Kills `kefu mark` at many random moments: python -m tests.marking.kills [--kills N] [--seed S]; fails if anything is left."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.marking.test_batch import kefu, killed_often, make_course, state


def main() -> None:
    """Print how many of the runs were at work when they were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    values = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder))
        kefu(course, "mark")
        at_work = killed_often(course, state(course), values.kills, values.seed)
    print(f"{values.kills} killed, {at_work} of them at work: all marks as undisturbed")


if __name__ == "__main__":
    main()
