"""A run on one screen of a terminal, 80 columns and 24 lines: good, bad, and where to look first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.base.commands import kefu_command
from sim.base.formatting import yuan
from sim.base.i18n import _, ngettext
from sim.case.load import case_names
from sim.measures.goals import SIGNS, Judged, judge
from sim.measures.trouble import Trouble, levers_of, troubles
from sim.policy.changes import change_lines
from sim.reports.run_tables import run_heading
from sim.reports.terminal import Prose

if TYPE_CHECKING:
    from sim.measures.run import Run

MOST_BAD, MOST_GOOD, MOST_TROUBLES = 5, 4, 3
"""Lines of each kind."""


def run_screen(run: Run) -> RenderableType:
    """The screen, in the current language."""
    judged, found = judge(run), troubles(run)
    bad = [found for found in judged if found.state == "bad"]
    good = [found for found in judged if found.state == "good"]
    return Group(
        Text("\n".join([run_heading(run), change_line(change_lines(run.case.policy, run.policy))])),
        Prose(figures(run)),
        Text(""),
        _goals(run, [*bad[:MOST_BAD], *good[:MOST_GOOD]]),
        Text("\n" + _("Where to look first"), style="bold"),
        *(Prose(f"{number}. {line}") for number, line in enumerate(trouble_lines(found), start=1)),
        Prose(
            _("`{command}` explains a lever; with --all you see everything.").format(
                command=_levers_command(run, found)
            )
        ),
    )


def _levers_command(run: Run, found: Sequence[Trouble]) -> str:
    """The command that describes the first lever that is named."""
    lever = next((one.levers[0] for one in found), "desk.clerks")
    case = [run.case.name] if run.case.name in case_names() else []
    return kefu_command("levers", *case, lever.partition(".")[0])


def change_line(lines: Sequence[str]) -> str:
    """The first lever that was changed, and how many more."""
    more = len(lines) - 1
    if not more:
        return lines[0]
    text = ngettext("{change}; {n} more lever changed", "{change}; {n} more levers changed", more)
    return text.format(change=lines[0], n=more)


def figures(run: Run) -> str:
    """Orders and money of a run in a sentence."""
    orders = ngettext("{n} order", "{n} orders", run.counts["orders"]).format(n=f"{run.counts['orders']:,}")
    text = _("{orders}; profit CNY {profit}; long-run profit CNY {long_run}")
    if run.market != "open":
        text = _("{orders}; profit CNY {profit}")
    return text.format(
        orders=orders, profit=yuan(run.money["profit"]), long_run=yuan(run.money["long_run_profit"])
    )


def trouble_lines(found: Iterable[Trouble]) -> list[str]:
    """Places to look first: a sentence each with its levers and lesson."""
    text = _("{trouble} Levers: {levers} (lesson {lesson})")
    return [
        text.format(trouble=one.sentence, levers=_(", ").join(one.levers), lesson=int(one.lesson))
        for one in list(found)[:MOST_TROUBLES]
    ]


def _goals(run: Run, rows: Sequence[Judged]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    table.add_column(_("bad first, then good"), overflow="fold")
    table.add_column(_("value"), justify="right", no_wrap=True)
    table.add_column(_("goal"), no_wrap=True)
    table.add_column(_("look at"), overflow="fold")
    for found in rows:
        look = levers_of(run, found.goal.id)[0] if found.state == "bad" else ""
        table.add_row(SIGNS[found.state], found.name, found.shown, found.goal.text(), look)
    return table
