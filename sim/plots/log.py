"""Pictures of an order log: on time by group with intervals, and how long orders took."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREY
from sim.measures.orders import delivered_orders, hours_between
from sim.plots.style import empty_figure, figure, interval_axis
from sim.records.schema import Records

MOST_GROUPS = 30
"""Groups that a picture shows."""
BARS = 30
LAST_PERCENTILE = 99
"""Longer cycles are drawn in the last bar."""


def on_time_by_group(table: pd.DataFrame, group: str) -> go.Figure:
    """Draw the share on time of each group with its 95 % interval.

    Parameters
    ----------
    table : DataFrame
        What `OrderLog.by` returns; its first column names the group.
    group : str
        What the groups are, in the current language.

    Returns
    -------
    plotly.graph_objects.Figure
        A point and its interval for each of the first groups.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"lane": ["Bern"], "m08": [0.9], "m08_low": [0.8], "m08_high": [0.95], "m08_n": [40]})
    >>> on_time_by_group(table, "lane").layout.title.text
    '<b>On time by lane</b>'
    """
    title = _("On time by {group}").format(group=group)
    shown = table[table["m08_n"] > 0].head(MOST_GROUPS)
    if shown.empty:
        return empty_figure(title)
    fig = figure(title, _("share of promises kept, and its 95% interval"), height=380)
    fig.add_scatter(
        x=shown.iloc[:, 0].astype(str).tolist(),
        y=shown["m08"].tolist(),
        mode="markers",
        marker={"color": BLUE, "size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (shown["m08_high"] - shown["m08"]).tolist(),
            "arrayminus": (shown["m08"] - shown["m08_low"]).tolist(),
            "color": GREY,
        },
        name=_("on time"),
        customdata=shown["m08_n"].tolist(),
        hovertemplate="%{x}: %{y:.1%} (%{customdata:,})<extra></extra>",
    )
    fig.update_xaxes(type="category")
    interval_axis(fig, "y", [*shown["m08_low"], *shown["m08_high"]], _("on time"), percent=True)
    return fig


def cycle_hours(records: Records) -> go.Figure:
    """Draw how many orders took how long from acceptance to delivery.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised, status, accepted, delivered).

    Returns
    -------
    plotly.graph_objects.Figure
        A bar for each number of hours; the last one holds the longer ones, too.

    Examples
    --------
    >>> from sim import run
    >>> cycle_hours(run("corner", weeks=2).records).layout.title.text
    '<b>How long orders took</b>'
    """
    title = _("How long orders took")
    hours = hours_between(delivered_orders(records), "accepted", "delivered")
    if not len(hours):
        return empty_figure(title)
    most = max(1.0, float(np.percentile(hours, LAST_PERCENTILE)))
    count, edges = np.histogram(hours.clip(0, most), bins=BARS)
    fig = figure(title, _("hours from acceptance to delivery (the last bar: longer ones too)"), bargap=0.05)
    fig.add_bar(x=((edges[:-1] + edges[1:]) / 2).round(2).tolist(), y=count.tolist(), marker_color=BLUE)
    fig.update_xaxes(title_text=_("hours"))
    fig.update_yaxes(title_text=_("orders"), tickformat=",")
    return fig
