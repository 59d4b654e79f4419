"""A picture for each of the twelve measures and the perfect orders: where the value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.measures.run import Run
from sim.plots import goods, requests, times
from sim.plots.style import empty_figure, headline
from sim.plots.weeks import on_time_by_week

PICTURES: Mapping[str, Callable[[Run], go.Figure]] = MappingProxyType(
    {
        "m01": goods.availability,
        "m02": goods.in_stock,
        "m03": goods.undamaged,
        "m04": times.cycle,
        "m05": times.order_to_delivery,
        "m06": times.preparation,
        "m07": goods.shipped,
        "m08": on_time_by_week,
        "m09": requests.minimum,
        "m10": requests.flexibility,
        "m11": requests.timing,
        "m12": requests.convenience,
        "perfect": requests.perfect,
    }
)


def measure(run: Run, name: str) -> go.Figure:
    """Draw where the value of a measure comes from.

    Parameters
    ----------
    run : Run
        The run.
    name : str
        "m01" to "m12" or "perfect".

    Returns
    -------
    plotly.graph_objects.Figure
        A picture of its own for each measure; one that says why, if there is nothing to count.

    Raises
    ------
    InputError
        If there is no picture of this name.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.measure(run("corner", weeks=2), "m08").layout.title.text
    '<b>8. On time: 97.3%</b>'
    """
    if name not in PICTURES:
        raise InputError(
            _("There is no picture of {name}; there are: {all}.").format(name=name, all=", ".join(PICTURES))
        )
    value = run.measures[name]
    return PICTURES[name](run) if value["n"] else empty_figure(headline(run, name), value.get("why", ""))
