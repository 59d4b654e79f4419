"""Join several files to one table: orders in one, deliveries in another."""

from __future__ import annotations

import re
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
    columns = [part.strip() for part in on.split("=")]
    at = [_key_position(table, name, columns) for table, name in zip(tables, names, strict=True)]
    keys, key_notes = _same_form([texts(t.cells(p)) for t, p in zip(tables, at, strict=True)], names)
    joined = _frame(first, keys[0], range(len(first.header)))
    joined[ROW] = first.row
    header, notes = list(first.header), list(first.notes) + key_notes
    single = not _repeats(joined)
    of_order: set[int] = set()
    for table, name, position, key in zip(others, names[1:], at[1:], keys[1:], strict=True):
        known = {normalise(heading) for heading in header}
        new = [
            p for p, heading in enumerate(table.header) if p != position and normalise(heading) not in known
        ]
        right = _frame(table, key, new, len(header))
        right = right[right[KEY] != ""]
        lonely = int((~right[KEY].isin(joined[KEY])).sum())
        if lonely == len(right):
            raise InputError(
                _(
                    "No row of {file} belongs to an order of {first}: {one} there, {other} here. Which column joins them (join)?"
                ).format(
                    file=Path(name).name,
                    first=Path(names[0]).name,
                    one=_shown(joined[KEY]),
                    other=_shown(key),
                )
            )
        if _repeats(right):
            if not single:
                raise InputError(
                    _(
                        "{first} and {file} both have several rows for one order, such as {order}: which belong together is "
                        "not known. Join them by a column that is different in each row of one of them."
                    ).format(
                        first=Path(names[0]).name, file=Path(name).name, order=_both(joined[KEY], right[KEY])
                    )
                )
            of_order |= set(range(len(header)))
            single = False
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
    cells = [body[name].astype(object).where(body[name].notna(), "").tolist() for name in body.columns]
    rows = list(zip(*cells, strict=True))
    seen: dict[tuple[object, ...], int] = {}
    before = [seen.setdefault(row, number) for number, row in enumerate(rows)]
    same_as = np.array([-1 if b == number else b for number, b in enumerate(before)], dtype=np.int64)
    width = np.full(len(rows), len(header), dtype=np.int64)
    row = joined[ROW].to_numpy(dtype=np.int64)
    return Table(
        header,
        [[column] for column in cells],
        row,
        width,
        width,
        same_as,
        None,
        True,
        False,
        notes,
        frozenset(of_order),
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


def _same_form(keys: Sequence[list[str]], names: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """The keys of the files in one form, if this joins more of them and still keeps different ones apart; a note says so.

    A program writes 000017, #17 or so-17 where another writes 17, 17.0 or SO-17.
    """
    first = set(keys[0]) - {""}
    other = {key for column in keys[1:] for key in column} - {""}
    plain = {key: _plain_key(key) for key in first | other}
    fewer = len({plain[key] for key in first}) < len(first) or len({plain[key] for key in other}) < len(other)
    gained = len({plain[key] for key in first} & {plain[key] for key in other}) - len(first & other)
    if fewer or gained <= 0:
        return list(keys), []
    one, two = next(
        (a, b) for a in sorted(first - other) for b in sorted(other - first) if plain[a] == plain[b]
    )
    note = _("Order numbers are compared without leading zeros and signs: {one} is {other}.")
    return [[plain.get(key, "") for key in column] for column in keys], [note.format(one=one, other=two)]


def _plain_key(key: str) -> str:
    text = re.sub(r"\.0+$", "", key).casefold().strip("#' ")
    return re.sub(r"(^|[^0-9])0+(?=\d)", r"\1", text)


def _repeats(frame: pd.DataFrame) -> bool:
    return bool(frame[KEY][frame[KEY] != ""].duplicated().any())


def _both(one: pd.Series, other: pd.Series) -> str:
    """An order that has several rows in both."""
    twice = set(one[one.duplicated()]) & set(other[other.duplicated()])
    return min(twice) if twice else str(one[one.duplicated()].iloc[0])


def _shown(keys: Sequence[str] | pd.Series) -> str:
    return ", ".join(list(dict.fromkeys(key for key in keys if key))[:2]) or "–"


def _frame(table: Table, key: list[str], positions: Sequence[int], start: int = 0) -> pd.DataFrame:
    frame = pd.DataFrame({KEY: pd.Series(key, dtype=object)})
    for number, position in enumerate(positions, start=start):
        frame[number] = pd.Series(table.cells(position), dtype=object)
    return frame
