"""Join several files to one table: orders in one, deliveries in another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.orderlog.reading.cell_values import texts
from sim.orderlog.reading.column_names import list_names, normalise
from sim.orderlog.reading.header import Table

KEY, ROW = "\0key", "\0row"


def join_tables(tables: Sequence[Table], names: Sequence[str], on: str | None) -> Table:
    """The rows of the first table with the cells of the others that have the same order number.

    on: the column, or several names of it such as "order_id=Order". A row that another table has several times is repeated: it
    is then an order with several lines or shipments. Raises InputError if there is no such column.
    """
    first, *others = tables
    if not others:
        return first
    if on is None:
        raise InputError(
            _(
                "Several files need a column that joins them (join): one that all of them have, such as order_id."
            )
        )
    keys = [part.strip() for part in on.split("=")]
    at = [_key_position(table, name, keys) for table, name in zip(tables, names, strict=True)]
    joined = _frame(first, at[0], range(len(first.header)))
    joined[ROW] = first.row
    header, notes = list(first.header), list(first.notes)
    for table, name, position in zip(others, names[1:], at[1:], strict=True):
        known = {normalise(heading) for heading in header}
        new = [
            p for p, heading in enumerate(table.header) if p != position and normalise(heading) not in known
        ]
        right = _frame(table, position, new, len(header))
        right = right[right[KEY] != ""]
        lonely = int((~right[KEY].isin(joined[KEY])).sum())
        joined = joined.merge(right, how="left", on=KEY)
        header += [table.header[p] for p in new]
        short = Path(name).name
        notes += [f"{short}: {note}" for note in table.notes]
        left_out = [
            heading for p, heading in enumerate(table.header) if p != position and p not in new and heading
        ]
        if left_out:
            notes.append(
                _("Not used, because an earlier file has them: {columns}.").format(
                    columns=", ".join(left_out)
                )
            )
        if lonely:
            text = ngettext(
                "{n} row of {file} belongs to no order.", "{n} rows of {file} belong to no order.", lonely
            )
            notes.append(text.format(n=lonely, file=short))
    body = joined.drop(columns=[KEY, ROW])
    columns = [body[name].astype(object).where(body[name].notna(), "").tolist() for name in body.columns]
    rows = list(zip(*columns, strict=True))
    seen: dict[tuple[object, ...], int] = {}
    before = [seen.setdefault(row, number) for number, row in enumerate(rows)]
    same_as = np.array([-1 if b == number else b for number, b in enumerate(before)], dtype=np.int64)
    width = np.full(len(rows), len(header), dtype=np.int64)
    row = joined[ROW].to_numpy(dtype=np.int64)
    return Table(
        header, [[column] for column in columns], row, width, width, same_as, None, True, False, notes
    )


def _key_position(table: Table, name: str, keys: Sequence[str]) -> int:
    wanted = {normalise(key) for key in keys}
    for position, heading in enumerate(table.header):
        if normalise(heading) in wanted:
            return position
    raise InputError(
        _("{source} has no column {column} to join by; it has: {all}.").format(
            source=name, column=_(" or ").join(keys), all=list_names(table.header)
        )
    )


def _frame(table: Table, key: int, positions: Sequence[int], start: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame({KEY: pd.Series(texts(table.cells(key)), dtype=object)})
    for number, position in enumerate(positions, start=start):
        frame[number] = pd.Series(table.cells(position), dtype=object)
    return frame
