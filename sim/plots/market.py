"""All firms of a market in one picture."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE
from sim.plots.style import figure, interval_axis, money_unit

MOST_NAMES = 12
"""With more firms than this their names would overlap: they show under the pointer."""


def market_figure(firms: Mapping[str, tuple[float, float]]) -> go.Figure:
    """One dot per firm. firms: name -> share of all needs (0 to 1), profit (fen)."""
    fen, unit = money_unit()
    fig = figure(_("The firms in one market"), _("profit against share of all needs"))
    fig.add_trace(
        go.Scatter(
            x=[100 * share for share, _profit in firms.values()],
            y=[profit / fen for _share, profit in firms.values()],
            text=list(firms),
            mode="markers+text" if len(firms) <= MOST_NAMES else "markers",
            textposition="top center",
            marker={"color": BLUE, "size": 10},
            hovertemplate="%{text}<br>%{x:.1f}%<br>%{y:,.0f}<extra></extra>",
            cliponaxis=False,
            showlegend=False,
        )
    )
    fig.update_xaxes(title_text=_("share of all needs, %"), rangemode="tozero")
    interval_axis(
        fig, "y", [profit / fen for _share, profit in firms.values()], _("profit, {unit}").format(unit=unit)
    )
    return fig
