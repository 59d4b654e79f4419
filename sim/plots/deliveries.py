"""Map of deliveries: the firm in the middle, its centres around it."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import DARK, GREY, INK
from sim.measures.orders import delivered_on_time
from sim.measures.run import Run
from sim.measures.window import promised_in_window
from sim.plots.style import empty_figure, figure, percent

RINGS = (10, 30, 100, 300, 1000, 3000)
"""Distances that are drawn, km."""
INNER = 0.25
"""Where the nearest ring lies, as a share of the radius: the names of near centres need room."""
WIDEST = 12
"""Pixels of the widest line."""
STEEP = 0.75
"""Above this share of downward, names stand below their dots."""
GOLDEN = 0.382
"""The golden angle as a share of a turn."""


def delivery_map(run: Run) -> go.Figure:
    """Draw where the orders went, how many, and how many of them on time.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        The firm in the middle and a dot for each centre: its distance on a scale of powers of ten, the width of its line by
        its orders, its colour by the share on time. A case knows no directions: they mean nothing.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.delivery_map(run("corner", weeks=2)).layout.title.text
    '<b>Where the orders go</b>'
    """
    title = _("Where the orders go")
    orders = promised_in_window(run.records)
    if orders.empty:
        return empty_figure(title)
    lane = orders["lane"].astype(str)
    count = lane.value_counts()
    on_time = delivered_on_time(orders).groupby(lane).mean()
    centres = [centre for centre in run.case.centres if count.get(centre.name.en, 0)]
    fig = figure(
        title,
        _("width: orders; colour: share on time; distance by powers of ten; directions mean nothing"),
        height=600,
    )
    span = [ring for ring in RINGS if ring <= max(c.km for c in centres) * 1.05] or [RINGS[0]]
    low, high = math.log10(min(RINGS[0], *(c.km for c in centres))), math.log10(max(c.km for c in centres))
    radius = [INNER + (1 - INNER) * (math.log10(c.km) - low) / ((high - low) or 1) for c in centres]
    for ring in span:
        size = INNER + (1 - INNER) * (math.log10(ring) - low) / ((high - low) or 1)
        fig.add_shape(
            type="circle",
            x0=-size,
            x1=size,
            y0=-size,
            y1=size,
            line={"color": GREY, "width": 0.5},
            layer="below",
        )
        fig.add_annotation(
            x=0,
            y=size,
            text=_("{km} km").format(km=f"{ring:,}"),
            showarrow=False,
            font={"size": 11, "color": DARK},
            bgcolor="white",
        )
    places = _places(radius)
    shares = [float(on_time[c.name.en]) for c in centres]
    most = int(count.max())
    for (x, y), centre in zip(places, centres, strict=True):
        fig.add_scatter(
            x=[0, x],
            y=[0, y],
            mode="lines",
            line={
                "color": GREY,
                "width": max(1.0, WIDEST * float(count[centre.name.en]) / most),
                "dash": "dot" if centre.mode == "air" else "solid",
            },
            hoverinfo="skip",
        )
    told = [
        _("{orders} orders, {share} on time, {km} km{air}").format(
            orders=f"{count[c.name.en]:,}",
            share=percent(share),
            km=f"{c.km:,.0f}",
            air=_(", by air") if c.mode == "air" else "",
        )
        for c, share in zip(centres, shares, strict=True)
    ]
    names = [str(c.name) for c in centres]
    fig.add_scatter(
        x=[x for x, _y in places],
        y=[y for _x, y in places],
        text=names,
        customdata=told,
        mode="markers+text",
        textposition=[_beside(x, y) for x, y in places],
        marker={
            "size": 16,
            "color": shares,
            "colorscale": "Cividis",
            "cmin": min(0.8, *shares),
            "cmax": 1,
            "colorbar": {"title": {"text": _("on time")}, "tickformat": ".0%", "len": 0.6},
            "line": {"color": INK, "width": 1},
        },
        cliponaxis=False,
        hovertemplate="%{text}: %{customdata}<extra></extra>",
    )
    fig.add_scatter(
        x=[0], y=[0], mode="markers", marker={"size": 18, "symbol": "square", "color": INK}, hoverinfo="skip"
    )
    hidden = {"visible": False, "range": [-1.12, 1.12]}
    fig.update_xaxes(**hidden, scaleanchor="y")
    fig.update_yaxes(**hidden)
    return fig


def _beside(x: float, y: float) -> str:
    """The place of a name: beside its dot, or below it where names would meet. Above the middle stand the distances."""
    if y < -STEEP * math.hypot(x, y):
        return "bottom center"
    return "middle right" if x >= 0 else "middle left"


def _places(radius: list[float]) -> list[tuple[float, float]]:
    """Places around the middle, evenly by direction; those of like distance lie far apart, as the seeds of a sunflower do."""
    count = len(radius)
    step = next(
        turn for turn in range(round(count * GOLDEN) or 1, 2 * count + 2) if math.gcd(turn, count) == 1
    )
    places = [(0.0, 0.0)] * count
    for rank, one in enumerate(np.argsort(radius, kind="stable").tolist()):
        angle = math.pi / 2 - 2 * math.pi * (rank * step % count + 0.5) / count
        places[one] = (radius[one] * math.cos(angle), radius[one] * math.sin(angle))
    return places
