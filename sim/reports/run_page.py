"""The report on a run as one web page: bad, good, where to look first, then the rest; each value appears once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.version import version
from sim.measures.goals import GOAL_OF, GOALS, SIGNS, Judged, judge
from sim.measures.run import Run
from sim.measures.service_registry import BY_ID, EXPLAINED
from sim.measures.trouble import failing_rights, levers_of, troubles
from sim.policy.changes import lever_changes
from sim.policy.levers.registry import levers
from sim.records.labels import RIGHTS, word
from sim.records.schema import TABLES
from sim.reports.html import picture, render
from sim.reports.run_tables import (
    MONEY_SUMS,
    Rows,
    measure_rows,
    money_rows,
    need_rows,
    open_orders,
    run_heading,
)


def run_page(run: Run) -> str:
    """The page, in the current language. The same run gives the same bytes."""
    judged = {
        state: _goal_rows(run, (found for found in judge(run) if found.state == state))
        for state in ("good", "bad", "close")
    }
    changes = _lever_rows(run)
    return render(
        "run.html.j2",
        title=run_heading(run),
        run=run,
        version=version(),
        contents=_contents(bool(changes)),
        **judged,
        signs=SIGNS,
        troubles=troubles(run),
        rights=_other_rights(run),
        changes=changes,
        goal_reasons=_goal_reasons(),
        measures=measure_rows(
            run.measures, [m for m in EXPLAINED if m.id not in GOAL_OF or _unknown(run, m.id)]
        ),
        open_orders=open_orders(run.measures),
        cycle_spread=_cycle_spread(run),
        pictures=_pictures(run),
        needs=need_rows(run),
        money=money_rows(run),
        sums=MONEY_SUMS,
        explained=EXPLAINED,
        dictionaries=_dictionaries(run),
    )


def _contents(changed: bool) -> list[tuple[str, str]]:
    """Anchor and title of each part of the page."""
    return [
        ("bad", _("What is bad")),
        ("look", _("Where to look first")),
        ("good", _("What is good")),
        *([("levers", _("Levers changed"))] if changed else []),
        ("measures", _("The other numbers")),
        ("pictures", _("In pictures")),
        ("needs", _("What became of the customers' needs")),
        ("money", _("Money")),
        ("meaning", _("What each measure says")),
        ("source", _("Where the figures come from")),
    ]


def _goal_rows(run: Run, judged: Iterable[Judged]) -> list[dict[str, Any]]:
    """The rows of the page for numbers that have a goal."""
    return [
        {
            "name": found.name,
            "value": found.shown,
            "count": f"{run.measures[found.goal.id]['n']:,}" if found.goal.id in BY_ID else "",
            "goal": found.goal.text(),
            "levers": levers_of(run, found.goal.id)[:2],
            "lesson": found.goal.lesson,
        }
        for found in judged
    ]


def _goal_reasons() -> list[tuple[str, str]]:
    """The reasons for the goals, each with the names of the numbers to which it applies."""
    names: dict[str, list[str]] = {}
    for goal in GOALS:
        names.setdefault(goal.why, []).append(_(goal.label))
    return [(_(why), _(", ").join(labels)) for why, labels in names.items()]


def _unknown(run: Run, measure: str) -> bool:
    """Whether a measure has no value, so that it cannot be judged."""
    return "why" in run.measures[measure]


def _pictures(run: Run) -> list[Any]:
    from sim import plots

    figures = {
        "on-time": plots.on_time_by_week(run),
        "stages": plots.stages(run),
        "causes": plots.causes(run),
        "money": plots.money(run),
    }
    return [picture(name, figure) for name, figure in figures.items()]


def _other_rights(run: Run) -> Rows:
    """The rights outside "where to look first", each with the share of orders that failed it, the largest first."""
    named = [right for right, _share in failing_rights(run)]
    shares = run.measures["perfect"].get("failed_rights", {})
    failed = sorted(
        ((share, right) for right, share in shares.items() if share == share and right not in named),
        reverse=True,
    )
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


def _lever_rows(run: Run) -> Rows:
    """The levers that differ from the firm's own: name, value today, value in this run, unit, what it does."""
    return [
        (name, before, after, _(levers()[name].unit), _(levers()[name].text))
        for name, (before, after) in lever_changes(run.case.policy, run.policy).items()
    ]


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
