"""The picture of a change: a waterfall from before to after."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE
from sim.plots.style import figure, first_on_top

SMALL = 0.02
"""Share of the largest step below which a step is too small to be seen."""


def waterfall(
    start: tuple[str, float],
    parts: Sequence[tuple[str, float]],
    end: tuple[str, float],
    unit: str,
    title: str = "",
) -> go.Figure:
    """Draw how a value came from start to end, step by step.

    Parameters
    ----------
    start, end : tuple of str and float
        Label and value before and after.
    parts : sequence of tuple of str and float
        Label and contribution of each step. Steps too small to be seen are drawn as one.
    unit : str
        "share" (drawn in percent), "hours", or the name of another unit.
    title : str, optional
        Title; if empty, the values before and after.

    Returns
    -------
    plotly.graph_objects.Figure
        Waterfall with the first step on top.

    Examples
    --------
    >>> fig = waterfall(("before", 0.9), [("stock", 0.02), ("road", -0.01)], ("after", 0.91), "share")
    >>> fig.layout.title.text
    '<b>From 90.0% to 91.0%</b>'
    """
    parts = _combined(parts)
    steps = [value for _label, value in parts]
    labels = [start[0], *(label for label, _value in parts), end[0]]
    fig = figure(
        title
        or _("From {before} to {after}").format(before=_value(start[1], unit), after=_value(end[1], unit)),
        height=160 + 34 * len(labels),
    )
    fig.add_waterfall(
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
    first_on_top(fig)
    fig.update_xaxes(
        range=_around([start[1], *steps]),
        tickformat=".1%" if unit == "share" else None,
        title_text=_("hours") if unit == "hours" else "",
    )
    return fig


def _combined(parts: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The parts that are large enough to be seen, and the sum of the others if there are several."""
    least = SMALL * max((abs(value) for _label, value in parts), default=0.0)
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
