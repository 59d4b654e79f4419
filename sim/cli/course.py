"""`kefu course`: begin a course, back it up, restore it, and give or delete one student's data."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from rich.console import Console

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.cli.mark import need_nbgrader
from sim.cli.parser import Parser, hint
from sim.cli.release import add_course_folder
from sim.workspace.settings import student_id

ACTIONS = ("new", "solutions", "backup", "restore", "give", "forget")


def add_options(parser: Parser) -> None:
    """The words and options of `kefu course`."""
    parser.word(
        "ACTION", _("new, backup, restore: a course; give, forget: one student; solutions: pack them")
    )
    parser.word(
        "NAME",
        _("new, restore: the new folder; backup, solutions: the file to write; give, forget: the student"),
    )
    parser.option("--id", "ID", _("new: the id of the course, such as autumn-2026"))
    parser.option("--solutions", "FILE|FOLDER", _("new, solutions: where the model solutions are"))
    parser.option("--from", "FOLDER", _("new: the course of an earlier term, to go on from"))
    parser.option("--file", "FILE", _("restore: the backup; give: the file to write"))
    parser.flag("--yes", _("forget: delete without asking again"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Do what the action says."""
    need_nbgrader()
    if values.action not in ACTIONS:
        raise InputError(_("State what to do with the course.") + hint(values.action or "", ACTIONS))
    root = Path(values.dir or ".").resolve()
    {
        "new": _new,
        "solutions": _solutions,
        "backup": _backup,
        "restore": _restore,
        "give": _give,
        "forget": _forget,
    }[values.action](values, root, console)


def _new(values: argparse.Namespace, _root: Path, console: Console) -> None:
    from sim.marking.courses.new import new_course

    if not values.id:
        raise InputError(_("--id is missing: the id of the course, such as autumn-2026."))
    folder = Path(_word(values, _("the new folder")))
    solutions = Path(values.solutions) if values.solutions else None
    before = Path(getattr(values, "from")) if getattr(values, "from") else None
    console.print(_("Making the course; this takes half a minute ..."))
    names = new_course(folder, values.id, solutions, before)
    lines = [
        _("The course is in {folder}, with {names}.").format(folder=folder.resolve(), names=", ".join(names)),
        _("Now write the deadlines into course.toml, and the students into roster.csv."),
        _("Give students course.toml: `{command}`.").format(
            command=kefu_command("start", "--course", "course.toml", "--student", "ID")
        ),
        _("Keep kefu-secret.txt and this folder to yourself. A backup: `{command}`.").format(
            command=kefu_command("course", "backup")
        ),
        _(
            "The model solutions are public in the repository of Kefu: students can find them. Every student has other data and a"
            " hidden year, so that no copied number is right, but copied code is. Compare code, ask orally, and let answers in"
            " words and talks count."
        ),
    ]
    for line in lines:
        console.print(line, soft_wrap=True)


def _solutions(values: argparse.Namespace, _root: Path, console: Console) -> None:
    from sim.marking.courses.answer_archive import pack_solutions

    target = Path(_word(values, _("the file to write")))
    names = pack_solutions(Path(values.solutions) if values.solutions else None, target)
    text = _("{path} holds the model solutions of {names}. Give it to teachers only.")
    console.print(text.format(path=target, names=", ".join(names)), soft_wrap=True)


def _backup(values: argparse.Namespace, root: Path, console: Console) -> None:
    from sim.marking.batch.run import course_locked
    from sim.marking.courses.backup import back_up

    target = Path(values.name or f"{root.name}-{date.today():%Y-%m-%d}.zip")
    if target.resolve().is_relative_to(root) and not values.name:
        target = root.parent / target.name
    with course_locked(root, lambda text: console.print(text, soft_wrap=True)):
        count = back_up(root, target)
    text = ngettext("{path} holds {n} file.", "{path} holds {n} files.", count)
    console.print(text.format(path=target, n=count), soft_wrap=True)
    console.print(
        _("It holds names, marks and the secret: keep it where only you can read it."), soft_wrap=True
    )


def _restore(values: argparse.Namespace, _root: Path, console: Console) -> None:
    from sim.marking.courses.backup import restore

    if not values.file:
        raise InputError(_("--file is missing: the backup to restore."))
    folder = Path(_word(values, _("the new folder")))
    count = restore(Path(values.file), folder)
    text = ngettext("{n} file restored in {folder}.", "{n} files restored in {folder}.", count)
    console.print(text.format(n=count, folder=folder.resolve()), soft_wrap=True)


def _give(values: argparse.Namespace, root: Path, console: Console) -> None:
    from sim.marking.courses.one_student import give

    student = student_id(_word(values, _("the student")))
    target = Path(values.file or f"{student}.zip")
    count = give(root, student, target)
    text = ngettext("{path} holds {n} file.", "{path} holds {n} files.", count)
    console.print(text.format(path=target, n=count), soft_wrap=True)


def _forget(values: argparse.Namespace, root: Path, console: Console) -> None:
    from sim.marking.batch.run import course_locked
    from sim.marking.courses.one_student import forget

    student = student_id(_word(values, _("the student")))
    if not values.yes:
        text = _("This deletes all work and all marks of {student} for ever. To do it, write --yes.")
        raise InputError(text.format(student=student))
    with course_locked(root, lambda text: console.print(text, soft_wrap=True)):
        done = forget(root, student)
    text = ngettext("{n} file deleted.", "{n} files deleted.", done.files)
    console.print(text.format(n=done.files))
    if done.originals:
        text = _("Taken out of the collected files: {names}")
        console.print(text.format(names=", ".join(done.originals)), soft_wrap=True)
    if done.left:
        text = _("Names of files still name the student: {names}")
        console.print(text.format(names=", ".join(done.left)), soft_wrap=True)
    console.print(_("Backups, and files that you sent elsewhere, are not deleted."))


def _word(values: argparse.Namespace, what: str) -> str:
    if not values.name:
        raise InputError(_("{action} needs a word after it: {what}.").format(action=values.action, what=what))
    return str(values.name)
