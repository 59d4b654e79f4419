"""The picture of a warm-up: how a measure gets away from its start."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE
from sim.plots.style import figure


def settling(name: str, unit: str, table: pd.DataFrame, needed: int | None, allowed: float) -> go.Figure:
    """table: as in `WarmUp`; needed, allowed: weeks."""
    drawn = figure(
        _("{measure}, week by week from the start").format(measure=name[:1].upper() + name[1:]),
        _("Mean of the replications with its 95% interval; left of the line the start shows."),
    )
    scale = 100 if unit == "share" else 1
    spread = scale * (table["high"] - table["mean"])
    drawn.add_scatter(
        x=table["week"],
        y=scale * table["mean"],
        mode="lines+markers",
        line={"color": BLUE, "width": 2},
        error_y={"array": spread, "color": GREY, "thickness": 1},
        hovertemplate="%{x}: %{y:,.4~g}<extra></extra>",
        showlegend=False,
    )
    drawn.add_vrect(x0=0.5, x1=0.5 + allowed, fillcolor=GREY, opacity=0.15, line_width=0, layer="below")
    drawn.add_annotation(
        x=0.5,
        y=0,
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        showarrow=False,
        text=_("left out by the case"),
    )
    if needed is not None:
        drawn.add_vline(x=0.5 + needed, line_color=ORANGE, line_width=2)
    drawn.update_xaxes(title_text=_("week"), rangemode="tozero")
    drawn.update_yaxes(title_text={"share": "%", "hours": _("hours")}.get(unit, ""))
    return drawn
