"""Read JSON: a list of objects, an object that holds one, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _

OPENING = ("{", "[{")


def is_json(text: str) -> bool:
    """Whether a text begins as JSON records do."""
    return "".join(text[:200].split()).startswith(OPENING)


def read_json(name: str, text: str) -> Iterator[list[Any]]:
    """Header and rows; names of objects within objects are joined by a dot. Raises InputError if the text is no JSON records."""
    try:
        content = _records(json.loads(text))
    except json.JSONDecodeError:
        try:
            content = [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError as error:
            raise InputError(
                _("{source} begins as JSON but is not JSON: line {line}.").format(
                    source=name, line=error.lineno
                )
            ) from None
    if not content or not all(isinstance(record, dict) for record in content):
        raise InputError(_("{source} holds no list of orders in JSON.").format(source=name))
    frame = pd.json_normalize(content)
    yield [str(column) for column in frame.columns]
    columns = [[_cell(cell) for cell in frame[column].tolist()] for column in frame.columns]
    yield from map(list, zip(*columns, strict=True))


def _records(content: Any) -> list[Any]:
    """The list itself, or the longest list of objects in an object."""
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list) and value]
        return max(lists, key=len) if lists else [content]
    return content if isinstance(content, list) else []


def _cell(cell: Any) -> Any:
    if cell is None or (isinstance(cell, float) and cell != cell):
        return None
    return cell if isinstance(cell, str | int | float) and not isinstance(cell, bool) else json.dumps(cell)
