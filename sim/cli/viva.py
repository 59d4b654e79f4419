"""`kefu viva`: three oral questions to one student, with answers."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.cli.export import handed_in
from sim.cli.mark import need_nbgrader
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder
from sim.workspace.settings import student_id


def add_options(parser: Parser) -> None:
    """The words and options of `kefu viva`."""
    parser.word("ASSIGNMENT", _("the assignment"))
    parser.option("--student", "ID", _("whom to ask"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the questions with their answers: for the teacher's eyes."""
    need_nbgrader()
    from sim.course.talk_works import is_talk
    from sim.marking.evidence.viva import questions
    from sim.marking.talks.viva import talk_questions

    if not values.student:
        raise InputError(_("--student is missing: whom to ask."))
    root = Path(values.dir or ".").resolve()
    names = handed_in(root, values.assignment)
    if len(names) > 1:
        raise InputError(_("Which assignment? There are: {all}.").format(all=", ".join(names)))
    ask = talk_questions if is_talk(names[0]) else questions
    for number, one in enumerate(ask(root, names[0], student_id(values.student)), start=1):
        console.print(f"{number}. {one.text}", soft_wrap=True)
        if one.shown:
            console.print(one.shown, soft_wrap=True)
        console.print(_("Answer: {answer}").format(answer=one.answer), soft_wrap=True)
        console.print()
