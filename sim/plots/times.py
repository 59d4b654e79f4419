"""Pictures of time: order cycle, order to delivery, preparation (m04, m05, m06)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, RED, SKY
from sim.base.units import HOUR
from sim.measures.run import Run
from sim.measures.service import fate_known
from sim.plots.counted import hour, ratio
from sim.plots.style import figure, headline, lying, percent, upright
from sim.records.labels import CHANNELS, STAGES, word

MOST_HOURS = 120
"""Longer order cycles are drawn in the last bar."""
BAR_HOURS = 3


def _delivered(run: Run) -> pd.DataFrame:
    orders = fate_known(run.records)
    return orders[orders["status"] == "delivered"]


def _hours(orders: pd.DataFrame, since: str, until: str) -> np.ndarray:
    return (orders[until].to_numpy(dtype="int64") - orders[since].to_numpy(dtype="int64")) / HOUR


def cycle(run: Run) -> go.Figure:
    """How long order cycles were, and how long they were promised to be (m04)."""
    orders, value = _delivered(run), run.measures["m04"]
    made = figure(
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
    for name, until, marker in (
        (_("order cycle"), "delivered", {"color": BLUE}),
        (_("promised"), "promised", outline),
    ):
        count, _edges = np.histogram(_hours(orders, "accepted", until).clip(0, MOST_HOURS - 1), bins=edges)
        made.add_bar(name=name, x=(edges[:-1] + BAR_HOURS / 2).tolist(), y=count.tolist(), marker=marker)
    made.update_xaxes(title_text=_("hours from acceptance (the last bar: longer ones too)"), dtick=12)
    made.update_yaxes(title_text=_("orders"), tickformat=",")
    return made


def order_to_delivery(run: Run) -> go.Figure:
    """From first contact to the door, by channel (m05)."""
    orders = _delivered(run)
    made = figure(
        _("{headline} (median)").format(headline=headline(run, "m05")),
        _("from first contact; box: the middle half of the orders; whiskers: 5 to 95 of 100"),
        height=340,
    )
    for name in run.case.desk.channels:
        mine = orders[orders["channel"] == name]
        if mine.empty:
            continue
        low, q1, median, q3, high = np.percentile(
            _hours(mine, "placed", "delivered"), [5, 25, 50, 75, 95]
        ).tolist()
        made.add_box(
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
    lying(made)
    made.update_xaxes(title_text=_("hours"), rangemode="tozero")
    return made


def preparation(run: Run) -> go.Figure:
    """Hours of picking and packing, waits included, by the hour of release (m06)."""
    orders = fate_known(run.records)
    orders = orders[orders["packed"].notna()]
    when = hour(orders["released"])
    count = np.bincount(when, minlength=24)
    made = figure(headline(run, "m06"), _("mean hours, by the hour of release"), legend=True, barmode="stack")
    for stage, since, until, colour in (
        ("picking", "released", "picked", SKY),
        ("packing", "picked", "packed", GREEN),
    ):
        spent = np.bincount(when, weights=_hours(orders, since, until), minlength=24)
        made.add_bar(name=word(STAGES, stage), x=list(range(24)), y=ratio(spent, count), marker_color=colour)
    made.update_xaxes(title_text=_("hour of the day at which the order goes to the warehouse"), dtick=2)
    made.update_yaxes(title_text=_("hours"), rangemode="tozero", hoverformat=".2f")
    upright(made)
    return made
