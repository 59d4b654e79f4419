"""The picture of a warm-up: how a measure changes week by week until the start no longer shows."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from sim.base.formatting import capitalised
from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE
from sim.plots.style import axis_scale, axis_unit, figure, interval_axis


def warmup_figure(name: str, unit: str, table: pd.DataFrame, needed: int | None, allowed: float) -> go.Figure:
    """A measure week by week. table: as in `WarmUp`; needed, allowed: weeks."""
    fig = figure(
        _("{measure}, week by week from the start").format(measure=capitalised(name)),
        _("Mean of the replications with its 95% interval; left of the line the start shows.")
        if needed is not None
        else _("Mean of the replications with its 95% interval; not settled, so there is no line."),
    )
    scale = axis_scale(unit)
    half_width = scale * (table["high"] - table["mean"])
    fig.add_scatter(
        x=table["week"],
        y=scale * table["mean"],
        mode="lines+markers",
        line={"color": BLUE, "width": 2},
        error_y={"array": half_width, "color": GREY, "thickness": 1},
        hovertemplate="%{x}: %{y:,.4~g}<extra></extra>",
        showlegend=False,
    )
    fig.add_vrect(x0=0.5, x1=0.5 + allowed, fillcolor=GREY, opacity=0.15, line_width=0, layer="below")
    fig.add_annotation(
        x=0.5,
        y=0,
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        showarrow=False,
        text=_("left out by the case"),
    )
    if needed is not None:
        fig.add_vline(x=0.5 + needed, line_color=ORANGE, line_width=2)
    fig.update_xaxes(title_text=_("week"), rangemode="tozero")
    ends = scale * pd.concat([table["mean"], table["low"], table["high"]])
    interval_axis(fig, "y", ends.tolist(), axis_unit(unit) or _("mean"))
    return fig
