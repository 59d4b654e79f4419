"""An order log that was read: records, rows that were left out, and notes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sim.base.display import html_table, text_lines
from sim.base.i18n import _, ngettext
from sim.measures.measured_value import share, with_unit
from sim.measures.service import service_measures
from sim.orderlog.groups import by_group
from sim.orderlog.reading.said import said_on_time
from sim.records.schema import Records

SHOWN_FAULTS = 3
"""Faults that a log prints."""
MANY_LEFT_OUT = 0.05
"""Share of rows left out from which the answer begins with a warning."""


@dataclass(frozen=True, eq=False)
class RowMeasures:
    """The measures if each row, a line or a shipment, is taken for an order of its own. level: "line" or "shipment"."""

    level: str
    records: Records

    @cached_property
    def measures(self) -> dict[str, Any]:
        """As `OrderLog.measures`."""
        return service_measures(self.records)

    def sentence(self, orders: dict[str, Any]) -> str:
        """Promises kept by rows beside those by orders."""
        values = [f"{value['value']:.1%} ({value['n']})" for value in (orders["m08"], self.measures["m08"])]
        if self.level == "line":
            return _("On time by orders: {orders}; by lines: {rows}.").format(
                orders=values[0], rows=values[1]
            )
        return _("On time by orders: {orders}; by shipments: {rows}.").format(
            orders=values[0], rows=values[1]
        )


@dataclass(frozen=True, eq=False)
class OrderLog:
    """The result of `read_orders`: records, the rows that were left out, and notes.

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
        Order number, id (as in the file), row, and if there are any customer_id, carrier, earliest (s), on_time, late.
    rows : int
        Number of rows that were read.
    origin : Timestamp or None
        Midnight of the Monday that times count from; None if the file itself has seconds.
    by_row : RowMeasures or None
        The measures by lines or shipments, if a row is not an order.
    left_out_promises : tuple of int or None
        Of the rows left out, how many promises were kept, and how many were due; None if that is not known.
    no_orders : int
        Of the rows left out, how many are not orders, such as totals, remarks and copies.

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
    by_row: RowMeasures | None = None
    left_out_promises: tuple[int, int] | None = None
    no_orders: int = 0

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The twelve service measures; NaN with the reason in `why` where the log lacks a column.

        Without times of promise or delivery, m08 comes from a column that says on time or late, if there is one.
        """
        measures = service_measures(self.records)
        said = said_on_time(self.keys)
        orders = self.records["orders"]
        if said is not None and ("promised" not in orders or orders["delivered"].isna().all()):
            measures["m08"] = with_unit(share(said.sum(), int(said.notna().sum())), "share")
        return measures

    @property
    def left_out(self) -> int:
        """Number of rows that were left out."""
        return int(self.rejected["row"].nunique())

    def left_out_sentence(self) -> str:
        """A sentence on how many of the rows were left out."""
        return ngettext(
            "{n:,} of {all:,} rows was left out.", "{n:,} of {all:,} rows were left out.", self.left_out
        ).format(n=self.left_out, all=self.rows)

    def by(self, group: str) -> pd.DataFrame:
        """The main measures by group, with 95 % intervals.

        Parameters
        ----------
        group : {"month", "customer", "lane", "carrier", "class"}
            By what; the month is that of the promise.

        Returns
        -------
        DataFrame
            A row per group: the group, orders (placed in the window), m08 (share on time) with m08_low, m08_high and m08_n, m04
            (mean order cycle, hours) with m04_low, m04_high and m04_n, m05 (median hours from order to delivery).

        Raises
        ------
        InputError
            If there is no such group, or the log has no column for it.

        Examples
        --------
        >>> from io import StringIO
        >>> from sim import read_orders
        >>> text = "order,placed,promised,delivered\\n7,2026-03-02 10:00,2026-03-04 10:00,2026-03-03 10:00"
        >>> read_orders(StringIO(text), end="2026-03").by("month")[["month", "orders", "m08", "m04"]].values.tolist()
        [['2026-03', 1, 1.0, 24.0]]
        """
        return by_group(self.source, self.records, self.keys, self.origin, group)

    def warning(self) -> str:
        """A warning that many rows were left out, with their promises kept beside those of the rest; "" if they are few."""
        lost, orders = self.left_out - self.no_orders, self.rows - self.no_orders
        if lost <= MANY_LEFT_OUT * orders:
            return ""
        text = _("{part:.1%} of the rows were left out: the measures are those of the rest.").format(
            part=lost / orders
        )
        kept, due = self.left_out_promises or (0, 0)
        if due and not math.isnan(self.measures["m08"]["value"]):
            text += _(
                " On time: {out:.1%} of the {n} left out whose promise is known, {rest:.1%} of the rest."
            ).format(out=kept / due, n=due, rest=self.measures["m08"]["value"])
        return text

    @property
    def rows_sentence(self) -> str:
        """Promises kept by lines or shipments beside those by orders; "" if a row is an order, or without promises."""
        if self.by_row is None or not self.by_row.measures["m08"]["n"]:
            return ""
        return self.by_row.sentence(self.measures)

    def __repr__(self) -> str:
        """The rows read and left out, and the assumptions, in at most ten lines."""
        lines = [*filter(None, [self.warning()]), self._headline(), "  " + self.left_out_sentence()]
        if self.rows_sentence:
            lines.append("  " + self.rows_sentence)
        lines += [f"    {show_fault(fault)}" for fault in self.rejected.head(SHOWN_FAULTS).itertuples()]
        if len(self.rejected) > SHOWN_FAULTS:
            lines.append("    ...")
        return text_lines([*lines, *(f"  {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        faults = [
            (fault.row, fault.column, fault.reason, fault.value) for fault in self.rejected.itertuples()
        ]
        first = [*filter(None, [self.warning(), self.left_out_sentence(), self.rows_sentence])]
        notes = html_table([self._headline()], [(note,) for note in (*first, *self.notes)])
        if not faults:
            return notes
        return notes + html_table([_("row"), _("column"), _("reason"), _("value")], faults)

    def _headline(self) -> str:
        return _("{source}: {n:,} orders").format(source=self.source, n=len(self.records["orders"]))


def show_fault(fault: Any) -> str:
    """A row of `rejected` as a sentence."""
    what = " ".join(filter(None, (fault.column, fault.value)))
    return _("row {row}: {what}: {reason}").format(row=fault.row, what=what or "–", reason=fault.reason)
