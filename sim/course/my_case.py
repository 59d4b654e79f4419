"""A student's own firm: its facts, files and hand tables, always the same for the same student."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.files import atomic_folder
from sim.base.i18n import _
from sim.base.streams import RandomStreams
from sim.base.version import version
from sim.course.assignment import Assignment, find_assignment
from sim.course.fair_tables import Tables
from sim.course.owner import Owner, find_owner
from sim.course.seeds import course_secret, data_number, hidden_seed, public_seed
from sim.course.session import begin
from sim.course.showing import display_table
from sim.course.table_files import BOM, from_csv, hand_tables, table_files, to_csv

FOLDER = "data"
REPR_WIDTH = 100
REPR_LINES = 4
"""Most lines that `repr` gives to the facts, and to the files."""


class MyCase:
    """A student's own firm in one assignment; `my_case` makes it.

    Attributes
    ----------
    student : str
        Id of the student in its normal form, "demo" if there is none.
    folder : pathlib.Path or None
        Where the files are; None for a firm that has none, such as the one that submissions are marked with.
    assignment : Assignment
        The assignment that the firm belongs to.
    owner : Owner
        Course and student, and the course folder if a submission is being marked.
    variant : Any
        What differs between students, as the assignment's `draw_variant` returned it.

    Examples
    --------
    >>> from sim.course.assignment import find_assignment
    >>> from sim.course.owner import find_owner
    >>> case = MyCase(find_assignment("service_measures"), find_owner(), None)
    >>> case.hand("needs")["outcome"].tolist()[:2]
    ['accepted', 'elsewhere']
    """

    def __init__(
        self, assignment: Assignment, owner: Owner, folder: Path | None, year_seed: int | None = None
    ) -> None:
        self._seed = public_seed(owner.course, assignment.id, owner.student)
        self._year_seed = self._seed if year_seed is None else year_seed
        self._tables: dict[str, pd.DataFrame] = {}
        self._rows: dict[str, int] = {}
        self.assignment = assignment
        self.variant = assignment.draw_variant(self._seed)
        self.owner = owner
        self.student = owner.student
        self.folder = folder

    def __repr__(self) -> str:
        """The facts, and the files with their rows, on at most nine lines."""
        texts = [_("Facts: {list}").format(list=_listed(self.facts))]
        if self._rows:
            texts.append(_("Files, with their rows: {list}").format(list=_listed(self._rows)))
        lines = [self._title]
        for text in texts:
            lines += textwrap.wrap(text, REPR_WIDTH, max_lines=REPR_LINES, placeholder=" ...")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """The same as two small tables for a notebook."""
        facts = pd.Series(self.facts).to_frame(_("fact")).to_html()
        files = pd.Series(self._rows, dtype=int).to_frame(_("rows")).to_html() if self._rows else ""
        return f"<p>{self._title}</p>{facts}{files}"

    @property
    def _title(self) -> str:
        # The doctor looks for the version in the outputs of a notebook.
        # Marking looks for the number of the data, which shows whether course and student are those of the course folder.
        text = _("Assignment {assignment}, student {student}, data {number}, Kefu {version}")
        return text.format(
            assignment=self.assignment.id,
            student=self.student,
            number=self.data_number,
            version=version(),
        )

    @property
    def data_number(self) -> str:
        """A short number by which the student's data are told from others'."""
        return data_number(self._seed)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts about the firm that the student is told, name -> value, in the current language."""
        return self.assignment.facts(self.variant)

    def read(self, name: str) -> pd.DataFrame:
        """Read a table of the firm: a fresh copy, in the current language.

        Parameters
        ----------
        name : str
            Name of the table, such as "orders".

        Returns
        -------
        pandas.DataFrame
            Columns of dates have a date type; an empty cell is missing.

        Raises
        ------
        InputError
            If there is no table of this name.
        """
        return self.assignment.localize(name, self.table(name))

    def table(self, name: str) -> pd.DataFrame:
        """A table of the firm before `localize` gives it the texts of a language. Raises InputError if there is none."""
        if name not in self._files:
            text = _("There is no table {name}; there are: {all}.")
            raise InputError(text.format(name=name, all=", ".join(self._files)))
        if name not in self._tables:
            self._tables[name] = from_csv(self._files[name])
        return self._tables[name].copy()

    def make_tables(self) -> None:
        """Make the tables and keep them in the cache, if they are not there yet."""
        assert self._files

    @property
    def _files(self) -> dict[str, bytes]:
        return table_files(self.assignment, self._seed, self._year_seed)

    def hand(self, name: str) -> pd.DataFrame:
        """Read a hand table: a few rows to work out on paper.

        Parameters
        ----------
        name : str
            Name of the hand table, such as "orders".

        Returns
        -------
        pandas.DataFrame
            As `read` returns it.

        Raises
        ------
        InputError
            If there is no hand table of this name.
        """
        if name not in self._hand_tables:
            raise InputError(
                _("There is no hand table {name}; there are: {all}.").format(
                    name=name, all=", ".join(self._hand_tables)
                )
            )
        return self.assignment.localize(name, self._hand_tables[name].copy())

    @property
    def _hand_tables(self) -> Tables:
        return hand_tables(self.assignment)

    def given(self, name: str) -> Any:
        """The input of a function by its name: a table, a fact, or with "facts" all of them."""
        facts = self.facts
        if name == "facts":
            return facts
        return facts[name] if name in facts else self.read(name)

    def hand_given(self, name: str) -> Any:
        """The same for the hand tables: one of them, or a fact that belongs to them."""
        facts = {**self.facts, **self.assignment.hand_facts}
        if name == "facts":
            return facts
        return facts[name] if name in facts else self.hand(name)

    @cached_property
    def firm(self) -> Any:
        """The student's simulated firm, a `sim.Case`. Raises InputError if the assignment has none."""
        if self.assignment.firm is None:
            raise InputError(_("This assignment has no simulated firm."))
        return self.assignment.firm(self.variant)

    def show(self, question: str) -> None:
        """Show the hand tables of a question, with the facts that belong to them.

        Parameters
        ----------
        question : str
            Name of the question, such as "q2".

        Examples
        --------
        >>> from sim.course.assignment import find_assignment
        >>> from sim.course.owner import find_owner
        >>> MyCase(find_assignment("service_measures"), find_owner(), None).show("q99")
        """
        columns: dict[str, list[str]] = {}
        for part in self.assignment.question(question):
            for name in part.takes.split():
                if name in self._hand_tables:
                    columns.setdefault(name, []).extend(part.shows.split() or self.hand(name).columns)
        for name, wanted in columns.items():
            table = self.hand(name)
            print(_("Hand table: {name}").format(name=name))
            display_table(table[[column for column in table.columns if column in wanted]])
        if columns and self.assignment.hand_facts:
            parts = self.assignment.question(question)
            takes = {name for part in parts for name in (*part.takes.split(), *part.facts.split())}
            known = {**self.facts, **self.assignment.hand_facts}
            used = {
                name: value
                for name, value in known.items()
                if name in takes and (name in self.assignment.hand_facts or "facts" in takes)
            }
            if used:
                print(_("The facts that go with it: {list}").format(list=_listed(used)))

    def tried(self, numbers: tuple[int, ...], count: int = 3) -> tuple[int, ...]:
        """A few of the numbers of replications, chosen with the secret, which marking simulates again."""
        folder, names = self.owner.course_folder, (self.owner.course, self.assignment.id, self.student)
        seed = self._seed if folder is None else hidden_seed(course_secret(folder), *names)
        order = np.argsort(RandomStreams(seed).of(np.array(numbers)).uniform("tried"), kind="stable")
        return tuple(numbers[place] for place in sorted(order[:count]))

    def write_files(self) -> None:
        """Write the student's files into `folder`, as CSV that Excel opens; they replace files of the same names."""
        if self.folder is None:
            raise ValueError("a case without a folder has no files")
        with atomic_folder(self.folder) as work:
            for name in self.assignment.public:
                table = self.table(name)
                shown = self.assignment.localize(name, table)
                self._rows[name] = len(shown)
                same = shown is table  # then it need not be written again, which takes a while
                content = self._files[name] if same else to_csv(shown)
                (work / f"{name}.csv").write_bytes(BOM + content)

    def hidden(self) -> MyCase:
        """The same firm in a year that the student has never seen, on which functions are tried as well.

        Raises InputError outside a course folder: the secret is only there.
        """
        if self.owner.course_folder is None:
            raise InputError(_("Hidden data exist only where a submission is marked."))
        secret = course_secret(self.owner.course_folder)
        seed = hidden_seed(secret, self.owner.course, self.assignment.id, self.student)
        return MyCase(self.assignment, self.owner, None, seed)


def _listed(values: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}"
        for name, value in values.items()
    )


def my_case(assignment: str) -> MyCase:
    """Make the student's own firm in an assignment, and write its files.

    The files go into the folder data/ASSIGNMENT below the current folder; files of the same names there are replaced.
    The firm depends on the course, the assignment and the student id alone; without a student id it is a
    demonstration firm. The student id and the folder are printed.

    Parameters
    ----------
    assignment : str
        Id of the assignment, such as "service_measures".

    Returns
    -------
    MyCase
        The firm. From now on `check` and `check_all` work on it.

    Raises
    ------
    InputError
        If there is no such assignment, or the files cannot be written.

    Examples
    --------
    >>> case = my_case("service_measures")  # doctest: +ELLIPSIS
    DEMONSTRATION FIRM. Its work is not graded. Tell Kefu who you are:
        ... start --student ID
    Your files are in the folder data/service_measures.
    >>> case.facts["test_customer"]
    'DEMO'
    >>> case.hand("needs").head(3)
       need                time      outcome
    0     1 2024-03-04 08:10:00     accepted
    1     2 2024-03-04 08:40:00    elsewhere
    2     3 2024-03-04 09:20:00  turned_away
    """
    owner = find_owner()
    case = MyCase(find_assignment(assignment), owner, Path(FOLDER) / assignment)
    case.write_files()
    begin(case)
    if owner.demo:
        print(_("DEMONSTRATION FIRM. Its work is not graded. Tell Kefu who you are:"))
        print(f"    {kefu_command('start', '--student', 'ID')}")
    else:
        print(_("Student: {student}").format(student=case.student))
    print(_("Your files are in the folder {folder}.").format(folder=case.folder))
    return case
