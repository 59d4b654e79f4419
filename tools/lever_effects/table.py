"""The section of one case: every lever alone, against the same luck under today's policy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.base.formatting import lever_value
from sim.base.i18n import _, using
from sim.base.progress import Progress
from sim.case.case import Case
from sim.experiments.chance import by_chance
from sim.measures.kpis import KPIS, OBJECTIVE
from sim.policy.policy import Policy
from sim.records.labels import LEVER_GROUPS
from sim.theory.intervals import Paired, interval, paired
from tools.kept_figures import Figures, KeptFigures, Window
from tools.lever_effects.settings import Settings
from tools.lever_effects.values import changes

COLUMNS = ("profit", OBJECTIVE, "orders", "satisfaction")
BAR = 12
"""Blocks of the longest bar."""
LARGEST = 10
"""Levers listed first, at most."""
UNSURE = "○"
"""Marks a change of long-run profit whose interval includes 0."""


def section(
    case: Case, settings: Settings, keep: Path, workers: int | None, progress: Progress | bool | None
) -> str:
    """Run what is missing in the folder `keep`, and return the section as Markdown."""
    runs = KeptFigures(case, Window(0, settings.weeks), settings.seed, keep, workers)
    levers = list(changes(case.policy, settings))
    policies = [case.policy, *(policy for _lever, policy in levers)]
    today, *others = runs.figures(policies, range(settings.pairs), progress)
    rows = [
        (name, policy, {column: _pair(today, found, column) for column in COLUMNS})
        for (name, policy), found in zip(levers, others, strict=True)
    ]
    longest = max((abs(pairs[OBJECTIVE].difference) for _name, _policy, pairs in rows), default=0.0)
    lines = [
        f"## {in_both(case.title.en, case.title.zh)}",
        "",
        f"{settings.pairs} pairs of {settings.weeks} weeks, seed {settings.seed}. Today: {_today(today)}.",
        "",
        "The largest changes of long-run profit whose interval excludes 0, one a lever:",
        "",
        *_strongest(case.policy, rows, longest),
        "",
        by_chance(len(rows)),
        "",
        f"| lever | today → changed | {' | '.join(_heading(column) for column in COLUMNS)} | |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    group = ""
    for name, policy, pairs in rows:
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            lines.append(f"| **{in_both(*both(LEVER_GROUPS[group]))}** | | | | | | |")
        cells = [_cell(pairs[column], column) for column in COLUMNS]
        change = _change(case.policy, policy, name)
        lines.append(f"| `{name}` | {change} | {' | '.join(cells)} | {_bar(pairs[OBJECTIVE], longest)} |")
    return "\n".join(lines) + "\n"


def both(text: str) -> tuple[str, str]:
    """A text of the package in English and in Chinese; where the catalogue has no Chinese, English twice."""
    with using("zh"):
        return text, _(text)


def in_both(english: str, chinese: str) -> str:
    """The English name with the Chinese one beside it, if there is one."""
    return english if chinese == english else f"{english}（{chinese}）"


Row = tuple[str, Policy, dict[str, Paired]]


def _strongest(today: Policy, rows: Sequence[Row], longest: float) -> list[str]:
    best: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: -abs(row[2][OBJECTIVE].difference)):
        if row[2][OBJECTIVE].verdict in ("better", "worse"):
            best.setdefault(row[0], row)
    return [
        f"- `{name}` {_change(today, policy, name)}: {_cell(pairs[OBJECTIVE], OBJECTIVE)} {_bar(pairs[OBJECTIVE], longest)}"
        for name, policy, pairs in list(best.values())[:LARGEST]
    ]


def _pair(before: Sequence[Figures], after: Sequence[Figures], column: str) -> Paired:
    old, new = ([run[column] for run in runs] for runs in (before, after))
    return paired(old, new, more_is_better=True)


def _today(runs: Sequence[Figures]) -> str:
    means = {column: interval([run[column] for run in runs]).mean for column in ("income", *COLUMNS)}
    return (
        f"income {means['income'] / 1000:,.0f}, profit {means['profit'] / 1000:,.0f}, "
        f"long-run profit {means[OBJECTIVE] / 1000:,.0f} (thousand CNY), {means['orders']:,.0f} orders, "
        f"satisfaction {means['satisfaction']:.2f}"
    )


def _heading(column: str) -> str:
    unit = {"orders": ", %", "satisfaction": ""}.get(column, ", thousand CNY")
    return in_both(*both(KPIS[column].label)) + unit


def _change(today: Policy, policy: Policy, name: str) -> str:
    return f"{lever_value(today[name])} → {lever_value(policy[name])}"


def _cell(pair: Paired, column: str) -> str:
    """The change with half its interval; "=" where not one replication differs."""
    if pair.verdict == "unaffected":
        return "="
    size, digits = {"orders": (pair.before / 100, 1), "satisfaction": (1.0, 3)}.get(column, (1000.0, 1))
    half = (pair.high - pair.low) / 2
    return f"{pair.difference / size:+z,.{digits}f} ± {half / size:,.{digits}f}"


def _bar(pair: Paired, longest: float) -> str:
    """Blocks for the size, with the sign; a mark where the interval includes 0."""
    if pair.verdict not in ("better", "worse"):
        return UNSURE if pair.verdict == "not distinguishable" else ""
    blocks = max(1, round(BAR * abs(pair.difference) / longest))
    return ("+" if pair.difference > 0 else "−") + "█" * blocks
