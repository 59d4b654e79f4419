"""One customer's life."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED
from sim.measures.customer_orders import customer_orders, customer_row, problems
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.window import bounds, placed_in_window, within
from sim.plots.dates import date_axis, dates
from sim.plots.style import figure, mark_time
from sim.records.labels import STATES, word

ELSEWHERE = 0.4
"""Where needs that went elsewhere are drawn: below the scale."""


def customer_life(run: Run, customer: int) -> go.Figure:
    """Draw a customer's orders, complaints and surveys over time.

    Parameters
    ----------
    run : Run
        The run.
    customer : int
        Number of the customer.

    Returns
    -------
    plotly.graph_objects.Figure
        Satisfaction of each order by the day it was placed, with failures marked, needs that went elsewhere below the
        scale, and lines where the customer came to know the firm, left, or was seen to be gone.

    Raises
    ------
    InputError
        If there is no such customer.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.customer_life(run("corner", weeks=2), customer=0).layout.title.text
    '<b>The life of customer 0, class A</b>'
    """
    row = customer_row(run.records, customer)
    orders = customer_orders(run.records, customer)
    judged = orders.dropna(subset="satisfaction")
    failed = judged["satisfaction"] <= DISSATISFIED
    title = _("The life of customer {number}, class {klass}").format(
        number=int(row["customer"]), klass=row["klass"]
    )
    subtitle = _("satisfaction with each order, by the day it was placed; 1 or 2 is a failure")
    fig = figure(title, subtitle, height=430, legend=True)
    fig.add_scatter(
        x=dates(run.case, judged["placed"].to_numpy()),
        y=judged["satisfaction"].astype(int).tolist(),
        mode="lines",
        line={"color": GREY, "width": 1},
        showlegend=False,
        hoverinfo="skip",
    )
    _add_orders(fig, run, judged[~failed], _("no failure"), {"color": BLUE, "symbol": "circle", "size": 8})
    _add_orders(fig, run, judged[failed], _("failure"), {"color": RED, "symbol": "x", "size": 12})
    _add_contacts(fig, run, customer)
    start, end = bounds(run.records)
    for name, text, colour in (
        ("joined", _("came to know the firm"), GREEN),
        ("left", _("left"), RED),
        ("lapsed", _("seen to be gone"), INK),
    ):
        if not pd.isna(row[name]) and start <= row[name] < end:
            early = row[name] < start + (end - start) // 4
            mark_time(
                fig,
                dates(run.case, [int(row[name])])[0],
                text,
                colour,
                y=0.91 if name == "lapsed" else 0.97,  # below the text of the line where the customer left
                xanchor="left" if early else "right",
            )
    date_axis(fig, run, range=dates(run.case, [start, end]))
    fig.update_yaxes(range=[0, 6.3], tickvals=[1, 2, 3, 4, 5], title_text=_("satisfaction, 1 to 5"))
    return fig


def _add_orders(fig: go.Figure, run: Run, orders: pd.DataFrame, name: str, marker: dict[str, Any]) -> None:
    fig.add_scatter(
        name=name,
        x=dates(run.case, orders["placed"].to_numpy()),
        y=orders["satisfaction"].astype(int).tolist(),
        mode="markers",
        marker=marker,
        text=[_description(order) for _index, order in orders.iterrows()],
        hovertemplate="%{x}: %{text}<extra></extra>",
    )


def _description(order: Any) -> str:
    return _(", ").join(problems(order)) or word(STATES, str(order["status"]))


def _add_contacts(fig: go.Figure, run: Run, customer: int) -> None:
    """Complaints and surveys at the satisfaction they are about; needs that went elsewhere below the scale."""
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
            fig.add_scatter(
                name=name,
                x=dates(run.case, time.to_numpy(dtype="int64")),
                y=y,
                mode="markers",
                marker={"color": colour, "symbol": symbol, "size": size},
                hovertemplate="%{x}<extra></extra>",
            )
