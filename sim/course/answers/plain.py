"""Answers as plain data: numbers, texts, lists, dicts, dates and tables, which can cross from one process to another."""

from __future__ import annotations

import datetime
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.base.i18n import _

DEEPEST = 8
"""Levels of lists in lists that are looked at."""

LARGEST = 10**300
"""Larger whole numbers are infinite: they cannot be compared with a number that has decimals."""

MOST_ITEMS = 1_000_000
"""Of one list, dict or table; what has more is no answer."""


@dataclass(frozen=True)
class Other:
    """Stands for a value that is not plain data, such as a function; kind: the name of its type."""

    kind: str


def plain(value: Any, depth: int = 0) -> Any:
    """The value as plain data. Numbers of numpy and pandas become int and float, sets, arrays and ranges become lists.

    Anything else becomes an `Other`, so that a check can name it: a function, a value with too many items, or one that
    raises an error while it is read.
    """
    try:
        return _plain(value, depth)
    except Exception:  # an object of the student's own class may do anything
        return Other(type(value).__name__)


def _plain(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | np.bool_):
        return None if value is None else bool(value)
    if isinstance(value, str):
        return str(value)
    if value is pd.NaT or value is pd.NA or value is np.ma.masked:
        return math.nan
    if isinstance(value, np.datetime64 | datetime.date):
        date = pd.Timestamp(value)
        return math.nan if date is pd.NaT else date
    if isinstance(value, np.timedelta64 | datetime.timedelta):
        span = pd.Timedelta(value)
        return math.nan if span is pd.NaT else span
    if isinstance(value, Integral):
        number = int(value)
        return number if abs(number) <= LARGEST else math.copysign(math.inf, number > 0 or -1)
    if isinstance(value, Real | Decimal):
        return math.nan if isinstance(value, Decimal) and value.is_nan() else float(value)
    if isinstance(value, pd.Series | pd.DataFrame):
        return value if value.size <= MOST_ITEMS else Other(type(value).__name__)
    if isinstance(value, Other):
        return value
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return plain(value.item(), depth)
    is_dict, is_set = isinstance(value, Mapping), isinstance(value, set | frozenset)
    is_list = isinstance(value, _LISTS) or type(value).__name__ in _VIEWS
    if depth >= DEEPEST or not (is_dict or is_set or is_list):
        return Other(type(value).__name__)
    items = list(islice(value.items() if is_dict else value, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        return Other(type(value).__name__)
    if is_dict:
        return {_key(key): plain(item, depth + 1) for key, item in items}
    made = [plain(item, depth + 1) for item in items]
    return sorted(made, key=repr) if is_set else made


_LISTS = (list, tuple, range, np.ndarray, pd.Index, pd.api.extensions.ExtensionArray)
_VIEWS = ("dict_keys", "dict_values", "dict_items", "zip", "map")


def _key(key: Any) -> Any:
    """A key of a dict: a text, a number, a date, or a tuple of these."""
    made = plain(key, DEEPEST)
    if isinstance(key, tuple):
        return tuple(_key(item) for item in key)
    return str(key) if isinstance(made, Other | pd.Series | pd.DataFrame) else made


def crossed(value: Any) -> Any:
    """The value as it arrives on the other side of a process boundary."""
    return unpack(pack(value))


def pack(value: Any) -> bytes:
    """A value as bytes: JSON, followed by its tables in Arrow's format."""
    blobs: list[bytes] = []

    def keep(table: pd.DataFrame) -> int:
        sink = io.BytesIO()
        arrow = pa.Table.from_pandas(table)
        with pa.ipc.new_stream(sink, arrow.schema) as writer:
            writer.write_table(arrow)
        blobs.append(sink.getvalue())
        return len(blobs) - 1

    tree = _to_tree(plain(value), keep)
    head = json.dumps({"value": tree, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join([len(head).to_bytes(8, "big"), head, *blobs])


def unpack(data: bytes) -> Any:
    """The value that `pack` made into these bytes. Raises ValueError if it did not make them."""
    size = int.from_bytes(data[:8], "big")
    head = json.loads(data[8 : 8 + size])
    tables, start = [], 8 + size
    for length in head["sizes"]:
        with pa.ipc.open_stream(data[start : start + length]) as reader:
            tables.append(reader.read_pandas())
        start += length
    return _from_tree(head["value"], tables.__getitem__)


def to_json(value: Any) -> Any:
    """A value as data for a JSON file; its tables are written out as lists of rows."""

    def keep(table: pd.DataFrame) -> Any:
        text = table.to_json(orient="split", date_format="iso")
        dates = [name for name in table.columns if pd.api.types.is_datetime64_any_dtype(table[name])]
        return {"split": json.loads(text), "dates": dates}

    return _to_tree(plain(value), keep)


def from_json(tree: Any) -> Any:
    """The value that `to_json` made into this."""

    def table(kept: Any) -> pd.DataFrame:
        made = pd.DataFrame(**kept["split"])
        for name in kept["dates"]:
            made[name] = pd.to_datetime(made[name])
        return made

    return _from_tree(tree, table)


def _to_tree(value: Any, keep: Callable[[pd.DataFrame], Any]) -> Any:
    match value:
        case list() | tuple():
            return [_to_tree(item, keep) for item in value]
        case dict():
            return {"dict": [[_to_tree(key, keep), _to_tree(item, keep)] for key, item in value.items()]}
        case pd.DataFrame():
            return _table(value, "frame", keep)
        case pd.Series():
            name = None if value.name is None else str(value.name)
            found = _table(value.to_frame("value"), "series", keep)
            if "other" in found and value.index.is_unique:  # values or names of several types
                return _to_tree(plain(value.to_dict()), keep)
            return found | {"name": name}
        case pd.Timestamp():
            return {"date": value.isoformat()}
        case pd.Timedelta():
            return {"seconds": value.total_seconds()}
        case Other():
            return {"other": value.kind}
    return value


def _table(table: pd.DataFrame, kind: str, keep: Callable[[pd.DataFrame], Any]) -> dict[str, Any]:
    try:
        return {kind: keep(pd.DataFrame(table))}
    except (pa.ArrowException, ValueError, TypeError, OverflowError):  # cells that are not plain data
        return {"other": "DataFrame" if kind == "frame" else "Series"}


def _from_tree(tree: Any, table: Callable[[Any], pd.DataFrame]) -> Any:
    match tree:
        case list():
            return [_from_tree(item, table) for item in tree]
        case {"dict": pairs}:
            return {_hashable(_from_tree(key, table)): _from_tree(item, table) for key, item in pairs}
        case {"frame": kept}:
            return table(kept)
        case {"series": kept, "name": name}:
            return table(kept)["value"].rename(name)
        case {"date": text}:
            return pd.Timestamp(text)
        case {"seconds": seconds}:
            return pd.Timedelta(seconds=seconds)
        case {"other": kind}:
            return Other(kind)
        case str():  # a lone surrogate, which no file can hold
            return tree.encode("utf-8", "replace").decode("utf-8")
    return tree


def _hashable(key: Any) -> Any:
    return tuple(map(_hashable, key)) if isinstance(key, list) else key


def brief(value: Any) -> str:
    """A value in a few words, for messages."""
    if isinstance(value, pd.DataFrame):
        return _("a table of {rows} rows").format(rows=len(value))
    if isinstance(value, pd.Series):
        return brief(plain(value.to_dict()))
    if isinstance(value, dict):
        return _few(f"{key}: {brief(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "(" + _few(map(brief, value)) + ")"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value.kind if isinstance(value, Other) else str(value)[:60]
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


def _few(texts: Iterable[str], most: int = 12) -> str:
    found = list(texts)
    return ", ".join(found[:most]) + (", ..." if len(found) > most else "")
