"""Pictures of samples, of customers kept after a failure, and of what programmes win."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, ORANGE, RED
from sim.measures.aspects import NAMES, aspects, dimensions
from sim.measures.run import Run
from sim.plots.style import add_horizontal_bars, figure, interval_axis, line_styles


def quality_scores(run: Run) -> go.Figure:
    """Draw the scores of the five aspects of satisfaction and of the five dimensions of quality.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Two groups of bars, from 1 to 5.

    Examples
    --------
    >>> from sim import run
    >>> len(quality_scores(run("corner", weeks=2)).data)
    2
    """
    fig = figure(
        _("Quality as the facts of the orders show it"),
        _("score from 1 to 5; the same fact can count as an aspect and as a dimension"),
        height=460,
        legend=True,
    )
    groups = ((_("aspects of satisfaction"), aspects, BLUE), (_("dimensions of quality"), dimensions, ORANGE))
    for name, measure, colour in groups:
        found = {_(NAMES[key]): float(value["value"]) for key, value in measure(run.records).items()}
        texts = [f"{score:.2f}" for score in found.values()]
        add_horizontal_bars(fig, list(found), list(found.values()), colour, texts, name)
    fig.update_xaxes(range=[0, 5.4], title_text=_("score"))
    return fig


def sample_margins(samples: pd.DataFrame, true_mean: float) -> go.Figure:
    """Draw the means of samples with their margins, around the mean of all.

    Parameters
    ----------
    samples : DataFrame
        A row for each sample: size, mean, margin.
    true_mean : float
        The mean of all customers.

    Returns
    -------
    plotly.graph_objects.Figure
        A dot and a bar for each sample, the smallest sizes first; a line at the mean of all.

    Examples
    --------
    >>> samples = pd.DataFrame({"size": [40, 160], "mean": [4.1, 4.2], "margin": [0.3, 0.15]})
    >>> sample_margins(samples, 4.15).data[0].y
    (4.1,)
    """
    fig = figure(
        _("Samples of customers"),
        _("dots: mean satisfaction of a sample; bars: its 95% margin; line: mean of all customers"),
        legend=True,
    )
    place = 0
    for (size, rows), style in zip(samples.groupby("size"), line_styles(), strict=False):
        fig.add_scatter(
            name=_("{n} answers").format(n=size),
            x=list(range(place, place + len(rows))),
            y=rows["mean"].round(4).tolist(),
            mode="markers",
            marker_color=style["line"]["color"],
            error_y={"array": rows["margin"].round(4).tolist(), "thickness": 1.2, "width": 0},
            hovertemplate="%{y:.2f}",
        )
        place += len(rows) + 2
    fig.add_hline(true_mean, line_color=RED, line_width=1)
    ends = [*(samples["mean"] - samples["margin"]), *(samples["mean"] + samples["margin"])]
    interval_axis(fig, "y", ends, _("satisfaction, 1 to 5"))
    fig.update_xaxes(showticklabels=False, showgrid=False, zeroline=False)
    return fig


def kept_after(
    curves: Mapping[str, Sequence[float]], ends: Mapping[str, Sequence[int]] | None = None
) -> go.Figure:
    """Draw what share of customers is still there, week by week, as steps.

    Parameters
    ----------
    curves : dict of str to sequence of float
        Name -> share kept after 0, 1, ... weeks.
    ends : dict of str to sequence of int, optional
        Name -> weeks at which customers were watched for the last time; each week gets one tick on the curve.

    Returns
    -------
    plotly.graph_objects.Figure
        A stepped line for each name.

    Examples
    --------
    >>> kept_after({"silent": [1.0, 0.9]}, {"silent": [1]}).data[1].x
    (1,)
    """
    fig = figure(
        _("Customers kept after the first failure"),
        _("share still there, by weeks (Kaplan-Meier); ticks: some are watched no longer from here on"),
        legend=True,
    )
    for (name, kept), style in zip(curves.items(), line_styles(), strict=False):
        line = style["line"] | {"shape": "hv"}
        fig.add_scatter(
            name=name,
            x=list(range(len(kept))),
            y=[round(share, 4) for share in kept],
            mode="lines",
            line=line,
            hovertemplate=_("week {week}: {share}").format(week="%{x}", share="%{y:.1%}"),
        )
        weeks = sorted({week for week in (ends or {}).get(name, ()) if 0 < week < len(kept)})
        if weeks:
            fig.add_scatter(
                name=name,
                x=weeks,
                y=[round(kept[week], 4) for week in weeks],
                mode="markers",
                marker={"symbol": "line-ns", "size": 8, "line": {"width": 1, "color": line["color"]}},
                showlegend=False,
                hoverinfo="skip",
            )
    fig.update_xaxes(title_text=_("weeks after the failure"), showgrid=False)
    fig.update_yaxes(title_text=_("customers kept"), tickformat=".0%", range=[0, 1.05])
    return fig


def orders_won(won: pd.DataFrame) -> go.Figure:
    """Draw how many orders programmes bring more than none, half year by half year.

    Parameters
    ----------
    won : DataFrame
        A row for each programme, a column for each half year: mean orders more than without.

    Returns
    -------
    plotly.graph_objects.Figure
        A line for each programme, and a line at 0.

    Examples
    --------
    >>> orders_won(pd.DataFrame({1: [20.0], 2: [-3.0]}, index=["points"])).data[0].y
    (20.0, -3.0)
    """
    fig = figure(
        _("Orders that programmes bring"),
        _("orders more than without a programme, in each half year"),
        legend=True,
    )
    for (name, row), style in zip(won.iterrows(), line_styles(), strict=False):
        fig.add_scatter(
            name=str(name),
            x=[str(number) for number in range(1, 1 + len(won.columns))],
            y=row.round(1).tolist(),
            hovertemplate="%{y:+.0f}",
            **style,
        )
    fig.add_hline(0, line_color=BLUE, line_width=1)
    fig.update_xaxes(title_text=_("half year"), type="category", showgrid=False)
    fig.update_yaxes(title_text=_("orders"))
    return fig
