"""Make the file that a student hands in, and say what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sim.base.commands import kefu_command
from sim.base.display import text_lines
from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _, language, sentences
from sim.base.version import version
from sim.course.assignment import assignment_ids, find_assignment
from sim.course.handing_in.doctor.cell_facts import answers_in, defined_and_used, is_locked, is_written
from sim.course.handing_in.doctor.examine import examine
from sim.course.handing_in.doctor.findings import MENDABLE, YOURS, Finding, read_bytes
from sim.course.handing_in.doctor.notebook_files import FINE, read_notebook
from sim.course.handing_in.doctor.places import notebook_to_hand_in
from sim.course.handing_in.names import submission_file
from sim.course.handing_in.progress import CHECKED, MISSING, read_progress
from sim.course.handing_in.submission_file import Submission, read_submission, to_zip
from sim.course.owner import Owner, find_owner, without_course
from sim.course.seeds import public_seed
from sim.course.table_files import fingerprint
from sim.workspace.answers import FOLDER as ANSWERS
from sim.workspace.answers import read_answers
from sim.workspace.course_file import HandingIn
from sim.workspace.handed_out import released_notebooks
from sim.workspace.notebooks import Notebook, edition_language, grade_id
from sim.workspace.talks import FOLDER, talk_files

MOST_LINES = 20


@dataclass(frozen=True, repr=False)
class Submitted:
    """A file to hand in.

    notebook: the file it was made of, saved: when that was saved; missing: parts and texts whose cells are empty;
    unchecked: parts that are written, but have not been checked; wrong: parts in which the last check found something;
    findings: of the doctor, without notes; warning: what the student must know of the course, or "".
    """

    path: Path
    content: Submission
    notebook: Path
    saved: datetime
    missing: tuple[str, ...]
    unchecked: tuple[str, ...]
    wrong: tuple[str, ...]
    findings: tuple[Finding, ...]
    handing_in: HandingIn
    warning: str = ""

    def __repr__(self) -> str:
        """The findings, the file that was made and its place, a line each."""
        place = _("It lies here: {path}").format(path=self.path)
        return text_lines([*map(str, self.findings), *self.sentences, place], MOST_LINES)

    @property
    def sentences(self) -> list[str]:
        """Sentences on the file, missing parts, where and until when to hand in, and the cost of being late."""
        late = [str(self.handing_in.late)] if self.handing_in.late else []
        warning = [_("Attention: {warning}").format(warning=self.warning)] if self.warning else []
        return [
            *warning,
            _("{file} is made, from {notebook} as it was saved at {time}.").format(
                file=self.path.name, notebook=self.notebook.name, time=f"{self.saved:%H:%M}"
            ),
            self._what_is_missing(),
            self._where(),
            *late,
        ]

    def _what_is_missing(self) -> str:
        texts = (
            (self.missing, _("Nothing is written in {names}.")),
            (self.unchecked, _("Written, but not checked yet: {names}.")),
            (self.wrong, _("The last check found something wrong in {names}.")),
        )
        said = [text.format(names=_(", ").join(names)) for names, text in texts if names]
        return sentences(*said) if said else _("Nothing is missing.")

    def _where(self) -> str:
        place = self.handing_in.hand_in or _("as your teacher says")
        deadline = self.handing_in.deadline(self.content.assignment)
        if deadline is None:
            return _("Hand in this file: {place}.").format(place=place)
        if datetime.now(UTC) <= deadline:
            text = _("Hand in this file: {place}, until {deadline}.")
        else:
            text = _("Hand in this file: {place}. The deadline was {deadline}.")
        return text.format(place=place, deadline=f"{deadline:%Y-%m-%d %H:%M}")


def make_submission(
    folder: Path, assignment: str | None = None, run: Callable[[str], None] | None = None
) -> Submitted:
    """Examine an assignment, and write its zip into the working copy. An unfinished one can be handed in, too.

    assignment: None if there is only one. run: called with the name of the notebook before it is run from top to bottom; None:
    it is not run. Raises InputError if nothing can be handed in: no student id, no such assignment, no notebook that can be
    read, no answer in it.
    """
    owner = find_owner(folder)
    if owner.demo:
        text = _("There is no student id, so your work cannot be marked: run `{command}`.")
        raise InputError(text.format(command=kefu_command("start", "--student", "ID")))
    name = _chosen(assignment)
    report = examine(folder, run, name)
    path = notebook_to_hand_in(report.folder, name, released_notebooks(language())[name])
    notebook = _read(path)
    release = released_notebooks(edition_language(notebook) or language())[name]
    if not answers_in(notebook, release):
        raise InputError(_("{path} holds no answer of yours yet: save it, then try again.").format(path=path))
    content = _content(report.folder, name, path, notebook, owner)
    target = submission_file(report.folder, name, owner.student)
    write_atomic(target, to_zip(content), durable=True)
    if read_submission(target) != content:
        raise InputError(_("{path} is not what was written: the disk may be damaged.").format(path=target))
    progress = read_progress(folder)
    parts = next(one.parts for one in progress.assignments if one.id == name)
    filled = answers_in(notebook, release)
    cells = [cell for cell in release["cells"] if grade_id(cell) and not is_locked(cell)]
    written = set().union(*(defined_and_used(cell)[0] for cell in cells if grade_id(cell) in filled))
    left = [part.name for part in parts if part.state == MISSING]
    empty = sorted(str(grade_id(cell)) for cell in cells if is_written(cell) and grade_id(cell) not in filled)
    return Submitted(
        path=target,
        content=content,
        notebook=path,
        saved=datetime.fromtimestamp(path.stat().st_mtime),
        missing=(*(name for name in left if name not in written), *empty),
        unchecked=tuple(name for name in left if name in written),
        wrong=tuple(part.name for part in parts if part.state == CHECKED),
        findings=tuple(f for f in report.findings if f.kind in (YOURS, MENDABLE)),
        handing_in=progress.handing_in,
        warning=without_course(folder),
    )


def assignments_to_hand_in() -> dict[str, str]:
    """Id -> title of every assignment that is handed out."""
    return {
        name: notebook["metadata"]["kefu"]["title"][language()]
        for name, notebook in released_notebooks(language()).items()
        if name in assignment_ids()
    }


def _chosen(assignment: str | None) -> str:
    known = assignments_to_hand_in()
    if assignment is None and len(known) == 1:
        return next(iter(known))
    if assignment is None:
        raise InputError(_("Which assignment? There are: {all}.").format(all=", ".join(known)))
    name = assignment.removesuffix(".ipynb")
    if name not in known:
        raise InputError(
            _("There is no assignment {name}; there are: {all}.").format(name=name, all=", ".join(known))
        )
    return name


def _read(path: Path) -> Notebook:
    """The notebook of a student. Raises InputError if there is none that can be marked."""
    reading = read_notebook(path) if path.is_file() else None
    if reading is None or reading.notebook is None or reading.state != FINE:
        text = _("{path} cannot be handed in like this: run `{command}`.")
        raise InputError(text.format(path=path, command=kefu_command("doctor", "--repair")))
    return reading.notebook


def _content(folder: Path, name: str, path: Path, notebook: Notebook, owner: Owner) -> Submission:
    files = {f"{name}.ipynb": read_bytes(path)}
    for answers in sorted((folder / ANSWERS).glob("*.json")):
        try:
            read_answers(answers)
        except InputError:  # the doctor says so
            continue
        files[f"{ANSWERS}/{answers.name}"] = read_bytes(answers)
    for talk in talk_files(folder):
        files[f"{FOLDER}/{talk.name}"] = read_bytes(talk)
    seed = public_seed(owner.course, name, owner.student)
    return Submission(
        course=owner.course,
        student=owner.student,
        assignment=name,
        edition=edition_language(notebook) or language(),
        version=version(),
        tables=fingerprint(find_assignment(name), seed),
        files=files,
    )
