"""One customer's life."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from sim.measures.lives import customer_row, faults, life_orders
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.service import bounds
from sim.measures.windows import placed_in_window, within
from sim.plots.style import date_axis, dates, figure
from sim.records.labels import STATES, word

ELSEWHERE = 0.4
"""Where needs that went elsewhere are drawn: below the scale."""


def customer_life(run: Run, customer: int) -> go.Figure:
    """Satisfaction of each order of a customer over time, failures marked; what it gave to others; when it left.

    customer: its number. Raises InputError if there is no such customer.
    """
    row = customer_row(run.records, customer)
    orders = life_orders(run.records, customer)
    judged = orders.dropna(subset="satisfaction")
    bad = judged["satisfaction"] <= DISSATISFIED
    title = _("The life of customer {number}, class {klass}").format(
        number=int(row["customer"]), klass=row["klass"]
    )
    about = _("satisfaction with each order, by the day it was placed; 1 or 2 is a failure")
    made = figure(title, about, height=430, legend=True)
    made.add_scatter(
        x=dates(run.case, judged["placed"].to_numpy()),
        y=judged["satisfaction"].astype(int).tolist(),
        mode="lines",
        line={"color": GREY, "width": 1},
        showlegend=False,
        hoverinfo="skip",
    )
    _points(made, run, judged[~bad], _("no failure"), BLUE, "circle", 8)
    _points(made, run, judged[bad], _("failure"), RED, "x", 12)
    _marks(made, run, customer)
    start, end = bounds(run.records)
    for name, text, colour in (
        ("joined", _("came to know the firm"), GREEN),
        ("left", _("left"), RED),
        ("lapsed", _("seen to be gone"), INK),
    ):
        if not pd.isna(row[name]) and start <= row[name] < end:
            when, early = dates(run.case, [int(row[name])])[0], row[name] < start + (end - start) // 4
            _line(made, when, text, colour, side="left" if early else "right", low=name == "lapsed")
    date_axis(made, run, range=dates(run.case, [start, end]))
    made.update_yaxes(range=[0, 5.6], tickvals=[1, 2, 3, 4, 5], title_text=_("satisfaction, 1 to 5"))
    return made


def _points(
    made: go.Figure, run: Run, orders: pd.DataFrame, name: str, colour: str, symbol: str, size: int
) -> None:
    texts = [_about(order) for _index, order in orders.iterrows()]
    made.add_scatter(
        name=name,
        x=dates(run.case, orders["placed"].to_numpy()),
        y=orders["satisfaction"].astype(int).tolist(),
        mode="markers",
        marker={"color": colour, "symbol": symbol, "size": size},
        text=texts,
        hovertemplate="%{x}: %{text}<extra></extra>",
    )


def _about(order: Any) -> str:
    return _(", ").join(faults(order)) or word(STATES, str(order["status"]))


def _marks(made: go.Figure, run: Run, customer: int) -> None:
    """Complaints and surveys at the satisfaction they are about; needs that went elsewhere below."""
    records = run.records
    complaints, surveys, needs = (
        records[name][records[name]["customer"] == customer] for name in ("complaints", "surveys", "needs")
    )
    complaints = complaints[within(complaints["opened"], records)]
    judged = placed_in_window(records).set_index("order")["satisfaction"]
    height = complaints["order"].map(judged).fillna(DISSATISFIED).astype(int).tolist()
    surveys = surveys[within(surveys["time"], records)].dropna(subset="satisfaction")
    away = needs[(needs["state"] == "elsewhere") & within(needs["time"], records)]
    for name, time, y, colour, symbol, size in (
        (_("complaint"), complaints["opened"], height, ORANGE, "triangle-up", 13),
        (_("survey"), surveys["time"], surveys["satisfaction"].astype(int).tolist(), PURPLE, "diamond", 10),
        (_("went elsewhere"), away["time"], [ELSEWHERE] * len(away), GREY, "line-ns-open", 9),
    ):
        if len(time):
            made.add_scatter(
                name=name,
                x=dates(run.case, time.to_numpy(dtype="int64")),
                y=y,
                mode="markers",
                marker={"color": colour, "symbol": symbol, "size": size},
                hovertemplate="%{x}<extra></extra>",
            )


def _line(made: go.Figure, when: str, name: str, colour: str, side: str, low: bool) -> None:
    """A dashed line with its name beside it; side: where the name is anchored; low: below another's name."""
    made.add_shape(
        type="line", x0=when, x1=when, y0=0, y1=1, yref="paper", line={"color": colour, "dash": "dash"}
    )
    made.add_annotation(
        x=when,
        y=0.42 if low else 0.5,
        yref="paper",
        xanchor=side,
        text=name,
        showarrow=False,
        font_color=colour,
        bgcolor="rgba(255,255,255,0.8)",
    )
