"""A comparison and a sweep in a terminal: first the answer, then the reasons for and against it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from sim.base.i18n import _, ngettext
from sim.experiments.comparison_result import Comparison
from sim.experiments.pareto import EFFICIENT
from sim.experiments.sweep_result import MARKS, Sweep, could_be
from sim.measures.kpis import kpi
from sim.reports.experiment_tables import (
    COMPARISON_NUMBERS,
    SweepTable,
    changes_by_side,
    comparison_heads,
    comparison_rows,
    policy_title,
    sweep_table,
)
from sim.reports.run_tables import Rows
from sim.reports.terminal import Prose, text_table

MOST_NAMED = 4
"""Measures that are named of each kind."""
MANY_COLUMNS = 10_000
"""A width at which every table fits."""
SHOWN = 30
"""Up to this number all points are printed; of more, only those that are or could be efficient."""


def comparison_screen(comparison: Comparison, measure: str | None, *, whole: bool = False) -> RenderableType:
    """The policy to take, and for each policy what is better and worse under it.

    measure: also described in a sentence; whole: with a table of all measures for each policy.
    """
    parts: list[RenderableType] = [Text(comparison.title), Prose(comparison.choice().sentence)]
    for name in list(comparison.policies)[1:]:
        parts += [Text(""), Prose(policy_title(comparison, name))]
        if whole:
            rows = comparison_rows(comparison, name)
            parts.append(
                text_table(
                    comparison_heads(name), rows, numbers=COMPARISON_NUMBERS, unbroken=(0,), tight=True
                )
            )
        else:
            parts += [Prose(line) for line in _sides(comparison, name)]
        if measure or whole:
            parts.append(Prose(comparison.sentence(measure or "m08", name)))
    if warning := comparison.by_chance():
        parts += [Text(""), Prose(warning)]
    if not whole:
        parts.append(Prose(_("--all shows a table of all measures for each policy.")))
    return Group(*parts)


def _sides(comparison: Comparison, policy: str) -> list[str]:
    sides = changes_by_side(comparison, policy)
    texts = {"better": _("▲ better: {changes}"), "worse": _("▼ worse: {changes}")}
    lines = [text.format(changes=_named(sides[side])) for side, text in texts.items() if sides[side]]
    luck = len(sides["luck"])
    if luck:
        text = ngettext("? may be luck: {n} measure", "? may be luck: {n} measures", luck)
        lines.append(text.format(n=luck))
    return lines


def _named(rows: Rows) -> str:
    """The first measures with their differences, and how many more there are."""
    named = [
        _("{measure} {change}").format(measure=name, change=change) for name, change in rows[:MOST_NAMED]
    ]
    more = len(rows) - len(named)
    if more:
        named.append(ngettext("{n} more", "{n} more", more).format(n=more))
    return _("; ").join(named)


def sweep_screen(sweep: Sweep, cost: str, service: str, console: Console) -> RenderableType:
    """The point to take, and the points with the efficient ones marked, as wide as the console."""
    table = sweep_table(sweep, cost, service)
    narrower = (
        sweep_table(sweep, cost, service, profit=False),
        sweep_table(sweep, cost, service, profit=False, levers_below=True),
    )
    few = len(table.rows) <= SHOWN
    parts: list[RenderableType] = [
        Prose(sweep.choice().sentence),
        _fitting(console, (_drawn(one, few) for one in (table, *narrower))),
        Prose(_count_efficient(sweep, table, cost, service)),
    ]
    if table.could_be:
        parts.append(Prose(could_be(len(table.could_be))))
    if not few:
        parts.append(Prose(_("The table shows only these; --out DIR writes all.")))
    return Group(*parts)


def _drawn(table: SweepTable, few: bool) -> Table:
    rows = table.rows if few else [table.rows[at] for at in sorted([*table.efficient, *table.could_be])]
    marks = (len(table.heads) - 1,)
    return text_table(table.heads, rows, numbers=table.numbers, unbroken=marks, tight=True)


def _fitting(console: Console, tables: Iterable[Table]) -> Table:
    """The first of the tables that is not too wide, else the last."""
    any_width = console.options.update(width=MANY_COLUMNS)
    for table in tables:
        if Measurement.get(console, any_width, table).minimum <= console.width:
            break
    return table


def _count_efficient(sweep: Sweep, table: SweepTable, cost: str, service: str) -> str:
    sentence = ngettext(
        "{n} of {total} points is efficient ({mark}): no other may be both as cheap and as good ({cost}, {service}).",
        "{n} of {total} points are efficient ({mark}): no other may be both as cheap and as good ({cost}, {service}).",
        len(table.efficient),
    )
    return sentence.format(
        n=len(table.efficient),
        total=len(sweep.points),
        mark=MARKS[EFFICIENT],
        cost=kpi(cost).name,
        service=kpi(service).name,
    )
