"""The tables of the reports on a comparison and on a sweep, as rows of texts: for the terminal and for the page."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.experiments.comparison_result import Comparison
from sim.experiments.pareto import COULD_BE
from sim.experiments.sweep_result import MARKS, Sweep
from sim.experiments.wording import difference_texts, mean_text
from sim.measures.kpis import kpi
from sim.policy.changes import change_lines
from sim.reports.run_tables import Rows

COMPARISON_NUMBERS = (2, 3, 4)
"""Columns of a comparison that hold numbers."""


def policy_title(comparison: Comparison, name: str) -> str:
    """A policy and the levers in which it differs from the case's own."""
    levers = "; ".join(change_lines(comparison.case.policy, comparison.policies[name]))
    return _("{name} ({levers})").format(name=name, levers=levers)


def comparison_heads(policy: str) -> tuple[str, ...]:
    """Heads of `comparison_rows`."""
    return ("", _("measure"), _("today"), policy, _("difference, ± 95% interval"), _("verdict"))


def comparison_rows(comparison: Comparison, policy: str) -> Rows:
    """A row a measure: its value under both policies, the difference, how sure that is."""
    return [
        (
            name if name.startswith("m") else "",
            comparison.measures[name].name,
            *difference_texts(comparison.measures[name], comparison.paired(name, policy)),
        )
        for name in comparison.shown
    ]


@dataclass(frozen=True)
class SweepTable:
    """The points of a sweep as a table.

    heads, rows: texts, a row a point; numbers: columns that hold numbers; efficient: rows of the efficient points;
    could_be: of those that could be.
    """

    heads: tuple[str, ...]
    rows: Rows
    numbers: frozenset[int]
    efficient: list[int]
    could_be: list[int]


def sweep_table(sweep: Sweep, cost: str, service: str) -> SweepTable:
    """A row a point: its levers, how often it was run if that differs, and cost, service and profit with their intervals."""
    kpis = [kpi(name) for name in dict.fromkeys([cost, service, "profit"])]
    standing = sweep.standing(cost, service)
    replications = [f"{count:,}" for count in sweep.counts]
    counted = len(set(replications)) > 1
    heads = (
        _("point"),
        *sweep.levers,
        *([_("replications")] if counted else []),
        *(known.name for known in kpis),
        _("efficient"),
    )
    rows: Rows = []
    for number, point in enumerate(sweep.points):
        levers = [lever_value(point[name]) if name in point else _("as today") for name in sweep.levers]
        count = [replications[number]] if counted else []
        means = [mean_text(known, sweep.interval(number, known.id)) for known in kpis]
        rows.append((str(number), *levers, *count, *means, MARKS.get(standing[number], "")))
    lever_columns = range(1, 1 + len(sweep.levers))
    numbers = frozenset(range(len(heads) - 1)) - frozenset(lever_columns)
    efficient = list(sweep.frontier(cost, service).index)
    return SweepTable(heads, rows, numbers, efficient, list(standing.index[standing == COULD_BE]))
