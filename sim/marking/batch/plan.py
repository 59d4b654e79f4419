"""Plans a run of `kefu mark`: students who handed in, submissions that are new or changed, and students without any."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _, language
from sim.course.course_folder import SUBMITTED
from sim.course.lateness import Lateness
from sim.course.owner import course_of
from sim.course.roster import ROSTER, Enrolled, read_roster
from sim.course.seeds import course_secret
from sim.marking.batch.examining import Job
from sim.marking.batch.handed_in import course_file, how_late, not_marked
from sim.marking.batch.results import MARKER_ERROR, Results, key_of
from sim.marking.batch.taken import take
from sim.workspace.settings import student_id


@dataclass(frozen=True)
class Plan:
    """The plan of a run.

    Attributes
    ----------
    jobs : tuple of Job
        Submissions to mark.
    kept : tuple of str
        Students whose result is still right.
    why : dict of str to str
        Student -> why a submission is marked.
    nothing : tuple of str
        Students of the roster who handed in nothing.
    unknown : tuple of str
        Students who handed in and are not on the roster.
    folders : tuple of str
        Folders in submitted/ whose names are no student's id.
    names : dict of str to str
        Student -> name, as the roster says.
    late : dict of str to Lateness
        Student who handed in -> how late that was.
    not_marked : tuple of str
        Files in submitted/ that nothing marks.
    """

    jobs: tuple[Job, ...]
    kept: tuple[str, ...]
    why: dict[str, str]
    nothing: tuple[str, ...]
    unknown: tuple[str, ...]
    folders: tuple[str, ...]
    names: dict[str, str]
    late: dict[str, Lateness]
    not_marked: tuple[str, ...]


def make_plan(root: Path, assignment: str, student: str | None = None, *, sandbox: bool = True) -> Plan:
    """Look at everything that was handed in. student: only this one. Raises InputError if this student handed in nothing."""
    course_secret(root)  # made at the first use: the key of a result depends on it
    course = course_of(root)
    roster = {one.student: one for one in roster_of(root)}
    places, folders = _places(root, assignment)
    if student is not None and student not in places:
        raise InputError(
            _("{student} has handed in nothing for {assignment}.").format(
                student=student, assignment=assignment
            )
        )
    results, settings = Results(root, assignment), course_file(root)
    jobs, kept, why, late = [], [], {}, {}
    for name in sorted(places if student is None else [student]):
        late[name] = how_late(settings, roster.get(name), assignment, places[name])
        taken = take(places[name])
        key = key_of(root, assignment, course, name, taken.content or taken.problem.encode())
        before = results.read(name)
        if before is not None and before.key == key and before.status != MARKER_ERROR:
            kept.append(name)
            continue
        why[name] = _("new") if before is None else _("again")
        if before is not None and before.key != key:
            why[name] = _("changed: the submission, the assignment or Kefu")
        jobs.append(
            Job(
                root,
                assignment,
                course,
                name,
                key,
                taken.content,
                taken.notes,
                taken.problem,
                sandbox,
                language(),
            )
        )
    everybody = set(roster) if student is None else set()
    return Plan(
        tuple(jobs),
        tuple(kept),
        why,
        tuple(sorted(everybody - set(places))),
        tuple(sorted(set(places) - set(roster))) if roster else (),
        tuple(folders),
        {name: one.name for name, one in roster.items() if one.name},
        late,
        tuple(not_marked(root, assignment)) if student is None else (),
    )


def roster_of(root: Path) -> tuple[Enrolled, ...]:
    """Everybody on the roster; nobody if there is none."""
    return read_roster(root / ROSTER) if (root / ROSTER).is_file() else ()


def _places(root: Path, assignment: str) -> tuple[dict[str, Path], list[str]]:
    """Student -> the folder that was handed in; and names of folders that are not ids."""
    places: dict[str, Path] = {}
    wrong: list[str] = []
    for folder in sorted((root / SUBMITTED).glob("*")):
        if not (folder / assignment).is_dir() or folder.name.startswith("."):
            continue
        try:
            name = student_id(folder.name)
        except InputError:
            wrong.append(folder.name)
            continue
        if name != folder.name or name in places:  # nbgrader knows the folder by its very name
            wrong.append(folder.name)
        else:
            places[name] = folder / assignment
    return places, wrong
