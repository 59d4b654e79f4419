"""Read a file into rows of cells: Excel files with calamine, all others as separated text."""

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
from sim.base.i18n import _
from sim.orderlog.reading.encoding import decode

MAX_BYTES = 500_000_000
"""Size of the largest file that is read; an Excel file may unpack to four times as much."""
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of Excel files: zipped (xlsx), and old or encrypted (xls)."""
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
IsColumnName = Callable[[str], bool]
SAMPLE_ROWS = 20
"""Rows in which the separator and the header are looked for."""


@dataclass(frozen=True)
class Rows:
    """The rows of a file, blank rows included: row 1 of the file is `cells[0]`.

    A cell is text ("" if empty) or, from Excel, a number, a bool or a date.
    """

    cells: list[list[Any]]
    separator: str | None
    notes: list[str] = field(default_factory=list)


def read_rows(
    source: str | Path | IO[Any],
    is_column_name: IsColumnName,
    *,
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
) -> tuple[str, Rows]:
    """The name of the file and its rows. Raises InputError if the file cannot be read or is empty."""
    name, content = _read_content(source)
    if isinstance(content, bytes) and content.startswith(EXCEL):
        rows = _excel(name, content, sheet)
    elif sheet is not None:
        raise InputError(_("{source} is not an Excel file, so it has no sheets.").format(source=name))
    else:
        rows = _separated_text(name, content, is_column_name, encoding, separator)
    if not any(map(any, rows.cells)):
        raise InputError(_("{source} is empty.").format(source=name))
    return name, rows


def _read_content(source: str | Path | IO[Any]) -> tuple[str, bytes | str]:
    if not isinstance(source, str | Path):
        return str(getattr(source, "name", "") or _("the file")), source.read()
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:  # a null byte in the name
        raise InputError(_("There is no file {name}.").format(name=repr(str(source)))) from None
    if len(data) > MAX_BYTES:
        raise InputError(_("{path} is larger than {most} MB.").format(path=path, most=MAX_BYTES // 1_000_000))
    return str(path), data


def _excel(name: str, data: bytes, wanted: str | None) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook

    damaged = _("{source} is damaged or protected by a password: it cannot be read as an Excel file.").format(
        source=name
    )
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                unpacked = sum(part.file_size for part in packed.infolist())
        except (zipfile.BadZipFile, OSError, ValueError):
            raise InputError(damaged) from None
        if unpacked > 4 * MAX_BYTES:
            raise InputError(
                _("{path} is larger than {most} MB.").format(path=name, most=4 * MAX_BYTES // 1_000_000)
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
            for sheet in [wanted] if wanted is not None else names:
                cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                if any(map(any, cells)):
                    break
            else:
                raise InputError(_("{source} is empty.").format(source=name))
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(damaged) from None
    notes = [_("Excel file, sheet {sheet}.").format(sheet=sheet)]
    if len(names) > 1 and wanted is None:
        others = ", ".join(other for other in names if other != sheet)
        notes.append(_("Other sheets were not read: {names}.").format(names=others))
    return Rows(cells, None, notes)


def _separated_text(
    name: str, content: bytes | str, is_column_name: IsColumnName, encoding: str | None, separator: str | None
) -> Rows:
    if isinstance(content, bytes):
        text, encoding_name = decode(content, name, encoding)
        notes = [_("Encoding: {encoding}.").format(encoding=encoding_name)]
    else:
        text, notes = content, []
    text = text.rstrip("\x1a")
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:  # a hint for Excel, which hides this line
        separator = separator or first[4]
        text = text.partition("\n")[2]
    if separator is None:
        separator = _guess_separator(text, is_column_name)
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
                _("{source}, row {row}: one cell has more than {most:,} characters.").format(
                    source=name, row=row, most=csv.field_size_limit()
                )
            ) from None
        raise InputError(
            _('{source}, row {row}: the quotation marks (") do not match.').format(source=name, row=row)
        ) from None
    separator_name = {
        "comma": _("comma"),
        "semicolon": _("semicolon"),
        "tab": _("tab"),
        "bar": _("bar (|)"),
    }.get(SEPARATORS.get(separator, ""), separator)
    notes.append(_("Separator: {separator}.").format(separator=separator_name))
    return Rows(cells, separator, notes)


def _guess_separator(text: str, is_column_name: IsColumnName) -> str:
    """The separator that gives the most column names, then the most cells, in one of the first rows."""
    start = text[: 64 * 1024]

    def score(candidate: str) -> tuple[int, int]:
        best = (0, 0)
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=candidate)
        with suppress(csv.Error):  # reported when the whole file is read
            for row in islice(reader, SAMPLE_ROWS):
                best = max(best, (sum(map(is_column_name, row)), sum(1 for cell in row if cell.strip())))
        return best

    return max(SEPARATORS, key=score)
