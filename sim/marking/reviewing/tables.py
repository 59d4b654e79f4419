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
    """Number, counted as in a spreadsheet, and cells of each row that is not empty; no spaces around, no empty cells at the end.

    Raises InputError if the file cannot be read, or its quotation marks do not fit together: else one cell would take all that
    follows.
    """
    text = read_table_text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    line = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            line += 1
            row = [cell.strip() for cell in cells]
            while row and not row[-1]:
                row.pop()
            if row:
                yield line, row
    except csv.Error:
        where = _("{path}, line {line}: ").format(path=path, line=line + 1)
        raise InputError(where + _("a quotation mark is missing, or there is one too many.")) from None
