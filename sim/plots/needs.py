"""Customers' needs as the records show them: where a customer's orders lose time, and what failures cost in satisfaction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import N_, _
from sim.base.palette import GREY, ORANGE, STAGE_COLOURS
from sim.measures.failure_losses import customer_hours, failure_losses
from sim.measures.run import Run
from sim.plots.style import empty_figure, figure, first_on_top
from sim.records.labels import STAGES, word

FAILURE_NAMES = {
    "late": N_("delivered late"),
    "damaged": N_("damaged"),
    "goods": N_("wrong goods sent"),
    "contact": N_("not served in time when ordering"),
}
CURVES = 4
"""Lines of equal loss."""


def customer_stages(run: Run, customers: Sequence[int]) -> go.Figure:
    """Draw where the orders of some customers spend their time, beside those of all others.

    Parameters
    ----------
    run : Run
        The run.
    customers : sequence of int
        Numbers of customers, in the sequence in which they are drawn.

    Returns
    -------
    plotly.graph_objects.Figure
        Mean hours of a delivered order in each stage, stacked: a bar for each customer, and one for all others.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.customer_stages(run("corner", weeks=4), [0, 1]).layout.title.text
    '<b>Where the orders of these customers spend their time</b>'
    """
    title = _("Where the orders of these customers spend their time")
    hours = customer_hours(run.records)
    if hours.empty:
        return empty_figure(title)
    stages = [name for name in hours.columns if name != "customer"]
    groups = {
        _("customer {number}").format(number=number): hours["customer"] == number for number in customers
    }
    groups[_("all others")] = ~hours["customer"].isin(customers)
    means = {name: hours.loc[rows, stages].mean().fillna(0.0) for name, rows in groups.items()}
    fig = figure(
        title,
        _("mean hours of a delivered order in each stage"),
        height=350,
        legend=True,
        barmode="stack",
    )
    for stage in stages:
        fig.add_bar(
            name=word(STAGES, stage),
            y=list(means),
            x=[mean[stage] for mean in means.values()],
            orientation="h",
            marker_color=STAGE_COLOURS[stage],
            hovertemplate="%{y}: %{x:.2f}",
        )
    first_on_top(fig)
    fig.update_xaxes(title_text=_("hours"), rangemode="tozero")
    return fig


def losses(run: Run) -> go.Figure:
    """Draw how often each failure happens, and how much satisfaction it costs in one case.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        A dot for each failure; on a grey line all failures cost the same in sum.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.losses(run("corner", weeks=4)).layout.title.text
    '<b>What failures cost: how bad, and how often</b>'
    """
    title = _("What failures cost: how bad, and how often")
    table = failure_losses(run.records).dropna()
    table = table[table["lost"] > 0]
    if table.empty:
        return empty_figure(title)
    often, bad, lost = (table[name].astype(float).tolist() for name in ("frequency", "severity", "lost"))
    right, top = 1.3 * max(often), 1.25 * max(bad)
    fig = figure(title, _("on a grey line every failure costs the same in sum"), height=420)
    for equal in max(lost) * np.geomspace(1, 0.05, CURVES):
        along = np.geomspace(equal / top, right, 200)  # from the top of the picture to its right end
        fig.add_scatter(
            x=along.tolist(),
            y=(equal / along).tolist(),
            mode="lines",
            line={"color": GREY, "width": 1, "dash": "dot"},
            name=_("{points:.1f} points lost by 100 orders").format(points=100 * equal),
            hovertemplate="%{fullData.name}<extra></extra>",
        )
    dots = list(zip(often, bad, strict=True))
    fig.add_scatter(
        x=often,
        y=bad,
        text=[_(FAILURE_NAMES[name]) for name in table.index],
        customdata=[100 * points for points in lost],
        mode="markers+text",
        textposition=[_place(dot, dots, right, top) for dot in dots],
        marker={"color": ORANGE, "size": 12},
        cliponaxis=False,
        hovertemplate="%{text}: %{x:.1%}, %{y:.2f}, %{customdata:.1f}<extra></extra>",
    )
    fig.update_xaxes(
        title_text=_("how often: share of the judged orders"), tickformat=".0%", range=[0, right]
    )
    fig.update_yaxes(title_text=_("how bad: points of satisfaction in one case"), range=[0, top])
    return fig


def _place(dot: tuple[float, float], dots: Sequence[tuple[float, float]], right: float, top: float) -> str:
    """The place of a dot's name: not on a dot close to its right, not beyond the end of the axis."""
    x, y = dot
    if any(0 < other[0] - x < right / 8 and abs(other[1] - y) < top / 10 for other in dots):
        return "bottom right"
    return "top right" if x < right / 2 else "top left"
