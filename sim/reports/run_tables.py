"""The tables of the report on a run, as rows of texts: for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.base.formatting import quantity, yuan
from sim.base.i18n import _, ngettext
from sim.measures.measured_value import Value
from sim.measures.run import Run
from sim.measures.service_registry import EXPLAINED, Measure
from sim.records.labels import ACCOUNTS, STATES, word

Rows = list[tuple[str, ...]]


def run_heading(run: Run) -> str:
    """The heading of a run, in one line."""
    return _("{firm}: {which}").format(firm=run.case.title, which=run.title)


def measure_rows(measures: Mapping[str, Value], shown: Sequence[Measure] = EXPLAINED) -> Rows:
    """Number, name, value, denominator and meaning of each measure, or why it has no value."""
    rows: Rows = []
    for measure in shown:
        value = measures[measure.id]
        text = value["why"] if "why" in value else _(measure.summary)
        rows.append(
            (measure.number, measure.name, quantity(value["value"], value["unit"]), f"{value['n']:,}", text)
        )
    return rows


def open_orders(measures: Mapping[str, Value]) -> str:
    """The number of orders left out because their fate was not known yet."""
    count = int(measures["censored"]["value"])
    if not count:
        return _("Every open order is counted: one that is overdue at the end is a broken promise.")
    return ngettext(
        "{n} order was still open at the end and is not counted.",
        "{n} orders were still open at the end and are not counted.",
        count,
    ).format(n=count)


def need_rows(run: Run) -> Rows:
    """State, number of needs that ended in it if any did, their share; the last row is the sum."""
    needs = run.counts["needs"]
    rows = [
        (
            word(STATES, state),
            f"{run.counts[state]:,}",
            quantity(run.counts[state] / needs if needs else float("nan"), "share"),
        )
        for state in STATES
        if run.counts.get(state)
    ]
    return [*rows, (_("all needs"), f"{needs:,}", "")]


def money_rows(run: Run) -> Rows:
    """Account and CNY of all accounts with bookings; the last rows are sums, cost below 0."""
    money = run.money
    sums = [
        (_("income"), money["income"]),
        (_("cost"), -money["cost"]),
        (_("profit"), money["profit"]),
        (_("change of customer equity"), money["customer_equity_change"]),
        (_("long-run profit"), money["long_run_profit"]),
    ]
    accounts = [(word(ACCOUNTS, name), amount) for name, amount in money["accounts"].items() if amount]
    return [(name, yuan(amount)) for name, amount in (*accounts, *sums)]


MONEY_SUMS = 5
"""Rows at the end of `money_rows` that are sums."""
