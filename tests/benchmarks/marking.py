"""How long marking a class takes with `kefu mark`, and with `nbgrader autograde` in the same course folder.

python -m tests.benchmarks.marking [--submissions N] [--assignment A] [--prepared]

Every submission is a model solution of a student of its own, in a course folder of its own; both caches are empty. With
--prepared `kefu mark --prepare` has run before, which is not timed. Printed: seconds on the clock and of processors (of all
processes, those of students among them), and the largest memory of any process, of each way; whether both give everybody the
same marks; how many times less processor time `kefu mark` takes, and as the last line how many times faster it is.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tools.course import Course, quick_folder, solved

PR_SET_CHILD_SUBREAPER = 36
"""Of Linux: processes whose parents ended become this one's, so that their time is counted."""


def main() -> None:
    """Print the times, and the ratio as the last line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--assignment", default="service_measures")
    parser.add_argument("--prepared", action="store_true")
    values = parser.parse_args()
    seconds, used, marks = {}, {}, {}
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for way in ("kefu mark", "nbgrader autograde"):
        with (
            tempfile.TemporaryDirectory(dir=quick_folder()) as folder,
            tempfile.TemporaryDirectory() as cache,
        ):
            os.environ["KEFU_CACHE"] = cache
            course = make_course(Path(folder), values.assignment, values.submissions)
            if way == "kefu mark" and values.prepared:
                run(course, [sys.executable, "-m", "sim", "mark", values.assignment, "--prepare"])
            words = [*_command(way), values.assignment]
            begun, busy = time.perf_counter(), processor_seconds()
            run(course, words)
            seconds[way] = time.perf_counter() - begun
            used[way] = processor_seconds() - busy
            marks[way] = course.marks(values.assignment)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{way}: {seconds[way]:.1f} s on the clock, {used[way]:.1f} s of processors, largest process {memory:.0f} MB",
            flush=True,
        )
    print("same marks:", marks["kefu mark"] == marks["nbgrader autograde"])
    print(f"processors {used['nbgrader autograde'] / used['kefu mark']:.2f}")
    print(f"ratio {seconds['nbgrader autograde'] / seconds['kefu mark']:.2f}")


def processor_seconds() -> float:
    """Of all processes that this one has started and that have ended, also of those whose parents ended before them."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0)[0]:
            pass
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _command(way: str) -> list[str]:
    if way == "kefu mark":
        return [sys.executable, "-m", "sim", "mark"]
    return [sys.executable, "-m", "nbgrader", "autograde"]


def make_course(folder: Path, assignment: str, count: int) -> Course:
    course = Course(folder)
    course.enter(assignment)
    notebook = solved(assignment, "en")
    students = [f"s{number:03}" for number in range(count)]
    for student in students:
        course.submit(student, assignment, notebook)
    (folder / "roster.csv").write_text("\n".join(["student", *students]) + "\n", encoding="utf-8")
    return course


def run(course: Course, words: list[str]) -> None:
    done = subprocess.run(words, cwd=course.folder, capture_output=True, encoding="utf-8", env=os.environ)
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])


if __name__ == "__main__":
    main()
