"""Export tables to other programs: parquet (keeps all types) and CSV (opens in a spreadsheet)."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet


def export(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write every table as `<table>.parquet` and `<table>.csv` into a folder that exists.

    CSV is UTF-8 with a byte order mark, which a Chinese Excel needs. The same tables give the same bytes.
    """
    for name, frame in tables.items():
        table = pa.Table.from_pandas(frame, preserve_index=False)
        with (folder / f"{name}.parquet").open("wb") as file:
            parquet.write_table(table, file)
        with (folder / f"{name}.csv").open("wb") as file:
            file.write(codecs.BOM_UTF8)
            csv.write_csv(_without_categories(table), file, csv.WriteOptions(quoting_style="needed"))


def _without_categories(table: pa.Table) -> pa.Table:
    """Replace categories by text, for CSV."""
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))
