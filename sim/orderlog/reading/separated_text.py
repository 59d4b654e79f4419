"""Read a text table: comma, semicolon, tab or bar between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.encoding import decode
from sim.orderlog.reading.json_records import is_json, read_json
from sim.orderlog.reading.rows import SAMPLE_ROWS, IsColumnName, Rows

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
WEB_PAGE = ("<html", "<!doctype html", "<table", "<?xml")
"""How files begin that programs call .xls, but that hold a web page or XML."""


def read_text_table(
    name: str, content: bytes | str, is_column_name: IsColumnName, encoding: str | None, separator: str | None
) -> Rows:
    """The rows of a text table. Raises InputError if it is not one."""
    if isinstance(content, bytes):
        text, encoding_name = decode(content, name, encoding, is_column_name)
        notes = [_("Encoding: {encoding}.").format(encoding=encoding_name)]
    else:
        text, notes = content, []
    text = text.rstrip("\x1a")
    if is_json(text):
        return Rows(read_json(name, text), None, [*notes, _("The file is JSON.")], padded=True)
    if text[:200].lstrip().lower().startswith(WEB_PAGE):
        raise InputError(
            _(
                "{source} is a web page or XML, whatever its name says: open it in Excel, and save it as xlsx or CSV."
            ).format(source=name)
        )
    first = text[:100].split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:  # a hint for Excel, which hides this line
        separator = separator or first[4]
        text = text.partition("\n")[2]
    if separator is None:
        separator = _guess_separator(text, is_column_name)
    elif len(separator) != 1 or separator in '"\r\n':
        raise InputError(_("separator is {value!r}, but takes one character.").format(value=separator))
    separator_name = {
        "comma": _("comma"),
        "semicolon": _("semicolon"),
        "tab": _("tab"),
        "bar": _("bar (|)"),
    }.get(SEPARATORS.get(separator, ""), separator)
    notes.append(_("Separator: {separator}.").format(separator=separator_name))
    if _quotes_are_letters(text, separator):
        notes.append(_('Quotation marks (") are read as part of the cells.'))
        rows = _parse(name, text, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        rows = _parse(name, text, delimiter=separator, strict=True)
    return Rows(rows, separator, notes, ends_in_line=text[-1:] not in "\r\n")


def _parse(name: str, text: str, **form: Any) -> Iterator[list[str]]:
    """The rows one by one: a large table is never in memory as lists of cells."""
    row = 0
    try:
        for cells in csv.reader(_lines(text), **form):
            row += 1
            yield cells
    except csv.Error as error:
        if "field larger" in str(error):
            raise InputError(
                _("{source}, row {row}: one cell has more than {most:,} characters.").format(
                    source=name, row=row + 1, most=csv.field_size_limit()
                )
            ) from None
        raise InputError(
            _('{source}, row {row}: the quotation marks (") do not match.').format(source=name, row=row + 1)
        ) from None


def _lines(text: str) -> Iterable[str]:
    return io.StringIO(text, newline="")


def _quotes_are_letters(text: str, separator: str) -> bool:
    """Whether cells that begin with a quotation mark are cells such as "Quick" Ltd, not quoted cells.

    They are if the marks do not match, but all rows are as wide as the first when the marks count for nothing.
    """
    if '"' not in text:
        return False
    try:
        for _row in csv.reader(_lines(text), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "field larger" in str(error):
            return False
    else:
        return False
    widths: set[int] = set()
    with suppress(csv.Error):
        widths = {
            len(row) for row in csv.reader(_lines(text), delimiter=separator, quoting=csv.QUOTE_NONE) if row
        }
    return len(widths) == 1


def _guess_separator(text: str, is_column_name: IsColumnName) -> str:
    """The separator that gives the most column names, then the most cells, in one of the first rows."""
    start = text[: 64 * 1024]

    def score(candidate: str) -> tuple[int, int]:
        best = (0, 0)
        with suppress(csv.Error):  # reported when the whole file is read
            for row in islice(csv.reader(_lines(start), delimiter=candidate), SAMPLE_ROWS):
                names = [cell for cell in row if is_column_name(cell) and not set(cell) & set(";\t|")]
                best = max(best, (len(names), sum(1 for cell in row if cell.strip())))
        return best

    return max(SEPARATORS, key=score)
