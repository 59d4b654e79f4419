"""How long marking a class of 500 takes, worked out from a few: each assignment, both caches empty, and prepared.

python -m tests.benchmarks.class_of_500 [--submissions N] [--assignment A ...]

Every submission is a model solution of a student of its own. Printed for each assignment: seconds of processors for the start
and for a submission (from runs with one and with N), what 500 take on two cores that do nothing else, the largest memory of
any process, and the disk that is used for a student.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import sys
import tempfile
from pathlib import Path

from sim.course.course_folder import MARKS
from tests.benchmarks.marking import (
    PR_SET_CHILD_SUBREAPER,
    make_course,
    processor_seconds,
    run,
)
from tools.course import quick_folder

CLASS, CORES = 500, 2
MARK = [sys.executable, "-m", "sim", "mark"]


def main() -> None:
    """Print a line for each assignment and way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=20)
    parser.add_argument("--assignment", nargs="*", default=["service_measures", "needs_analysis"])
    values = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for assignment in values.assignment:
        start, disk = _one(assignment, 1)
        whole, disk = _one(assignment, values.submissions)
        for way, used in whole.items():
            each = (used - start[way]) / (values.submissions - 1)
            first = max(0.0, start[way] - each)
            minutes = (first + each * CLASS) / CORES / 60
            print(
                f"{assignment}, {way}: start {first:.1f} s, a submission {each:.2f} s of processors;"
                f" {CLASS} in {minutes:.1f} min on {CORES} cores; {disk / 1e6 / values.submissions:.1f} MB of disk a student",
                flush=True,
            )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {memory:.0f} MB")


def _one(assignment: str, count: int) -> tuple[dict[str, float], int]:
    """Seconds of processors of each way, and bytes of disk."""
    used = {}
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder, tempfile.TemporaryDirectory() as cache:
        os.environ["KEFU_CACHE"] = cache
        course = make_course(Path(folder), assignment, count)
        for way in ("caches empty", "prepared"):
            for path in (course.folder / MARKS).glob(f"{assignment}/*.*"):
                path.unlink()
            before = processor_seconds()
            run(course, [*MARK, assignment])
            used[way] = processor_seconds() - before
        disk = sum(path.stat().st_size for path in (course.folder / MARKS).rglob("*") if path.is_file())
    return used, disk


if __name__ == "__main__":
    main()
