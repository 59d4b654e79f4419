"""CSV files for spreadsheets: Excel and WPS read them as UTF-8, and no cell is a formula that somebody else wrote."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable

BOM = "\ufeff"
"""Without it, Excel does not read a CSV file as UTF-8."""
MADE = dt.datetime(2000, 1, 1)
"""The date of creation in workbooks, fixed so that the same content gives the same bytes."""
FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠].|[\t\r\n]", re.DOTALL)
"""Beginnings of texts that a spreadsheet could take for a formula; also with wide signs. A sign alone is no formula."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def harmless(text: str) -> str:
    """A text that a spreadsheet shows as it is: one that looks like a formula gets an apostrophe in front.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-0.5"), harmless("李一")
    ("'=1+1", '-0.5', '李一')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV, without the mark of UTF-8; None is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in row])
    return buffer.getvalue()
