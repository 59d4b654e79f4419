"""Week by week: what was on time, and when there was most to do."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE, RED, SKY
from sim.base.units import WEEK
from sim.measures.run import Run
from sim.measures.service import bounds, promised_in_window
from sim.plots.counted import ratio
from sim.plots.style import date_axis, dates, figure, headline, nothing, spans

NAMES, UPPER, LOWER = (0.71, 1.0), (0.28, 0.7), (0.0, 0.23)
"""From where to where on the paper: names of seasons, share on time, orders."""


def on_time_by_week(run: Run) -> go.Figure:
    """Share on time of the promises of each week (m08), above their number; seasons, force majeure shaded."""
    orders = promised_in_window(run.records)
    if orders.empty:
        return nothing(headline(run, "m08"))
    week = (orders["promised"].to_numpy(dtype="int64") - bounds(run.records)[0]) // WEEK
    kept = (orders["delivered"] <= orders["promised"]).fillna(False).to_numpy(dtype=bool)
    count = np.bincount(week, minlength=run.weeks)
    share = ratio(np.bincount(week[kept], minlength=run.weeks), count)
    middle = dates(run.case, np.arange(run.weeks) * WEEK + WEEK // 2)
    made = figure(headline(run, "m08"), _("by week of the promise, and orders promised a week"), height=570)
    made.set_subplots(rows=2, cols=1, shared_xaxes=True)
    made.add_scatter(
        x=middle,
        y=share,
        mode="lines+markers",
        line_color=BLUE,
        hovertemplate="%{x}: %{y:.1%}<extra></extra>",
        row=1,
        col=1,
    )
    made.add_bar(
        x=middle,
        y=count.tolist(),
        marker_color=GREY,
        hovertemplate="%{x}: %{y:,}<extra></extra>",
        row=2,
        col=1,
    )
    made.add_hline(y=run.measures["m08"]["value"], line_dash="dot", line_color=GREY, row=1, col=1)
    low = float(np.nanmin(share))
    made.update_yaxes(
        domain=UPPER,
        range=[max(0.0, low - 0.25 * (1 - low) - 0.01), 1.005],
        tickformat=".0%",
        title_text=_("on time"),
        row=1,
        col=1,
    )
    made.update_yaxes(domain=LOWER, title_text=_("orders"), rangemode="tozero", tickformat=",", row=2, col=1)
    date_axis(made, run)
    _shade(made, run)
    return made


def _shade(made: go.Figure, run: Run) -> None:
    """Seasons in orange (more orders) and pale blue (fewer), force majeure in red; names while they fit."""
    factor = {season.name: season.factor for season in run.case.calendar.seasons}
    bands = [
        (name, start, end, ORANGE if factor[name] > 1 else SKY, NAMES[0])
        for name, start, end in spans(run, run.case.calendar.seasons)
    ]
    bands += [(name, start, end, RED, UPPER[0]) for name, start, end in spans(run, run.case.emergencies)]
    for name, start, end, colour, bottom in bands:
        first, middle, last = dates(run.case, [start, (start + end) // 2, end])
        made.add_shape(
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
            made.add_annotation(
                x=middle,
                y=bottom + 0.005,
                yref="paper",
                text=str(name),
                textangle=-90,
                yanchor="bottom",
                showarrow=False,
                font_size=12,
            )
