"""The picture of a sweep: every policy by cost and service, the efficient ones joined."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import GREY, ORANGE
from sim.measures.kpis import Kpi
from sim.plots.style import figure


def frontier_figure(
    means: pd.DataFrame, efficient: Sequence[int], labels: Sequence[str], cost: Kpi, service: Kpi
) -> go.Figure:
    """means: a row a point; efficient: points on the frontier, cheapest first; labels: by point."""
    drawn = figure(
        _("Efficient policies"),
        _("A dot is a policy; no other is both cheaper and better than those on the line."),
    )
    for rows, mode, colour, size, name in (
        (means, "markers", GREY, 7, _("all policies")),
        (means.loc[list(efficient)], "lines+markers", ORANGE, 10, _("efficient")),
    ):
        drawn.add_trace(
            go.Scatter(
                x=_scaled(rows, cost),
                y=_scaled(rows, service),
                mode=mode,
                name=name,
                text=[labels[point] for point in rows.index],
                marker={"color": colour, "size": size},
                line={"color": colour, "width": 2},
                hovertemplate="%{text}<br>%{x:,.4~g}<br>%{y:,.4~g}<extra></extra>",
                showlegend=False,
            )
        )
    drawn.update_xaxes(title_text=_titled(cost))
    drawn.update_yaxes(title_text=_titled(service))
    return drawn


def _scaled(rows: pd.DataFrame, known: Kpi) -> list[float]:
    return [float(value) * (100 if known.unit == "share" else 1) for value in rows[known.id]]


def _titled(known: Kpi) -> str:
    unit = {"share": "%", "hours": _("hours"), "CNY": _("CNY")}.get(known.unit, "")
    return f"{known.name}, {unit}" if unit else known.name
