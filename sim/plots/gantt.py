"""A Gantt chart of a plan: a roll-out, an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import plotly.graph_objects as go

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.palette import BLUE, GREY, RED
from sim.plots.style import empty_figure, figure, first_on_top
from sim.theory.task_network import schedule


def gantt(
    days: Mapping[str, float],
    after: Mapping[str, Sequence[str]] | None = None,
    start: Mapping[str, float] | None = None,
    who: Mapping[str, str] | None = None,
) -> go.Figure:
    """Draw a plan as a Gantt chart.

    Parameters
    ----------
    days : dict of str to float
        Task -> its duration in days.
    after : dict of str to sequence of str, optional
        Task -> the tasks that must be done before.
    start : dict of str to float, optional
        Task -> the day on which it begins, 0 for the first; the default is as early as possible.
    who : dict of str to str, optional
        Task -> who is responsible.

    Returns
    -------
    plotly.graph_objects.Figure
        A bar a task. Red: each day of delay delays the whole plan; grey: how far a task can slip. With `start`, red are
        tasks that begin before those that must come first are done, or on days on which the same person has another task.

    Raises
    ------
    InputError
        If a task is not in the plan, a duration is negative, or tasks wait for each other.

    Examples
    --------
    >>> from sim import plots
    >>> plan = plots.gantt({"files": 10, "training": 5, "launch": 1}, {"launch": ["files", "training"]})
    >>> list(plan.data[1].y)
    ['files', 'launch']
    """
    plan = schedule(days, after)
    for name in [*(start or {}), *(who or {})]:
        if name not in days:
            raise InputError(_("There is no task {name} in the plan.").format(name=name))
    if not days:
        return empty_figure(_("The plan"), _("There is no task in the plan."))
    begins = {task: (start or {}).get(task, dates.start) for task, dates in plan.items()}
    ends = {task: begins[task] + days[task] for task in days}
    if start is None:
        red = {task for task, dates in plan.items() if dates.critical}
        subtitle = _("red: on the critical path; grey: how far the task can slip")
        names = (_("can slip"), _("critical"))
    else:
        red = {
            task for task in days if any(ends[name] > begins[task] for name in (after or {}).get(task, ()))
        } | _clashes(begins, ends, who or {})
        subtitle = _("red: begins too early, or the same person has two tasks at once")
        names = (_("fits"), _("does not fit"))
    length = max(ends.values())
    fig = figure(
        _("The plan: {days} days").format(days=f"{length:g}"),
        subtitle,
        height=150 + 30 * len(days),
        legend=True,
        barmode="overlay",
        bargap=0.35,
    )
    labels = {task: f"{task} ({who[task]})" if who and task in who else task for task in days}
    for name, colour, mine in (
        (names[0], BLUE, [task for task in days if task not in red]),
        (names[1], RED, [task for task in days if task in red]),
    ):
        fig.add_bar(
            name=name,
            y=[labels[task] for task in mine],
            x=[days[task] for task in mine],
            base=[begins[task] for task in mine],
            orientation="h",
            marker_color=colour,
            text=[
                _("day {first} to {last}").format(first=f"{begins[t]:g}", last=f"{ends[t]:g}") for t in mine
            ],
            textposition="none",
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    slack = [task for task, dates in plan.items() if start is None and not dates.critical]
    if slack:
        fig.add_bar(
            name=_("slack"),
            y=[labels[task] for task in slack],
            x=[plan[task].slack for task in slack],
            base=[ends[task] for task in slack],
            orientation="h",
            marker={"color": "rgba(0,0,0,0)", "line": {"color": GREY, "width": 1.5}},
            text=[_("can slip by {days} days").format(days=f"{plan[task].slack:g}") for task in slack],
            textposition="none",
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    first_on_top(fig)
    fig.update_yaxes(categoryorder="array", categoryarray=list(labels.values()))
    fig.update_xaxes(title_text=_("days from the beginning"), range=[0, length * 1.03], showgrid=True)
    return fig


def _clashes(begins: Mapping[str, float], ends: Mapping[str, float], who: Mapping[str, str]) -> set[str]:
    """Tasks of a person who has another one at the same time."""
    return {
        task
        for task, other in permutations(who, 2)
        if who[task] == who[other] and begins[task] < ends[other] and begins[other] < ends[task]
    }
