"""Marks as a table: an Excel workbook with a sheet for each assignment, or a CSV file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sim.base.files import write_atomic
from sim.base.i18n import N_, _
from sim.base.spreadsheets import BOM, MADE, csv_text, harmless
from sim.course.lateness import NO_DEADLINE
from sim.marking.handing_back.standing import MARKED, ZERO, Standing

Cell = str | float | None
WIDEST = 50
BEFORE = (
    N_("student"),
    N_("name"),
    N_("LMS number"),
    N_("group"),
    N_("status"),
    N_("handed in"),
    N_("days late"),
    N_("extension"),
)
AFTER = (
    N_("points so far"),
    N_("share kept after lateness"),
    N_("points that count"),
    N_("of"),
    N_("remarks"),
)


def table(found: Sequence[Standing], zone: ZoneInfo) -> tuple[list[str], list[list[Cell]]]:
    """Heads and rows, a row for each student; a cell without a number stays empty, and the status says why."""
    names = list(found[0].most) if found else []
    heads = [*map(_, BEFORE), *(f"{name} ({found[0].most[name]:g})" for name in names), *map(_, AFTER)]
    return heads, [_row(one, names, zone) for one in found]


def _row(one: Standing, names: Sequence[str], zone: ZoneInfo) -> list[Cell]:
    student = one.student
    moment = f"{one.handed_in.astimezone(zone):%Y-%m-%d %H:%M}" if one.handed_in else None
    share = one.late.share if one.late.state != NO_DEADLINE and one.so_far is not None else None
    return [
        student.student,
        student.name,
        student.lms_id,
        student.group,
        _(one.status),
        moment,
        one.late.days or None,
        one.late.extension or None,
        *(one.questions.get(name) for name in names),
        one.so_far,
        share,
        one.points,
        sum(one.most.values()),
        one.remarks,
    ]


def write_csv(path: Path, found: Sequence[Standing], zone: ZoneInfo) -> None:
    """Write the table as CSV that a Chinese Excel and WPS open as it is."""
    heads, rows = table(found, zone)
    shown = [[f"{cell:g}" if isinstance(cell, float) else cell for cell in row] for row in rows]
    write_atomic(path, BOM + csv_text([heads, *shown]))


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Standing]], zone: ZoneInfo) -> None:
    """Write a workbook with a sheet for each assignment, and, if there are several, one with the sums."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": MADE})
        if len(sheets) > 1:
            _sheet(book, _("all assignments"), *_sums(sheets))
        for name, found in sheets.items():
            _sheet(
                book,
                name,
                *table(found, zone),
                [_(one.status) for one in found if one.status not in (MARKED, ZERO)],
            )
    write_atomic(path, out.getvalue())


def _sums(sheets: Mapping[str, Sequence[Standing]]) -> tuple[list[str], list[list[Cell]]]:
    """A row for each student: points of each assignment, or the status in their place, and the sum of what counts."""
    people = {one.student.student: one.student for found in sheets.values() for one in found}
    heads = [
        *map(_, BEFORE[:4]),
        *(f"{name} ({sum(found[0].most.values()):g})" for name, found in sheets.items() if found),
        _("sum"),
    ]
    rows: list[list[Cell]] = []
    for student, enrolled in people.items():
        cells: list[Cell] = []
        total = 0.0
        for found in sheets.values():
            one = next((one for one in found if one.student.student == student), None)
            if found:
                cells.append(None if one is None else one.points if one.points is not None else _(one.status))
                total += (one.points or 0.0) if one else 0.0
        rows.append([student, enrolled.name, enrolled.lms_id, enrolled.group, *cells, round(total, 4)])
    return heads, rows


def _sheet(
    book: Any, name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], loud: Sequence[str] = ()
) -> None:
    sheet = book.add_worksheet("".join("_" if c in "[]:*?/\\" else c for c in name)[:31])
    bold, red = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"font_color": "#9c0006"})
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 2)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    for at, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, place, harmless(cell), red if cell in loud else None)
            elif cell is not None:
                sheet.write_number(at, place, cell)
    for place, head in enumerate(heads):
        longest = max([_width(head), *(_width(row[place]) for row in rows[:200])])
        sheet.set_column(place, place, min(WIDEST, longest + 2))


def _width(cell: Cell) -> int:
    """Columns that a cell takes: a Chinese letter takes two."""
    text = "" if cell is None else str(cell)
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
