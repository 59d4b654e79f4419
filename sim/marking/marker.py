"""What hidden tests call: the student's names against the reference, on the student's own year and on a hidden one."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.calling import call, takes
from sim.course.answers.questions import Part
from sim.course.assignment import find_assignment
from sim.course.my_case import MyCase
from sim.course.owner import Who, who

SOURCES = "solutions"
REFERENCE = "reference.py"


def grade(assignment: str, question: str, names: Mapping[str, Any]) -> float:
    """Points for a question, from what the notebook defines. Only where a submission is graded.

    names: the notebook's globals. A part that is missing, stops or is wrong gets nothing and does no harm to the others.
    Prints a line for each part. Raises InputError outside a course folder.
    """
    owner = who()
    if owner.course_folder is None:
        raise InputError(_("Points are given only where a submission is graded."))
    marker = _marker(assignment, owner)
    points = 0.0
    for part in find_assignment(assignment).question(question):
        share = marker.share(part, names.get(part.name))
        print(f"{part.name}: {share * part.points:g} / {part.points:g}")
        points += share * part.points
    return round(points, 4)


@lru_cache(maxsize=1)
def _marker(assignment: str, owner: Who) -> Marker:
    """One for all questions of a notebook: reading two years takes longer than marking them."""
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
        """Share of a part's points that an answer earns, 0 to 1; a function must be right in every year."""
        if answer is None:
            return 0.0
        if part.is_function:
            return min(self._calls(part, case, answer) for case in self.cases)
        kind = getattr(self.reference, "kind_of", lambda part, case: part.kind)(part, self.case)
        try:
            return float(kind.alike(answer, getattr(self.reference, part.name)(self.case)))
        except (
            TypeError,
            ValueError,
            KeyError,
            AttributeError,
        ):  # an answer of a shape that nothing can be made of
            return 0.0

    def _calls(self, part: Part, case: MyCase, function: Any) -> float:
        assert part.inputs is not None
        shares = []
        for inputs in part.inputs(case):
            if not callable(function) or not takes(function, len(inputs)):
                return 0.0
            done = call(function, inputs)
            right = getattr(self.reference, part.name)(*inputs)
            try:
                shares.append(0.0 if done.error is not None else part.kind.alike(done.answer, right))
            except (TypeError, ValueError, KeyError, AttributeError):  # as above
                shares.append(0.0)
        return min(shares)


def load_reference(course_folder: Path, assignment: str) -> ModuleType:
    """The reference solution of an assignment. Raises InputError if the course folder has none."""
    path = course_folder / SOURCES / assignment / REFERENCE
    if not path.is_file():
        raise InputError(_("{path} is missing: without it nothing can be marked.").format(path=path))
    name = f"kefu_reference_{assignment}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # leaves nothing beside the source
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module
