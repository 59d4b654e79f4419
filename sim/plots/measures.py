"""A picture for each of the twelve measures and the perfect orders: where the value comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.measures.run import Run
from sim.plots import goods, times, wishes
from sim.plots.style import headline, nothing
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
        "m09": wishes.minimum,
        "m10": wishes.flexibility,
        "m11": wishes.timing,
        "m12": wishes.convenience,
        "perfect": wishes.perfect,
    }
)


def measure(run: Run, name: str) -> go.Figure:
    """The picture of a measure, "m01" to "m12" or "perfect". Raises InputError for another name."""
    if name not in PICTURES:
        raise InputError(
            _("There is no picture of {name}; there are: {all}.").format(name=name, all=", ".join(PICTURES))
        )
    value = run.measures[name]
    return PICTURES[name](run) if value["n"] else nothing(headline(run, name), value.get("why", ""))
