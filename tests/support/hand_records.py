"""Records written by hand: only the cells that matter, the rest as the schema has it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.records.schema import TABLES, Records

_EMPTY: dict[str, Any] = {"int": 0, "bool": False, "float": float("nan"), "category": None}


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table of the schema. Cells that are not given are null, or 0 or false where a column knows no null."""
    unknown = {key for row in rows for key in row} - {column.name for column in TABLES[name]}
    assert not unknown, f"{name} has no columns {unknown}"
    columns: dict[str, Any] = {}
    for column in TABLES[name]:
        empty = None if column.null else _EMPTY[column.dtype]
        cells = [row.get(column.name, empty) for row in rows]
        if column.dtype == "category":
            columns[column.name] = pd.Categorical(cells)
        elif column.dtype == "float":
            columns[column.name] = pd.Series(cells, dtype="float64")
        else:
            plain, nullable = {"int": ("int64", "Int64"), "bool": ("bool", "boolean")}[column.dtype]
            columns[column.name] = pd.Series(cells, dtype=nullable if column.null else plain)
    return pd.DataFrame(columns)


def records(end: int, **tables: list[dict[str, Any]]) -> Records:
    """Records of a window from 0 to `end`; tables that are not given are empty."""
    window = table("window", [{"start": 0, "end": end}])
    return {name: table(name, tables.get(name, [])) for name in TABLES} | {"window": window}


def emptied(known: Records) -> Records:
    """The same window, and nothing in it."""
    return {name: rows.iloc[:0] for name, rows in known.items()} | {"window": known["window"]}
