"""An order log that was read: records, rows that were left out, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sim.base.display import html_table, text_lines
from sim.base.i18n import _, ngettext
from sim.measures.service import service_measures
from sim.records.schema import Records

SHOWN_FAULTS = 3
"""Faults that a log prints."""


@dataclass(frozen=True, eq=False)
class OrderLog:
    """What `read_orders` returns: records, the rows that were left out, and notes.

    Attributes
    ----------
    source : str
        Name of the file.
    records : dict of str to DataFrame
        The tables window and orders, and needs if the log has orders that were turned away. Times are seconds from
        `origin`, money is fen.
    rejected : DataFrame
        The faults of the rows that were left out: row (1 is the first of the file), column, reason, value.
    notes : tuple of str
        What was found out or assumed while reading.
    keys : DataFrame
        Order number, id (as in the file), row, and customer_id if there is one.
    rows : int
        Number of rows that were read.
    origin : Timestamp or None
        Midnight of the Monday that times count from; None if the file itself has seconds.

    Examples
    --------
    >>> from io import StringIO
    >>> from sim import read_orders
    >>> text = "order,placed,promised,delivered\\n7,2026-03-02 10:00,2026-03-04 10:00,2026-03-03 10:00"
    >>> log = read_orders(StringIO(text), end="2026-03-31")
    >>> log.left_out, log.rows
    (0, 1)
    >>> log.measures["m04"]["value"]
    24.0
    """

    source: str
    records: Records
    rejected: pd.DataFrame
    notes: tuple[str, ...]
    keys: pd.DataFrame
    rows: int
    origin: pd.Timestamp | None = None

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The twelve service measures; NaN with the reason in `why` where the log lacks a column."""
        return service_measures(self.records)

    @property
    def left_out(self) -> int:
        """Number of rows that were left out."""
        return int(self.rejected["row"].nunique())

    def left_out_sentence(self) -> str:
        """How many of the rows were left out."""
        return ngettext(
            "{n:,} of {all:,} rows was left out.", "{n:,} of {all:,} rows were left out.", self.left_out
        ).format(n=self.left_out, all=self.rows)

    def __repr__(self) -> str:
        """What was read, left out and assumed, in at most ten lines."""
        lines = [self._headline(), "  " + self.left_out_sentence()]
        lines += [f"    {show_fault(fault)}" for fault in self.rejected.head(SHOWN_FAULTS).itertuples()]
        if len(self.rejected) > SHOWN_FAULTS:
            lines.append("    ...")
        return text_lines([*lines, *(f"  {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        faults = [
            (fault.row, fault.column, fault.reason, fault.value) for fault in self.rejected.itertuples()
        ]
        notes = html_table([self._headline()], [(note,) for note in (self.left_out_sentence(), *self.notes)])
        if not faults:
            return notes
        return notes + html_table([_("row"), _("column"), _("reason"), _("value")], faults)

    def _headline(self) -> str:
        return _("{source}: {n:,} orders").format(source=self.source, n=len(self.records["orders"]))


def show_fault(fault: Any) -> str:
    """A row of `rejected` as a sentence."""
    what = " ".join(filter(None, (fault.column, fault.value)))
    return _("row {row}: {what}: {reason}").format(row=fault.row, what=what or "–", reason=fault.reason)
