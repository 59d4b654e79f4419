"""Read a path, an open file or a data frame into rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.files import cannot_read
from sim.base.i18n import _
from sim.orderlog.reading.excel import EXCEL, read_excel
from sim.orderlog.reading.rows import MAX_BYTES, IsColumnName, Rows
from sim.orderlog.reading.separated_text import read_text_table

Source = str | Path | IO[Any] | pd.DataFrame


def read_rows(
    source: Source,
    is_column_name: IsColumnName,
    *,
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
) -> tuple[str, Rows]:
    """The name of the file and its rows. Raises InputError if the file cannot be read."""
    if isinstance(source, pd.DataFrame):
        return _("the table"), Rows(_frame_rows(source), None, padded=True)
    name, content = _read_content(source)
    if isinstance(content, bytes) and content.startswith(EXCEL):
        return name, read_excel(name, content, is_column_name, sheet)
    if sheet is not None:
        raise InputError(_("{source} is not an Excel file, so it has no sheets.").format(source=name))
    return name, read_text_table(name, content, is_column_name, encoding, separator)


def _frame_rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    if not isinstance(frame.index, pd.RangeIndex) and frame.index.name is not None:
        frame = frame.reset_index()
    yield [str(name) for name in frame.columns]
    columns = [frame.iloc[:, at] for at in range(frame.shape[1])]
    objects = [column.astype(object).where(column.notna(), None).tolist() for column in columns]
    yield from map(list, zip(*objects, strict=True))


def _read_content(source: str | Path | IO[Any]) -> tuple[str, bytes | str]:
    if not isinstance(source, str | Path):
        if not hasattr(source, "read"):
            raise InputError(
                _("An order log is a path, an open file or a DataFrame, and not {kind}.").format(
                    kind=type(source).__name__
                )
            )
        return str(getattr(source, "name", "") or _("the file")), source.read()
    path = Path(source)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:  # a null byte in the name
        raise InputError(_("There is no file {name}.").format(name=repr(str(source)))) from None
    if len(data) > MAX_BYTES:
        raise InputError(_("{path} is larger than {most} MB.").format(path=path, most=MAX_BYTES // 1_000_000))
    return str(path), data
