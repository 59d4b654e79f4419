"""Hand tables in a text file: about ten rows to work out on paper, easier to write and to check there than in code."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import pandas as pd


def read_hand_tables(package: str) -> dict[str, pd.DataFrame]:
    """The tables in the file `hand_tables.txt` of a package.

    A table begins with a line `[name]`, then its columns, then its rows; columns are two spaces or more apart, `-` is an
    empty cell. `[name + other]` adds further columns to a table by its first column.

    Examples
    --------
    >>> tables = read_hand_tables("sim.course.assignments.service_measures")
    >>> tables["lines"].shape
    (10, 4)
    """
    text = (files(package) / "hand_tables.txt").read_text(encoding="utf-8")
    tables: dict[str, pd.DataFrame] = {}
    for head, body in re.findall(r"^\[([^]\n]+)\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL):
        name, _plus, more = (part.strip() for part in head.partition("+"))
        table = _table(body)
        tables[name] = tables[name].merge(table, on=table.columns[0]) if more else table
    return tables


def _table(text: str) -> pd.DataFrame:
    rows = (re.sub(r" {2,}", "\t", line.strip()) for line in text.strip().splitlines())
    table = pd.read_csv(io.StringIO("\n".join(rows)), sep="\t", na_values=["-"], keep_default_na=False)
    for name in table.columns:
        filled = table[name].dropna().astype(str)
        if len(filled) and filled.str.match(r"\d{4}-\d\d-\d\d").all():
            table[name] = pd.to_datetime(table[name], format="ISO8601")
    return table
