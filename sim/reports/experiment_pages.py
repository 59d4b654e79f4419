"""The reports on a comparison and on a sweep as web pages: the answer first, and each value once."""

from __future__ import annotations

from typing import Any

from sim.base.i18n import _, ngettext
from sim.experiments.comparison_result import Comparison
from sim.experiments.pareto import COULD_BE, EFFICIENT
from sim.experiments.sweep_result import MARKS, Sweep
from sim.experiments.wording import bare_mean_text, head_text
from sim.measures.kpis import kpi
from sim.policy.changes import lever_changes
from sim.policy.levers.registry import levers
from sim.reports.experiment_tables import SweepTable, changes_by_side
from sim.reports.html import picture, render
from sim.reports.run_tables import Rows
from sim.theory.intervals import interval


def comparison_page(comparison: Comparison, measure: str) -> str:
    """A page: the policy to take; for each policy what is better and worse; a picture of a measure; the means."""
    parts = [
        _policy_part(comparison, name, number) for number, name in enumerate(list(comparison.policies)[1:])
    ]
    names = list(comparison.policies)
    return render(
        "comparison.html.j2",
        title=comparison.title,
        contents=[
            ("choice", _("Which policy to take")),
            *((part["anchor"], part["name"]) for part in parts),
            ("picture", _("In pictures")),
            ("means", _("Means of all policies")),
        ],
        choice=comparison.choice().sentence,
        by_chance=comparison.by_chance(),
        parts=parts,
        picture=picture("difference", comparison.figure(measure)),
        mean_heads=(_("measure"), *names),
        means=_mean_rows(comparison),
        mean_numbers=range(1, 1 + len(names)),
    )


def _policy_part(comparison: Comparison, policy: str, number: int) -> dict[str, Any]:
    titles = {
        "better": _("Better"),
        "worse": _("Worse"),
        "other": _("Different, neither better nor worse"),
        "luck": _("May be luck"),
        "none": _("Unaffected, or nothing to compare"),
    }
    sides = changes_by_side(comparison, policy)
    changes = lever_changes(comparison.case.policy, comparison.policies[policy])
    return {
        "anchor": f"policy-{number}",
        "name": policy,
        "levers": [
            (name, before, after, _(levers()[name].text)) for name, (before, after) in changes.items()
        ],
        "sides": [(side, title, sides[side]) for side, title in titles.items() if sides[side]],
    }


def _mean_rows(comparison: Comparison) -> Rows:
    """A row per measure: its mean under each policy."""
    rows: Rows = []
    for name in comparison.shown:
        known = comparison.measures[name]
        by_policy = (comparison.table.loc[comparison.table["policy"] == p, name] for p in comparison.policies)
        rows.append((head_text(known), *(bare_mean_text(known, interval(values)) for values in by_policy)))
    return rows


def sweep_page(sweep: Sweep, table: SweepTable, cost: str, service: str) -> str:
    """A page: the point to take; the points that are efficient, that could be, and that are not; a picture."""
    told = {
        "efficient": _(
            "No other may be both as cheap and as good: {cost}, {service}. The cheapest is first."
        ).format(cost=kpi(cost).name, service=kpi(service).name),
        "could_be": _("More replications would tell."),
        "beaten": _("Another point is as cheap and as good and clearly ahead in one, or loses less money."),
    }
    listed = {"efficient": table.efficient, "could_be": table.could_be}
    listed["beaten"] = [at for at in range(len(table.rows)) if at not in (*table.efficient, *table.could_be)]
    titles = {
        "efficient": _("{mark} Efficient points").format(mark=MARKS[EFFICIENT]),
        "could_be": _("{mark} Points that could be efficient").format(mark=MARKS[COULD_BE]),
        "beaten": _("Points that are not efficient"),
    }
    parts = []
    for name, title in titles.items():
        points = listed[name]
        count = ngettext("{n} of {total} points.", "{n} of {total} points.", len(points))
        text = count.format(n=f"{len(points):,}", total=f"{len(table.rows):,}")
        parts.append(
            (name, title, f"{text} {told[name]}" if points else text, [table.rows[at][:-1] for at in points])
        )
    return render(
        "sweep.html.j2",
        title=sweep.title,
        contents=[
            ("choice", _("Which point to take")),
            *((anchor, title) for anchor, title, _told, _rows in parts),
            ("picture", _("In pictures")),
            ("levers", _("What the levers do")),
        ],
        choice=sweep.choice().sentence,
        parts=parts,
        picture=picture("frontier", sweep.figure(cost, service)),
        heads=table.heads[:-1],
        numbers=table.numbers,
        levers=[(name, _(lever.unit), _(lever.text)) for name, lever in _varied(sweep)],
    )


def _varied(sweep: Sweep) -> list[tuple[str, Any]]:
    """The levers that vary; parts of a lever, such as that of a class, as the lever."""
    known = levers()
    names = {name if name in known else name.rpartition(".")[0]: None for name in sweep.levers}
    return [(name, known[name]) for name in names if name in known]
