"""Pictures of offers that are compared: by one weight, by the costs of years, by how much a system is used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY
from sim.plots.style import figure, label_columns, line_styles

STEPS = 100
"""Steps in which a weight goes from 0 to 1."""
LINE_WIDTH = 3


def scores_by_weight(
    points: pd.DataFrame, weights: pd.Series, criterion: str, out: Sequence[str] = ()
) -> go.Figure:
    """Draw the score of each offer against the weight of one criterion; the other weights keep their proportions.

    Parameters
    ----------
    points : DataFrame
        A row for each offer, a column for each criterion, 0 to 10.
    weights : Series
        Criterion -> its share; together 1.
    criterion : str
        The criterion whose weight goes from 0 to 1.
    out : sequence of str, default ()
        Offers that cannot be taken: grey, and never the winner.

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each offer, today's weight as a dashed line, and a mark wherever the winner changes.

    Raises
    ------
    InputError
        If there is no such criterion, or nothing that can be taken.

    Examples
    --------
    >>> import pandas as pd
    >>> points = pd.DataFrame({"price": [8, 4], "ease": [4, 8]}, index=["X", "Y"])
    >>> fig = scores_by_weight(points, pd.Series({"price": 0.7, "ease": 0.3}), "ease")
    >>> float(fig.data[-1].x[0])
    0.51
    """
    if criterion not in weights.index:
        raise InputError(_("There is no criterion {name}.").format(name=criterion))
    left = points.drop(index=[name for name in out if name in points.index])
    if left.empty:
        raise InputError(_("There is no offer that can be taken."))
    shares = np.linspace(0, 1, STEPS + 1).round(2)
    others = weights.drop(criterion)
    rest = points[list(others.index)].mul(others / others.sum()).sum(axis=1)
    scores = pd.DataFrame(
        {name: shares * points[criterion][name] + (1 - shares) * rest[name] for name in points.index}
    )
    fig = figure(
        _("How much hangs on one weight: {criterion}").format(criterion=criterion),
        _("the others keep their proportions; grey cannot be taken; a mark is where the winner changes"),
        legend=True,
    )
    for name, style in zip(points.index, line_styles(), strict=False):
        fig.add_scatter(name=str(name), x=shares.tolist(), y=scores[name].round(4).tolist(), **style)
        fig.data[-1].update(mode="lines", line_width=LINE_WIDTH)
        if name not in left.index:
            fig.data[-1].update(line={"color": GREY, "dash": "dot", "width": 2})
    winners = scores[list(left.index)].round(9).idxmax(axis=1)
    changes = [place for place, (one, two) in enumerate(pairwise(winners), 1) if one != two]
    if changes:
        fig.add_scatter(
            name=_("winner changes"),
            x=[float(shares[place]) for place in changes],
            y=[round(float(scores[winners[place]][place]), 4) for place in changes],
            mode="markers",
            marker={"color": INK, "symbol": "diamond", "size": 12},
        )
    fig.add_vline(x=float(weights[criterion]), line_color=INK, line_dash="dash")
    fig.update_xaxes(
        title_text=_("weight of {criterion}").format(criterion=criterion), tickformat=".0%", range=[0, 1]
    )
    fig.update_yaxes(title_text=_("score, 0 to 10"), rangemode="tozero")
    return fig


def costs_by_year(costs: pd.DataFrame) -> go.Figure:
    """Draw what each offer costs, year by year.

    Parameters
    ----------
    costs : DataFrame
        vendor, year and amount in CNY; rows of the same vendor and year are added.

    Returns
    -------
    plotly.graph_objects.Figure
        A bar for each vendor, its years stacked; the sum stands in the vendor's name.

    Raises
    ------
    InputError
        If there is no row.

    Examples
    --------
    >>> import pandas as pd
    >>> fig = costs_by_year(pd.DataFrame({"vendor": ["X", "X"], "year": [0, 1], "amount": [100, 20]}))
    >>> [trace.x[0] for trace in fig.data]
    [100.0, 20.0]
    """
    if costs.empty:
        raise InputError(_("There is no offer that can be taken."))
    table = costs.pivot_table(
        index="vendor", columns="year", values="amount", aggfunc="sum", sort=False
    ).fillna(0)
    table = table[sorted(table.columns)]
    labels = [
        _("{vendor}: CNY {sum}").format(vendor=vendor, sum=f"{total:,.0f}")
        for vendor, total in table.sum(axis=1).items()
    ]
    fig = figure(
        _("What the offers cost"),
        _("CNY, by year; year 0 is before the start"),
        height=170 + 70 * len(table),
        legend=True,
    )
    fig.update_layout(barmode="stack")
    for year, colour in zip(
        table.columns, cycle((BLUE, ORANGE, GREEN, SKY, PURPLE, GREY, RED)), strict=False
    ):
        fig.add_bar(
            name=_("year {year}").format(year=year),
            orientation="h",
            y=labels,
            x=table[year].astype(float).tolist(),
            marker={"color": colour},
        )
    fig.update_xaxes(title_text=_("CNY"), rangemode="tozero", tickformat=",")
    fig.update_yaxes(autorange="reversed", showgrid=False)
    return fig


def value_by_use(costs: pd.Series, gain: float) -> go.Figure:
    """Draw the net present value of each offer against the share of people who use the system.

    Parameters
    ----------
    costs : Series
        Vendor -> the present value of its costs, CNY.
    gain : float
        The present value of the gain if everybody uses it, CNY.

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each vendor, and a mark at the use that it needs.

    Raises
    ------
    InputError
        If the gain is not above 0.

    Examples
    --------
    >>> import pandas as pd
    >>> value_by_use(pd.Series({"X": 50.0}), 100.0).data[-1].x
    (0.5,)
    """
    if gain <= 0:
        raise InputError(_("The gain must be above 0."))
    fig = figure(
        _("From which use on does it pay?"),
        _("CNY of today: gain times use, less costs; marks: the use at which nothing is won or lost"),
        legend=True,
    )
    for (vendor, cost), style in zip(costs.items(), line_styles(), strict=False):
        fig.add_scatter(name=str(vendor), x=[0.0, 1.0], y=[round(-cost, 2), round(gain - cost, 2)], **style)
        fig.data[-1].update(mode="lines", line_width=LINE_WIDTH)
    paying = costs[costs <= gain]
    if len(paying):
        fig.add_scatter(
            name=_("needed use"),
            x=(paying / gain).round(4).tolist(),
            y=[0.0] * len(paying),
            mode="markers",
            marker={"color": INK, "symbol": "diamond", "size": 12},
        )
    fig.update_xaxes(title_text=_("share of people who use it"), tickformat=".0%", range=[0, 1.02])
    fig.update_yaxes(title_text=_("CNY"), tickformat=",", zeroline=True)
    label_columns(fig)
    return fig
