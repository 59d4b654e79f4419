"""The picture of a sweep: every policy by cost and service, the efficient ones joined."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import GREY, ORANGE
from sim.measures.kpis import Kpi
from sim.plots.style import axis_scale, axis_unit, figure


def frontier_figure(
    means: pd.DataFrame, efficient: Sequence[int], labels: Sequence[str], cost: Kpi, service: Kpi
) -> go.Figure:
    """All policies by cost and service.

    means: a row a point; efficient: points on the frontier, cheapest first; labels: by point.
    """
    fig = figure(
        _("Efficient policies"),
        _("A dot is a policy; no other is both cheaper and better than those on the line."),
    )
    for rows, mode, colour, size, name in (
        (means, "markers", GREY, 7, _("all policies")),
        (means.loc[list(efficient)], "lines+markers", ORANGE, 10, _("efficient")),
    ):
        fig.add_trace(
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
    fig.update_xaxes(title_text=_axis_title(cost))
    fig.update_yaxes(title_text=_axis_title(service))
    return fig


def _scaled(rows: pd.DataFrame, kpi: Kpi) -> list[float]:
    return [float(value) * axis_scale(kpi.unit) for value in rows[kpi.id]]


def _axis_title(kpi: Kpi) -> str:
    unit = axis_unit(kpi.unit)
    return f"{kpi.name}, {unit}" if unit else kpi.name
