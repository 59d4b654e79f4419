"""A firm's knowledge of a customer, the strength of bonds, and the share of needs that follows from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.palette import GREEN, PALE, RED
from sim.base.units import WEEK
from sim.measures.customer_orders import customer_row
from sim.measures.run import Run
from sim.measures.window import bounds, within
from sim.plots.dates import date_axis, dates
from sim.plots.style import empty_figure, figure, line_styles
from sim.records.labels import FIELDS, word
from sim.theory.intervals import interval

PERIOD_WEEKS = 13
MARKS = {None: ("", PALE), True: ("✓", GREEN), False: ("✗", RED)}
"""Unknown, known correctly, known wrongly: each a sign and a colour, so that one of them is enough to tell."""


def knowledge(runs: Mapping[str, Run], customer: int) -> go.Figure:
    """Draw what a firm knows of a customer at the end of each run, fact by fact.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run of one case.
    customer : int
        Number of the customer.

    Returns
    -------
    plotly.graph_objects.Figure
        Two rows a run, one for what staff know, one for the file; each fact is right, wrong or unknown.

    Raises
    ------
    InputError
        If there is no run, or no such customer.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.knowledge({"today": run("corner", weeks=2)}, customer=0).layout.title.text
    '<b>What the firm knows of customer 0, class A</b>'
    """
    first = _first(runs)
    klass = str(customer_row(first.records, customer)["klass"])
    fields = list(FIELDS)[: first.case.knowledge.fields[klass]]  # type: ignore[index]
    rows = [row for name, run in runs.items() for row in _known_facts(name, run, customer)]
    cells = [[MARKS[facts.get(field)] for field in fields] for _label, facts in rows]
    fig = figure(
        _("What the firm knows of customer {number}, class {klass}").format(number=customer, klass=klass),
        _("✓ right, ✗ wrong, empty: unknown; at the end of the run"),
        height=150 + 42 * len(rows),
    )
    marks = list(MARKS.values())
    fig.add_heatmap(
        z=[[marks.index(mark) for mark in row] for row in cells],
        text=[[sign for sign, _colour in row] for row in cells],
        x=[word(FIELDS, name) for name in fields],
        y=[label for label, _facts in rows],
        texttemplate="%{text}",
        textfont={"color": "white", "size": 17},
        colorscale=_steps([colour for _sign, colour in marks]),
        zmin=0,
        zmax=len(marks) - 1,
        showscale=False,
        xgap=3,
        ygap=3,
        hoverinfo="skip",
    )
    fig.update_xaxes(showgrid=False, tickangle=0, tickfont={"size": 12})
    fig.update_yaxes(autorange="reversed", showgrid=False)
    return fig


def _first(runs: Mapping[str, Run]) -> Run:
    if not runs:
        raise InputError(_("There is no run to draw."))
    return next(iter(runs.values()))


def _known_facts(name: str, run: Run, customer: int) -> list[tuple[str, dict[str, bool]]]:
    """Label and facts (field -> right) of what staff know, and of the file."""
    facts = run.records["knowledge"]
    facts = facts[facts["customer"] == customer]
    rows = []
    for text, part in (
        (_("{name}: known to staff"), facts[facts["holder"].notna()]),
        (_("{name}: in the file"), facts[facts["holder"].isna()]),
    ):
        known = {str(f): bool(c) for f, c in zip(part["field"], part["correct"], strict=True)}
        rows.append((text.format(name=name), known))
    return rows


def _steps(colours: Sequence[str]) -> list[tuple[float, str]]:
    """A colour scale of equal steps."""
    count = len(colours)
    return [(edge / count, colour) for number, colour in enumerate(colours) for edge in (number, number + 1)]


def bonds(courses: Mapping[str, Sequence[Run]], customers: Collection[int]) -> go.Figure:
    """Draw the mean bond of some customers over the weeks.

    Parameters
    ----------
    courses : dict of str to sequence of Run
        Name -> runs of growing length that differ in nothing else. Each gives the bond at its end, the first one also
        that at the beginning.
    customers : collection of int
        Numbers of the customers.

    Returns
    -------
    plotly.graph_objects.Figure
        One line per name; bond from 0 to 1.

    Raises
    ------
    InputError
        If a name has no run.

    Examples
    --------
    >>> from sim import plots, run
    >>> runs = [run("corner", weeks=weeks) for weeks in (1, 2)]
    >>> plots.bonds({"today": runs}, customers=[0, 1]).data[0].x
    (0, 1, 2)
    """
    fig = figure(
        _("How well the firm's people know these customers"),
        _("mean bond of {n} customers, 0 to 1, by week").format(n=len(customers)),
        legend=True,
    )
    for (name, runs), style in zip(courses.items(), line_styles(), strict=False):
        if not runs:
            raise InputError(_("There is no run to draw."))
        tables = [_of_customers(run.records["customers"], customers) for run in runs]
        means = [tables[0]["bond_start"].mean(), *(table["bond_end"].mean() for table in tables)]
        fig.add_scatter(
            name=name,
            x=[0, *(run.weeks for run in runs)],
            y=[round(float(mean), 4) for mean in means],
            hovertemplate="%{x}: %{y:.2f}<extra></extra>",
            **style,
        )
    fig.update_xaxes(title_text=_("week"), showgrid=False, rangemode="tozero")
    fig.update_yaxes(title_text=_("bond"), rangemode="tozero")
    return fig


def shares(runs: Mapping[str, Run | Sequence[Run]], customers: Collection[int] | None = None) -> go.Figure:
    """Draw the share of the needs that came to each firm, by quarters of a year.

    Parameters
    ----------
    runs : dict of str to Run, or to sequence of Run
        Name -> run with the same needs, such as the firms of a market; or its replications, for a mean with its interval.
    customers : collection of int, optional
        Whose needs count; all, if left out.

    Returns
    -------
    plotly.graph_objects.Figure
        One line per firm from 0, one point for each 13 weeks; the last period may be shorter. With several replications their
        mean and its 95 % interval; with one run the subtitle says that luck is in it.

    Raises
    ------
    InputError
        If there is no run.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.shares({"today": run("corner", weeks=2)}).layout.title.text
    '<b>Share of the needs</b>'
    """
    series = {name: [found] if isinstance(found, Run) else list(found) for name, found in runs.items()}
    if not series or not all(series.values()):
        raise InputError(_("There is no run to draw."))
    first = next(iter(series.values()))[0]
    title = _("Share of the needs")
    most = max(map(len, series.values()))
    subtitle = _("that came to each firm, by quarter of a year; one run: small differences can be luck")
    if most > 1:
        subtitle = _(
            "that came to each firm, by quarter of a year; mean of {n} replications with its 95% interval"
        ).format(n=most)
    fig = figure(title, subtitle, legend=True)
    for (name, replications), style in zip(series.items(), line_styles(), strict=False):
        found = [_quarterly_share(one, customers) for one in replications]
        if any(share.empty for share in found):
            return empty_figure(title)
        table = pd.concat(found, axis=1)
        means = [interval(row) for row in table.to_numpy()]
        middle = (table.index.to_numpy(dtype="int64") * 2 + 1) * PERIOD_WEEKS * WEEK // 2
        spread = {"array": [round(one.high - one.mean, 4) for one in means], "thickness": 1.2, "width": 4}
        fig.add_scatter(
            name=name,
            x=dates(first.case, middle),
            y=[round(one.mean, 4) for one in means],
            error_y=spread if len(replications) > 1 else None,
            hovertemplate="%{x}: %{y:.1%}<extra></extra>",
            **style,
        )
    date_axis(fig, first)
    fig.update_yaxes(title_text=_("share of the needs"), tickformat=".0%", rangemode="tozero")
    return fig


def _quarterly_share(run: Run, customers: Collection[int] | None) -> pd.Series[float]:
    """The share of the needs that came to the firm, by number of the quarter; empty without a need."""
    needs = run.records["needs"]
    needs = needs[within(needs["time"], run.records)]
    if customers is not None:
        needs = _of_customers(needs, customers)
    quarter = (needs["time"] - bounds(run.records)[0]) // (PERIOD_WEEKS * WEEK)
    return (needs["state"] != "elsewhere").astype(float).groupby(quarter).mean()


def _of_customers(table: pd.DataFrame, customers: Collection[int]) -> Any:
    return table[np.isin(table["customer"].to_numpy(), list(customers))]
