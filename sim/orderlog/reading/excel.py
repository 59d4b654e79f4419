"""Read a sheet of an Excel file with calamine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.zips import DAMAGES
from sim.orderlog.reading.rows import MAX_BYTES, SAMPLE_ROWS, IsColumnName, Rows

EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of Excel files: zipped (xlsx), and old or encrypted (xls)."""
LARGEST_AREA = 40_000_000
"""Cells from the first to the last corner of a sheet that are read, whatever they hold: calamine takes memory for each."""
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"')
ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(?:<f.*?(?:</f>|/>))?\s*<v>([^<]*)</v>', re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
DAMAGED = (*DAMAGES, ElementTree.ParseError)
"""What a damaged file can raise."""
CHUNK, OVERLAP = 1 << 22, 1 << 14
"""Bytes of a sheet that are looked at together, and how many of them once more with the next."""


def read_excel(name: str, data: bytes, is_column_name: IsColumnName, wanted: str | None) -> Rows:
    """The rows of the sheet that is wanted, or that has most column names. Raises InputError if there is none."""
    from python_calamine import CalamineError, CalamineWorkbook

    damaged = _("{source} is damaged or protected by a password: it cannot be read as an Excel file.").format(
        source=name
    )
    try:
        errors = _check_parts(name, data)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = book.sheet_names
            if wanted is not None and wanted not in names:
                raise InputError(
                    _("{source} has no sheet {sheet}; there are: {all}.").format(
                        source=name, sheet=wanted, all=", ".join(names)
                    )
                )
            found: list[tuple[int, int, str, list[list[Any]]]] = []
            for place, sheet in enumerate([wanted] if wanted is not None else names):
                table = book.get_sheet_by_name(sheet)
                if table.total_height * table.total_width > LARGEST_AREA:
                    raise _stray(name, sheet)
                cells = table.to_python(skip_empty_area=False)
                if any(map(any, cells)):
                    most = max(_names(row, is_column_name) for row in cells[:SAMPLE_ROWS])
                    _fill_merged(cells, table.merged_cell_ranges or ())
                    found.append((-most, place, sheet, cells))
    except (CalamineError, *DAMAGED) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(damaged) from None
    if not found:
        raise InputError(_("{source} is empty.").format(source=name))
    for _most, _place, sheet, cells in found:
        for row, column, code in errors.get(sheet, ()):
            if row < len(cells) and column < len(cells[row]):
                cells[row][column] = code
    _most, _place, best, first = min(found, key=lambda each: each[:2])
    head = _head(first, is_column_name)
    same = [(sheet, cells) for _most, _place, sheet, cells in found if _head(cells, is_column_name) == head]
    read = [sheet for sheet, _cells in same]
    if len(same) > 1:
        notes = [_("Excel file, sheets {names}, one below the other.").format(names=", ".join(read))]
    else:
        notes = [_("Excel file, sheet {sheet}.").format(sheet=best)]
    others = [sheet for sheet in names if sheet not in read]
    if others and wanted is None:
        notes.append(_("Other sheets were not read: {names}.").format(names=", ".join(others)))
    rows = list(same[0][1])
    for _sheet, cells in same[1:]:
        known = [_names(row, is_column_name) for row in cells[:SAMPLE_ROWS]]
        rows += cells[known.index(max(known)) + 1 :]
    return Rows(iter(rows), None, notes, padded=True)


def _head(cells: list[list[Any]], is_column_name: IsColumnName) -> list[Any]:
    """The row with most column names of a sheet, without empty cells at its end."""
    known = [_names(row, is_column_name) for row in cells[:SAMPLE_ROWS]]
    head = list(cells[known.index(max(known))])
    while head and head[-1] in ("", None):
        head.pop()
    return head


def _fill_merged(cells: list[list[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every row of a merged cell its value: calamine gives it to the first."""
    for (top, left), (bottom, right) in merged:
        if left != right or bottom >= len(cells):
            continue
        for row in range(top + 1, bottom + 1):
            cells[row][left] = cells[top][left]


def _names(row: list[Any], is_column_name: IsColumnName) -> int:
    return sum(1 for cell in row if isinstance(cell, str) and is_column_name(cell))


def _stray(name: str, sheet: str) -> InputError:
    return InputError(
        _(
            "{source}, sheet {sheet}: a cell far from the table is filled, perhaps with a space: copy the table into a "
            "new sheet, and save that."
        ).format(source=name, sheet=sheet)
    )


def _check_parts(name: str, data: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """Sheet -> row, column and text of its error cells, which calamine gives as empty.

    Raises InputError if the file unpacks to too much, or the cells of a sheet are too far apart for calamine.
    """
    if not data.startswith(b"PK"):
        return {}
    errors: dict[str, list[tuple[int, int, str]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > 4 * MAX_BYTES:
            raise InputError(
                _("{path} is larger than {most} MB.").format(path=name, most=4 * MAX_BYTES // 1_000_000)
            )
        for sheet, part in _sheet_parts(packed):
            columns: set[bytes] = set()
            last_row = 0
            faults: dict[tuple[bytes, bytes], bytes] = {}
            for chunk in _chunks(packed, part):
                places = CELL.findall(chunk)
                columns.update(column for column, _row in places)
                last_row = max([last_row, *(int(row) for _column, row in places[-1:])])
                if b't="e"' in chunk:
                    for attributes, code in ERROR.findall(chunk):
                        faults.update(dict.fromkeys(PLACE.findall(attributes), code))
            width = max(map(_number, columns), default=0)
            if width * last_row > LARGEST_AREA:
                raise _stray(name, sheet)
            errors[sheet] = [
                (int(row) - 1, _number(column) - 1, code.decode("utf-8", "replace"))
                for (column, row), code in faults.items()
            ]
    return errors


def _sheet_parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet of an xlsx, and of the part that holds it."""
    if "xl/workbook.xml" not in packed.namelist():  # an OpenDocument or binary file
        return
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in packed.namelist():
                yield element.get("name", ""), part


def _chunks(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    kept = b""
    with zipfile.Path(packed, part).open("rb") as file:
        while more := file.read(CHUNK):
            chunk = kept + more
            yield chunk
            kept = chunk[-OVERLAP:]


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
