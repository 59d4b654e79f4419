"""Tables as files: written as firms write them, read as students read them, kept so that a year is simulated once."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import pandas as pd

from sim.course.assignment import find_assignment
from sim.disk import write_beside
from sim.errors import InputError

TIME = "%Y-%m-%d %H:%M:%S"
BOM = "\ufeff".encode()
"""So that Excel reads UTF-8."""


@lru_cache(maxsize=8)
def made(assignment: str, variant_seed: int, luck_seed: int) -> dict[str, bytes]:
    """Every table of a variant as CSV, by name: from the cache, or made and kept there."""
    found = find_assignment(assignment)
    path = _folder() / f"course-{assignment}-{_key(assignment, variant_seed, luck_seed)}.zip"
    with suppress(OSError, zipfile.BadZipFile, KeyError), zipfile.ZipFile(path) as archive:
        if archive.testzip() is None:
            return {name: archive.read(name) for name in archive.namelist()}
    tables = found.tables(found.variant(variant_seed), luck_seed)
    content = {name: to_csv(table) for name, table in tables.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    with suppress(InputError):  # without a cache it only takes longer
        write_beside(path, buffer.getvalue())
    return content


def to_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV: UTF-8, lines end in a line feed on every system."""
    return table.to_csv(index=False, date_format=TIME, lineterminator="\n").encode("utf-8")


def from_csv(data: bytes) -> pd.DataFrame:
    """The table as a student reads it: columns that hold dates are dates, an empty cell is missing."""
    table = pd.read_csv(io.BytesIO(data.removeprefix(BOM)))
    for name in table.columns:
        column = table[name]
        if pd.api.types.is_string_dtype(column) or column.dtype == object:
            filled = column.dropna().astype(str)
            if len(filled) and filled.str.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?").all():
                table[name] = pd.to_datetime(column)
    return table


def _folder() -> Path:
    from platformdirs import user_cache_path

    chosen = os.environ.get("KEFU_CACHE")
    return Path(chosen) if chosen else user_cache_path("kefu")


def _key(*parts: object) -> str:
    text = "/".join([*map(str, parts), _source()])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@cache
def _source() -> str:
    """Hash of everything in the package that can change a table."""
    digest = hashlib.sha256(pd.__version__.encode())
    for entry in _sources(files("sim")):
        digest.update(entry.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "_files":
            found += _sources(entry)
        elif entry.name.endswith((".py", ".yaml")):
            found.append(entry)
    return found
