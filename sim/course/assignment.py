"""What an assignment is made of, and how one is found by its id."""

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
from sim.course.answers.questions import Part

FOLDER = Path(__file__).with_name("assignments")

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Assignment:
    """The parts of an assignment that students may see.

    variant: what differs between students, from a seed; tables: the files of a variant under the luck of a seed; facts:
    name -> value, what the student is told about the firm; hand: tables of a few rows that can be worked on paper;
    words: (table, row as a dict) -> a text column in the language in force; parts: what is checked and graded.
    """

    id: str
    variant: Callable[[int], Any]
    tables: Callable[[Any, int], Tables]
    facts: Callable[[Any], dict[str, Any]]
    hand: Callable[[Any], Tables]
    parts: tuple[Part, ...]
    public: tuple[str, ...]
    """Tables that become files of the student's; the others are read with `case.read` all the same."""
    spoken: Callable[[str, pd.DataFrame], pd.DataFrame] = lambda name, table: table
    """A table as the student sees it: texts in the language in force."""

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
    """The assignments there are, by id."""
    return sorted(found.name for found in pkgutil.iter_modules([str(FOLDER)]))


def find_assignment(name: str) -> Assignment:
    """The assignment of this id. Raises InputError if there is none."""
    if name not in assignment_ids():
        raise InputError(
            _("There is no assignment {name}; there are: {all}.").format(
                name=name, all=", ".join(assignment_ids())
            )
        )
    found: Assignment = importlib.import_module(f"sim.course.assignments.{name}").ASSIGNMENT
    return found
