"""`kefu similarity`: code with the same lines, and wrong values that are right for another student."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from sim.base.files import write_atomic
from sim.base.i18n import LANGUAGES, _
from sim.cli.export import handed_in
from sim.cli.mark import need_nbgrader
from sim.cli.options import whole_number
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder

MOST = 10
"""Pairs on the screen."""


def add_options(parser: Parser) -> None:
    """The words and options of `kefu similarity`."""
    parser.word("ASSIGNMENT", _("the assignment; all that were handed in, if left out"))
    parser.option("--jobs", "N", _("students at once; one a core if left out"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Write the page, and list the first pairs."""
    need_nbgrader()
    from sim.base.parallel import worker_count
    from sim.course.authoring.source import Source
    from sim.course.course_folder import MARKS
    from sim.course.owner import course_of
    from sim.course.talk_works import is_talk
    from sim.marking.batch.assembling import release_of
    from sim.marking.batch.results import all_results
    from sim.marking.evidence import foreign, similarity
    from sim.marking.evidence.submissions import notebooks_of
    from sim.reports.html import render_plain

    root = Path(values.dir or ".").resolve()
    jobs = worker_count(None if values.jobs is None else whole_number(values.jobs))
    for name in handed_in(root, values.assignment):
        if is_talk(name):
            _talks(root, name, console)
            continue
        released = [release_of(root, name, lang) for lang in LANGUAGES]
        pairs = similarity.pairs(notebooks_of(root, name), released, Source(root, name).notebook)
        results = all_results(root, name)
        rights = foreign.rights_of(
            root, name, course_of(root), {one.student: one.key for one in results}, jobs
        )
        values_found = foreign.foreign_values(results, rights)
        page = render_plain(
            "similarity.html.j2",
            templates="marking/evidence/templates",
            title=_("{assignment}: what is alike").format(assignment=name),
            pairs=pairs,
            foreign=values_found,
        )
        path = root / MARKS / name / "similarity.html"
        write_atomic(path, page)
        console.print(name)
        for one in values_found[:MOST]:
            text = _("  {student}, {part}: {value} is wrong here, and right for {others}")
            others = ", ".join(one.fits)
            console.print(
                text.format(student=one.student, part=one.part, value=one.value[:60], others=others),
                soft_wrap=True,
            )
        for pair in pairs[:MOST]:
            text = _("  {first} – {second}: {n} lines that few others have, {same} letter by letter")
            n = len(pair.lines)
            console.print(
                text.format(first=pair.first, second=pair.second, n=n, same=pair.letter_by_letter),
                soft_wrap=True,
            )
        console.print(_("Evidence, not a verdict. The lines: {path}").format(path=path), soft_wrap=True)


def _talks(root: Path, name: str, console: Console) -> None:
    """List the talks that are alike."""
    from sim.marking.talks.alike import alike, talks_of

    console.print(name)
    for pair in alike(talks_of(root, name)):
        text = _("  {first} – {second}: {share:.0%} of the lines in the same order, {typed} typed alike")
        console.print(
            text.format(first=pair.first, second=pair.second, share=pair.share, typed=pair.typed),
            soft_wrap=True,
        )
    console.print(_("Evidence, not a verdict."))
