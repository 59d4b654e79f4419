"""Times of a run as dates on an axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from sim.base.bilingual import BilingualText
from sim.base.i18n import language
from sim.base.units import DAY, WEEK, YEAR_DAYS
from sim.case.case import Case
from sim.case.demand import Season
from sim.measures.run import Run

# How an axis writes dates (d3 codes, no sentences): day, month, month of one of several years, minute.
_FORMATS = {
    "en": {"day": "%-d %b", "month": "%b", "year": "%b %Y", "minute": "%-d %b %H:%M"},
    "zh": {"day": "%-m月%-d日", "month": "%-m月", "year": "%Y年%-m月", "minute": "%-m月%-d日 %H:%M"},
}


def date_format(kind: str) -> str:
    """The format in which an axis writes a "day", "month", "year" or "minute"."""
    return _FORMATS[language()][kind]


def dates(case: Case, seconds: Any) -> list[str]:
    """Times of a run as dates of the case's calendar."""
    start = np.datetime64(case.calendar.start, "s")
    return [str(moment) for moment in start + np.asarray(seconds, dtype="timedelta64[s]")]


def week_dates(run: Run) -> list[str]:
    """The middle of each week observed."""
    return dates(run.case, (run.first_week + np.arange(run.weeks)) * WEEK + WEEK // 2)


def date_axis(fig: go.Figure, run: Run, **axis: Any) -> None:
    """Label the x axis with dates; axis: further settings of plotly."""
    kind = "month" if run.weeks <= YEAR_DAYS // 7 else "year"
    if run.weeks <= 8:
        kind = "day"
    elif run.weeks <= YEAR_DAYS // 14:
        axis["dtick"] = "M1"  # plotly would name a month twice
    fig.update_xaxes(
        type="date", tickformat=date_format(kind), hoverformat=date_format("day"), showgrid=False, **axis
    )


def calendar_spans(run: Run, entries: Any) -> list[tuple[BilingualText, int, int]]:
    """Name, start and end (s) of yearly entries of the calendar, as far as the run covers them.

    entries: the case's seasons or emergencies.
    """
    spans = []
    start, end = run.first_week * 7, (run.first_week + run.weeks) * 7
    for year in range(start // YEAR_DAYS, -(-end // YEAR_DAYS)):
        for entry in entries:
            first = year * YEAR_DAYS + entry.from_day
            days = entry.to_day + 1 - entry.from_day if isinstance(entry, Season) else entry.days
            first, last = max(first, start), min(first + days, end)
            if first < last:
                spans.append((entry.name, first * DAY, last * DAY))
    return spans
