"""Positions between rivals: profit by speed and price as a map."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import N_, _
from sim.base.palette import BLUE, ORANGE
from sim.plots.style import figure

SPEEDS = {"slow": N_("slow"), "middle": N_("middle"), "fast": N_("fast")}


def position_map(profit: pd.DataFrame) -> go.Figure:
    """Draw what a firm earns at each position.

    Parameters
    ----------
    profit : DataFrame
        Thousand CNY a year; index: "slow", "middle", "fast"; columns: prices in CNY.

    Returns
    -------
    plotly.graph_objects.Figure
        A map of price and speed; orange where the firm loses, blue where it earns, the profit written in.

    Examples
    --------
    >>> import pandas as pd
    >>> fig = position_map(pd.DataFrame({10: [17.0, -19.0], 22: [-25.0, -9.0]}, index=["slow", "middle"]))
    >>> fig.data[0].z[0][0]
    17.0
    """
    fig = figure(_("Profit by position"), _("thousand CNY a year; orange: a loss"), height=340)
    most = float(profit.abs().to_numpy().max())
    fig.add_heatmap(
        x=[f"CNY {price}" for price in profit.columns],
        y=[_(SPEEDS.get(str(speed), str(speed))) for speed in profit.index],
        z=profit.round(1).to_numpy().tolist(),
        zmin=-most,
        zmax=most,
        colorscale=[[0, ORANGE], [0.5, "white"], [1, BLUE]],
        showscale=False,
        texttemplate="%{z:.0f}",
        xgap=3,
        ygap=3,
    )
    fig.update_xaxes(title=_("price of a parcel"), type="category")
    fig.update_yaxes(title=_("speed"), type="category")
    return fig
