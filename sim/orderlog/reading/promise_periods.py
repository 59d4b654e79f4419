"""Promises that are a week or a month: KW 11/2026, 2026-W11, March 2026, 2026年3月."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from sim.orderlog.reading.date_words import MONTHS

_WEEK = r"(?:calendar week|week|woche|semaine|semana|settimana|sem\.?|kw|cw|wk|w|s|第)"
WEEKS = (
    re.compile(rf"{_WEEK}\.?\s*-?\s*(?P<week>\d\d?)\s*[-/., ]\s*(?P<year>\d{{4}}|\d\d)", re.IGNORECASE),
    re.compile(rf"(?P<year>\d{{4}})\s*[-/年]?\s*{_WEEK}\s*-?\s*(?P<week>\d\d?)\s*[周週]?", re.IGNORECASE),
)
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH_FORMS = (
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d\d?)\s*月?"),
    re.compile(r"(?P<month>\d\d?)\s*[-/.]\s*(?P<year>\d{4})"),
    re.compile(rf"(?P<month>{_NAMES})\.?\s*(?:de\s+)?(?P<year>\d{{4}})", re.IGNORECASE),
)


def is_week(text: str) -> bool:
    """Whether the text is a week, such as KW 11/2026."""
    return any(form.fullmatch(text.strip()) for form in WEEKS)


def period(text: str) -> tuple[str, str] | None:
    """The first and last day; None if it is neither a week nor a month. A week lasts from Monday to Sunday (ISO 8601)."""
    for form in WEEKS:
        match = form.fullmatch(text)
        if match and 1 <= int(match["week"]) <= 53:
            year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
            try:
                monday = dt.date.fromisocalendar(year, int(match["week"]), 1)
            except ValueError:  # a year of 52 weeks
                return None
            return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
    for form in MONTH_FORMS:
        match = form.fullmatch(text)
        if match:
            month = MONTHS.get(match["month"].lower()) or int(match["month"])
            if 1 <= month <= 12 and int(match["year"]) > 1900:
                last = calendar.monthrange(int(match["year"]), month)[1]
                return f"{match['year']}-{month:02}-01", f"{match['year']}-{month:02}-{last}"
    return None
