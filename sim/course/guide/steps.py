"""The steps of the course, lessons and assignments in their order, and which one comes next for a student."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import language
from sim.course.handing_in.names import submission_file
from sim.course.handing_in.progress import (
    DONE,
    MISSING,
    AssignmentProgress,
    Progress,
    read_progress,
    share_of,
)
from sim.workspace.answers import CHECKS, PREDICTIONS, REFLECTIONS, answers_file, read_answers
from sim.workspace.editions import file_in
from sim.workspace.handed_out import handed_out_notebooks
from sim.workspace.notebooks import Notebook, read_or_none, source, was_run

ASKS = {"predict": PREDICTIONS, "reflect": REFLECTIONS, "check_step": CHECKS}
"""Function that a lesson calls to ask something -> kind under which the answer is kept."""


@dataclass(frozen=True)
class LessonProgress:
    """A lesson; answered: of its questions; opened: whether a cell was run; note: what is wrong with its file of answers."""

    id: str
    title: str
    minutes: int
    questions: int
    answered: int
    opened: bool
    note: str

    @property
    def begun(self) -> bool:
        """Whether the student has worked on it."""
        return self.opened or self.answered > 0

    @property
    def complete(self) -> bool:
        """Whether every question is answered; of a lesson that asks nothing, whether it was run."""
        return self.answered == self.questions if self.questions else self.opened


@dataclass(frozen=True)
class AssignmentStep:
    """An assignment on the way; handed_in: the file that was made to hand it in, None if there is none."""

    progress: AssignmentProgress
    handed_in: Path | None

    @property
    def id(self) -> str:
        """Id of the assignment."""
        return self.progress.id

    @property
    def title(self) -> str:
        """Title of the assignment."""
        return self.progress.title

    @property
    def begun(self) -> bool:
        """Whether the student has had something checked."""
        return self.handed_in is not None or any(part.state != MISSING for part in self.progress.parts)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do that the machine sees."""
        return self.handed_in is not None or all(part.state == DONE for part in self.progress.parts)


Step = LessonProgress | AssignmentStep


@dataclass(frozen=True)
class Way:
    """The steps in their order, the file of each, and what `kefu progress` knows."""

    folder: Path
    steps: tuple[Step, ...]
    progress: Progress

    @property
    def lessons(self) -> list[LessonProgress]:
        """The lessons in their order."""
        return [step for step in self.steps if isinstance(step, LessonProgress)]

    @property
    def assignments(self) -> list[AssignmentStep]:
        """The assignments in the order in which they come."""
        return [step for step in self.steps if isinstance(step, AssignmentStep)]

    @property
    def next_step(self) -> Step | None:
        """The next step: the last one that was begun, if it is not complete; else the first one after it that is open."""
        begun = [number for number, step in enumerate(self.steps) if step.begun]
        place = begun[-1] if begun else 0
        ahead = [*self.steps[place:], *self.steps[:place]]
        return next((step for step in ahead if not step.complete), None)

    def file(self, step: Step) -> str:
        """Name of the notebook of a step, in the current language."""
        return file_in(self.folder, f"{step.id}.ipynb", language()).name


def find_way(folder: Path) -> Way:
    """The way of the student whose working copy `folder` is.

    An assignment comes after the lesson that ends with a link to it, else after the last lesson that teaches one of its
    concepts, and never before an earlier assignment. Raises InputError if the settings cannot be read.
    """
    progress = read_progress(folder)
    notebooks = {name.removesuffix(".ipynb"): book for name, book in handed_out_notebooks(language()).items()}
    assignments = {a.id: AssignmentStep(a, _handed_in(folder, a.id, progress)) for a in progress.assignments}
    names = [name for name in notebooks if name not in assignments]
    after: dict[str, str | None] = {}
    place = 0
    for name in assignments:  # not before an earlier assignment of the course
        lesson = _lesson_before(name, names, notebooks)
        place = len(names) if lesson is None else max(place, names.index(lesson))
        after[name] = names[place] if place < len(names) else None
    steps: list[Step] = []
    for name in names:
        steps.append(_lesson(folder, name, notebooks[name], (progress.student, progress.course)))
        steps += [assignments[one] for one, lesson in after.items() if lesson == name]
    steps += [assignments[one] for one, lesson in after.items() if lesson is None]
    return Way(folder, tuple(steps), progress)


def _lesson_before(assignment: str, lessons: list[str], notebooks: Mapping[str, Notebook]) -> str | None:
    """The lesson that an assignment comes after; None: after all of them."""
    linking = [name for name in lessons if f"]({assignment}.ipynb" in _last_text(notebooks[name])]
    concepts = _concepts(notebooks[assignment])
    teaching = [name for name in lessons if _concepts(notebooks[name]) & concepts]
    return next(iter([*linking[-1:], *teaching[-1:]]), None)


def _last_text(notebook: Notebook) -> str:
    texts = [source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return texts[-1] if texts else ""


def questions_of(notebook: Notebook) -> set[tuple[str, str]]:
    """Kind and name of everything that a lesson asks."""
    found = set()
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        try:
            tree = ast.parse(source(cell))
        except SyntaxError:  # a magic command
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKS:
                name = node.args[0] if node.args else None
                if isinstance(name, ast.Constant):
                    found.add((ASKS[node.func.id], str(name.value)))
    return found


def _lesson(folder: Path, name: str, notebook: Notebook, owner: tuple[str, str]) -> LessonProgress:
    questions = questions_of(notebook)
    note = ""
    kept: Mapping[str, Mapping[str, Any]] = {}
    try:
        kept = read_answers(answers_file(folder, name))
    except InputError as error:
        note = str(error)
    own = read_or_none(file_in(folder, f"{name}.ipynb", language()))
    about = notebook["metadata"].get("kefu", {})
    return LessonProgress(
        id=name,
        title=about.get("title", {}).get(language(), name),
        minutes=about.get("minutes", 0),
        questions=len(questions),
        answered=sum(_is_answered(kind, kept.get(kind, {}).get(name), owner) for kind, name in questions),
        opened=own is not None and was_run(own),
        note=note,
    )


def _is_answered(kind: str, kept: Any, owner: tuple[str, str]) -> bool:
    """Whether something is kept; of a check, whether it found nothing wrong."""
    return share_of(kept, owner) == 1 if kind == CHECKS else kept is not None


def _concepts(notebook: Notebook) -> frozenset[str]:
    """The concepts of a notebook, by its own metadata."""
    return frozenset(notebook["metadata"].get("kefu", {}).get("concepts", ()))


def _handed_in(folder: Path, assignment: str, progress: Progress) -> Path | None:
    if not progress.student:
        return None
    path = submission_file(folder, assignment, progress.student)
    return path if path.is_file() else None
