"""The picture of a change: a waterfall from before to after."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE
from sim.plots.style import figure, lying

LEAST_STEP = 0.02
"""Share of the largest step below which a step is too small to be seen."""


def waterfall(
    start: tuple[str, float],
    parts: Sequence[tuple[str, float]],
    end: tuple[str, float],
    unit: str,
    title: str = "",
) -> go.Figure:
    """How a value came from start to end: one step for each (label, contribution) of parts.

    unit: "share" (drawn in percent), "hours", or what else the values are counted in. Steps too small to be
    seen are drawn as one.
    """
    parts = _large(parts)
    steps = [value for _label, value in parts]
    labels = [start[0], *(label for label, _value in parts), end[0]]
    made = figure(
        title
        or _("From {before} to {after}").format(before=_value(start[1], unit), after=_value(end[1], unit)),
        height=160 + 34 * len(labels),
    )
    made.add_waterfall(
        orientation="h",
        y=labels,
        x=[start[1], *steps, end[1]],
        measure=["absolute", *["relative"] * len(steps), "total"],
        text=[_value(start[1], unit), *(_step(value, unit) for value in steps), _value(end[1], unit)],
        textposition="outside",
        cliponaxis=False,
        increasing_marker_color=BLUE,
        decreasing_marker_color=ORANGE,
        totals_marker_color=GREY,
        connector_line_color=GREY,
        hoverinfo="y+text",
    )
    lying(made)
    made.update_xaxes(
        range=_around([start[1], *steps]),
        tickformat=".1%" if unit == "share" else None,
        title_text=_axis(unit),
    )
    return made


def _large(parts: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The parts that can be seen, and the others together, if they are more than one."""
    least = LEAST_STEP * max((abs(value) for _label, value in parts), default=0.0)
    small = [part for part in parts if abs(part[1]) < least]
    if len(small) < 2:
        return list(parts)
    return [*(part for part in parts if part not in small), (_("others"), sum(value for _l, value in small))]


def _around(values: list[float]) -> list[float]:
    """An axis that shows the steps large, however far the level is from 0, with room for the labels."""
    levels = [values[0]]
    for value in values[1:]:
        levels.append(levels[-1] + value)
    low, high = min(levels), max(levels)
    room = (high - low or abs(high) or 1) * 0.25
    return [low - room, high + room]


def _value(value: float, unit: str) -> str:
    return quantity(value, unit) if unit in ("share", "hours") else f"{value:,.4g} {_(unit)}".strip()


def _step(value: float, unit: str) -> str:
    if unit == "share":
        return _("{points:+.2f} points").format(points=value * 100)
    return _("{hours:+.2f} h").format(hours=value) if unit == "hours" else f"{value:+,.4g}"


def _axis(unit: str) -> str:
    return _("hours") if unit == "hours" else ""
