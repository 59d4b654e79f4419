"""The tables of the reports on a comparison and on a sweep, as rows of texts: for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.experiments.comparison_result import Comparison
from sim.experiments.pareto import COULD_BE
from sim.experiments.sweep_result import MARKS, Sweep
from sim.experiments.wording import bare_mean_text, difference_texts, head_text
from sim.measures.kpis import kpi
from sim.policy.changes import change_lines
from sim.reports.run_tables import Rows

COMPARISON_NUMBERS = (2, 3, 4)
"""Columns of a comparison that hold numbers."""
FIRST = ("long_run_profit", "profit", "satisfaction", "left", "orders", "m08", "perfect")
"""The measures that are named first, where not all are."""
SIDES: Mapping[str, tuple[str, ...]] = {
    "better": ("better",),
    "worse": ("worse",),
    "other": ("higher", "lower"),
    "luck": ("not distinguishable",),
    "none": ("unaffected", "nothing to compare"),
}
"""How the measures of a policy are divided, by verdict."""


def policy_title(comparison: Comparison, name: str) -> str:
    """A policy and the levers in which it differs from the case's own."""
    levers = "; ".join(change_lines(comparison.case.policy, comparison.policies[name]))
    return _("{name} ({levers})").format(name=name, levers=levers)


def comparison_heads(policy: str) -> tuple[str, ...]:
    """Heads of `comparison_rows`."""
    return ("", _("measure"), _("today"), policy, _("difference, ± 95% interval"), _("verdict"))


def comparison_rows(comparison: Comparison, policy: str) -> Rows:
    """A row per measure: its value under both policies, the difference, how sure that is."""
    return [
        (
            name if name.startswith("m") else "",
            comparison.measures[name].name,
            *difference_texts(comparison.measures[name], comparison.paired(name, policy)),
        )
        for name in comparison.shown
    ]


def changes_by_side(comparison: Comparison, policy: str) -> dict[str, Rows]:
    """The measures of a policy, divided as in SIDES: name and difference of each, the most important ones first."""
    sides: dict[str, Rows] = {side: [] for side in SIDES}
    ordered = [*FIRST, *(name for name in comparison.shown if name not in FIRST)]
    for name in ordered:
        found = comparison.paired(name, policy)
        _before, _after, change, _verdict = difference_texts(comparison.measures[name], found)
        side = next(side for side, verdicts in SIDES.items() if found.verdict in verdicts)
        sides[side].append((comparison.measures[name].name, change))
    return sides


@dataclass(frozen=True)
class SweepTable:
    """The points of a sweep as a table.

    heads, rows: texts, a row per point; numbers: columns that hold numbers; efficient: rows of the efficient points;
    could_be: of those that could be.
    """

    heads: tuple[str, ...]
    rows: Rows
    numbers: frozenset[int]
    efficient: list[int]
    could_be: list[int]


def sweep_table(
    sweep: Sweep, cost: str, service: str, *, profit: bool = True, levers_below: bool = False
) -> SweepTable:
    """A row per point: its levers, how often it was run if that differs, and cost, service and profit with their intervals.

    profit: with a column of profit; levers_below: all levers in one column, one below the other.
    """
    kpis = [kpi(name) for name in dict.fromkeys([cost, service, *(["profit"] if profit else [])])]
    standing = sweep.standing(cost, service)
    replications = [f"{count:,}" for count in sweep.counts]
    counted = len(set(replications)) > 1
    lever_heads = [_("levers")] if levers_below else sweep.levers
    heads = (
        _("point"),
        *lever_heads,
        *([_("replications")] if counted else []),
        *(head_text(known) for known in kpis),
        "",
    )
    rows: Rows = []
    for number, point in enumerate(sweep.points):
        levers = [lever_value(point[name]) if name in point else _("as today") for name in sweep.levers]
        count = [replications[number]] if counted else []
        means = [bare_mean_text(known, sweep.interval(number, known.id)) for known in kpis]
        shown = (
            ["\n".join(f"{name} {value}" for name, value in zip(sweep.levers, levers, strict=True))]
            if levers_below
            else levers
        )
        rows.append((str(number), *shown, *count, *means, MARKS.get(standing[number], "")))
    lever_columns = range(1, 1 + len(lever_heads))
    numbers = frozenset(range(len(heads) - 1)) - frozenset(lever_columns)
    efficient = list(sweep.frontier(cost, service).index)
    return SweepTable(heads, rows, numbers, efficient, list(standing.index[standing == COULD_BE]))
