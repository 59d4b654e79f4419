"""The decisions in which two runs differ up to the end of the window, as text: levers by week, other firms, trials, talks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.base.units import WEEK
from sim.measures.run import Run
from sim.policy.changes import lever_changes
from sim.policy.history import History
from sim.policy.trial import Trial
from sim.roleplay.hooks import TalkEffects

ListedChange = tuple[str, str, str]
"""Name (with the weeks, if not all), value in the first run, value in the second."""


def decisions(before: Run, after: Run) -> list[ListedChange]:
    """All decisions that differ: levers of the firm, those of the others in its market, the market, the trial, talks."""
    until = after.first_week + after.weeks
    found = list(_levers(before.history, after.history, until))
    for pair in zip(before.rivals, after.rivals, strict=True):
        found += [
            (_("another firm's {lever}").format(lever=name), old, new)
            for name, old, new in _levers(*pair, until)
        ]
    if before.market != after.market:
        names = {"open": _("open"), "frozen": _("frozen")}
        found.append((_("market"), names[before.market], names[after.market]))
    if before.trial != after.trial:
        found.append((_("trial"), _trial(before.trial), _trial(after.trial)))
    if before.talks != after.talks:
        found.append((_("talk"), _talks(before.talks), _talks(after.talks)))
    return found


def _talks(talks: Sequence[TalkEffects]) -> str:
    """The titles of talks."""
    return _(", ").join(talk.title for talk in talks) or _("none")


def first_difference(before: History, after: History) -> int | None:
    """The first second at which two histories of equal length differ; None if they are equal. Before time 0 counts as 0."""
    return next(
        (time for time in _moments(before, after, before.weeks) if before.at(time) != after.at(time)), None
    )


def _moments(before: History, after: History, until: int) -> list[int]:
    """When either policy changes (s), beginning with 0."""
    return sorted({0, *(time for time in (*before.changes, *after.changes) if time < until * WEEK)})


def _levers(before: History, after: History, until: int) -> Iterator[ListedChange]:
    """The levers that differ at any time before the end of week `until`, each with the weeks in which it does."""
    starts = _moments(before, after, until)
    spans: dict[str, list[tuple[int, int, tuple[str, str]]]] = {}
    for start, end in zip(starts, [*starts[1:], until * WEEK], strict=True):
        first, last = start // WEEK, end // WEEK
        for name, values in lever_changes(before.at(start), after.at(start)).items():
            own = spans.setdefault(name, [])
            since = own.pop()[0] if own and own[-1][1:] == (first, values) else first
            own.append((since, last, values))
    for name, own in spans.items():
        for first, last, values in own:
            yield _with_weeks(name, first, last, until), *values


def _with_weeks(lever: str, first: int, last: int, until: int) -> str:
    """A lever's name, and when it differs: after week `first` until week `last`."""
    if (first, last) == (0, until):
        return lever
    if last == until:
        return _("{lever} (from week {week})").format(lever=lever, week=first + 1)
    if last == first + 1:
        return _("{lever} (week {week})").format(lever=lever, week=last)
    return _("{lever} (weeks {first} to {last})").format(lever=lever, first=first + 1, last=last)


def _trial(trial: Trial | None) -> str:
    if trial is None:
        return _("none")
    text = _("{lever} = {value} for {share} of the customers")
    return text.format(lever=trial.lever, value=lever_value(trial.value), share=f"{100 * trial.share:g}%")
