"""What all pictures share: colours, fonts, numbers and dates as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from sim.base.formatting import quantity
from sim.base.i18n import _, language
from sim.base.palette import BLUE, FONT, GREEN, GREY, INK, ORANGE, PALE, PURPLE, SKY
from sim.base.units import DAY, FEN, HOUR, YEAR_DAYS
from sim.case.case import Case
from sim.case.demand import Season
from sim.case.fields import BilingualText
from sim.measures.run import Run
from sim.measures.service import BY_ID

CLASS_COLOURS = {"A": BLUE, "B": ORANGE, "C": GREEN}
STAGE_COLOURS = {
    "desk": PURPLE,
    "stock": ORANGE,
    "picking": SKY,
    "packing": GREEN,
    "dispatch": GREY,
    "road": BLUE,
}


# How an axis writes dates (d3 codes, no sentences): day, month, month of one of several years, minute.
_DATES = {
    "en": {"day": "%-d %b", "month": "%b", "year": "%b %Y", "minute": "%-d %b %H:%M"},
    "zh": {"day": "%-m月%-d日", "month": "%-m月", "year": "%Y年%-m月", "minute": "%-m月%-d日 %H:%M"},
}
# In Chinese large sums are counted in units of ten thousand.
_THOUSANDS = {"en": 1000, "zh": 10_000}


def figure(
    title: str, subtitle: str = "", height: int = 420, legend: bool = False, **layout: Any
) -> go.Figure:
    """An empty figure in the house style; layout: further settings of plotly's."""
    heading = {
        "text": f"<b>{title}</b>",
        "subtitle": {"text": subtitle, "font": {"size": 13, "color": "#666666"}},
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
    return go.Figure(
        layout={"template": {"layout": house}, "title": heading, "height": height, "showlegend": legend}
        | layout
    )


def upright(made: go.Figure, slanted: bool = False) -> None:
    """Settle the axes of upright bars; slanted: their labels are long."""
    made.update_xaxes(showgrid=False, tickangle=-35 if slanted else None)


def lying(made: go.Figure) -> None:
    """Settle the axes of lying bars: the first one on top."""
    made.update_yaxes(autorange="reversed", showgrid=False)


def lying_bars(
    made: go.Figure,
    labels: list[str],
    values: Sequence[float],
    colours: Any,
    texts: list[str],
    name: str = "",
) -> None:
    """Add lying bars with their values beside them, the first one on top."""
    made.add_bar(
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
    made.update_yaxes(autorange="reversed", showgrid=False)


def nothing(title: str, why: str = "") -> go.Figure:
    """A picture that says that there is nothing to show."""
    made = figure(title, height=200)
    made.update_xaxes(visible=False)
    made.update_yaxes(visible=False)
    made.add_annotation(
        text=why or _("Nothing to show in these weeks."),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
    )
    return made


def percent(share: float, digits: int = 1) -> str:
    """0.957 -> 95.7%."""
    return "–" if math.isnan(share) else f"{share * 100:.{digits}f}%"


def duration(seconds: float) -> str:
    """Seconds as minutes or hours, as people say it."""
    if seconds < 90 * 60:
        return _("{minutes:.0f} min").format(minutes=seconds / 60)
    return quantity(seconds / HOUR, "hours")


def headline(run: Run, measure: str) -> str:
    """A measure's name and value, for a title."""
    known, value = BY_ID[measure], run.measures[measure]["value"]
    name = _(known.name)
    text = _("{measure}: {value}").format(
        measure=name[:1].upper() + name[1:], value=quantity(value, known.unit)
    )
    return text if measure == "perfect" else f"{int(measure[1:])}. {text}"


def money_unit() -> tuple[int, str]:
    """In how many fen large sums are counted, and what the unit is called."""
    return FEN * _THOUSANDS[language()], _("CNY thousand")


def date_format(kind: str) -> str:
    """How an axis writes a "day", "month", "year" or "minute"."""
    return _DATES[language()][kind]


def dates(case: Case, seconds: Any) -> list[str]:
    """Times of a run as dates of the case's calendar."""
    start = np.datetime64(case.calendar.start, "s")
    return [str(moment) for moment in start + np.asarray(seconds, dtype="timedelta64[s]")]


def date_axis(made: go.Figure, run: Run, **where: Any) -> None:
    """Label the x axis by months."""
    kind = "month" if run.weeks <= YEAR_DAYS // 7 else "year"
    if run.weeks <= 8:
        kind = "day"
    made.update_xaxes(
        type="date", tickformat=date_format(kind), hoverformat=date_format("day"), showgrid=False, **where
    )


def spans(run: Run, parts: Any) -> list[tuple[BilingualText, int, int]]:
    """Name, start and end (s) of what the calendar repeats every year, as far as the run saw it.

    parts: the case's seasons or emergencies.
    """
    found = []
    for year in range(-(-run.weeks * 7 // YEAR_DAYS)):
        for part in parts:
            first = year * YEAR_DAYS + part.from_day
            days = part.to_day + 1 - part.from_day if isinstance(part, Season) else part.days
            if first < run.weeks * 7:
                found.append((part.name, first * DAY, min(first + days, run.weeks * 7) * DAY))
    return found
