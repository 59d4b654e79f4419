"""The page on an order log: measures, pictures, groups, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.version import version
from sim.measures.service_registry import service_measure
from sim.reports.html import picture, render
from sim.reports.log_tables import GROUP_NAMES, fault_heads, fault_rows, group_heads, group_rows
from sim.reports.run_tables import measure_rows, open_orders

if TYPE_CHECKING:
    from collections.abc import Mapping

CARDS = ("m08", "m04", "m05")
"""Measures in the head of the page."""
MOST_FAULTS = 500
"""Faults that the page lists; the workbook has all."""


def log_page(log: Any, groups: Mapping[str, pd.DataFrame]) -> str:
    """The page on an OrderLog, in the current language. The same log gives the same bytes.

    groups: name of the group -> what `log.by` returns.
    """
    cards = [(service_measure(name).name, _value(log, name)) for name in CARDS]
    return render(
        "log.html.j2",
        title=log.source,
        warning=log.warning(),
        cards=[*cards, (_("orders"), f"{len(log.records['orders']):,}")],
        pictures=_pictures(log, groups),
        measures=measure_rows(log.measures),
        sentences=list(filter(None, [log.rows_sentence, open_orders(log.measures)])),
        groups=[
            (_(GROUP_NAMES[name]), group_heads(name), group_rows(table)) for name, table in groups.items()
        ],
        notes=log.notes,
        left_out=log.left_out_sentence(),
        fault_heads=fault_heads(),
        faults=fault_rows(log.rejected.head(MOST_FAULTS)),
        version=version(),
    )


def _value(log: Any, name: str) -> str:
    value = log.measures[name]
    return quantity(value["value"], value["unit"])


def _pictures(log: Any, groups: Mapping[str, pd.DataFrame]) -> list[Any]:
    from sim.plots import log as plots

    figures = {}
    if log.origin is not None:
        figures["month"] = plots.on_time_by_group(
            groups.get("month", log.by("month")), _(GROUP_NAMES["month"])
        )
    figures["cycle"] = plots.cycle_hours(log.records)
    figures |= {
        name: plots.on_time_by_group(table, _(GROUP_NAMES[name]))
        for name, table in groups.items()
        if name != "month"
    }
    return [picture(name, figure) for name, figure in figures.items()]
