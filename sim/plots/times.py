"""Pictures of time: order cycle, order to delivery, preparation (m04, m05, m06)."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, RED, SKY
from sim.measures.orders import delivered_orders, hours_between
from sim.measures.run import Run
from sim.measures.window import fate_known
from sim.plots.counts import divide, hour
from sim.plots.style import figure, first_on_top, headline, label_columns, percent
from sim.records.labels import CHANNELS, STAGES, word

MOST_HOURS = 120
"""Longer order cycles are drawn in the last bar."""
BAR_HOURS = 3


def cycle(run: Run) -> go.Figure:
    """The length of order cycles, and the promised length (m04)."""
    orders, value = delivered_orders(run.records), run.measures["m04"]
    fig = figure(
        headline(run, "m04"),
        _("standard deviation {sd:.1f} h; 95 of 100 within {p95:.0f} h; reliability {reliability}").format(
            sd=value["sd"], p95=value["p95"], reliability=percent(value["reliability"])
        ),
        legend=True,
        barmode="overlay",
        bargap=0.05,
    )
    edges = np.arange(0, MOST_HOURS + BAR_HOURS, BAR_HOURS)
    outline = {"color": "rgba(0,0,0,0)", "line": {"color": RED, "width": 1.5}}
    for name, end, marker in (
        (_("order cycle"), "delivered", {"color": BLUE}),
        (_("promised"), "promised", outline),
    ):
        hours = hours_between(orders, "accepted", end).clip(0, MOST_HOURS - 1)
        count, _edges = np.histogram(hours, bins=edges)
        there = count > 0  # the outline of an empty bar would be a line along the axis
        middle = edges[:-1] + BAR_HOURS / 2
        fig.add_bar(
            name=name,
            x=middle[there].tolist(),
            y=count[there].tolist(),
            width=0.95 * BAR_HOURS,
            marker=marker,
        )
    fig.update_xaxes(title_text=_("hours from acceptance (the last bar: longer ones too)"), dtick=12)
    fig.update_yaxes(title_text=_("orders"), tickformat=",")
    return fig


def order_to_delivery(run: Run) -> go.Figure:
    """The time from first contact to delivery, by channel (m05)."""
    orders = delivered_orders(run.records)
    fig = figure(
        headline(run, "m05"),
        _("from first contact; box: the middle half of the orders; whiskers: 5 to 95 of 100"),
        height=340,
    )
    for name in run.case.desk.channels:
        mine = orders[orders["channel"] == name]
        if mine.empty:
            continue
        low, q1, median, q3, high = np.percentile(
            hours_between(mine, "placed", "delivered"), [5, 25, 50, 75, 95]
        ).tolist()
        fig.add_box(
            y=[word(CHANNELS, name)],
            lowerfence=[low],
            q1=[q1],
            median=[median],
            q3=[q3],
            upperfence=[high],
            orientation="h",
            fillcolor=SKY,
            line_color=BLUE,
        )
    first_on_top(fig)
    fig.update_xaxes(title_text=_("hours"), rangemode="tozero")
    return fig


def preparation(run: Run) -> go.Figure:
    """Hours of picking and packing, waits included, by the hour of release (m06)."""
    orders = fate_known(run.records)
    orders = orders[orders["packed"].notna()]
    when = hour(orders["released"])
    count = np.bincount(when, minlength=24)
    fig = figure(headline(run, "m06"), _("mean hours, by the hour of release"), legend=True, barmode="stack")
    for stage, start, end, colour in (
        ("picking", "released", "picked", SKY),
        ("packing", "picked", "packed", GREEN),
    ):
        total = np.bincount(when, weights=hours_between(orders, start, end), minlength=24)
        fig.add_bar(name=word(STAGES, stage), x=list(range(24)), y=divide(total, count), marker_color=colour)
    fig.update_xaxes(title_text=_("hour of the day at which the order goes to the warehouse"), dtick=2)
    fig.update_yaxes(title_text=_("hours"), rangemode="tozero", hoverformat=".2f")
    label_columns(fig)
    return fig
