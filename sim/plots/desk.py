"""The order desk by hour of the day."""

from __future__ import annotations

import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, ORANGE, RED, SKY
from sim.measures.run import Run
from sim.measures.service import served_in_time
from sim.plots.counted import by_hour, order_contacts, ratio
from sim.plots.style import figure, nothing
from sim.records.labels import CHANNELS, word

CHANNEL_COLOURS = {"telephone": BLUE, "web": SKY, "mail": GREEN, "edi": ORANGE}


def hourly_desk(run: Run) -> go.Figure:
    """Contacts that need a clerk, clerks on duty, and the share of each channel served in time, by hour."""
    title = _("The order desk by hour of the day")
    contacts = order_contacts(run.records)
    channels = [name for name, data in run.case.desk.channels.items() if data.handling]
    contacts = contacts[contacts["channel"].isin(channels)]
    if contacts.empty:
        return nothing(title)
    made = figure(
        title,
        _("above: contacts that need a clerk; below: share served within the channel's target"),
        540,
        legend=True,
    )
    made.set_subplots(
        rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.1, specs=[[{"secondary_y": True}], [{}]]
    )
    hours = list(range(24))
    served = served_in_time(contacts)
    for name in channels:
        mine = contacts["channel"] == name
        count = by_hour(contacts.loc[mine, "time"])
        colour = CHANNEL_COLOURS.get(name, GREEN)
        made.add_bar(
            name=word(CHANNELS, name),
            x=hours,
            y=(count / (run.weeks * 7)).tolist(),
            marker_color=colour,
            legendgroup=name,
        )
        in_time = by_hour(contacts.loc[mine & served, "time"])
        made.add_scatter(
            name=word(CHANNELS, name),
            x=hours,
            y=ratio(in_time, count),
            mode="lines+markers",
            line_color=colour,
            legendgroup=name,
            showlegend=False,
            hovertemplate="%{x}: %{y:.0%}",
            row=2,
            col=1,
        )
    made.add_scatter(
        name=_("clerks on duty (right axis)"),
        x=hours,
        y=clerks(run),
        mode="lines",
        line={"color": RED, "shape": "hvh", "width": 3},
        secondary_y=True,
    )
    made.update_layout(barmode="stack")
    made.update_yaxes(title_text=_("contacts a day"), rangemode="tozero", row=1, col=1, secondary_y=False)
    made.update_yaxes(
        title_text=_("clerks"),
        range=[0, max(clerks(run)) * 1.1 or 1],
        showgrid=False,
        dtick=max(1, -(-max(clerks(run)) // 5)),
        row=1,
        col=1,
        secondary_y=True,
    )
    made.update_yaxes(title_text=_("served in time"), tickformat=".0%", range=[0, 1.04], row=2, col=1)
    made.update_xaxes(title_text=_("hour of the day"), dtick=2, range=[-0.6, 23.6], row=2, col=1)
    return made


def clerks(run: Run) -> list[int]:
    """Clerks on duty by hour: as the policy says, one number meaning the opening hours."""
    staffing = run.policy["desk.clerks"]
    if isinstance(staffing, list):
        return staffing
    return [staffing if run.case.desk.opens <= hour < run.case.desk.closes else 0 for hour in range(24)]
