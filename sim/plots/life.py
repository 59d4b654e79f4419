"""One order's whole life."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.palette import GREEN, RED
from sim.measures.run import Run
from sim.measures.service import STAGE_TIMES
from sim.plots.style import STAGE_COLOURS, date_format, dates, duration, figure, lying, nothing
from sim.records.labels import CAUSES, CHANNELS, STAGES, STATES, word


def order_life(run: Run, order: int) -> go.Figure:
    """An order's way from first contact to the door, stage by stage, with the promise marked.

    order: its number. Raises InputError if there is no such order.
    """
    found = run.records["orders"]
    found = found[found["order"] == order]
    if found.empty:
        raise InputError(_("There is no order {number} in these records.").format(number=order))
    row = found.iloc[0]
    title = _("The life of order {number}: {state}").format(
        number=order, state=word(STATES, str(row["status"]))
    )
    reached = [(stage, row[start], row[end]) for stage, start, end in STAGE_TIMES if not pd.isna(row[start])]
    reached = [part for part in reached if not pd.isna(part[2])]
    about = _about(run, row)
    if not reached:
        return nothing(title, about)
    made = figure(title, about, height=390)
    for stage, start, end in reached:
        made.add_bar(
            y=[word(STAGES, stage)],
            x=[int(end - start) * 1000],
            base=dates(run.case, [int(start)]),
            orientation="h",
            marker_color=STAGE_COLOURS[stage],
            text=" " + duration(int(end - start)),
            textposition="outside",
            cliponaxis=False,
            hoverinfo="y+text",
        )
    last = max(int(end) for _stage, _start, end in reached)
    marks = [(row["promised"], _("promised"), RED), (row["delivered"], _("delivered"), GREEN)]
    marks = sorted((int(moment), name, colour) for moment, name, colour in marks if not pd.isna(moment))
    for place, (moment, name, colour) in enumerate(marks):
        last = max(last, moment)
        _mark(made, dates(run.case, [moment])[0], name, colour, "left" if place else "right")
    first = int(row["placed"])
    room = (last - first) // 8
    made.update_xaxes(
        type="date",
        range=dates(run.case, [first - room // 4, last + room]),
        tickformat=date_format("minute"),
        nticks=7,
    )
    lying(made)
    return made


def _about(run: Run, row: Any) -> str:
    """The order in a line: who, how, where to, and what went wrong."""
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


def _mark(made: go.Figure, when: str, name: str, colour: str, side: str) -> None:
    """A dashed line with its name beside it; side: where its name is anchored."""
    made.add_shape(
        type="line", x0=when, x1=when, y0=0, y1=1, yref="paper", line={"color": colour, "dash": "dash"}
    )
    made.add_annotation(
        x=when,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor=side,
        text=name,
        showarrow=False,
        font_color=colour,
    )
