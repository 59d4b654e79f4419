"""From a file to rows of cells: Excel files by calamine, all others as separated text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sim.base.errors import InputError
from sim.base.files import cannot_read
from sim.base.i18n import _, ngettext
from sim.orderlog.reading.text import decode

LARGEST = 500_000_000
"""Bytes of the largest file that is read, also of what an Excel file unpacks to (times four)."""
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How Excel files begin: packed ones (xlsx), old or encrypted ones (xls)."""
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
Known = Callable[[str], bool]
SAMPLE = 20
"""Rows in which the separator and the names of the columns are looked for."""


@dataclass(frozen=True)
class Rows:
    """cells: row by row as in the file, so that row 1 is `cells[0]`; blank rows are there.

    A cell is text ("": empty) or, from Excel, also a number, a truth value, or a date.
    """

    cells: list[list[Any]]
    separator: str | None
    notes: list[str] = field(default_factory=list)


def read_rows(
    source: str | Path | IO[Any],
    known: Known,
    *,
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
) -> tuple[str, Rows]:
    """What the file is called, and its rows. known: whether a cell is a name of a column.

    Raises InputError if the file cannot be read or holds nothing.
    """
    name, content = _content(source)
    if isinstance(content, bytes) and content.startswith(EXCEL):
        rows = _excel(name, content, sheet)
    elif sheet is not None:
        raise InputError(_("{source} is no Excel file, so it has no sheet.").format(source=name))
    else:
        rows = _separated(name, content, known, encoding, separator)
    if not any(map(any, rows.cells)):
        raise InputError(_("{source} is empty.").format(source=name))
    return name, rows


def _content(source: str | Path | IO[Any]) -> tuple[str, bytes | str]:
    if not isinstance(source, str | Path):
        return str(getattr(source, "name", "") or _("the file")), source.read()
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:  # a zero byte in the name
        raise InputError(_("There is no file {name}.").format(name=repr(str(source)))) from None
    if len(data) > LARGEST:
        raise InputError(_("{path} is larger than {most} MB.").format(path=path, most=LARGEST // 1_000_000))
    return str(path), data


def _excel(name: str, data: bytes, wanted: str | None) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook

    damaged = _("{source} is damaged, or locked by a password: Excel cells cannot be read from it.").format(
        source=name
    )
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                unpacked = sum(part.file_size for part in packed.infolist())
        except (zipfile.BadZipFile, OSError, ValueError):
            raise InputError(damaged) from None
        if unpacked > 4 * LARGEST:
            raise InputError(
                _("{path} is larger than {most} MB.").format(path=name, most=4 * LARGEST // 1_000_000)
            )
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = book.sheet_names
            if wanted is not None and wanted not in names:
                raise InputError(
                    _("{source} has no sheet {sheet}; there are: {all}.").format(
                        source=name, sheet=wanted, all=", ".join(names)
                    )
                )
            for one in [wanted] if wanted is not None else names:
                cells = book.get_sheet_by_name(one).to_python(skip_empty_area=False)
                if any(map(any, cells)):
                    break
            else:
                raise InputError(_("{source} is empty.").format(source=name))
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(damaged) from None
    notes = [_("Excel file, sheet {sheet}.").format(sheet=one)]
    if len(names) > 1 and wanted is None:
        others = ", ".join(other for other in names if other != one)
        notes.append(_("Other sheets were not read: {names}.").format(names=others))
    return Rows(cells, None, notes)


def _separated(
    name: str, content: bytes | str, known: Known, encoding: str | None, separator: str | None
) -> Rows:
    if isinstance(content, bytes):
        text, called = decode(content, name, encoding)
        notes = [_("Encoding: {encoding}.").format(encoding=called)]
    else:
        text, notes = content, []
    text = text.rstrip("\x1a")
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:  # for Excel, which does not show this line
        separator = separator or first[4]
        text = text.partition("\n")[2]
    if separator is None:
        separator = _separator_of(text, known)
    elif len(separator) != 1 or separator in '"\r\n':
        raise InputError(_("separator is {value!r}, but takes one character.").format(value=separator))
    cells: list[list[Any]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        cells.extend(reader)
    except csv.Error as error:
        row = len(cells) + 1
        if "field larger" in str(error):
            raise InputError(
                _("{source}, row {row}: one cell holds more than {most:,} letters.").format(
                    source=name, row=row, most=csv.field_size_limit()
                )
            ) from None
        raise InputError(
            _('{source}, row {row}: the quotation marks (") do not match.').format(source=name, row=row)
        ) from None
    called = {"comma": _("comma"), "semicolon": _("semicolon"), "tab": _("tab"), "bar": _("bar (|)")}.get(
        SEPARATORS.get(separator, ""), separator
    )
    notes.append(_("Separator: {separator}.").format(separator=called))
    return Rows(cells, separator, notes)


def _separator_of(text: str, known: Known) -> str:
    """The separator that makes the most names of columns, then the most cells, in one of the first rows."""
    start = text[: 64 * 1024]

    def score(candidate: str) -> tuple[int, int]:
        best = (0, 0)
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=candidate)
        with suppress(csv.Error):  # the full reading says what is wrong
            for row in islice(reader, SAMPLE):
                best = max(best, (sum(map(known, row)), sum(1 for cell in row if cell.strip())))
        return best

    return max(SEPARATORS, key=score)


@dataclass(frozen=True)
class Table:
    """Rows under their header. columns: name -> cells; row: the number of each row in the file."""

    header: list[str]
    rows: list[list[Any]]
    row: list[int]
    separator: str | None
    notes: list[str]

    def cells(self, place: int) -> list[Any]:
        """The cells of the column at a place; "" where a row is too short."""
        return [cells[place] if place < len(cells) else "" for cells in self.rows]


def under_header(rows: Rows, known: Known) -> Table:
    """The table below the row, of the first ones, in which `known(cell)` knows the most names.

    Blank rows are dropped and counted in the notes.
    """
    best, most = 0, -1
    for at, cells in enumerate(rows.cells[:SAMPLE]):
        names = sum(1 for cell in cells if isinstance(cell, str) and known(cell))
        if names > most and any(cells):
            best, most = at, names
    header = [str(cell).strip() for cell in rows.cells[best]]
    while header and not header[-1]:
        header.pop()
    body = list(enumerate(rows.cells[best + 1 :], start=best + 2))
    full = [(at, cells) for at, cells in body if _holds_something(cells)]
    notes = list(rows.notes)
    if best:
        notes.append(_("The names of the columns stand in row {row}.").format(row=best + 1))
    trailing = len(body) - (body.index(full[-1]) + 1 if full else 0)
    blank = len(body) - len(full) - trailing
    if blank:
        notes.append(
            ngettext("{n} blank row was skipped.", "{n} blank rows were skipped.", blank).format(n=blank)
        )
    return Table(header, [cells for _at, cells in full], [at for at, _cells in full], rows.separator, notes)


def _holds_something(cells: list[Any]) -> bool:
    return any(cell.strip() if isinstance(cell, str) else cell is not None for cell in cells)
