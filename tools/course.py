"""A course folder with submissions, marked by stock nbgrader: what tests of grading share.

python -m tools.course [--assignment A] [--ids N]: the model solution of N ids in both languages, and unsolved releases, must
get all autograded points and none. Prints what does not; exit code 1.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sim.course.authoring.cells import complete
from sim.course.authoring.source import BEGIN, END, Source
from sim.workspace.notebooks import grade_id, to_bytes
from tests.support.notebooks import ROOT, read, source

Notebook = dict[str, Any]


def released(assignment: str, lang: str) -> Notebook:
    """An edition as it is handed out; every source one text."""
    notebook = read(ROOT / "exercises" / lang / assignment / f"{assignment}.ipynb")
    for cell in notebook["cells"]:
        cell["source"] = source(cell)
    return notebook


def solved(assignment: str, lang: str) -> Notebook:
    """An edition with the model solution written into it."""
    notebook = complete(Source(ROOT, assignment))
    answers = {
        grade_id(cell): source(cell)
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    notebook = released(assignment, lang)
    for cell in notebook["cells"]:
        if grade_id(cell) in answers:
            lines = answers[grade_id(cell)].splitlines(keepends=True)
            cell["source"] = "".join(line for line in lines if line.strip() not in (BEGIN, END))
    return notebook


def quick_folder() -> str | None:
    """Where a gradebook is quickest: nbgrader waits for the disk at every step. None: wherever temporary files go."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None


class Course:
    """A course folder of its own, with this tree's assignments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        for name in ("solutions", "exercises"):
            shutil.copytree(ROOT / name, folder / name)

    def submit(self, student: str, assignment: str, notebook: Notebook) -> Path:
        """Put a notebook where nbgrader finds it; returns its folder."""
        folder = self.folder / "submitted" / student / assignment
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_bytes(to_bytes(notebook))
        return folder

    def nbgrader(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run stock nbgrader in the folder."""
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "KEFU_LANG": "en", **env},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def enter(self, assignment: str) -> None:
        """Let nbgrader release the assignment once, so that its gradebook knows the cells."""
        done = self.nbgrader("generate_assignment", assignment, "--force")
        assert done.returncode == 0, done.stderr

    def marks(self, assignment: str) -> dict[str, dict[str, tuple[float | None, float, bool]]]:
        """Student -> cell -> (points by the machine, most points, whether a person must mark it)."""
        from nbgrader.api import Gradebook

        found: dict[str, dict[str, tuple[float | None, float, bool]]] = {}
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as book:
            for submission in book.assignment_submissions(assignment):
                cells = found.setdefault(submission.student.id, {})
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        cells[grade.name] = (grade.auto_score, grade.max_score, grade.needs_manual_grade)
        return found

    def text(self, student: str, assignment: str) -> str:
        """The marked notebook, as text."""
        return (self.folder / "autograded" / student / assignment / f"{assignment}.ipynb").read_text("utf-8")


def check_marks(course: Course, assignment: str, full: list[str], empty: list[str]) -> list[str]:
    """What is wrong with the marks: of students with the model solution, and of those with nothing."""
    marks, found = course.marks(assignment), []
    for student in full:
        for cell, (points, most, by_hand) in marks.get(student, {"nothing": (None, 0, False)}).items():
            right = by_hand and points is None if "-" in cell else points == most and not by_hand
            if not right:
                found.append(f"{student}, model solution, {cell}: {points} of {most}, by hand {by_hand}")
    for student in empty:
        for cell, (points, _most, by_hand) in marks.get(student, {"nothing": (None, 0, False)}).items():
            if points != 0 or by_hand:
                found.append(f"{student}, unsolved, {cell}: {points}, by hand {by_hand}")
    return found


def main() -> int:
    """Mark the ids asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="service_measures")
    parser.add_argument("--ids", type=int, default=30)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        course = Course(Path(folder))
        course.enter(arguments.assignment)
        full, empty = [], []
        for number in range(arguments.ids):
            for lang in ("en", "zh"):
                full.append(f"{lang}{number}")
                course.submit(full[-1], arguments.assignment, solved(arguments.assignment, lang))
        for lang in ("en", "zh"):
            empty.append(f"empty-{lang}")
            course.submit(empty[-1], arguments.assignment, released(arguments.assignment, lang))
        done = course.nbgrader("autograde", arguments.assignment)
        if done.returncode:
            print(done.stderr[-3000:])
        found = check_marks(course, arguments.assignment, full, empty)
        print(*found, sep="\n")
        print(
            json.dumps({"submissions": len(full) + len(empty), "wrong": len(found), "exit": done.returncode})
        )
    return int(bool(found) or done.returncode != 0)


if __name__ == "__main__":
    raise SystemExit(main())
