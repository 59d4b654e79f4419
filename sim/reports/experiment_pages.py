"""The reports on a comparison and on a sweep as web pages."""

from __future__ import annotations

from sim.experiments.comparison_result import Comparison
from sim.experiments.sweep_result import Sweep, marks
from sim.reports.experiment_tables import (
    COMPARISON_NUMBERS,
    SweepTable,
    comparison_heads,
    comparison_rows,
    policy_title,
)
from sim.reports.html import picture, render


def comparison_page(comparison: Comparison, measure: str) -> str:
    """A picture of the differences in a measure, and a table for each policy."""
    parts = [
        {
            "title": policy_title(comparison, name),
            "sentence": comparison.sentence(measure, name),
            "heads": comparison_heads(name),
            "rows": comparison_rows(comparison, name),
            "numbers": COMPARISON_NUMBERS,
        }
        for name in list(comparison.policies)[1:]
    ]
    return render(
        "comparison.html.j2",
        title=comparison.title,
        picture=picture("difference", comparison.figure(measure)),
        parts=parts,
        by_chance=comparison.by_chance(),
        choice=comparison.choice().sentence,
    )


def sweep_page(sweep: Sweep, table: SweepTable, cost: str, service: str) -> str:
    """A picture of all points by cost and service, and a table of them."""
    figure = sweep.figure(cost, service)
    return render(
        "sweep.html.j2",
        title=sweep.title,
        picture=picture("frontier", figure),
        heads=table.heads,
        rows=table.rows,
        marked=table.efficient,
        marks=marks(),
    )
