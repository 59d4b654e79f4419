"""All firms of a market in one picture."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE
from sim.plots.style import figure, money_unit

NAMED = 12
"""With more firms than this their names would cover each other: they show under the pointer."""


def market_figure(firms: Mapping[str, tuple[float, float]]) -> go.Figure:
    """One dot a firm. firms: name -> share of all needs (0 to 1), profit (fen)."""
    names = list(firms)
    fen, unit = money_unit()
    drawn = figure(_("The firms in one market"), _("profit against share of all needs"))
    drawn.add_trace(
        go.Scatter(
            x=[100 * share for share, _profit in firms.values()],
            y=[profit / fen for _share, profit in firms.values()],
            text=names,
            mode="markers+text" if len(names) <= NAMED else "markers",
            textposition="top center",
            marker={"color": BLUE, "size": 10},
            hovertemplate="%{text}<br>%{x:.1f}%<br>%{y:,.0f}<extra></extra>",
            cliponaxis=False,
            showlegend=False,
        )
    )
    drawn.update_xaxes(title_text=_("share of all needs, %"))
    drawn.update_yaxes(title_text=_("profit, {unit}").format(unit=unit))
    return drawn
