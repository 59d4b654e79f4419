"""Lines of a table that a spreadsheet saved, whatever stands between its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.text_files import read_table_text


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line that is not empty; no spaces around a cell, no empty cells at the end.

    Raises InputError if the file cannot be read, or a quotation mark in it is never closed.
    """
    text = read_table_text(path)
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    try:
        for cells in reader:
            row = [cell.strip() for cell in cells]
            while row and not row[-1]:
                row.pop()
            if row:
                yield reader.line_num, row
    except csv.Error:
        where = _("{path}, line {line}: ").format(path=path, line=reader.line_num)
        raise InputError(where + _("a cell is too long: perhaps a quotation mark is not closed.")) from None
