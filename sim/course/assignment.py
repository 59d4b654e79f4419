"""The public parts of an assignment, and how an assignment is found by its id."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.hints import KnownMistake, read_mistakes
from sim.course.answers.parts import Part
from sim.course.fair_tables import Step

FOLDER = Path(__file__).with_name("assignments")


def _unchanged(name: str, table: pd.DataFrame) -> pd.DataFrame:
    return table


@dataclass(frozen=True, eq=False)
class Assignment:
    """The parts of an assignment that students may see.

    Parameters
    ----------
    id : str
        Name of its module.
    draw_variant : callable
        Seed -> the data that differ between students.
    steps : tuple of Step
        The steps that make the tables of a variant, and the rules by which they are fair.
    facts : callable
        Variant -> facts about the firm for the student, by name.
    hand_tables : Mapping[str, pandas.DataFrame]
        Tables of about ten rows to work out on paper, the same for all students.
    questions : Mapping[str, tuple of Part]
        "q1" -> what is checked and marked in question 1.
    public : tuple of str
        Tables that are written as files; others are only read with `case.read`.
    hand_facts : Mapping[str, Any]
        Facts that belong to the hand tables, where they differ from the student's own.
    localize : callable
        (name, table) -> the table with its texts in the current language.
    firm : callable, optional
        Variant -> the student's simulated firm, a `sim.Case`.
    """

    id: str
    draw_variant: Callable[[int], Any]
    steps: tuple[Step, ...]
    facts: Callable[[Any], dict[str, Any]]
    hand_tables: Mapping[str, pd.DataFrame]
    questions: Mapping[str, tuple[Part, ...]]
    public: tuple[str, ...]
    hand_facts: Mapping[str, Any] = field(default_factory=dict)
    localize: Callable[[str, pd.DataFrame], pd.DataFrame] = _unchanged
    firm: Callable[[Any], Any] | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all questions."""
        return tuple(part for parts in self.questions.values() for part in parts)

    def part(self, name: str) -> Part:
        """The part of this name. Raises InputError if there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise InputError(
            _("There is nothing to check under the name {name}; there are: {all}.").format(
                name=name, all=", ".join(part.name for part in self.parts)
            )
        )

    def question(self, name: str) -> tuple[Part, ...]:
        """The parts of a question such as "q2"; none if there is no such question."""
        return self.questions.get(name, ())

    def known(self, part: Part) -> tuple[KnownMistake, ...]:
        """The typical mistakes of a part with their hints."""
        return self._known.get(part.name, ())

    @cached_property
    def _known(self) -> dict[str, tuple[KnownMistake, ...]]:
        return read_mistakes(FOLDER / self.id)


def assignment_ids() -> list[str]:
    """The ids of all assignments: the names of the packages in `assignments`."""
    return sorted(module.name for module in pkgutil.iter_modules([str(FOLDER)]))


def find_assignment(name: str) -> Assignment:
    """The assignment of this id, loaded by name. Raises InputError if there is none."""
    if name not in assignment_ids():
        raise InputError(
            _("There is no assignment {name}; there are: {all}.").format(
                name=name, all=", ".join(assignment_ids())
            )
        )
    assignment: Assignment = importlib.import_module(f"sim.course.assignments.{name}").ASSIGNMENT
    return assignment
