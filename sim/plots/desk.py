"""The order desk by hour of the day."""

from __future__ import annotations

import plotly.graph_objects as go

from sim.base.i18n import _
from sim.base.palette import BLUE, GREEN, INK, ORANGE, PURPLE, SKY
from sim.measures.orders import answered_in_time, order_contacts
from sim.measures.run import Run
from sim.plots.counts import by_hour, divide
from sim.plots.style import empty_figure, figure
from sim.records.labels import CHANNELS, word

CHANNEL_COLOURS = {"telephone": BLUE, "web": SKY, "mail": ORANGE, "edi": PURPLE}


def hourly_desk(run: Run) -> go.Figure:
    """Draw contacts and clerks at the order desk by hour of the day.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    plotly.graph_objects.Figure
        Contacts that need a clerk, clerks on duty, and for each channel the share answered in time, one below the other.

    Examples
    --------
    >>> from sim import plots, run
    >>> plots.hourly_desk(run("corner", weeks=2)).layout.title.text
    '<b>The order desk by hour of the day</b>'
    """
    title = _("The order desk by hour of the day")
    contacts = order_contacts(run.records)
    channels = [name for name, channel in run.case.desk.channels.items() if channel.handling]
    contacts = contacts[contacts["channel"].isin(channels)]
    if contacts.empty:
        return empty_figure(title)
    fig = figure(
        title,
        _("contacts that need a clerk, clerks on duty, and the share answered within each channel's target"),
        height=330 + 120 * len(channels),
        legend=True,
        barmode="stack",
    )
    # A panel for each line: in one panel they would hide each other.
    fig.set_subplots(
        rows=2 + len(channels),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.05,
        row_heights=[2, 1, *([1] * len(channels))],
    )
    hours = list(range(24))
    answered = answered_in_time(contacts)
    for row, name in enumerate(channels, start=3):
        mine = contacts["channel"] == name
        count = by_hour(contacts.loc[mine, "time"])
        colour = CHANNEL_COLOURS.get(name, GREEN)
        fig.add_bar(
            name=word(CHANNELS, name),
            x=hours,
            y=(count / (run.weeks * 7)).tolist(),
            marker_color=colour,
            hovertemplate="%{x}: %{y:.1f}",
            row=1,
            col=1,
        )
        fig.add_scatter(
            name=_("{channel}: answered in time").format(channel=word(CHANNELS, name)),
            x=hours,
            y=divide(by_hour(contacts.loc[mine & answered, "time"]), count),
            mode="lines+markers",
            line_color=colour,
            showlegend=False,
            hovertemplate="%{x}: %{y:.0%}<extra></extra>",
            row=row,
            col=1,
        )
        fig.update_yaxes(
            title_text=word(CHANNELS, name),
            tickformat=".0%",
            range=[0, 1.09],
            tickvals=[0, 0.5, 1],
            row=row,
            col=1,
        )
    clerks = clerks_by_hour(run)
    fig.add_scatter(
        name=_("clerks on duty"),
        x=hours,
        y=clerks,
        mode="lines",
        line={"color": INK, "shape": "hvh", "width": 2.5},
        showlegend=False,
        hovertemplate="%{x}: %{y}<extra></extra>",
        row=2,
        col=1,
    )
    fig.update_yaxes(title_text=_("contacts a day"), rangemode="tozero", row=1, col=1)
    fig.update_yaxes(
        title_text=_("clerks"),
        range=[0, max(clerks) * 1.15 or 1],
        dtick=max(1, -(-max(clerks) // 2)),
        row=2,
        col=1,
    )
    fig.update_xaxes(dtick=2, range=[-0.6, 23.6])
    fig.update_xaxes(title_text=_("hour of the day"), row=2 + len(channels), col=1)
    return fig


def clerks_by_hour(run: Run) -> list[int]:
    """Clerks on duty in each hour: a single number in the policy is meant for the opening hours."""
    staffing = run.policy["desk.clerks"]
    if isinstance(staffing, list):
        return staffing
    return [staffing if run.case.desk.opens <= hour < run.case.desk.closes else 0 for hour in range(24)]
