"""A student's own firm: facts, files, hand tables, the same every time for the same student."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.files import atomic_folder
from sim.base.i18n import _
from sim.course.answers.hints import Talk
from sim.course.assignment import Assignment, find_assignment
from sim.course.owner import Who, who
from sim.course.seeds import course_secret, hidden_seed, public_seed
from sim.course.tables import BOM, from_csv, table_files, to_csv

FOLDER = "data"

_current: MyCase | None = None


class MyCase:
    """A student's own firm in one assignment.

    student: the id; facts: what is known about the firm, name -> value; folder: where the files are.
    """

    def __init__(
        self, assignment: Assignment, owner: Who, folder: Path | None, luck_seed: int | None = None
    ) -> None:
        self._seed = public_seed(owner.course, assignment.id, owner.student)
        self._luck_seed = self._seed if luck_seed is None else luck_seed
        self._assignment = assignment
        self._variant = assignment.variant(self._seed)
        self._read: dict[str, pd.DataFrame] = {}
        self.owner = owner
        self.student = owner.student
        self.folder = folder
        self._talks: dict[str, Talk] = {}

    def __repr__(self) -> str:
        """Short: assignment and student."""
        return f"MyCase({self._assignment.id}, {self.student})"

    @property
    def assignment(self) -> Assignment:
        """The assignment that it belongs to."""
        return self._assignment

    @cached_property
    def _hand_tables(self) -> dict[str, pd.DataFrame]:
        return {name: from_csv(to_csv(table)) for name, table in self._assignment.hand(self._variant).items()}

    @property
    def facts(self) -> dict[str, Any]:
        """Name -> value: what the student is told about the firm, in the language in force."""
        return self._assignment.facts(self._variant)

    def read(self, name: str) -> pd.DataFrame:
        """A table of the firm, newly read, in the language in force. Raises InputError if there is none of this name."""
        return self._assignment.spoken(name, self.table(name))

    def table(self, name: str) -> pd.DataFrame:
        """The same as it was made, before it is put into words."""
        content = table_files(self._assignment, self._seed, self._luck_seed)
        if name not in content:
            raise InputError(
                _("There is no table {name}; there are: {all}.").format(name=name, all=", ".join(content))
            )
        if name not in self._read:
            self._read[name] = from_csv(content[name])
        return self._read[name].copy()

    def hand(self, name: str) -> pd.DataFrame:
        """A table of a few rows, to work on paper. Raises InputError if there is none of this name."""
        tables = self._hand_tables
        if name not in tables:
            raise InputError(
                _("There is no hand table {name}; there are: {all}.").format(name=name, all=", ".join(tables))
            )
        return self._assignment.spoken(name, tables[name].copy())

    def tool(self, name: str) -> Any:
        """The variant itself, for what an assignment lets students try (a simulation, for example)."""
        return getattr(self._variant, name)

    def talk(self, part: str) -> Talk:
        """What `check` has said about a part so far."""
        return self._talks.setdefault(part, Talk())

    def write_files(self) -> None:
        """Write the files of the student's, as CSV that Excel opens, into `folder`; what was there of these names goes."""
        if self.folder is None:
            raise ValueError("a case without a folder has no files")
        with atomic_folder(self.folder) as work:
            for name in self._assignment.public:
                (work / f"{name}.csv").write_bytes(BOM + to_csv(self.read(name)))

    def hidden(self) -> MyCase:
        """The same firm in a year that the student has never seen: what functions are also tried on.

        Raises InputError outside a course folder: only there is the secret.
        """
        if self.owner.course_folder is None:
            raise InputError(_("Hidden data exist only where a submission is graded."))
        secret = course_secret(self.owner.course_folder)
        seed = hidden_seed(secret, self.owner.course, self._assignment.id, self.student)
        return MyCase(self._assignment, self.owner, None, seed)


def my_case(assignment: str) -> MyCase:
    """The student's own firm in this assignment; its files are written into the folder data/ASSIGNMENT.

    Says whose firm it is. Without a student id it is a demonstration firm, and that is said. Raises InputError if there is
    no such assignment, or the files cannot be written.
    """
    found = find_assignment(assignment)
    owner = who()
    case = MyCase(found, owner, Path(FOLDER) / found.id)
    case.write_files()
    work_on(case)
    if owner.demo:
        print(_("DEMONSTRATION FIRM. Nobody's work is graded with it. Tell Kefu who you are:"))
        print("    kefu start --student ID")
    else:
        print(_("Student: {student}").format(student=case.student))
    print(_("Your files are in the folder {folder}.").format(folder=case.folder))
    return case


def work_on(case: MyCase) -> None:
    """Make it the case that `check` judges answers of from now on."""
    global _current
    _current = case


def current_case() -> MyCase:
    """The case that this notebook works on. Raises InputError if none has been made yet."""
    if _current is None:
        raise InputError(_("Run the first cell of the assignment first: it makes your case."))
    return _current
