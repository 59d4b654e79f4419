"""The service report for a terminal: measures, needs, money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.base.formatting import lever_value, quantity, yuan
from sim.base.i18n import _, ngettext
from sim.measures.registry import EXPLAINED
from sim.records.labels import ACCOUNTS, STATES, word

if TYPE_CHECKING:
    from sim.measures.run import Run
    from sim.policy.policy import Policy


def summary(run: Run) -> RenderableType:
    """What a terminal shows of a run."""
    return Group(
        _heading(run),
        _title(_("Service")),
        measure_table(run.measures),
        Text(open_orders(run.measures)),
        _title(_("What became of the customers' needs")),
        _needs(run),
        _title(_("Money")),
        _money(run),
    )


def heading(run: Run) -> str:
    """Which run this is, in one line."""
    return _("{firm}: {which}").format(firm=run.case.title, which=which(run))


def which(run: Run) -> str:
    """How long it was observed, in a market that is not open, and under which luck."""
    weeks = ngettext("{n} week", "{n} weeks", run.weeks).format(n=run.weeks)
    said = _("{weeks}, seed {seed}, replication {replication}").format(
        weeks=weeks, seed=run.seed, replication=run.replication
    )
    return said if run.market == "open" else _("{which}, frozen market").format(which=said)


def changed_levers(run: Run) -> dict[str, tuple[str, str]]:
    """Levers that differ from the case's own policy: name -> value there, value in this run."""
    return levers_between(run.case.policy, run.policy)


def levers_between(before: Policy, after: Policy) -> dict[str, tuple[str, str]]:
    """Levers in which two policies differ: name -> value in the one, in the other."""
    today, now = before.flat(), after.flat()
    return {
        name: (lever_value(today[name]), lever_value(now[name])) for name in now if now[name] != today[name]
    }


def _heading(run: Run) -> RenderableType:
    lines = [
        _("{lever}: {before} → {after}").format(lever=name, before=before, after=after)
        for name, (before, after) in changed_levers(run).items()
    ] or [_("All levers as the firm has them today.")]
    return Text("\n".join([heading(run), *lines]))


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False)


def measure_table(measures: dict[str, Any]) -> Table:
    """The service measures as a table for a terminal."""
    table = _table()
    table.add_column("", no_wrap=True)
    table.add_column(_("measure"), overflow="fold")
    table.add_column(_("value"), justify="right", no_wrap=True)
    table.add_column(_("of"), justify="right", no_wrap=True)
    table.add_column(_("what it means"), overflow="fold")
    for row in measure_rows(measures):
        table.add_row(*row)
    return table


def measure_rows(measures: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Number, name, value, denominator and plain meaning of each measure, or why it has no value."""
    rows = []
    for measure in EXPLAINED:
        value = measures[measure.id]
        number = measure.id if measure.id != "perfect" else ""
        means = value["why"] if "why" in value else _(measure.summary)
        rows.append((number, measure.name, quantity(value["value"], value["unit"]), f"{value['n']:,}", means))
    return rows


def open_orders(measures: dict[str, Any]) -> str:
    """How many orders were left out because their fate was not known yet."""
    count = int(measures["censored"]["value"])
    return ngettext(
        "{n} order was still open at the end and is not counted.",
        "{n} orders were still open at the end and are not counted.",
        count,
    ).format(n=count)


def _needs(run: Run) -> Table:
    table = _table()
    table.add_column(_("state"), overflow="fold")
    table.add_column(_("needs"), justify="right")
    table.add_column(_("share"), justify="right")
    for name, count, share in needs_by_state(run):
        table.add_row(name, f"{count:,}", quantity(share, "share"))
    table.add_section()
    table.add_row(_("all needs"), f"{run.counts['needs']:,}", "")
    return table


def needs_by_state(run: Run) -> list[tuple[str, int, float]]:
    """Name of each state, how many needs ended there, and their share of all."""
    needs = run.counts["needs"]
    return [
        (word(STATES, name), run.counts[name], run.counts[name] / needs if needs else float("nan"))
        for name in STATES
        if name in run.counts
    ]


def _money(run: Run) -> Table:
    table = _table()
    table.add_column(_("account"), overflow="fold")
    table.add_column(_("CNY"), justify="right")
    for name, amount in run.money["accounts"].items():
        table.add_row(word(ACCOUNTS, name), yuan(amount))
    table.add_section()
    for label, amount in totals(run):
        table.add_row(label, yuan(amount))
    return table


def totals(run: Run) -> list[tuple[str, int]]:
    """Income, cost (below 0) and profit, fen."""
    money = run.money
    return [(_("income"), money["income"]), (_("cost"), -money["cost"]), (_("profit"), money["profit"])]
