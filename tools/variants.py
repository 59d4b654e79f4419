"""Many students' variants of an assignment: is each solvable, fair, and of like difficulty?

python -m tools.variants [--assignment A] [--first N] [--ids N] [--seeds N]

For every id: every typical wrong answer differs from the right one and gets its hint, the right one gets none; nothing is
degenerate. Prints the spread of what makes an assignment hard, and each id that falls out of the band. Exit code 1 if one does.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
from typing import Any

import pandas as pd

from sim.course.answers.diagnosis import diagnose
from sim.course.assignment import find_assignment
from sim.course.my_case import MyCase, set_current_case
from sim.course.owner import Owner
from sim.marking.marker import Marker
from tests.support.notebooks import ROOT
from tests.support.reference_solution import reference


def marker_of(assignment: str, student: str, *, hidden: bool = False) -> Marker:
    """Marks with the tree's own reference; the hidden year, if wanted, is that of a fixed seed."""
    found, owner = find_assignment(assignment), Owner("kefu", student, course_folder=ROOT)
    cases = [MyCase(found, owner, None), *([MyCase(found, owner, None, 12345)] if hidden else [])]
    return Marker(tuple(cases), reference(assignment))


def answer_of(marker: Marker, name: str, given: Any) -> Any:
    """A function as it is, a value made for the case."""
    return given if marker.case.assignment.part(name).is_function else given(marker.case)


def faults(assignment: str, student: str) -> tuple[list[str], dict[str, float]]:
    """What is wrong with a student's variant, one line each, and how hard it is."""
    marker = marker_of(assignment, student)
    wrong = importlib.import_module(f"tests.course.wrong_answers.{assignment}")
    found = []
    set_current_case(marker.case)
    for part in marker.case.assignment.parts:
        right = answer_of(marker, part.name, getattr(marker.reference, part.name))
        with contextlib.redirect_stdout(io.StringIO()):
            verdict = diagnose(part, marker.case, right)
        if verdict.hint:
            found.append(f"{part.name}: the right answer gets the hint {verdict.hint}: {verdict.texts[0]}")
        if marker.share(part, right) != 1:
            found.append(f"{part.name}: the right answer gets {marker.share(part, right)}")
        for label, (made, hint) in wrong.WRONG[part.name].items():
            answer = answer_of(marker, part.name, made)
            if marker.share(part, answer) >= 1:
                found.append(f"{part.name}, {label}: does not differ from the right answer")
            verdict = diagnose(part, marker.case, answer)
            if verdict.hint != hint:
                found.append(f"{part.name}, {label}: hint {verdict.hint!r}, meant {hint!r}")
    measured = wrong.difficulty(marker.case)
    for name, value in measured.items():
        low, high = wrong.BAND[name]
        if not low <= value <= high:
            found.append(f"{name} is {value:.4g}, not from {low} to {high}")
    return found, measured


def simulations_failed(assignment: str, student: str, answers: int) -> int:
    """How many right answers, so many of each kind, each simulated with other seeds, are marked wrong or get a hint."""
    marker = marker_of(assignment, student)
    simulated = getattr(importlib.import_module(f"tests.course.wrong_answers.{assignment}"), "SIMULATED", {})
    failed = 0
    for name, simulate in simulated.items():
        part = marker.case.assignment.part(name)
        for number in range(answers):
            answer = simulate(marker.case, number)
            failed += marker.share(part, answer) != 1 or bool(diagnose(part, marker.case, answer).hint)
    return failed


def main() -> int:
    """Check the ids asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="service_measures")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--ids", type=int, default=200)
    parser.add_argument(
        "--seeds", type=int, default=0, help="right simulation answers to mark, for the first id"
    )
    arguments = parser.parse_args()
    rows, bad = [], 0
    for number in range(arguments.first, arguments.first + arguments.ids):
        lines, measured = faults(arguments.assignment, f"student{number}")
        rows.append(measured)
        bad += bool(lines)
        for line in lines:
            print(f"student{number}: {line}")
    if rows:
        print(pd.DataFrame(rows).describe(percentiles=[0.5]).T.round(4).to_string())
    print(f"{arguments.ids} ids, {bad} with faults")
    failed = simulations_failed(arguments.assignment, f"student{arguments.first}", arguments.seeds)
    print(f"{arguments.seeds} right simulation answers, {failed} marked wrong")
    return int(bad + failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
