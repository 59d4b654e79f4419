"""The look that all pictures share: frame, bars, marked lines, units of axes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from sim.base.formatting import capitalised, quantity
from sim.base.i18n import N_, _, language
from sim.base.palette import BLUE, DARK, FONT, GREEN, GREY, INK, ORANGE, PALE, PURPLE, RED
from sim.base.units import FEN, HOUR
from sim.measures.run import Run
from sim.measures.service_registry import service_measure
from sim.plots.picture import Picture

LINES = (BLUE, ORANGE, GREEN, PURPLE, RED, INK)
"""Colours of lines and of parts of a bar, one after another."""
DASHES = ("solid", "dash", "dot", "dashdot")
STATISTICS = {"m04": N_("mean"), "m05": N_("median"), "m06": N_("mean")}
"""What kind of middle a measure in hours is."""
# In Chinese large sums are counted in units of ten thousand.
_THOUSANDS = {"en": 1000, "zh": 10_000}


MOST_EMPTY = 0.5
"""An axis of dots begins at 0 unless more than this share of it would be empty."""


def figure(title: str, subtitle: str = "", height: int = 420, legend: bool = False, **layout: Any) -> Picture:
    """An empty figure in the house style; layout: further settings of plotly."""
    heading = {
        "text": f"<b>{title}</b>",
        "subtitle": {"text": subtitle, "font": {"size": 13, "color": DARK}},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 14, "l": 10},
        "font": {"size": 17},
    }
    axis = {
        "automargin": True,
        "gridcolor": PALE,
        "zerolinecolor": GREY,
        "title": {"font": {"size": 13}, "standoff": 8},
    }
    house = {
        "font": {"family": FONT, "size": 13, "color": INK},
        "hoverlabel": {"font": {"family": FONT}},
        "margin": {"l": 10, "r": 24, "t": 116 if legend else 84, "b": 10},
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        "bargap": 0.25,
        "xaxis": axis,
        "yaxis": axis | {"ticklabelstandoff": 6},
    }
    return Picture(
        layout={"template": {"layout": house}, "title": heading, "height": height, "showlegend": legend}
        | layout
    )


def empty_figure(title: str, why: str = "") -> Picture:
    """A picture that says that there is nothing to show."""
    fig = figure(title, height=200)
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    fig.add_annotation(
        text=why or _("Nothing to show in these weeks."),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
    )
    return fig


def label_columns(fig: go.Figure, slanted: bool = False) -> None:
    """Set the x axis of vertical bars; slanted: their labels are long."""
    fig.update_xaxes(showgrid=False, tickangle=-35 if slanted else None)


def first_on_top(fig: go.Figure) -> None:
    """Set the y axis of horizontal bars: the first bar on top."""
    fig.update_yaxes(autorange="reversed", showgrid=False)


def add_horizontal_bars(
    fig: go.Figure,
    labels: list[str],
    values: Sequence[float],
    colours: Any,
    texts: list[str],
    name: str = "",
) -> None:
    """Add horizontal bars with their values beside them, the first one on top."""
    fig.add_bar(
        name=name,
        y=labels,
        x=values,
        orientation="h",
        marker_color=colours,
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hoverinfo="y+text",
    )
    first_on_top(fig)


def interval_axis(
    fig: go.Figure, axis: str, ends: Sequence[float], title: str = "", percent: bool = False, **place: Any
) -> None:
    """Set an axis of dots or a line: from 0 if that hides nothing, or else cut, and then its title says where it begins.

    axis: "x" or "y". ends: the values, and the ends of their intervals. percent: 1 is 100 %. place: row and column.
    """
    known = [float(value) for value in ends if not math.isnan(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if low < 0:
        room = 0.08 * (high - low)
        span = [low - room, max(high, 0.0) + room]
    elif low < MOST_EMPTY * high:
        span = [0.0, high * 1.08 or 1.0]
    else:
        room = (high - low) or high / 10
        step = 10.0 ** math.floor(math.log10(room / 4))
        first = max(0.0, round(math.floor((low - 0.05 * room) / step) * step, 9))
        begin = f"{first * 100:g}%" if percent else f"{first:,.0f}" if first >= 1000 else f"{first:g}"
        title = _("{title} (axis from {begin})").format(title=title, begin=begin)
        span = [first, high + 0.08 * (high - first)]
    settings = {"range": span, "title_text": title, "tickformat": ".0%" if percent else ","}
    if percent and span[1] - span[0] < 0.05:
        settings["tickformat"] = ".1%"
    (fig.update_xaxes if axis == "x" else fig.update_yaxes)(**settings, **place)


def line_styles() -> Iterator[dict[str, Any]]:
    """Settings of one line after another, told apart by colour and dashes."""
    for colour, dash in zip(cycle(LINES), cycle(DASHES), strict=False):
        yield {"mode": "lines+markers", "line": {"color": colour, "dash": dash}}


def mark_time(fig: go.Figure, when: str, text: str, colour: str, **annotation: Any) -> None:
    """Draw a dashed vertical line with a text; annotation: where the text is placed, and further settings of plotly."""
    fig.add_shape(
        type="line", x0=when, x1=when, y0=0, y1=1, yref="paper", line={"color": colour, "dash": "dash"}
    )
    fig.add_annotation(x=when, yref="paper", text=text, showarrow=False, font_color=colour, **annotation)


def headline(run: Run, measure: str) -> str:
    """A measure's name and value, for a title."""
    known, value = service_measure(measure), run.measures[measure]["value"]
    text = _("{measure}: {value}").format(measure=capitalised(known.name), value=quantity(value, known.unit))
    text = with_statistic(measure, text)
    return f"{int(known.number[1:])}. {text}" if known.number else text


def with_statistic(measure: str, text: str) -> str:
    """A name or headline of a measure with the kind of middle that it is: "order cycle (mean)"."""
    if measure not in STATISTICS:
        return text
    return _("{text} ({statistic})").format(text=text, statistic=_(STATISTICS[measure]))


def percent(share: float, digits: int = 1) -> str:
    """0.957 -> 95.7%."""
    return "–" if math.isnan(share) else f"{share * 100:.{digits}f}%"


def duration(seconds: float) -> str:
    """Seconds as minutes or hours."""
    if seconds < 90 * 60:
        return _("{minutes:.0f} min").format(minutes=seconds / 60)
    return quantity(seconds / HOUR, "hours")


def axis_unit(unit: str) -> str:
    """The unit in the title of an axis; "" for plain numbers."""
    return {"share": "%", "hours": _("hours"), "CNY": _("CNY")}.get(unit, "")


def axis_scale(unit: str) -> int:
    """By what values are multiplied on an axis: shares are drawn in percent."""
    return 100 if unit == "share" else 1


def money_unit() -> tuple[int, str]:
    """In how many fen large sums are counted, and the name of that unit."""
    return FEN * _THOUSANDS[language()], _("CNY thousand")
