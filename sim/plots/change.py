"""The picture of a change: a waterfall of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, ORANGE
from sim.measures.kpis import Kpi
from sim.plots.style import axis_scale, axis_unit, figure, first_on_top

SMALL = 0.02
"""Share of the largest step below which a step is too small to be seen."""


def waterfall(
    title: str, parts: Sequence[tuple[str, float]], total: tuple[str, float], measure: Kpi, digits: int
) -> go.Figure:
    """Draw the parts of a change, step by step.

    The axis shows the change alone and begins at 0, so that the length of a bar is its size; the values before and after
    belong into the title.

    Parameters
    ----------
    title : str
        What changed, from which value to which.
    parts : sequence of tuple of str and float
        Label and contribution of each step. Steps too small to be seen are drawn as one.
    total : tuple of str and float
        Label and size of the whole change.
    measure : Kpi
        Name, unit and format.
    digits : int
        Decimals of the labels; more where a step that can be seen would read as 0.

    Returns
    -------
    plotly.graph_objects.Figure
        Waterfall with the first step on top.

    Examples
    --------
    >>> from sim.measures.kpis import kpi
    >>> fig = waterfall("on time", [("stock", 0.02), ("road", -0.01)], ("all", 0.01), kpi("m08"), 1)
    >>> fig.data[0].text
    ('+2.0 points', '-1.0 points', '+1.0 points')
    """
    parts = _combined(parts)
    finer = max(digits, _decimals(measure, [value for _label, value in parts])) if digits else digits
    scale = axis_scale(measure.unit)
    steps = [value * scale for _label, value in parts]
    labels = [*(label for label, _value in parts), total[0]]
    fig = figure(title, height=180 + 34 * len(labels))
    fig.add_waterfall(
        orientation="h",
        y=labels,
        x=[*steps, total[1] * scale],
        measure=[*["relative"] * len(steps), "total"],
        text=[
            *(measure.change(value, finer) for _label, value in parts),
            measure.change(total[1], digits),  # as in the title
        ],
        textposition="outside",
        cliponaxis=False,
        increasing_marker_color=BLUE,
        decreasing_marker_color=ORANGE,
        totals_marker_color=GREY,
        connector_line_color=GREY,
        hoverinfo="y+text",
    )
    first_on_top(fig)
    unit = _("points") if measure.unit == "share" else axis_unit(measure.unit)
    text = _("{measure}: change, {unit}") if unit else _("{measure}: change")
    fig.update_xaxes(
        range=_around(steps),
        zeroline=True,
        title_text=text.format(measure=measure.name, unit=unit),
        tickformat=",",
    )
    return fig


def _combined(parts: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The parts that are large enough to be seen, and the sum of the others if there are several."""
    least = SMALL * max((abs(value) for _label, value in parts), default=0.0)
    small = [part for part in parts if abs(part[1]) < least]
    if len(small) < 2:
        return list(parts)
    return [*(part for part in parts if part not in small), (_("others"), sum(value for _l, value in small))]


def _decimals(measure: Kpi, values: Sequence[float]) -> int:
    """Decimals that show the first figure of every step that can be seen."""
    sizes = [abs(value) for value in values if value]
    least = min((size for size in sizes if size >= SMALL * max(sizes)), default=0.0)
    return measure.digits(least) - 1


def _around(steps: Sequence[float]) -> list[float]:
    """An axis with 0 and every step on it, and room for the labels."""
    levels = [0.0, *accumulate(steps)]
    low, high = min(levels), max(levels)
    room = (high - low or 1) * 0.25
    return [low - room, high + room]
