"""The public parts of an assignment, and how an assignment is found by its id."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.parts import Part

FOLDER = Path(__file__).with_name("assignments")

Tables = Mapping[str, pd.DataFrame]


def _unchanged(name: str, table: pd.DataFrame) -> pd.DataFrame:
    return table


@dataclass(frozen=True, eq=False)
class Assignment:
    """The parts of an assignment that students may see.

    draw_variant: seed -> what differs between students; make_tables: the tables of a variant in the year of a seed;
    facts: name -> value, what the student is told about the firm; hand_tables: tables of a few rows to work out on paper;
    parts: what is checked and marked; public: tables that are written as files, while the others are only read with
    `case.read`; localize: (name, table) -> the table with its texts in the current language.
    """

    id: str
    draw_variant: Callable[[int], Any]
    make_tables: Callable[[Any, int], Tables]
    facts: Callable[[Any], dict[str, Any]]
    hand_tables: Callable[[Any], Tables]
    parts: tuple[Part, ...]
    public: tuple[str, ...]
    localize: Callable[[str, pd.DataFrame], pd.DataFrame] = _unchanged

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
        """The parts of a question such as "q2"."""
        return tuple(part for part in self.parts if part.question == name)


def assignment_ids() -> list[str]:
    """The ids of all assignments: the names of the modules and packages in `assignments`."""
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
