"""Records as bytes and back, with exact types: one Arrow file per table in a zip archive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence

import pandas as pd

from sim.base.zips import EPOCH
from sim.records.schema import Records

_CATEGORIES = "categories.json"
"""The names of all categories: Arrow forgets those of a table without rows."""


def pack(firms: Sequence[Records]) -> bytes:
    """The records of several firms as bytes. The same records give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for number, records in enumerate(firms):
            for name, table in records.items():
                content = io.BytesIO()
                table.to_feather(content, compression="zstd")
                file.writestr(zipfile.ZipInfo(f"{number}/{name}", EPOCH), content.getvalue())
        categories = [{name: _categories(table) for name, table in records.items()} for records in firms]
        file.writestr(zipfile.ZipInfo(_CATEGORIES, EPOCH), json.dumps(categories, ensure_ascii=False))
    return archive.getvalue()


def unpack(content: bytes) -> list[Records]:
    """The tables that `pack` has packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        categories = json.loads(file.read(_CATEGORIES))
        return [
            {
                name: _with_categories(pd.read_feather(io.BytesIO(file.read(f"{number}/{name}"))), by_column)
                for name, by_column in tables.items()
            }
            for number, tables in enumerate(categories)
        ]


def _categories(table: pd.DataFrame) -> dict[str, list[str]]:
    return {str(name): list(table[name].cat.categories) for name in table.select_dtypes("category")}


def _with_categories(table: pd.DataFrame, by_column: dict[str, list[str]]) -> pd.DataFrame:
    """The table with categories as `sim.records.tables.frame` makes them."""
    for name, names in by_column.items():
        codes = table[name].cat.codes.to_numpy()
        table[name] = pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object))
    return table
