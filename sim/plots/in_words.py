"""The alternative text of a figure, made from the figure itself, so that picture and words cannot differ.

Traces without an answer under the pointer (`hoverinfo="skip"`) are decoration and left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from sim.base.i18n import _, ngettext

MOST = 16
"""Values that are listed one by one; of more, the ends, the lowest and the highest are told."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TAG = re.compile(r"<[^>]*>")


def in_words(fig: go.Figure) -> list[str]:
    """The title, what stands below it, then a line for each row or curve, then what is marked."""
    heading = fig.layout.title
    lines = [_plain(heading.text), *([_plain(heading.subtitle.text)] if heading.subtitle.text else [])]
    for trace in fig.data:
        if trace.hoverinfo != "skip":
            lines += _trace_lines(fig, trace)
    marked = list(dict.fromkeys(_plain(note.text) for note in fig.layout.annotations if note.text))
    if marked:
        lines.append(_("Marked: {texts}").format(texts=_("; ").join(marked)))
    return lines


def _plain(text: str | None) -> str:
    """A text without HTML."""
    return _TAG.sub(" ", text or "").strip()


def _trace_lines(fig: go.Figure, trace: Any) -> list[str]:
    if trace.type == "heatmap":
        return _heatmap_lines(fig, trace)
    if trace.type == "box":
        return [_box_line(trace)]
    sideways = trace.orientation == "h"
    places, values = (trace.y, trace.x) if sideways else (trace.x, trace.y)
    if places is None or values is None or not len(values):
        return []
    format_place, format_value = _Format(fig, trace, sideways), _Format(fig, trace, not sideways)
    spread = None if trace.type == "waterfall" else trace.error_x if sideways else trace.error_y
    said = _texts(trace.text, len(values))
    if not format_value.shown:  # a map: its places are not numbers
        told = _texts(trace.customdata, len(values))
        told_places = [
            (text, text, _("{place}: {value}").format(place=text, value=more))
            for text, more in zip(said, told, strict=True)
        ]
        return [_list(told_places)]
    if trace.type in ("bar", "waterfall") and trace.base is not None:
        values = said  # bars on an axis of time: their texts tell how long they are
    pairs: list[tuple[Any, Any, str]] = []
    for number, (place, value) in enumerate(zip(places, values, strict=True)):
        if value is None or (isinstance(value, float) and math.isnan(value)):
            continue
        text = format_value(value)
        if spread is not None and spread.array is not None:
            text += _interval_text(spread, number, value, format_value)
        where = format_place(place)
        if said[number]:
            if trace.type in ("bar", "waterfall"):
                text = said[number]
            elif isinstance(place, str):
                text = _("{value} ({more})").format(value=text, more=said[number])
            else:
                where, text = said[number], _("{value}, {more}").format(value=where, more=text)
        pairs.append((place, value, _("{place}: {value}").format(place=where, value=text)))
    name = _plain(trace.name)
    return (
        [_("{name}: {values}").format(name=name, values=_list(pairs)) if name else _list(pairs)]
        if pairs
        else []
    )


def _list(pairs: Sequence[tuple[Any, Any, str]]) -> str:
    """All values, or of many the ends, the lowest and the highest."""
    numbered = all(isinstance(value, int | float) for _place, value, _text in pairs)
    named = all(isinstance(place, str) and not _DATE.match(place) for place, _value, _text in pairs)
    if len(pairs) <= MOST or named or not numbered:
        return _("; ").join(text for _place, _value, text in pairs)
    count = ngettext("{n} value", "{n} values", len(pairs)).format(n=f"{len(pairs):,}")
    low = min(pairs, key=lambda pair: pair[1])
    high = max(pairs, key=lambda pair: pair[1])
    return _("{count}; first {first}; last {last}; lowest {low}; highest {high}").format(
        count=count, first=pairs[0][2], last=pairs[-1][2], low=low[2], high=high[2]
    )


def _texts(texts: Any, count: int) -> list[str]:
    """The text of each value, "" for none."""
    if texts is None:
        return [""] * count
    return [_plain(texts)] * count if isinstance(texts, str) else [_plain(str(text)) for text in texts]


def _interval_text(spread: Any, number: int, value: float, format_value: _Format) -> str:
    above = spread.array[number]
    below = above if spread.arrayminus is None else spread.arrayminus[number]
    if above is None or math.isnan(above) or not above + below:
        return ""
    return _(" ({low} to {high})").format(low=format_value(value - below), high=format_value(value + above))


def _heatmap_lines(fig: go.Figure, trace: Any) -> list[str]:
    """A line per row: its signs, or its lowest and highest value."""
    format_place = _Format(fig, trace, vertical=False)
    lines = []
    for number, row in enumerate(trace.y):
        if trace.text is not None:
            cells = [
                f"{place} {text or '–'}" for place, text in zip(trace.x, trace.text[number], strict=True)
            ]
        else:
            values = [
                (place, value)
                for place, value in zip(trace.x, trace.z[number], strict=True)
                if value is not None
            ]
            if not values:
                continue
            ends = (min(values, key=lambda pair: pair[1]), max(values, key=lambda pair: pair[1]))
            cells = [
                text.format(value=f"{value:.0%}", place=format_place(place))
                for text, (place, value) in zip(
                    (_("lowest {value} at {place}"), _("highest {value} at {place}")), ends, strict=True
                )
            ]
        lines.append(_("{name}: {values}").format(name=row, values=_("; ").join(cells)))
    return lines


def _box_line(trace: Any) -> str:
    return _("{name}: median {median:.3g}, the middle half from {q1:.3g} to {q3:.3g}").format(
        name=trace.y[0], median=trace.median[0], q1=trace.q1[0], q3=trace.q3[0]
    )


class _Format:
    """Writes the values of an axis as the axis does: percent, dates, numbers."""

    def __init__(self, fig: go.Figure, trace: Any, vertical: bool) -> None:
        name = (trace.yaxis or "y") if vertical else (trace.xaxis or "x")
        axis = fig.layout[name[0] + "axis" + name[1:]]
        self.shown = axis.visible is not False
        self._percent = "%" in (axis.tickformat or "") and axis.type != "date"
        self._minutes = "%H" in (axis.tickformat or "")

    def __call__(self, value: Any) -> str:
        if isinstance(value, str):
            day, _t, time = value.partition("T")
            is_date = _DATE.fullmatch(day) is not None
            return f"{day} {time[:5]}" if is_date and self._minutes else day if is_date else _plain(value)
        number = float(value)
        if self._percent:
            return f"{number * 100:.1f}%"
        return f"{number:,.0f}" if number == round(number) or abs(number) >= 1000 else f"{number:.3g}"
