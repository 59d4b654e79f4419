"""Service on time, week by week, and how many orders there were."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE, RED, SKY
from sim.base.units import WEEK
from sim.measures.orders import delivered_on_time
from sim.measures.run import Run
from sim.measures.window import bounds, promised_in_window
from sim.plots.counts import divide
from sim.plots.dates import calendar_spans, date_axis, dates, week_dates
from sim.plots.style import empty_figure, figure, headline

NAMES, UPPER, LOWER = (0.71, 1.0), (0.28, 0.7), (0.0, 0.23)
"""Vertical ranges of the picture, 0 to 1: names of seasons, share on time, orders."""


def on_time_by_week(run: Run) -> go.Figure:
    """Draw the share of orders delivered on time, week by week (m08).

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Above, the share on time of the promises of each week; below, their number. Seasons and emergencies are shaded.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.on_time_by_week(run("corner", weeks=2)).layout.title.text
    '<b>8. On time: 97.3%</b>'
    """
    orders = promised_in_window(run.records)
    if orders.empty:
        return empty_figure(headline(run, "m08"))
    week = (orders["promised"].to_numpy(dtype="int64") - bounds(run.records)[0]) // WEEK
    on_time = delivered_on_time(orders).to_numpy()
    count = np.bincount(week, minlength=run.weeks)
    share = divide(np.bincount(week[on_time], minlength=run.weeks), count)
    middle = week_dates(run)
    fig = figure(headline(run, "m08"), _("by week of the promise, and orders promised a week"), height=570)
    fig.set_subplots(rows=2, cols=1, shared_xaxes=True)
    fig.add_scatter(
        x=middle,
        y=share,
        mode="lines+markers",
        line_color=BLUE,
        hovertemplate="%{x}: %{y:.1%}<extra></extra>",
        row=1,
        col=1,
    )
    fig.add_bar(
        x=middle,
        y=count.tolist(),
        marker_color=GREY,
        hovertemplate="%{x}: %{y:,}<extra></extra>",
        row=2,
        col=1,
    )
    fig.add_hline(y=run.measures["m08"]["value"], line_dash="dot", line_color=GREY, row=1, col=1)
    low = float(np.nanmin(share))
    fig.update_yaxes(
        domain=UPPER,
        range=[max(0.0, low - 0.25 * (1 - low) - 0.01), 1.005],
        tickformat=".0%",
        title_text=_("on time"),
        row=1,
        col=1,
    )
    fig.update_yaxes(domain=LOWER, title_text=_("orders"), rangemode="tozero", tickformat=",", row=2, col=1)
    date_axis(fig, run)
    _shade(fig, run)
    return fig


def _shade(fig: go.Figure, run: Run) -> None:
    """Shade seasons orange (more orders) and pale blue (fewer), emergencies red; names where there is room."""
    factor = {season.name: season.factor for season in run.case.calendar.seasons}
    bands = [
        (name, start, end, ORANGE if factor[name] > 1 else SKY, NAMES[0])
        for name, start, end in calendar_spans(run, run.case.calendar.seasons)
    ]
    bands += [
        (name, start, end, RED, UPPER[0]) for name, start, end in calendar_spans(run, run.case.emergencies)
    ]
    for name, start, end, colour, bottom in bands:
        first, middle, last = dates(run.case, [start, (start + end) // 2, end])
        fig.add_shape(
            x0=first,
            x1=last,
            y0=0,
            y1=1,
            yref="paper",
            fillcolor=colour,
            opacity=0.22,
            line_width=0,
            layer="below",
        )
        if run.weeks <= 52:
            fig.add_annotation(
                x=middle,
                y=bottom + 0.005,
                yref="paper",
                text=str(name),
                textangle=-90,
                yanchor="bottom",
                showarrow=False,
                font_size=12,
            )
