"""Statistics of questions: difficulty, discrimination, and the commonest mistake of every part."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import plotly.graph_objects as go

from sim.base.files import write_atomic
from sim.base.i18n import N_, _, language
from sim.base.palette import BLUE, RED
from sim.base.spreadsheets import BOM, csv_text
from sim.course.assignment import find_assignment
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.batch.results import MARKED, Result
from sim.marking.marker import in_words
from sim.plots.style import figure
from sim.reports.html import picture, plotly_script, render_plain

TEMPLATES = "marking/evidence/templates"
FEW = 10
"""With fewer submissions discrimination means nothing, and is not shown."""
HEADS = (
    N_("question"),
    N_("part"),
    N_("of points"),
    N_("students"),
    N_("share earned"),
    N_("without an answer"),
    N_("discrimination"),
    N_("commonest mistake"),
    N_("students with it"),
)


@dataclass(frozen=True)
class PartStatistics:
    """The statistics of a part.

    Attributes
    ----------
    question, part : str
        Names.
    points : float
        What it is worth.
    students : int
        Whose answer the machine marked.
    share : float or None
        Mean share of the points (0 to 1): high means easy; None if nobody was marked.
    no_answer : int
        Students who gave none.
    discrimination : float or None
        Correlation (-1 to 1) of the share with the points in all other parts. None for fewer than 10 students, or if all did the
        same.
    mistake : str
        What most of those who lost points did, as their hint says, in the current language; "" if it is not known.
    with_it : int
        How many did that.
    """

    question: str
    part: str
    points: float
    students: int
    share: float | None
    no_answer: int
    discrimination: float | None
    mistake: str
    with_it: int

    @property
    def cells(self) -> list[str]:
        """A row of texts."""
        share = "" if self.share is None else f"{self.share:.0%}"
        corr = "" if self.discrimination is None else f"{self.discrimination:.2f}"
        texts = [
            self.question,
            self.part,
            f"{self.points:g}",
            str(self.students),
            share,
            str(self.no_answer),
            corr,
        ]
        return [*texts, self.mistake, str(self.with_it or "")]


def part_statistics(assignment: str, results: Sequence[Result]) -> list[PartStatistics]:
    """Statistics of every part over all submissions that were marked, in the sequence of the assignment."""
    marked = [result for result in results if result.status == MARKED]
    earned = {result.student: {record.part: record for record in result.records} for result in marked}
    found = []
    for question, part, points in _parts(assignment):
        records = [(student, own[part]) for student, own in earned.items() if part in own]
        records = [(student, record) for student, record in records if record.share is not None]
        shares = [record.share or 0.0 for _student, record in records]
        others = [
            sum(one.earned for name, one in earned[student].items() if name != part)
            for student, _record in records
        ]
        lost = Counter(
            _mistake(record.hint, record.state) for _student, record in records if (record.share or 0) < 1
        )
        lost.pop(("", ""), None)
        (hint, state), count = lost.most_common(1)[0] if lost else (("", ""), 0)
        found.append(
            PartStatistics(
                question,
                part,
                points,
                len(records),
                statistics.fmean(shares) if shares else None,
                sum(bool(in_words(record.state)) for _student, record in records),
                _correlation(shares, others),
                _words(assignment, part, hint) or in_words(state),
                count,
            )
        )
    return found


def _parts(assignment: str) -> list[tuple[str, str, float]]:
    """Question, part and points, in the sequence of the assignment; of a talk its aims."""
    if is_talk(assignment):
        return [(name, name, float(aim.max)) for name, aim in scenario_of(assignment).aims.items()]
    questions = find_assignment(assignment).questions
    return [(name, part.name, part.points) for name, parts in questions.items() for part in parts]


def _mistake(hint: str, state: str) -> tuple[str, str]:
    return (hint, "") if hint else ("", state if in_words(state) else "")


def _correlation(shares: list[float], others: list[float]) -> float | None:
    if len(shares) < FEW or len(set(shares)) < 2 or len(set(others)) < 2:
        return None
    return statistics.correlation(shares, others)


def _words(assignment: str, part: str, hint: str) -> str:
    """The text of a hint; of a talk it is the text itself."""
    if is_talk(assignment):
        return hint
    parts = (one for one in find_assignment(assignment).parts if one.name == part)
    for known in (known for one in parts for known in find_assignment(assignment).known(one)):
        if known.hint.id == hint:
            return known.hint.texts[-1]
    return hint


def chart(found: Sequence[PartStatistics]) -> go.Figure:
    """Bars of the share that was earned in each part; red: a part that hardly tells good students from weak ones."""
    names = [one.part for one in found]
    weak = [one.discrimination is not None and one.discrimination < 0.1 for one in found]
    fig = figure(
        _("Share of the points earned"),
        _("red: students who earn it are hardly better in the rest (discrimination under 0.1)"),
        height=120 + 24 * len(found),
    )
    fig.add_bar(
        y=names,
        x=[one.share or 0.0 for one in found],
        orientation="h",
        marker_color=[RED if bad else BLUE for bad in weak],
        text=["–" if one.share is None else f"{one.share:.0%}" for one in found],
        textposition="outside",
        cliponaxis=False,
        showlegend=False,
    )
    fig.update_yaxes(autorange="reversed", tickmode="array", tickvals=names)
    fig.update_xaxes(range=[0, 1.12], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return fig


def write(folder: Path, assignment: str, found: Sequence[PartStatistics]) -> tuple[Path, Path]:
    """Write the page and the CSV file; returns both paths."""
    heads = [_(head) for head in HEADS]
    page = render_plain(
        "statistics.html.j2",
        templates=TEMPLATES,
        title=_("{assignment}: how the questions did").format(assignment=assignment),
        plotly=plotly_script(),
        heads=heads,
        rows=[one.cells for one in found],
        picture=picture(f"statistics-{language()}", chart(found)),
    )
    html, table = folder / "statistics.html", folder / "statistics.csv"
    write_atomic(html, page)
    write_atomic(table, BOM + csv_text([heads, *(one.cells for one in found)]))
    return html, table
