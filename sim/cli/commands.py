"""The list of all commands; parses a command line and runs its command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.version import version
from sim.cli import (
    assignment,
    audit,
    cases,
    collect,
    compare,
    course,
    curriculum,
    doctor,
    export,
    feedback,
    levers,
    mark,
    measures,
    progress,
    release,
    return_,
    review,
    run,
    scenario,
    schema,
    similarity,
    start,
    statistics_,
    submit,
    sweep,
    viva,
)
from sim.cli.parser import Parser, hint

PAGE_WIDTH = 110
"""Columns of a text that goes into a file or to another program."""


@dataclass(frozen=True)
class Command:
    """A command: what it is for, its words and options, what it does."""

    about: str
    add_options: Callable[[Parser], None]
    execute: Callable[[argparse.Namespace, Console], None]


COMMANDS = {
    "run": Command(N_("Run a firm and report on its service."), run.add_options, run.execute),
    "compare": Command(
        N_("Compare policies under the same luck with what the firm does today."),
        compare.add_options,
        compare.execute,
    ),
    "sweep": Command(N_("Run many policies and find the efficient ones."), sweep.add_options, sweep.execute),
    "start": Command(
        N_("Create a working copy of the notebooks and open it."), start.add_options, start.execute
    ),
    "progress": Command(
        N_("Show what of the assignments is done, checked or missing."),
        progress.add_options,
        progress.execute,
    ),
    "doctor": Command(
        N_("Find problems in your notebooks before you hand in, and mend them."),
        doctor.add_options,
        doctor.execute,
    ),
    "submit": Command(
        N_("Make the file that you hand in, and say what is missing."), submit.add_options, submit.execute
    ),
    "feedback": Command(
        N_("Show the page with your points and the reasons."), feedback.add_options, feedback.execute
    ),
    "release": Command(
        N_("For teachers: make the exercises from their sources."), release.add_options, release.execute
    ),
    "course": Command(
        N_("For teachers: begin a course, back it up, or give or delete one student's data."),
        course.add_options,
        course.execute,
    ),
    "collect": Command(
        N_("For teachers: sort files from an LMS to where they are marked."),
        collect.add_options,
        collect.execute,
    ),
    "mark": Command(N_("For teachers: mark submissions."), mark.add_options, mark.execute),
    "review": Command(
        N_("For teachers: mark answers in words, one question over all students."),
        review.add_options,
        review.execute,
    ),
    "export": Command(
        N_("For teachers: marks as a table, or in the sheet of an LMS."), export.add_options, export.execute
    ),
    "return": Command(
        N_("For teachers: make the files to hand back to students."), return_.add_options, return_.execute
    ),
    "statistics": Command(
        N_("For teachers: statistics of the questions of an assignment."),
        statistics_.add_options,
        statistics_.execute,
    ),
    "similarity": Command(
        N_("For teachers: code with the same lines, and wrong values that are right for another student."),
        similarity.add_options,
        similarity.execute,
    ),
    "viva": Command(
        N_("For teachers: three oral questions to one student, with answers."), viva.add_options, viva.execute
    ),
    "audit": Command(N_("For teachers: who changed which mark and when."), audit.add_options, audit.execute),
    "assignment": Command(
        N_("For authors: begin a new assignment, or check one."), assignment.add_options, assignment.execute
    ),
    "curriculum": Command(
        N_("Show where every concept is taught and graded."), curriculum.add_options, curriculum.execute
    ),
    "measures": Command(
        N_("Compute the service measures of your own order log."), measures.add_options, measures.execute
    ),
    "cases": Command(N_("List the cases: the firms there are."), cases.add_options, cases.execute),
    "levers": Command(
        N_("List what a manager decides, with today's values."), levers.add_options, levers.execute
    ),
    "scenario": Command(N_("List, check or play the role-plays."), scenario.add_options, scenario.execute),
    "schema": Command(
        N_("Print the JSON schema of a case or a policy file."), schema.add_options, schema.execute
    ),
}


class _Console(Console):
    """A console that leaves it to `process` what to do when the reader of the output leaves."""

    def on_broken_pipe(self) -> None:
        """Called by rich while it handles the error."""
        raise


def run_command(words: list[str]) -> None:
    """Run the command that the words name. Raises InputError for words that cannot be used."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] == "--lang" else 1
    before, rest = words[:place], words[place:]
    width_known = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = _Console(markup=False, highlight=False, emoji=False, width=None if width_known else PAGE_WIDTH)
    if not rest:
        _without_command(before, console)
        return
    name = rest[0]
    if name not in COMMANDS:
        raise InputError(_("There is no command {name}.").format(name=name) + hint(name, COMMANDS))
    command = COMMANDS[name]
    parser = Parser(name, _(command.about))
    command.add_options(parser)
    values = parser.parse([*before, *rest[1:]])
    if values.help:
        parser.print_help(console)
    else:
        command.execute(values, console)


def _without_command(words: list[str], console: Console) -> None:
    """`kefu --version`, `kefu --help`."""
    parser = Parser("", _("Kefu: a logistics firm to run, measure and learn from."))
    parser.flag("--version", _("show the version"))
    values = parser.parse(words)
    if values.version:
        console.print(f"kefu {version()}")
    elif values.help:
        parser.print_help(console, [(name, _(command.about)) for name, command in COMMANDS.items()])
    else:
        raise InputError(_("A command is missing.") + hint("", COMMANDS))
