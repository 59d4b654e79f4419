"""The answers to a question as a table for a spreadsheet, and decisions back from it."""

from __future__ import annotations

from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import LANGUAGES, N_, _, using
from sim.base.spreadsheets import BOM, csv_text, harmless
from sim.marking.reviewing.answers import Answer
from sim.marking.reviewing.decisions import Decision
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.entries import Entry, checked
from sim.marking.reviewing.rubric import Question
from sim.marking.reviewing.tables import rows_of

ANSWER, TEXT_NUMBER, TEXT = N_("answer"), N_("text no."), N_("text")
POINTS, COMMENT = N_("points earned"), N_("comment")
"""Columns besides those of the criteria. By the second nothing goes to a later text, or over a later decision."""

LETTER = "t"
"""Before the fingerprint: digits alone, or digits with an e, would be a number for a spreadsheet."""


def write_sheet(desk: Desk, cell: str, path: Path) -> int:
    """Write the answers to a question, with this marker's decisions so far; returns how many there are.

    Raises InputError if there is such a file: somebody may have filled it in.
    """
    one = desk.question(cell)
    if path.is_file():
        raise InputError(_("{path} exists already: name another file.").format(path=path))
    answers, mine, _done = desk.shown(cell)
    rows = [_heads(one)]
    for slug, answer in answers.items():
        decision = mine.get(answer.student)
        rows.append([slug, _fingerprint(answer, decision), _text(answer), *_points(one, decision, answer)])
    write_atomic(path, BOM + csv_text(rows))
    return len(answers)


def _heads(one: Question) -> list[str]:
    points = [criterion.name for criterion in one.criteria] or [_(POINTS)]
    return [_(ANSWER), _(TEXT_NUMBER), _(TEXT), *points, _(COMMENT)]


def _heads_by_language(desk: Desk, cell: str) -> list[list[str]]:
    found = []
    for lang in LANGUAGES:
        with using(lang):
            found.append(_heads(desk.question(cell)))
    return found


def _text(answer: Answer) -> str:
    return answer.text or "; ".join(answer.remarks)


def _fingerprint(answer: Answer, decision: Decision | None) -> str:
    """Of the text, and of the decision there was."""
    return LETTER + answer.digest + (f"-{decision.version}" if decision else "")


def _points(one: Question, decision: Decision | None, answer: Answer) -> list[str]:
    count = max(1, len(one.criteria))
    if decision is None or decision.digest != answer.digest:
        return [""] * (count + 1)
    values = decision.levels if one.criteria else (decision.points,)
    return [*(f"{value:g}" for value in values), decision.comment]


def read_sheet(desk: Desk, cell: str, path: Path) -> int:
    """Enter the decisions of a table that `write_sheet` wrote and somebody filled in; returns how many are new or changed.

    Rows without points and comment are left alone. Raises InputError that names the row if anything cannot be used: nothing
    is entered then.
    """
    one = desk.question(cell)
    answers, mine, done = desk.shown(cell)
    lines, heads = rows_of(path), _heads(one)
    if next(lines, (0, []))[1] not in _heads_by_language(desk, cell):
        raise InputError(
            _("{path} must begin with a line of column names: {all}.").format(path=path, all=", ".join(heads))
        )
    found, seen = [], dict[str, int]()
    for line, cells in lines:
        row = [*cells, *[""] * len(heads)][: len(heads)]
        if not any(row[3:]):
            continue
        try:
            if row[0] in seen:
                text = _("answer {slug} is in line {before} already.")
                raise InputError(text.format(slug=row[0], before=seen[row[0]]))
            seen[row[0]] = line
            decision = checked(one, _entry(one, row, heads), answers, mine, desk.role)
        except InputError as error:
            where = _("{path}, line {line}: ").format(path=path, line=line)
            raise InputError(where + str(error)) from None
        if decision is None:
            continue
        before = mine.get(decision.student)
        if before is None or before.content != decision.content or row[0] not in done:
            found.append(decision)
    desk.enter(found)
    return len(found)


def _entry(one: Question, row: list[str], heads: list[str]) -> Entry:
    digest, _dash, version = row[1].removeprefix(LETTER).partition("-")
    points = tuple(_number(head, value) for head, value in zip(heads[3:-1], row[3:-1], strict=True))
    comment = _plain(row[-1])
    if one.criteria:
        return Entry(row[0], digest, points, comment=comment, seen=version)
    return Entry(row[0], digest, points=points[0], comment=comment, seen=version)


def _number(head: str, value: str) -> float:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        raise InputError(
            _("{column} is {value}, but takes a number.").format(column=head, value=value or "–")
        ) from None


def _plain(comment: str) -> str:
    """Without the apostrophe that kept a spreadsheet from taking it for a formula."""
    bare = comment.removeprefix("'")
    return bare if harmless(bare) == comment else comment
