"""Build tables of the schema, from columns or from files that were read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.records.schema import TABLES, Column, Records


@dataclass(frozen=True)
class Coded:
    """A category column as codes (-1: null) into names."""

    codes: Any
    names: tuple[str, ...]


def frame(table: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A table with exactly the columns of the schema, in its order and with its types.

    columns: name -> values, or (values, mask) where the mask marks nulls; categories as Coded. Raises ValueError if a
    column is missing or unknown.
    """
    schema = TABLES[table]
    if [c.name for c in schema] != list(columns):
        raise ValueError(f"{table}: columns {list(columns)} are not the schema's")
    return pd.DataFrame({c.name: _array(c, columns[c.name]) for c in schema}, copy=False)


def as_recorded(records: Records) -> Records:
    """The tables with the types of the schema, after CSV or Excel has converted them; other columns stay as they are.

    Raises InputError that names the first column that cannot be converted.
    """
    return {name: _with_types(name, table) for name, table in records.items()}


def _with_types(name: str, table: pd.DataFrame) -> pd.DataFrame:
    types = {"int": ("Int64", "int64"), "bool": ("boolean", "bool"), "float": ("float64",)}
    converted = {}
    for column in TABLES.get(name, ()):
        if column.name not in table or column.dtype not in types or not len(table):
            continue
        if str(table[column.name].dtype) in types[column.dtype]:
            continue
        try:
            converted[column.name] = table[column.name].astype(types[column.dtype][0])  # type: ignore[call-overload]
        except (TypeError, ValueError):
            raise InputError(
                _("{table}.{column} cannot be read: it takes {dtype} values.").format(
                    table=name, column=column.name, dtype=column.dtype
                )
            ) from None
    return table.assign(**converted) if converted else table


def _array(column: Column, values: Any) -> Any:
    if isinstance(values, Coded):
        codes = np.asarray(values.codes, dtype=np.int16)
        return pd.Categorical.from_codes(codes, categories=pd.Index(values.names, dtype=object))
    if isinstance(values, tuple):
        data, mask = values
        if column.dtype == "bool":
            return pd.arrays.BooleanArray(np.asarray(data, dtype=bool), np.asarray(mask, dtype=bool))
        return pd.arrays.IntegerArray(np.asarray(data, dtype=np.int64), np.asarray(mask, dtype=bool))
    return np.asarray(values, dtype={"int": np.int64, "bool": bool, "float": np.float64}[column.dtype])
