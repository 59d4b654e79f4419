"""The picture of a comparison: what each replication says, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, INK, ORANGE
from sim.plots.style import figure, nothing

Row = tuple[str, Any, tuple[float, float, float]]
"""Name of a policy, its differences in the sequence of the replications, their mean and its interval."""


def paired_differences(name: str, baseline: str, rows: Sequence[Row], unit: str) -> go.Figure:
    """The differences of a measure from the baseline, one dot a replication, with the interval of their mean.

    unit: "share" (drawn in percentage points), "hours", or what else the values are counted in.
    """
    title = _("{measure}: difference from {baseline}").format(
        measure=name[:1].upper() + name[1:], baseline=baseline
    )
    if all(np.isnan(changes).all() for _policy, changes, _interval in rows):
        return nothing(title)
    made = figure(
        title,
        _("A dot is a replication, the same luck for all policies; the bar is the 95% interval of the mean."),
        height=170 + 80 * len(rows),
    )
    scale = 100 if unit == "share" else 1
    for at, (policy, changes, interval) in enumerate(rows):
        mean, low, high = (scale * value for value in interval)
        made.add_scatter(
            x=scale * np.asarray(changes),
            y=at + _beside(len(changes)),
            mode="markers",
            marker={"color": BLUE, "size": 7, "opacity": 0.55},
            customdata=np.arange(len(changes)),
            hovertemplate=_("replication {n}: {difference}").format(
                n="%{customdata}", difference="%{x:+.4~g}"
            )
            + "<extra></extra>",
        )
        made.add_scatter(
            x=[mean],
            y=[at],
            mode="markers",
            marker={"color": ORANGE, "size": 12, "symbol": "diamond", "line": {"color": INK, "width": 1}},
            error_x={"array": [high - mean], "arrayminus": [mean - low], "color": INK, "thickness": 3},
            hovertemplate=_("{policy}: {mean}, between {low} and {high}").format(
                policy=policy, mean=f"{mean:+.4g}", low=f"{low:+.4g}", high=f"{high:+.4g}"
            )
            + "<extra></extra>",
        )
    made.add_vline(x=0, line_color=GREY, line_width=2, layer="below")
    made.update_xaxes(title_text=_axis(unit), zeroline=False)
    made.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[policy for policy, _changes, _interval in rows],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
    )
    return made


def _beside(count: int) -> Any:
    """Small steps up and down, so that equal dots do not hide each other; the same for the same replication."""
    return 0.3 * (np.arange(count) * 7 % 11 / 10 - 0.5)


def _axis(unit: str) -> str:
    return {"share": _("percentage points"), "hours": _("hours"), "CNY": _("CNY")}.get(unit, "")
