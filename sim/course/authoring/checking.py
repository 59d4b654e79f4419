"""`kefu assignment check`: everything that must hold before an assignment is handed out, in one report."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sim.base.checked import Checked
from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.course.authoring import minutes
from sim.course.authoring.cells import points_of
from sim.course.authoring.hand_results import HandResults
from sim.course.authoring.leaks import leaks, tree_files
from sim.course.authoring.release import differing
from sim.course.authoring.source import Source
from sim.course.authoring.variants import try_students
from sim.course.curriculum.coverage import as_markdown, coverage

STUDENTS, FAST_STUDENTS = 200, 3
TOOLS = ("tools.catalogue", "tools.chinese")
"""Of the clone: translations, and the Chinese of all texts."""


def check(root: Path, name: str, *, fast: bool = False, students: int | None = None) -> Iterator[Checked]:
    """Check an assignment of a course folder, one thing after the other.

    fast: few students, no check of the whole tree. students: how many are tried, in place of 200, or of 3 if fast.
    """
    source = Source(root, name)
    fits = _checked(_("model solution, hand tables and mistakes"), lambda: HandResults(source).faults)
    yield fits
    yield _checked(_("points"), lambda: list(_points(source)))
    yield _checked(_("rubric"), lambda: list(_rubric(source)))
    if fits.faults:  # the release is out of date, so hints would seem wrong
        yield Checked(_("release and students"), [_("not looked at before the faults above are mended")])
    else:
        yield _checked(_("release"), lambda: _release(root, name))
        yield _students(source, students or (FAST_STUDENTS if fast else STUDENTS))
    yield _checked(_("leaks"), lambda: leaks(root, tree_files(root)))
    yield _checked(_("minutes"), lambda: minutes.faults(source))
    if not fast:
        yield _checked(_("curriculum"), lambda: _curriculum(root))
        for tool in TOOLS:
            yield _checked(tool, lambda tool=tool: _tool(root, tool))  # type: ignore[misc]


def _checked(name: str, find: Callable[[], list[str]]) -> Checked:
    try:
        return Checked(name, find())
    except InputError as error:
        return Checked(name, str(error).splitlines())


def _students(source: Source, count: int) -> Checked:
    faults, scores = try_students(source, [f"student{number}" for number in range(count)])
    name = ngettext("{n} student", "{n} students", count).format(n=count)
    if not scores:
        return Checked(name, faults)
    text = _("with one typical mistake a question: {low:.1%} to {high:.1%} of the points")
    return Checked(name, faults, text.format(low=min(scores), high=max(scores)))


def _points(source: Source) -> Iterator[str]:
    for question in source.assignment.questions:
        if not points_of(source, question) > 0:
            yield _("{question} has no points.").format(question=question)
    cells = {cell["id"] for cell in source.notebook["cells"]}
    for cell in source.rubric:
        if cell not in cells:
            yield _("rubric: the notebook has no cell {cell}.").format(cell=cell)


def _rubric(source: Source) -> Iterator[str]:
    for cell, row in source.rubric.items():
        total = sum(criterion["points"] for criterion in row["criteria"])
        if total != row["points"]:
            text = _("{cell}: the criteria add up to {sum:g} points, not {points:g}.")
            yield text.format(cell=cell, sum=total, points=row["points"])


def _release(root: Path, name: str) -> list[str]:
    if importlib.util.find_spec("nbgrader") is None:
        raise InputError(
            _("nbgrader is not installed: run `{command}`.").format(
                command=python_command("-m", "pip", "install", "nbgrader")
            )
        )
    return [_("{path} is not what its source makes.").format(path=path) for path in differing(root, [name])]


def _curriculum(root: Path) -> list[str]:
    page = root / "docs" / "curriculum.md"
    if page.is_file() and page.read_text(encoding="utf-8") != as_markdown(coverage()):
        return [_("docs/curriculum.md is not up to date: kefu curriculum --markdown writes it.")]
    return []


def _tool(root: Path, tool: str) -> list[str]:
    if not (root / (tool.replace(".", "/") + ".py")).is_file():
        return []
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", tool, "check"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return (done.stdout + done.stderr).splitlines() if done.returncode else []
