"""The picture of a comparison: the difference in each replication, and its mean with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from sim.base.formatting import capitalised
from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, INK, ORANGE
from sim.plots.style import axis_scale, axis_unit, empty_figure, figure, interval_axis

Row = tuple[str, Any, tuple[float, float, float]]
"""Name of a policy, its differences by replication, their mean with the low and high end of its interval."""


def comparison_figure(name: str, baseline: str, rows: Sequence[Row], unit: str) -> go.Figure:
    """Differences of a measure from the baseline: one dot per replication, and the interval of their mean.

    unit: "share" (drawn in percentage points), "hours", or the name of another unit.
    """
    title = _("{measure}: difference from {baseline}").format(measure=capitalised(name), baseline=baseline)
    if all(np.isnan(changes).all() for _policy, changes, _interval in rows):
        return empty_figure(title)
    fig = figure(
        title,
        _("A dot is a replication, the same luck for all policies; the bar is the 95% interval of the mean."),
        height=170 + 80 * len(rows),
    )
    scale = axis_scale(unit)
    for place, (policy, changes, interval) in enumerate(rows):
        mean, low, high = (scale * value for value in interval)
        fig.add_scatter(
            x=scale * np.asarray(changes),
            y=place + _offsets(len(changes)),
            mode="markers",
            marker={"color": BLUE, "size": 7, "opacity": 0.55},
            customdata=np.arange(len(changes)),
            hovertemplate=_("replication {n}: {difference}").format(
                n="%{customdata}", difference="%{x:+.4~g}"
            )
            + "<extra></extra>",
        )
        fig.add_scatter(
            x=[mean],
            y=[place],
            mode="markers",
            marker={"color": ORANGE, "size": 12, "symbol": "diamond", "line": {"color": INK, "width": 1}},
            error_x={"array": [high - mean], "arrayminus": [mean - low], "color": INK, "thickness": 3},
            hovertemplate=_("{policy}: {mean}, between {low} and {high}").format(
                policy=policy, mean=f"{mean:+.4g}", low=f"{low:+.4g}", high=f"{high:+.4g}"
            )
            + "<extra></extra>",
        )
    fig.add_vline(x=0, line_color=GREY, line_width=2, layer="below")
    axis = _("percentage points") if unit == "share" else axis_unit(unit)
    ends = [0.0, *(scale * value for _p, changes, interval in rows for value in (*changes, *interval))]
    interval_axis(fig, "x", ends, axis or _("difference"))
    fig.update_xaxes(zeroline=False)
    fig.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[policy for policy, _changes, _interval in rows],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )
    return fig


def _offsets(count: int) -> Any:
    """Small vertical offsets, so that equal dots do not hide each other; always the same for a replication."""
    return 0.3 * (np.arange(count) * 7 % 11 / 10 - 0.5)
