"""The report on a run as one web page."""

from __future__ import annotations

from typing import Any

from sim.base.formatting import lever_value, quantity, yuan
from sim.base.i18n import _
from sim.base.version import version
from sim.measures.run import Run
from sim.measures.service_registry import EXPLAINED, service_measure
from sim.policy.changes import change_lines, lever_changes
from sim.policy.levers.registry import levers
from sim.records.labels import RIGHTS, word
from sim.records.schema import TABLES
from sim.reports.html import picture, render
from sim.reports.run_tables import Rows, measure_rows, money_rows, need_rows, open_orders, run_heading

CARDS = ("perfect", "m08", "m01", "m04")
"""Measures in the head of the page."""


def run_page(run: Run) -> str:
    """The page, in the current language. The same run gives the same bytes."""
    changes = lever_changes(run.case.policy, run.policy)
    return render(
        "run.html.j2",
        title=run_heading(run),
        run=run,
        version=version(),
        levers_changed=_levers_changed(run, bool(changes)),
        cards=_cards(run),
        pictures=_pictures(run),
        measures=measure_rows(run.measures),
        open_orders=open_orders(run.measures),
        cycle_spread=_cycle_spread(run),
        failed_rights=_failed_rights(run),
        explained=[(measure, _value(run, measure.id)) for measure in EXPLAINED],
        needs=need_rows(run),
        money=money_rows(run),
        levers=_lever_rows(run, changes),
        changed=[place for place, name in enumerate(levers()) if name in changes],
        dictionaries=_dictionaries(run),
    )


def _levers_changed(run: Run, changed: bool) -> str:
    lines = "; ".join(change_lines(run.case.policy, run.policy))
    return _("Levers changed: {levers}").format(levers=lines) if changed else lines


def _value(run: Run, measure: str) -> str:
    value = run.measures[measure]
    return quantity(value["value"], value["unit"])


def _cards(run: Run) -> list[tuple[str, str]]:
    return [
        *((service_measure(name).name, _value(run, name)) for name in CARDS),
        (_("orders"), f"{run.counts['orders']:,}"),
        (_("profit, CNY"), yuan(run.money["profit"])),
        (_("long-run profit, CNY"), yuan(run.money["long_run_profit"])),
    ]


def _pictures(run: Run) -> list[Any]:
    from sim import plots

    figures = {
        "scorecard": plots.scorecard(run),
        "on-time": plots.on_time_by_week(run),
        "stages": plots.stages(run),
        "causes": plots.causes(run),
        "money": plots.money(run),
    }
    return [picture(name, figure) for name, figure in figures.items()]


def _failed_rights(run: Run) -> Rows:
    """Each right and the share of orders that failed it, the largest first; no rows if nothing is known."""
    shares = run.measures["perfect"].get("failed_rights", {})
    failed = sorted(((share, right) for right, share in shares.items() if share == share), reverse=True)
    return [(word(RIGHTS, right), quantity(share, "share")) for share, right in failed]


def _cycle_spread(run: Run) -> str:
    cycle = run.measures["m04"]
    if "why" in cycle:
        return ""
    return _(
        "Order cycle: standard deviation {sd}; 95 of 100 orders took at most {p95}; {reliability} took at"
        " most a tenth longer than promised."
    ).format(
        sd=quantity(cycle["sd"], "hours"),
        p95=quantity(cycle["p95"], "hours"),
        reliability=quantity(cycle["reliability"], "share"),
    )


def _lever_rows(run: Run, changes: dict[str, tuple[str, str]]) -> Rows:
    rows: Rows = []
    for name, lever in levers().items():
        value = lever_value(run.policy[name])
        if name in changes:
            value = _("{after} (the firm today: {before})").format(after=value, before=changes[name][0])
        rows.append((name, value, _(lever.unit), _(lever.text)))
    return rows


def _dictionaries(run: Run) -> list[tuple[str, Rows]]:
    """For each table of the records its name with the number of rows, and what its columns mean."""
    return [
        (
            _("{name}: {rows} rows").format(name=name, rows=f"{len(run.records[name]):,}"),
            [(c.name, c.unit, _(c.text), _(c.null) if c.null else "") for c in columns],
        )
        for name, columns in TABLES.items()
        if name in run.records
    ]
