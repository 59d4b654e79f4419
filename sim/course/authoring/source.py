"""The source of an assignment: its notebook, whose model solution is the reference, its typical mistakes, its rubric."""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.files import from_yaml
from sim.base.i18n import _
from sim.course.answers.hints import Hint
from sim.course.answers.parts import Part
from sim.course.assignment import Assignment, find_assignment
from sim.course.course_folder import HINTS, MISTAKES, RUBRIC, SOURCES
from sim.course.my_case import MyCase

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


@dataclass(frozen=True)
class Mistake:
    """A typical mistake: the part, its hint, and a function of the right answer that makes it.

    make: (right, *inputs) for a part that is a function, else (right, case); right is the model's function or value.
    """

    part: str
    hint: Hint
    make: Callable[..., Any]

    @property
    def label(self) -> str:
        """The name of a cell in reports."""
        name = self.make.__name__
        return f"{self.part}, {self.hint.id}" + ("" if name == "<lambda>" else f" ({name})")


@dataclass(frozen=True)
class Cell:
    """A cell with a model solution, and the names that it defines."""

    id: str
    names: tuple[str, ...]
    code: CodeType
    only_functions: bool


class Source:
    """The files of an assignment in `solutions`."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        self.folder = root / SOURCES / name
        self.assignment: Assignment = find_assignment(name)

    @cached_property
    def notebook(self) -> dict[str, Any]:
        """The notebook as its author wrote it. Raises InputError if it is missing or not a notebook."""
        path = self.folder / f"{self.name}.ipynb"
        try:
            notebook: dict[str, Any] = json.loads(path.read_bytes())
            notebook["cells"] = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(
                _("{path} is missing: without it nothing can be marked.").format(path=path)
            ) from None
        notebook["cells"] = _with_ids(
            notebook["cells"], set(self.rubric), {p.name for p in self.assignment.parts}
        )
        return notebook

    @cached_property
    def rubric(self) -> dict[str, Any]:
        """Written cell -> its criteria; empty if there is none."""
        path = self.folder / RUBRIC
        return dict(from_yaml(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells with a model solution."""
        found = []
        for cell in self.notebook["cells"]:
            if cell["cell_type"] == "code" and BEGIN in cell["source"]:
                tree = _parsed(cell)
                functions = all(
                    isinstance(n, ast.FunctionDef | ast.Import | ast.ImportFrom) for n in tree.body
                )
                code = compile(tree, f"<{self.name} {cell['id']}>", "exec")
                found.append(Cell(cell["id"], tuple(defined(tree)), code, functions))
        return tuple(found)

    def model(self, case: MyCase | None = None, only: Collection[str] | None = None) -> dict[str, Any]:
        """The names that the model solution defines; without a case only those of functions.

        only: names that are needed; cells are run that define them, or something that those use.
        """
        names: dict[str, Any] = {"pd": pd, "case": case}
        cells = self.cells if only is None else self._needed_for(only)
        used = {name for cell in cells for name in cell.code.co_names}
        if case is not None:
            names |= {table: case.read(table) for table in self.assignment.public if table in used}
        for cell in cells:
            if case is not None or cell.only_functions:
                exec(cell.code, names)
        return names

    def _needed_for(self, names: Collection[str]) -> list[Cell]:
        """The cells that define the names, and those that define what these use."""
        wanted, chosen = set(names), set[str]()
        while found := [c for c in self.cells if c.id not in chosen and not wanted.isdisjoint(c.names)]:
            for cell in found:
                chosen.add(cell.id)
                wanted |= _used_by(cell.code)
        return [cell for cell in self.cells if cell.id in chosen]

    @cached_property
    def functions(self) -> dict[str, Any]:
        """The functions of the model solution."""
        return self.model()

    @cached_property
    def _collected(self) -> _Collected:
        path = self.folder / MISTAKES
        if not path.is_file():
            raise InputError(_("{path} is missing: it holds the typical mistakes.").format(path=path))
        name = f"kefu_mistakes_{self.name}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        before, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # no __pycache__ beside the solution
        try:
            with _collecting() as found:
                spec.loader.exec_module(module)
        finally:
            sys.dont_write_bytecode = before
        return found

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The typical mistakes, in the sequence of the file. Raises InputError if a hint is not in `hints.yaml`."""
        found = []
        for part, hint, make in self._collected.mistakes:
            if hint not in self.hints:
                text = _("{part}: {file} has no hint {hint}.")
                raise InputError(text.format(part=part, file=HINTS, hint=hint))
            found.append(Mistake(part, self.hints[hint], make))
        return tuple(found)

    @cached_property
    def hints(self) -> dict[str, Hint]:
        """The hints by id. Raises InputError if one is not in both languages."""
        path = self.folder / HINTS
        rows = from_yaml(path.read_text(encoding="utf-8")) if path.is_file() else {}
        for name, row in rows.items():
            if len(row.get("en", ())) != len(row.get("zh", ())) or not row.get("en"):
                raise InputError(
                    _("The hint {hint} needs as many Chinese texts as English ones.").format(hint=name)
                )
        return {name: Hint(name, tuple(row["en"]), tuple(row["zh"])) for name, row in rows.items()}

    def by_hand(self, part: Part, case: MyCase) -> Any:
        """The right answer to a value, worked out in another way than the model's; None if that was not done for this student."""
        found = self._collected.by_hand.get(part.name)
        if callable(found):
            return found(case)
        return found if case.owner.demo else None

    def has_right(self, part: Part) -> bool:
        """Whether `@right` gives the object with which the answer to a value is compared; it may hold functions."""
        return part.name in self._collected.rights

    def right(self, part: Part, case: MyCase, model: Mapping[str, Any]) -> Any:
        """The right answer to a value: the result of `@right` if there is one, else the model's value."""
        rights: dict[str, Callable[..., Any]] = self._collected.rights
        return rights[part.name](case) if part.name in rights else model[part.name]


class _Collected:
    def __init__(self) -> None:
        self.mistakes: list[tuple[str, str, Callable[..., Any]]] = []
        self.rights: dict[str, Callable[..., Any]] = {}
        self.by_hand: dict[str, Any] = {}


_stack: list[_Collected] = []


class _collecting:
    def __enter__(self) -> _Collected:
        _stack.append(_Collected())
        return _stack[-1]

    def __exit__(self, *error: object) -> None:
        _stack.pop()


def mistake(hint: str, parts: str, make: Callable[..., Any] | None = None) -> Any:
    """Note a typical mistake of these parts, such as "m08 why", with the id of its hint. See `Mistake` for what `make` takes.

    Without `make` it is a decorator of such a function.
    """

    def note(make: Callable[..., Any]) -> Callable[..., Any]:
        _stack[-1].mistakes += [(part, hint, make) for part in parts.split()]
        return make

    return note if make is None else note(make)


def right(part: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function (case) -> the object with which the answer to a value is compared, if not just the model's value."""

    def note(make: Callable[..., Any]) -> Callable[..., Any]:
        _stack[-1].rights[part] = make
        return make

    return note


def by_hand(part: str, value: Any = None) -> Any:
    """Note the right answer to a value, worked out in another way than the model solution's; the two are compared.

    value: that of the demonstration student, worked out on paper. Without it this is a decorator of a function
    (case) -> the value, step by step and as simple as can be.
    """

    def note(found: Any) -> Any:
        _stack[-1].by_hand[part] = found
        return found

    return note if value is None else note(value)


def _with_ids(cells: list[dict[str, Any]], written: set[str], parts: set[str]) -> list[dict[str, Any]]:
    """The cells with ids by their contents, since authors cannot set ids in JupyterLab.

    A cell with a model solution is named after its first part, a written one after its tag, prose `...-en` and `...-zh`.
    """
    named: list[dict[str, Any]] = []
    for number, cell in enumerate(cells):
        tags, name = cell["metadata"].get("tags", []), cell["id"]
        metadata = cell["metadata"]
        if cell["cell_type"] == "code" and BEGIN in cell["source"]:
            name = next((one for one in defined(_parsed(cell)) if one in parts), name)
        elif written & set(tags):
            name = next(tag for tag in tags if tag in written)
            metadata = {key: value for key, value in metadata.items() if key != "tags"}
        elif tags == ["lang-en"] and not name.endswith("-en"):
            name = f"text-{number}-en"
        elif tags == ["lang-zh"] and named and not name.endswith("-zh"):
            name = named[-1]["id"].removesuffix("-en") + "-zh"
        named.append({**cell, "id": name, "metadata": metadata})
    return named


def defined(tree: ast.Module) -> list[str]:
    """The names that a cell defines at its top level."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names.append(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else []
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return list(dict.fromkeys(names))


def _used_by(code: CodeType) -> set[str]:
    """The names that a piece of code and the functions in it use, attributes among them."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return {*code.co_names, *(name for one in inner for name in _used_by(one))}


def _parsed(cell: dict[str, Any]) -> ast.Module:
    try:
        return ast.parse(cell["source"])
    except SyntaxError as error:
        text = _("The cell {cell} is not Python: line {line}: {reason}.")
        raise InputError(text.format(cell=cell["id"], line=error.lineno, reason=error.msg)) from None
