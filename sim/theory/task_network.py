"""A plan as a network of tasks: earliest and latest days, slack, and the critical path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_number


@dataclass(frozen=True)
class Dates:
    """When a task can take place, in days from the beginning of the plan.

    Attributes
    ----------
    start, end : float
        The earliest start, and the end that follows.
    slack : float
        How many days later the task can start without delaying the whole plan.
    """

    start: float
    end: float
    slack: float

    @property
    def critical(self) -> bool:
        """Whether each day of delay delays the whole plan."""
        return self.slack < 1e-9


def schedule(days: Mapping[str, float], after: Mapping[str, Sequence[str]] | None = None) -> dict[str, Dates]:
    """Work out when each task of a plan can begin, and by how much it can slip.

    Parameters
    ----------
    days : dict of str to float
        Task -> its duration in days, at least 0.
    after : dict of str to sequence of str, optional
        Task -> the tasks that must be done before.

    Returns
    -------
    dict of str to Dates
        By task, as in `days`.

    Raises
    ------
    InputError
        If a duration is negative, a task that must come before is not in the plan, or tasks wait for each other.

    References
    ----------
    Kelley and Walker (1959), Critical-path planning and scheduling.

    Examples
    --------
    >>> plan = schedule({"hall": 2, "cards": 3, "evening": 1}, {"evening": ["hall", "cards"]})
    >>> plan["evening"].start, plan["hall"].slack, plan["cards"].critical
    (3, 1, True)
    """
    before = {task: list((after or {}).get(task, ())) for task in days}
    for task, length in days.items():
        check_number(task, length, 0)
    for task, earlier in (after or {}).items():
        for name in (task, *earlier):
            if name not in days:
                raise InputError(_("There is no task {name} in the plan.").format(name=name))
    sequence = _in_sequence(before)
    start: dict[str, float] = {}
    for task in sequence:
        start[task] = max((start[name] + days[name] for name in before[task]), default=0)
    whole = max((start[task] + days[task] for task in days), default=0)
    latest: dict[str, float] = {}
    for task in reversed(sequence):
        follow = [latest[name] for name in days if task in before[name]]
        latest[task] = min(follow, default=whole) - days[task]
    return {task: Dates(start[task], start[task] + days[task], latest[task] - start[task]) for task in days}


def _in_sequence(before: Mapping[str, Sequence[str]]) -> list[str]:
    """The tasks, each after those that must be done before it."""
    done: list[str] = []
    waiting = list(before)
    while waiting:
        ready = [task for task in waiting if all(name in done for name in before[task])]
        if not ready:
            raise InputError(
                _("These tasks wait for each other: {tasks}.").format(tasks=_(", ").join(waiting))
            )
        done += ready
        waiting = [task for task in waiting if task not in ready]
    return done
