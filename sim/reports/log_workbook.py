"""An order log as an Excel workbook: measures, groups, notes, and the rows that were left out."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.base.spreadsheets import MADE
from sim.measures.service_registry import MEASURES
from sim.reports.log_tables import GROUP_NAMES, fault_heads

WIDEST = 60
"""Characters of the widest column."""


def write_workbook(path: Path, log: Any, groups: Mapping[str, pd.DataFrame]) -> None:
    """Write the workbook. groups: name of the group -> what `log.by` returns."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": MADE})
        _sheet(book, _("measures"), *_measures(log))
        for name, table in groups.items():
            heads = [_(GROUP_NAMES[name]), *table.columns[1:]]
            shares = {
                at for at, column in enumerate(table.columns) if column in ("m08", "m08_low", "m08_high")
            }
            _sheet(
                book, _("by {group}").format(group=_(GROUP_NAMES[name])), heads, table.values.tolist(), shares
            )
        rejected = log.rejected[["row", "column", "value", "reason"]]
        _sheet(book, _("left out"), fault_heads(), rejected.values.tolist())
        _sheet(book, _("notes"), (_("What was found out or assumed"),), [[note] for note in log.notes])
    path.write_bytes(out.getvalue())


def _measures(log: Any) -> tuple[list[str], list[list[Any]], set[int]]:
    """Heads, rows, and no columns of shares: the unit stands beside each value."""
    by_row = log.by_row.measures if log.by_row else {}
    heads = ["", _("measure"), _("value"), _("unit"), _("of"), _("why there is no value")]
    if by_row:
        heads.insert(3, _("by rows"))
    rows = []
    for measure in MEASURES:
        value = log.measures[measure.id]
        row = [measure.number, measure.name, value["value"], value["unit"], value["n"], value.get("why", "")]
        if by_row:
            row.insert(3, by_row[measure.id]["value"])
        rows.append(row)
    return heads, rows, set()


def _sheet(
    book: Any, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], shares: set[int] | None = None
) -> None:
    sheet = book.add_worksheet(name[:31])
    bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            value = cell.item() if hasattr(cell, "item") else cell
            if isinstance(value, float) and math.isnan(value):
                continue
            sheet.write(at, place, value, share if place in (shares or ()) else None)
    for place, head in enumerate(heads):
        longest = max([len(str(head)), *(len(str(row[place])) for row in rows[:200])])
        sheet.set_column(place, place, min(WIDEST, longest + 2))
