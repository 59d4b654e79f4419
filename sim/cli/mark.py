"""`kefu mark`: mark what was handed in."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _, ngettext
from sim.cli.options import whole_number
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder

ACCEPTED = "without-sandbox.txt"
"""In the folder of marks: the warning was read and accepted."""


def add_options(parser: Parser) -> None:
    """The words and options of `kefu mark`."""
    parser.word("ASSIGNMENT", _("the assignment or talk; all that were handed in, if left out"))
    parser.option("--student", "ID", _("only this student's submission"))
    parser.option("--jobs", "N", _("submissions at once; one a core if left out"))
    parser.flag("--dry-run", _("say what would be marked, and mark nothing"))
    parser.flag("--prepare", _("make the data of everybody on the roster, before the deadline"))
    parser.flag("--without-sandbox", _("mark without a sandbox on this computer, from now on"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Mark, and print the summary."""
    need_nbgrader()
    from sim.base.parallel import worker_count
    from sim.course.course_folder import SUBMITTED
    from sim.course.talk_works import is_talk
    from sim.marking import works
    from sim.marking.batch.run import course_locked

    root = Path(values.dir or ".").resolve()
    names = works.select(root, values.assignment)
    if values.prepare:
        names = [name for name in names if not is_talk(name)]
    if values.assignment is None and not values.prepare:
        names = [name for name in names if any((root / SUBMITTED).glob(f"*/{name}"))]
        if not names:
            raise InputError(_("Nothing was handed in: {folder} is empty.").format(folder=root / SUBMITTED))
    jobs = worker_count(None if values.jobs is None else whole_number(values.jobs))
    runs_code = not (values.dry_run or values.prepare or all(map(is_talk, names)))
    sandbox = not runs_code or _has_sandbox(root, accepted=values.without_sandbox)

    def tell(sentence: str) -> None:
        console.print(sentence, soft_wrap=True)

    if values.dry_run:
        for name in names:
            _dry_run(root, name, values.student, console)
        return
    with course_locked(root, tell):
        for name in names:
            if values.prepare:
                _prepare(root, name, jobs, console)
            else:
                _mark(root, name, values.student, jobs, console, sandbox=sandbox)


def need_nbgrader() -> None:
    """Raises InputError if nbgrader is not installed."""
    if importlib.util.find_spec("nbgrader") is None:
        raise InputError(_('nbgrader is not installed: run `python -m pip install "kefu[grading]"`.'))


def _mark(root: Path, name: str, student: str | None, jobs: int, console: Console, *, sandbox: bool) -> None:
    from sim.base.progress import progress_bar
    from sim.course.course_folder import MARKS
    from sim.marking.batch import run, summary
    from sim.marking.batch.plan import make_plan

    plan = make_plan(root, name, student, sandbox=sandbox)
    with progress_bar(True) as report:
        outcome = run.mark(plan, root, name, jobs, report or (lambda _share: None))
    file = root / MARKS / name / summary.FILE
    if student is None:
        summary.write_file(outcome, file)
    console.print(name)
    for line in summary.lines(outcome, file):
        console.print(line, soft_wrap=True)


def _dry_run(root: Path, name: str, student: str | None, console: Console) -> None:
    from sim.marking.batch.handed_in import in_words
    from sim.marking.batch.plan import make_plan

    plan = make_plan(root, name, student)
    console.print(name)
    for one, why in plan.why.items():
        late = in_words(plan.late[one])
        console.print(f"  {one}: {why}" + (f"; {late}" if late else ""), soft_wrap=True)
    text = ngettext(
        "{n} submission to mark, {kept} unchanged.",
        "{n} submissions to mark, {kept} unchanged.",
        len(plan.jobs),
    )
    console.print(text.format(n=len(plan.jobs), kept=len(plan.kept)))
    if plan.nothing:
        console.print(_("Handed in nothing: {names}").format(names=", ".join(plan.nothing)), soft_wrap=True)
    for file in plan.not_marked:
        text = _("{file}: not marked, because it is in the wrong place. Run `kefu collect {file}`.")
        console.print(text.format(file=file), soft_wrap=True)


def _prepare(root: Path, name: str, jobs: int, console: Console) -> None:
    from sim.course.owner import course_of
    from sim.marking.batch import run

    count = run.prepare(root, name, course_of(root), jobs)
    text = ngettext("{name}: prepared for {n} student.", "{name}: prepared for {n} students.", count)
    console.print(text.format(name=name, n=count))


def _has_sandbox(root: Path, *, accepted: bool) -> bool:
    """Whether there is a sandbox. Raises InputError if there is none and the teacher has not accepted that once."""
    from sim.course.course_folder import MARKS
    from sim.marking.sandbox import bubblewrap

    if bubblewrap.available():
        return True
    if os.name == "posix" and os.geteuid() == 0:
        raise InputError(
            _("There is no sandbox here, and the administrator (root) must never mark without one.")
        )
    note = root / MARKS / ACCEPTED
    warning = _(
        "There is no sandbox on this computer: bubblewrap is missing, which only Linux has (on Windows: in WSL 2). Students' code"
        " will run as you. It can read and change your files, other students' work and the gradebook, and it can use the network."
    )
    if accepted:
        write_atomic(note, warning + "\n")
    if not note.is_file():
        raise InputError(
            _("{warning} To accept this, run the command once with --without-sandbox.").format(
                warning=warning
            )
        )
    print(warning, file=sys.stderr)
    return False
