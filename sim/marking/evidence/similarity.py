"""Similar answers in code: lines that two students share and few others have. Evidence to look at, never a verdict.

A line is compared after names that a student chose are made equal and space, comments and layout are gone, so renaming hides
nothing. The fewer students have a line, the more it counts (its surprise, -log2 of their share); lines of what was handed out,
and lines that every third student has, count nothing. Lines of the model solution are counted separately: it is
public, so two students can have a line from there, or because it is the natural way to write it.
"""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sim.workspace.notebooks import grade_id, source

COMMON = 1 / 3
"""Lines that at least this share of the students has are left out."""
SHORTEST = 12
"""Letters of a line that says anything."""
NO_BODY = "\n    pass"
"""Stands for what follows the head of a compound statement."""
MOST_PAIRS = 40
"""On the page."""
MOST_LINES = 300
"""Lines of an answer that are looked at."""


@dataclass(frozen=True)
class Line:
    """A line of an answer. cell: the answer; text: as it stands there; shape: what is compared."""

    cell: str
    text: str
    shape: str


@dataclass(frozen=True)
class Pair:
    """Two students with what they share.

    Attributes
    ----------
    first, second : str
        The students.
    bits : float
        Surprise of all shared lines that are not in the model solution.
    lines : tuple of (Line, Line, int)
        The same line of both, and how many students have it; the rarest first.
    letter_by_letter : int
        How many of those lines are the same with all names.
    of_the_model : int
        Further shared lines, which are in the model solution.
    """

    first: str
    second: str
    bits: float
    lines: tuple[tuple[Line, Line, int], ...]
    letter_by_letter: int
    of_the_model: int


def pairs(
    notebooks: Mapping[str, Mapping[str, Any]],
    released: Sequence[Mapping[str, Any]],
    model: Mapping[str, Any],
) -> list[Pair]:
    """All pairs that share lines that few others have, the most surprising first.

    notebooks: student -> notebook as handed in; released: the editions as handed out; model: the notebook with the solution.
    """
    answers = {
        grade_id(cell)
        for notebook in released
        for cell in notebook["cells"]
        if grade_id(cell) and cell["cell_type"] == "code" and cell["metadata"]["nbgrader"].get("solution")
    }
    given = {(line.cell, line.shape) for notebook in released for line in lines_of(notebook, answers)}
    solution = {(line.cell, line.shape) for line in lines_of(model, answers)}
    own: dict[str, dict[tuple[str, str], Line]] = {}
    for student, notebook in notebooks.items():
        own[student] = {
            (line.cell, line.shape): line
            for line in lines_of(notebook, answers)
            if (line.cell, line.shape) not in given and len(line.shape) >= SHORTEST
        }
    counts = Counter(key for lines in own.values() for key in lines)
    limit = max(2.0, COMMON * len(own))
    found = []
    for first, second in combinations(sorted(own), 2):
        both = [key for key in own[first].keys() & own[second].keys() if counts[key] <= limit]
        rare = sorted((key for key in both if key not in solution), key=lambda key: (counts[key], key))
        if rare:
            lines = tuple((own[first][key], own[second][key], counts[key]) for key in rare)
            bits = sum(-math.log2(counts[key] / max(len(own), 3)) for key in rare)
            same = sum(a.text == b.text for a, b, _count in lines)
            found.append(Pair(first, second, round(bits, 1), lines, same, len(both) - len(rare)))
    return sorted(found, key=lambda pair: (-pair.bits, pair.first, pair.second))[:MOST_PAIRS]


def lines_of(notebook: Mapping[str, Any], answers: set[str]) -> Iterator[Line]:
    """The lines of all answers in code; of the model solution, which has no labels, by the ids of its cells."""
    for cell in notebook["cells"]:
        name = grade_id(cell) or str(cell.get("id", ""))
        if name in answers and cell["cell_type"] == "code":
            yield from _lines(name, source(cell))


def _lines(name: str, text: str) -> Iterator[Line]:
    lines = text.splitlines()
    try:
        tree = ast.parse("\n".join(line for line in lines if not line.lstrip().startswith(("%", "!"))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        shapes = (
            Line(name, line.strip(), "".join(line.partition("#")[0].split())) for line in lines[:MOST_LINES]
        )
        yield from (line for line in shapes if line.shape)
        return
    own = _own_names(tree)
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for node in sorted(statements, key=lambda node: (node.lineno, node.col_offset))[:MOST_LINES]:
        head = _head(node)
        if head is not None:
            try:
                written = ast.unparse(head)
                shape = ast.unparse(_Renamed(own).visit(ast.parse(written)))
                yield Line(name, *(one.removesuffix(NO_BODY) for one in (written, shape)))
            except (ValueError, RecursionError, SyntaxError):
                continue


def _head(node: ast.stmt) -> ast.AST | None:
    """The part of a statement that is compared: all of a simple one, the head of a compound one."""
    if isinstance(
        node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Pass | ast.AsyncFunctionDef
    ):
        return None
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return None
    if isinstance(node, ast.For):
        return ast.fix_missing_locations(ast.For(node.target, node.iter, [ast.Pass()], []))
    if isinstance(node, ast.While | ast.If):
        return ast.fix_missing_locations(type(node)(node.test, [ast.Pass()], []))
    if isinstance(node, ast.With | ast.Try | ast.Match):
        return None
    return node


def _own_names(tree: ast.Module) -> set[str]:
    """Names that the student chose: of arguments, variables, functions within functions."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


class _Renamed(ast.NodeTransformer):
    def __init__(self, own: set[str]) -> None:
        self.own = own

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """A chosen name becomes "_"."""
        return ast.copy_location(ast.Name("_" if node.id in self.own else node.id, node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """So does the name of an argument."""
        return ast.copy_location(ast.arg("_"), node)
