"""The picture of a sweep: every policy by cost and service, the efficient ones joined, with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import GREY, INK, ORANGE
from sim.measures.kpis import Kpi
from sim.plots.style import axis_scale, axis_unit, figure


def frontier_figure(
    means: pd.DataFrame,
    efficient: Sequence[int],
    could_be: Sequence[int],
    halves: Mapping[str, Sequence[float]],
    labels: Sequence[str],
    cost: Kpi,
    service: Kpi,
) -> go.Figure:
    """All policies by cost and service.

    means: a row a point; efficient: points on the frontier, cheapest first; could_be: points that may belong to it; halves:
    half the 95% intervals of the efficient points by measure; labels: by point.
    """
    fig = figure(
        _("Efficient policies"),
        _(
            "Orange: no other may be both as cheap and as good (bars: 95% intervals). "
            "Rings: could be efficient. Grey: are not."
        ),
    )
    bars = {f"error_{axis}": _bars(halves[kpi.id], kpi) for axis, kpi in (("x", cost), ("y", service))}
    for points, mode, marker, name, more in (
        (
            means.index.difference([*efficient, *could_be]),
            "markers",
            (GREY, 7, "circle"),
            _("all policies"),
            {},
        ),
        (could_be, "markers", (ORANGE, 10, "circle-open"), _("could be efficient"), {}),
        (efficient, "lines+markers", (ORANGE, 10, "circle"), _("efficient"), bars),
    ):
        colour, size, symbol = marker
        rows = means.loc[list(points)]
        fig.add_trace(
            go.Scatter(
                x=_scaled(rows, cost),
                y=_scaled(rows, service),
                mode=mode,
                name=name,
                text=[labels[point] for point in rows.index],
                marker={"color": colour, "size": size, "symbol": symbol, "line": {"width": 2}},
                line={"color": colour, "width": 2},
                hovertemplate="%{text}<br>%{x:,.4~g}<br>%{y:,.4~g}<extra></extra>",
                showlegend=False,
                **more,
            )
        )
    fig.update_xaxes(title_text=_axis_title(cost), tickformat=",")
    fig.update_yaxes(title_text=_axis_title(service), tickformat=",")
    return fig


def _bars(halves: Sequence[float], kpi: Kpi) -> dict[str, Any]:
    """Error bars; none where a point was run once."""
    return {
        "array": [0.0 if math.isnan(half) else half * axis_scale(kpi.unit) for half in halves],
        "color": INK,
        "thickness": 1.5,
    }


def _scaled(rows: pd.DataFrame, kpi: Kpi) -> list[float]:
    return [float(value) * axis_scale(kpi.unit) for value in rows[kpi.id]]


def _axis_title(kpi: Kpi) -> str:
    unit = axis_unit(kpi.unit)
    return _("{measure}, {unit}").format(measure=kpi.name, unit=unit) if unit else kpi.name
