"""Service on time, week by week: the share, what made orders late, and how many orders there were."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _, ngettext
from sim.base.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY
from sim.base.units import WEEK
from sim.measures.orders import delivered_on_time
from sim.measures.run import Run
from sim.measures.window import bounds, promised_in_window
from sim.plots.counts import divide
from sim.plots.dates import calendar_spans, date_axis, dates, week_dates
from sim.plots.style import empty_figure, figure, headline, interval_axis
from sim.records.labels import CAUSES, word

NAMES, UPPER, MIDDLE, LOWER = (0.775, 1.0), (0.46, 0.765), (0.2, 0.36), (0.0, 0.12)
"""Vertical ranges of the picture, 0 to 1: names of seasons, share on time, late orders, all orders."""
WORST = 5
"""Weeks that are marked."""
MOST_CAUSES = 5
"""Causes with a colour of their own; the others are drawn as one."""


def on_time_by_week(run: Run) -> go.Figure:
    """Draw the share of orders delivered on time, week by week, and what made the others late (m08).

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Above, the share on time of the promises of each week, the worst weeks marked with the colour of their most frequent
        cause; below it, the late orders by cause, and the number of promises. Seasons and emergencies are shaded.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.on_time_by_week(run("corner", weeks=2)).layout.title.text
    '<b>8. On time: 97.3%</b>'
    """
    orders = promised_in_window(run.records)
    if orders.empty:
        return empty_figure(headline(run, "m08"))
    week = (orders["promised"].to_numpy(dtype="int64") - bounds(run.records)[0]) // WEEK
    on_time = delivered_on_time(orders).to_numpy()
    count = np.bincount(week, minlength=run.weeks)
    share = divide(np.bincount(week[on_time], minlength=run.weeks), count)
    late = _late_by_cause(orders["cause"][~on_time], week[~on_time], run.weeks)
    worst = _worst(share, late)
    bars = _few_causes(late, [str(late[place].idxmax()) for place in worst])
    colours = dict(zip(bars.index, (RED, ORANGE, PURPLE, GREEN, INK), strict=False)) | {
        _("other causes"): GREY
    }
    middle = week_dates(run)
    said = [_week_text(int(count[place]), late[place]) for place in range(run.weeks)]
    fig = figure(
        headline(run, "m08"),
        _("by week of the promise; marked: the worst weeks, in the colour of what made most orders late"),
        height=680,
        barmode="stack",
    )
    fig.set_subplots(rows=3, cols=1, shared_xaxes=True)
    fig.add_scatter(
        name=_("on time"),
        x=middle,
        y=share,
        text=said,
        mode="lines+markers",
        line_color=BLUE,
        showlegend=False,
        hovertemplate="%{x}: %{y:.1%}<br>%{text}<extra></extra>",
        row=1,
        col=1,
    )
    if worst:
        fig.add_scatter(
            name=_("worst weeks"),
            x=[middle[place] for place in worst],
            y=[share[place] for place in worst],
            text=[said[place] for place in worst],
            mode="markers",
            marker={
                "color": [colours[late[place].idxmax()] for place in worst],
                "symbol": "diamond",
                "size": 13,
                "line": {"color": "white", "width": 1},
            },
            showlegend=False,
            hovertemplate="%{x}: %{y:.1%}<br>%{text}<extra></extra>",
            row=1,
            col=1,
        )
    for cause, row in bars.iterrows():
        fig.add_bar(
            name=cause,
            x=middle,
            y=row.tolist(),
            marker_color=colours[cause],
            hovertemplate="%{x}: %{y:,}",
            row=2,
            col=1,
        )
    fig.add_bar(
        name=_("orders promised a week"),
        x=middle,
        y=count.tolist(),
        marker_color=GREY,
        showlegend=False,
        hovertemplate="%{x}: %{y:,}<extra></extra>",
        row=3,
        col=1,
    )
    fig.add_hline(y=run.measures["m08"]["value"], line_dash="dot", line_color=GREY, row=1, col=1)
    fig.update_yaxes(domain=UPPER, row=1, col=1)
    interval_axis(fig, "y", [*share, 1.0], _("on time"), percent=True, row=1, col=1)
    fig.update_yaxes(
        domain=MIDDLE, title_text=_("late orders"), rangemode="tozero", tickformat=",", row=2, col=1
    )
    fig.update_yaxes(domain=LOWER, title_text=_("orders"), rangemode="tozero", tickformat=",", row=3, col=1)
    date_axis(fig, run)
    _shade(fig, run)
    fig.update_layout(showlegend=True, legend={"y": MIDDLE[1] + 0.005, "yanchor": "bottom", "x": 0})
    return fig


def _late_by_cause(causes: pd.Series, week: Any, weeks: int) -> pd.DataFrame:
    """Late orders: a row per cause, the most frequent first, and a column per week."""
    names = causes.astype(object).where(causes.notna(), "")
    rows = {
        word(CAUSES, str(name)) if name else _("no cause recorded"): np.bincount(
            week[(names == name).to_numpy()], minlength=weeks
        )
        for name in names.value_counts().index
    }
    return pd.DataFrame(rows, index=range(weeks), dtype="int64").T


def _worst(share: list[float], late: pd.DataFrame) -> list[int]:
    """The weeks with the lowest shares, in their sequence."""
    with_late = [week for week in range(len(share)) if late[week].sum()]
    return sorted(sorted(with_late, key=lambda week: share[week])[:WORST])


def _few_causes(late: pd.DataFrame, of_the_worst: list[str]) -> pd.DataFrame:
    """The causes of the worst weeks and the most frequent ones; the others as one row."""
    own = [*dict.fromkeys(of_the_worst), *(cause for cause in late.index if cause not in of_the_worst)][
        :MOST_CAUSES
    ]
    few = late.loc[[cause for cause in late.index if cause in own]]
    if len(few) < len(late):
        few.loc[_("other causes")] = late.drop(few.index).sum()
    return few


def _week_text(count: int, late: pd.Series[int]) -> str:
    """The late orders of a week: "8 of 116 late: goods not in stock 7, slow road 1"."""
    late = late[late > 0].sort_values(ascending=False, kind="stable")
    if late.empty:
        return ""
    total = int(late.sum())
    return _("{late}: {causes}").format(
        late=ngettext("{n} of {all} late", "{n} of {all} late", total).format(n=total, all=f"{count:,}"),
        causes=_(", ").join(f"{cause} {n}" for cause, n in late.items()),
    )


def _shade(fig: go.Figure, run: Run) -> None:
    """Shade seasons orange (more orders) and pale blue (fewer), emergencies red; names where there is room."""
    factor = {season.name: season.factor for season in run.case.calendar.seasons}
    bands = [
        (name, start, end, ORANGE if factor[name] > 1 else SKY, NAMES[0])
        for name, start, end in calendar_spans(run, run.case.calendar.seasons)
    ]
    bands += [
        (name, start, end, RED, UPPER[0]) for name, start, end in calendar_spans(run, run.case.emergencies)
    ]
    for name, start, end, colour, bottom in bands:
        first, middle, last = dates(run.case, [start, (start + end) // 2, end])
        fig.add_shape(
            x0=first,
            x1=last,
            y0=0,
            y1=1,
            yref="paper",
            fillcolor=colour,
            opacity=0.22,
            line_width=0,
            layer="below",
        )
        if run.weeks <= 52:
            fig.add_annotation(
                x=middle,
                y=bottom + 0.005,
                yref="paper",
                text=str(name),
                textangle=-90,
                yanchor="bottom",
                showarrow=False,
                font_size=12,
            )
