"""The right answers of one student, worked out before any of the student's code runs, and the inputs to ask with.

Right answers are kept in a file, as plain data; results of `@right` are made again, as they can hold functions. The
inputs are made again, too, which is quick. Equal tables are one object, so a process gets each of them once.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.cache import cache_in
from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.course.answers import asking
from sim.course.answers.judging import Wanted
from sim.course.answers.parts import Inputs, Part
from sim.course.answers.plain import crossed, pack, unpack
from sim.course.authoring.source import Source
from sim.course.my_case import MyCase

OWN, HAND, HIDDEN = "own", "hand", "hidden"
Rights = dict[str, list[Any]]
"""Part -> the right answers in one year: one for each call of a function, or that to a value."""


class AnswerKey:
    """The questions to ask a student, and the right answers.

    Attributes
    ----------
    wanted : dict of str to list of Wanted
        Part -> what to ask for, in this sequence.
    errors : dict of str to str
        Part -> why it cannot be marked.
    tables : list of pandas.DataFrame
        The tables among the inputs, each once.
    """

    def __init__(
        self,
        source: Source,
        cases: tuple[MyCase, ...],
        caches: tuple[Path | None, ...] = (None, None),
        file: Path | None = None,
    ) -> None:
        """cases: own and hidden year; caches: folders of their helper results; file: where right answers are kept."""
        self.wanted: dict[str, list[Wanted]] = {part.name: [] for part in source.assignment.parts}
        self.errors: dict[str, str] = {}
        self.tables: list[pd.DataFrame] = []
        self._source = source
        known = _read(file)
        rights: dict[str, Rights] = {}
        for year, case, cache in zip((OWN, HIDDEN), cases, caches, strict=False):
            with cache_in(cache):
                rights[year] = self._year(year, case, known.get(year))
        if file is not None and not known and not self.errors:
            _write(file, rights)

    def _year(self, year: str, case: MyCase, known: Rights | None) -> Rights:
        """Add the questions on one year. known: the right answers, if they were kept. Returns those that can be kept."""
        source = self._source
        parts = [part for part in source.assignment.parts if year == OWN or part.is_function or part.hidden]
        model = source.model(case, [part.name for part in parts]) if known is None else {}
        to_keep: Rights = {}
        for part in parts:
            try:
                calls = [self._shared(i) for i in part.inputs(case)] if part.is_function else [None]
                if known is not None and part.name in known:
                    rights = known[part.name]
                elif part.is_function:
                    rights = [_called(part, model, inputs) for inputs in calls if inputs is not None]
                else:
                    rights = [source.right(part, case, model)]
                if year == OWN:
                    hands = part.hands(case)
                    self.wanted[part.name] += [Wanted(HAND, self._shared(i), right) for i, right in hands]
                if not source.has_right(part):
                    rights = to_keep[part.name] = crossed(rights)
                pairs = zip(calls, rights, strict=True)
                self.wanted[part.name] += [Wanted(year, inputs, right) for inputs, right in pairs]
            except Exception as error:
                self.errors[part.name] = f"{type(error).__name__}: {error}"
        return to_keep

    def _shared(self, inputs: Inputs) -> Inputs:
        """The inputs, with equal tables replaced by those of earlier inputs."""
        return tuple(self._once(value) if isinstance(value, pd.DataFrame) else value for value in inputs)

    def _once(self, table: pd.DataFrame) -> pd.DataFrame:
        for one in self.tables:
            alike = type(one.index) is type(table.index) and list(one.columns) == list(table.columns)
            if alike and one.equals(table):
                return one
        self.tables.append(table)
        return table


def _called(part: Part, model: dict[str, Any], inputs: Inputs) -> Any:
    """The return value of the model's function."""
    outcome = asking.AnswersHere(model).call(part.name, inputs)
    if outcome.state != asking.ANSWERED:
        raise ValueError(f"the model solution gives no answer: {outcome.state} {outcome.error}")
    return outcome.answer


def _read(file: Path | None) -> dict[str, Rights]:
    """The right answers that were kept; empty if there are none, or they cannot be read."""
    if file is not None:
        with suppress(OSError, ValueError, KeyError, TypeError, zlib.error):
            found = unpack(zlib.decompress(file.read_bytes()))
            if isinstance(found, dict) and set(found) == {OWN, HIDDEN}:
                return found
    return {}


def _write(file: Path, rights: dict[str, Rights]) -> None:
    with suppress(InputError):  # the disk is full, or nothing may be written: they are worked out again
        write_atomic(file, zlib.compress(pack(rights), level=1))
