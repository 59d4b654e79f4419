"""The best level of service: its cost against the cost of bad service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.palette import BLUE, INK, RED
from sim.measures.cost import cost_of_service
from sim.measures.run import Run
from sim.plots.style import figure, money_unit
from sim.theory.intervals import interval

Twins = tuple[Run, Run]
"""A run, and what `sim.ideal_twin` returned for it."""


def cost_curve(levels: Mapping[float, Twins | Sequence[Twins]]) -> go.Figure:
    """Draw the cost of service against the cost of failure along a path of service levels.

    Parameters
    ----------
    levels : dict of float to (Run, Run), or to sequence of (Run, Run)
        Level of service, such as the argument of `sim.service_path` -> a run and its ideal twin, or such pairs for several
        replications: the same number at each level, with the same luck.

    Returns
    -------
    plotly.graph_objects.Figure
        Visible cost with carriage (cost of service) rises, hidden cost (cost of failure) falls; their total has the shape of
        a U. The lowest total is marked. With several replications means with 95 % intervals; rings: levels whose total is
        not clearly higher (95 % interval of the paired difference).

    Raises
    ------
    InputError
        If there are fewer than two levels, or levels differ in the number of replications.

    Examples
    --------
    >>> from sim import ideal_twin, load_case, plots, run, service_path
    >>> corner = load_case("corner")
    >>> years = {level: run(corner, service_path(level, corner), weeks=4) for level in (0.2, 0.5, 0.8)}
    >>> fig = plots.cost_curve({level: (year, ideal_twin(year)) for level, year in years.items()})
    >>> [trace.name for trace in fig.data]
    ['cost of service: visible cost and carriage', 'cost of failure: hidden cost', 'total', 'lowest total']
    """
    pairs = {level: _replications(found) for level, found in sorted(levels.items())}
    counts = {len(found) for found in pairs.values()}
    if len(pairs) < 2 or len(counts) > 1 or counts == {0}:
        raise InputError(
            _("A cost curve needs at least two levels of service, each with the same number of replications.")
        )
    fen, unit = money_unit()
    costs = [[cost_of_service(*twins) for twins in found] for found in pairs.values()]
    failure = np.array([[cost["hidden"] for cost in row] for row in costs], dtype=float) / fen
    total = np.array([[cost["value"] for cost in row] for row in costs], dtype=float) / fen
    (count,) = counts
    subtitle = _("one run a level: where curves are flat, luck decides")
    if count > 1:
        subtitle = _(
            "means of {n} replications with 95% intervals; rings: total not clearly higher than the lowest"
        ).format(n=count)
    fig = figure(_("How much service is best?"), subtitle, height=460, legend=True)
    for name, values, colour, dash in (
        (_("cost of service: visible cost and carriage"), total - failure, BLUE, "dash"),
        (_("cost of failure: hidden cost"), failure, RED, "dot"),
        (_("total"), total, INK, "solid"),
    ):
        means = [interval(row) for row in values]
        fig.add_scatter(
            name=name,
            x=list(pairs),
            y=[round(one.mean, 3) for one in means],
            error_y={"array": [round(one.high - one.mean, 3) for one in means], "thickness": 1.2, "width": 3}
            if count > 1
            else None,
            mode="lines+markers",
            line={"color": colour, "dash": dash, "width": 3 if colour == INK else 2},
            hovertemplate="%{x}: %{y:,.0f}",
        )
    best = int(total.mean(axis=1).argmin())
    marks = [(_("lowest total"), [best], "star-diamond", 17)]
    if count > 1:
        close = [
            place for place, row in enumerate(total) if place != best and interval(row - total[best]).low <= 0
        ]
        if close:
            marks.append((_("not clearly higher"), close, "circle-open", 17))
    for name, places, symbol, size in marks:
        fig.add_scatter(
            name=name,
            x=[list(pairs)[place] for place in places],
            y=[round(float(total[place].mean()), 3) for place in places],
            mode="markers",
            marker={"color": INK, "symbol": symbol, "size": size, "line": {"width": 2}},
            hovertemplate="%{x}: %{y:,.0f}",
        )
    fig.update_xaxes(title_text=_("level of service: 0 poor, 1 lavish"), range=_around(list(pairs)))
    fig.update_yaxes(title_text=_("cost, {unit}").format(unit=unit), tickformat=",", rangemode="tozero")
    return fig


def _replications(found: Twins | Sequence[Twins]) -> list[Twins]:
    """The pairs of a level; one pair alone is one replication."""
    if found and isinstance(found[0], Run):
        return [cast(Twins, found)]
    return list(cast(Sequence[Twins], found))


def _around(levels: list[float]) -> list[float]:
    room = 0.04 * (levels[-1] - levels[0])
    return [levels[0] - room, levels[-1] + room]
