"""Tables of an order log, as rows of texts: by group, and the rows that were left out."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.base.formatting import quantity
from sim.base.i18n import N_, _
from sim.reports.run_tables import Rows

GROUP_NAMES = {
    "month": N_("month"),
    "customer": N_("customer"),
    "lane": N_("lane"),
    "carrier": N_("carrier"),
    "class": N_("class"),
}


def group_heads(group: str) -> tuple[str, ...]:
    """The heads of `group_rows`."""
    return (
        _(GROUP_NAMES[group]),
        _("orders"),
        _("on time"),
        _("95% interval"),
        _("order cycle"),
        _("95% interval"),
    )


def group_rows(table: pd.DataFrame) -> Rows:
    """A row per group: its name, orders, share on time and mean order cycle with their intervals."""
    records: list[Any] = list(table.itertuples())
    return [
        (
            str(row[1]),
            f"{row.orders:,}",
            quantity(row.m08, "share"),
            _range(row.m08_low, row.m08_high, "share"),
            quantity(row.m04, "hours"),
            _range(row.m04_low, row.m04_high, "hours"),
        )
        for row in records
    ]


def _range(low: float, high: float, unit: str) -> str:
    return (
        ""
        if math.isnan(low)
        else _("{low} to {high}").format(low=quantity(low, unit), high=quantity(high, unit))
    )


def fault_heads() -> tuple[str, ...]:
    """The heads of `fault_rows`."""
    return _("row"), _("column"), _("value"), _("reason")


def fault_rows(rejected: pd.DataFrame) -> Rows:
    """A row per fault."""
    return [
        (str(fault.row), str(fault.column), str(fault.value), str(fault.reason))
        for fault in rejected.itertuples()
    ]
