"""Comparing a student's answers with the reference solution, on the student's own year and on a hidden one."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.calling import accepts, call
from sim.course.answers.kinds import Kind
from sim.course.answers.parts import Part
from sim.course.assignment import find_assignment
from sim.course.course_folder import REFERENCE, SOURCES
from sim.course.my_case import MyCase
from sim.course.owner import Owner, find_owner

UNUSABLE = (TypeError, ValueError, KeyError, AttributeError)
"""Errors of comparing an answer whose shape has nothing in common with the right one's."""


def grade(assignment: str, question: str, names: Mapping[str, Any]) -> float:
    """Mark a question of a submission: compare what the notebook defines with the reference solution.

    Functions are called on the student's own year and on a hidden one, and must be right on both. A part that is
    missing, stops or is wrong gets no points, and does not affect the other parts. A line is printed for each part.

    Parameters
    ----------
    assignment : str
        Id of the assignment, such as "service_measures".
    question : str
        Name of the question, such as "q2".
    names : Mapping[str, Any]
        The notebook's globals: every part is looked up there by its name.

    Returns
    -------
    float
        Points for the question.

    Raises
    ------
    InputError
        If the current folder is not that of a submission in a course folder, or the course folder has no reference
        solution of the assignment.

    Examples
    --------
    Where no submission is being marked, it gives no points:

    >>> grade("service_measures", "q2", {})
    Traceback (most recent call last):
    ...
    sim.base.errors.InputError: Points are given only where a submission is marked.
    """
    owner = find_owner()
    if owner.course_folder is None:
        raise InputError(_("Points are given only where a submission is marked."))
    marker = _marker(assignment, owner)
    points = 0.0
    for part in find_assignment(assignment).question(question):
        share = marker.share(part, names.get(part.name))
        print(f"{part.name}: {share * part.points:g} / {part.points:g}")
        points += share * part.points
    return round(points, 4)


@lru_cache(maxsize=1)
def _marker(assignment: str, owner: Owner) -> Marker:
    """The marker that all questions of a notebook share, since reading two years takes longer than marking them.

    Every submission is marked in a kernel of its own, so the cached marker is never that of another student.
    """
    assert owner.course_folder is not None
    case = MyCase(find_assignment(assignment), owner, None)
    return Marker((case, case.hidden()), load_reference(owner.course_folder, assignment))


class Marker:
    """Marks one student's answers in one assignment: values by the first of the cases, functions by all of them."""

    def __init__(self, cases: tuple[MyCase, ...], reference: ModuleType) -> None:
        self.case = cases[0]
        self.cases = cases
        self.reference = reference

    def share(self, part: Part, answer: Any) -> float:
        """The share of a part's points that an answer earns, 0 to 1: of a function, the least of all its calls."""
        if answer is None:
            return 0.0
        if part.inputs is None:
            right = getattr(self.reference, part.name)(self.case)
            return _score(self._kind(part), answer, right)
        return min(
            self._score_call(part, answer, inputs) for case in self.cases for inputs in part.inputs(case)
        )

    def _kind(self, part: Part) -> Kind:
        """The kind of a value. A reference may define `kind_of` where the tolerance depends on the student's variant."""
        kind_of: Callable[[Part, MyCase], Kind] | None = getattr(self.reference, "kind_of", None)
        return part.kind if kind_of is None else kind_of(part, self.case)

    def _score_call(self, part: Part, function: Any, inputs: tuple[Any, ...]) -> float:
        if not callable(function) or not accepts(function, len(inputs)):
            return 0.0
        result = call(function, inputs)
        if result.error is not None:
            return 0.0
        right = getattr(self.reference, part.name)(*inputs)
        return _score(part.kind, result.answer, right)


def _score(kind: Kind, answer: Any, right: Any) -> float:
    try:
        return float(kind.score(answer, right))
    except UNUSABLE:
        return 0.0


def load_reference(course_folder: Path, assignment: str) -> ModuleType:
    """The reference solution of an assignment. Raises InputError if the course folder has none."""
    path = course_folder / SOURCES / assignment / REFERENCE
    if not path.is_file():
        raise InputError(_("{path} is missing: without it nothing can be marked.").format(path=path))
    name = f"kefu_reference_{assignment}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # no __pycache__ beside the solution
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module
