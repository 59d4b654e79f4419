"""One order's way through the firm."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.palette import GREEN, RED, STAGE_COLOURS
from sim.measures.orders import STAGE_TIMES
from sim.measures.run import Run
from sim.plots.dates import date_format, dates
from sim.plots.style import duration, empty_figure, figure, first_on_top, mark_time
from sim.records.labels import CAUSES, CHANNELS, STAGES, STATES, word


def order_life(run: Run, order: int) -> go.Figure:
    """Draw an order's way from first contact to delivery, stage by stage.

    Parameters
    ----------
    run : Run
        The run.
    order : int
        Number of the order.

    Returns
    -------
    plotly.graph_objects.Figure
        One bar per stage, with lines where delivery was promised and where it happened.

    Raises
    ------
    InputError
        If there is no such order.

    Examples
    --------
    >>> from sim import plots, run
    >>> result = run("corner", weeks=2)
    >>> plots.order_life(result, order=result.records["orders"]["order"].iloc[-1]).layout.title.text
    '<b>The life of order 841: in progress</b>'
    """
    rows = run.records["orders"]
    rows = rows[rows["order"] == order]
    if rows.empty:
        raise InputError(_("There is no order {number} in these records.").format(number=order))
    row = rows.iloc[0]
    title = _("The life of order {number}: {state}").format(
        number=order, state=word(STATES, str(row["status"]))
    )
    stages = [
        (stage, int(row[start]), int(row[end]))
        for stage, start, end in STAGE_TIMES
        if not pd.isna(row[start]) and not pd.isna(row[end])
    ]
    subtitle = _description(run, row)
    if not stages:
        return empty_figure(title, subtitle)
    fig = figure(title, subtitle, height=430)
    fig.update_layout(margin_t=124)
    # How long a stage took stands beside its name, where no line runs through it.
    labels = {
        stage: _("{stage}: {duration}").format(stage=word(STAGES, stage), duration=duration(end - start))
        for stage, start, end in stages
    }
    for stage, start, end in stages:
        fig.add_bar(
            y=[labels[stage]],
            x=[(end - start) * 1000],
            base=dates(run.case, [start]),
            orientation="h",
            marker_color=STAGE_COLOURS[stage],
            text=duration(end - start),
            textposition="none",
            hoverinfo="y",
        )
    # The shortest stages take minutes on an axis of days: a mark shows where their bar is.
    colours = [STAGE_COLOURS[stage] for stage, _start, _end in stages]
    fig.add_scatter(
        y=list(labels.values()),
        x=dates(run.case, [start for _stage, start, _end in stages]),
        mode="markers",
        marker={"symbol": "line-ns", "size": 20, "line": {"color": colours, "width": 3}},
        hoverinfo="skip",
    )
    last = max(end for _stage, _start, end in stages)
    marks = [(row["promised"], _("promised"), RED), (row["delivered"], _("delivered"), GREEN)]
    marks = sorted((int(moment), name, colour) for moment, name, colour in marks if not pd.isna(moment))
    for place, (moment, name, colour) in enumerate(marks):
        last = max(last, moment)
        # The later text to the right of its line, on a line of its own: the two never meet.
        side, height = ("left", 1.08) if place else ("right", 1.0)
        mark_time(fig, dates(run.case, [moment])[0], name, colour, y=height, yanchor="bottom", xanchor=side)
    first = int(row["placed"])
    room = (last - first) // 8
    fig.update_xaxes(
        type="date",
        range=dates(run.case, [first - room // 4, last + room]),
        tickformat=date_format("minute"),
        nticks=7,
    )
    first_on_top(fig)
    return fig


def _description(run: Run, row: Any) -> str:
    """The order in a line: class, channel, size, destination, and what went wrong."""
    cause = "" if pd.isna(row["cause"]) else word(CAUSES, str(row["cause"]))
    centre = next((c.name for c in run.case.centres if c.name.en == row["lane"]), row["lane"])
    lines = int(row["lines"])
    return _("class {klass}, by {channel}, {lines}, to {centre}; {outcome}").format(
        klass=row["klass"],
        channel=word(CHANNELS, str(row["channel"])),
        lines=ngettext("{n} line", "{n} lines", lines).format(n=lines),
        centre=centre,
        outcome=_("what went wrong: {cause}").format(cause=cause) if cause else _("nothing went wrong"),
    )
