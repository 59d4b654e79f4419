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
from sim.plots.style import axis_scale, axis_unit, figure, interval_axis


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

    means: a row per point; efficient: points on the frontier, cheapest first; could_be: points that may belong to it; halves:
    half the 95% intervals of all points by measure; labels: by point.
    """
    fig = figure(
        _("Efficient policies"),
        _(
            "Orange: no other may be both as cheap and as good. Rings: could be efficient. Grey: are not. "
            "Bars: 95% intervals."
        ),
    )
    for points, mode, marker, name in (
        (
            means.index.difference([*efficient, *could_be]),
            "markers",
            (GREY, 7, "circle"),
            _("not efficient"),
        ),
        (could_be, "markers", (ORANGE, 10, "circle-open"), _("could be efficient")),
        (efficient, "lines+markers", (ORANGE, 10, "circle"), _("efficient")),
    ):
        colour, size, symbol = marker
        rows = means.loc[list(points)]
        bars = {
            f"error_{axis}": _bars(
                [halves[kpi.id][point] for point in points], kpi, GREY if colour == GREY else INK
            )
            for axis, kpi in (("x", cost), ("y", service))
        }
        fig.add_trace(
            go.Scatter(
                x=_scaled(rows, cost),
                y=_scaled(rows, service),
                mode=mode,
                name=name,
                text=[labels[point] for point in rows.index],
                marker={
                    "color": colour,
                    "size": size,
                    "symbol": symbol,
                    "line": {"color": colour, "width": 2},
                },
                line={"color": colour, "width": 2},
                hovertemplate="%{text}<br>%{x:,.4~g}<br>%{y:,.4~g}<extra></extra>",
                showlegend=False,
                **bars,
            )
        )
    for axis, kpi in (("x", cost), ("y", service)):
        spread = [0.0 if math.isnan(half) else half * axis_scale(kpi.unit) for half in halves[kpi.id]]
        levels = _scaled(means, kpi)
        ends = [level + sign * half for level, half in zip(levels, spread, strict=True) for sign in (-1, 1)]
        interval_axis(fig, axis, ends, _axis_title(kpi))
    return fig


def _bars(halves: Sequence[float], kpi: Kpi, colour: str) -> dict[str, Any]:
    """Error bars; none where a point was run once."""
    return {
        "array": [0.0 if math.isnan(half) else half * axis_scale(kpi.unit) for half in halves],
        "color": colour,
        "thickness": 1.2,
        "width": 3,
    }


def _scaled(rows: pd.DataFrame, kpi: Kpi) -> list[float]:
    return [float(value) * axis_scale(kpi.unit) for value in rows[kpi.id]]


def _axis_title(kpi: Kpi) -> str:
    unit = axis_unit(kpi.unit)
    return _("{measure}, {unit}").format(measure=kpi.name, unit=unit) if unit else kpi.name
