"""`kefu release`, `kefu assignment new`, `kefu curriculum`: for who teaches with Kefu and writes for it."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.cli.parser import Parser

DIFFERS = 1


def add_release_options(parser: Parser) -> None:
    """The words and options of `kefu release`."""
    parser.word("ID", _("the assignment; all of them, if left out"))
    parser.flag("--check", _("write nothing; say what differs from the sources, or leaks"))
    parser.option("--dir", "DIR", _("course folder; the one you are in, if left out"))


def release(values: argparse.Namespace, console: Console) -> None:
    """Make the editions, or say what is not as it should be; then the exit code is 1."""
    _need_nbgrader()
    from sim.course.authoring import release as steps
    from sim.course.authoring.leaks import leaks, tree_files

    root = Path(values.dir or ".").resolve()
    names = steps.select(root, values.id)
    if not values.check:
        for path in steps.release(root, names):
            console.print(path)
        return
    wrong = [
        _("{path} is not what its source makes.").format(path=path) for path in steps.differing(root, names)
    ]
    wrong += [_("Leak: {what}").format(what=what) for what in leaks(root, tree_files(root))]
    for line in wrong:
        console.print(line, soft_wrap=True)
    if wrong:
        sys.exit(DIFFERS)
    console.print(_("Everything released is what its source makes, and nothing leaks."))


def add_assignment_options(parser: Parser) -> None:
    """The words and options of `kefu assignment`."""
    parser.word("DO", _("what to do: new"))
    parser.word("ID", _("name of the new assignment: small letters, digits, _"))
    parser.option("--dir", "DIR", _("course folder; the one you are in, if left out"))


def assignment(values: argparse.Namespace, console: Console) -> None:
    """Lay out the files of a new assignment."""
    from sim.course.authoring.new_assignment import create

    if values.do != "new":
        raise InputError(_("The command is: kefu assignment new ID"))
    if values.id is None:
        raise InputError(_("The new assignment needs a name: kefu assignment new ID"))
    for path in create(Path(values.dir or ".").resolve(), values.id):
        console.print(path)
    console.print(_("Go on as docs/authoring.md says."))


def add_curriculum_options(parser: Parser) -> None:
    """The options of `kefu curriculum`."""
    parser.flag("--json", _("for a program to read"))
    parser.flag("--markdown", _("the page docs/curriculum.md, in English"))


def curriculum(values: argparse.Namespace, console: Console) -> None:
    """Print every concept with where it is taught and graded."""
    from sim.course.curriculum import coverage

    concepts = coverage.coverage()
    if values.json:
        sys.stdout.write(json.dumps(coverage.as_json(concepts), ensure_ascii=False, indent=1) + "\n")
    elif values.markdown:
        sys.stdout.write(coverage.as_markdown(concepts))
    else:
        console.print(coverage.as_text(concepts))


def _need_nbgrader() -> None:
    if importlib.util.find_spec("nbgrader") is None:
        raise InputError(_('nbgrader is not installed: run `python -m pip install "kefu[grading]"`.'))
