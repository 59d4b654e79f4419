"""Tables as CSV: written as firms write them, read as students read them, and cached, since a year must be simulated."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from functools import cache, lru_cache

import pandas as pd

from sim.base.cache import cached, key, source_digest
from sim.course.assignment import Assignment
from sim.course.fair_tables import make_tables

TIME = "%Y-%m-%d %H:%M:%S"
DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")
BOM = "\ufeff".encode()
"""Without it, Excel does not read a CSV file as UTF-8."""


@lru_cache(maxsize=8)
def table_files(assignment: Assignment, variant_seed: int, year_seed: int) -> dict[str, bytes]:
    """Every table of a variant as CSV, by name: from the cache, or else made and cached.

    The last eight are kept in memory as well: a notebook reads its tables one by one, and marking reads two years.
    """

    def make_archive() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            tables = make_tables(assignment.steps, assignment.draw_variant(variant_seed), year_seed)
            for name, table in tables.items():
                archive.writestr(name, to_csv(table))
        return buffer.getvalue()

    file_name = f"course-{assignment.id}-{key(variant_seed, year_seed, source_digest(), pd.__version__)}.zip"
    with zipfile.ZipFile(io.BytesIO(cached(file_name, make_archive))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def hand_tables(assignment: Assignment) -> dict[str, pd.DataFrame]:
    """The hand tables, by way of CSV, so that they have the same types as the tables that students read from files.

    They are the same for all students, so they are made once a process. Copy them before anybody works on them.
    """
    return {name: from_csv(to_csv(table)) for name, table in assignment.hand_tables.items()}


def fingerprint(assignment: Assignment, seed: int) -> str:
    """SHA-256 of all tables that students with this seed work on: the same wherever Kefu makes the same tables."""
    whole = hashlib.sha256()
    for name, data in sorted(table_files(assignment, seed, seed).items()):
        whole.update(f"{name} {len(data)}\n".encode() + data)
    return whole.hexdigest()


def to_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8; lines end in a line feed on every system."""
    return table.to_csv(index=False, date_format=TIME, lineterminator="\n").encode("utf-8")


def _all_dates(filled: pd.Series) -> bool:
    return bool(filled.astype(str).str.fullmatch(DATE.pattern).all())


def from_csv(data: bytes) -> pd.DataFrame:
    """The table as a student reads it: a column of dates has a date type, an empty cell is missing."""
    table = pd.read_csv(io.BytesIO(data.removeprefix(BOM)))
    for name in table.columns:
        column = table[name]
        if pd.api.types.is_string_dtype(column) or column.dtype == object:
            filled = column.dropna()
            if len(filled) and DATE.fullmatch(str(filled.iloc[0])) and _all_dates(filled):
                table[name] = pd.to_datetime(column)
    return table
