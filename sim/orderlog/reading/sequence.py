"""Times in an impossible order, and times far from all others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.orderlog.reading.checks import Cells
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.rejected_rows import RejectedRows

STEPS = ("answered", "accepted", "released", "picked", "packed", "dispatched")
"""What happens between placing and delivery."""
INNER = 0.1
"""Share of the values on either side that do not count as typical."""
FAR_DAYS = 300
"""Days beyond the typical times from which a time counts as mistyped."""
FAR_TIMES = 5
LONE_DAYS = 60
"""Days beyond the typical times from which a single time does not set the end of the window."""
ENOUGH = 5
"""Number of orders from which times years apart from the others are no longer just a few orders."""


def check_far(
    dates: Mapping[str, DateColumn],
    seconds: Mapping[str, np.ndarray],
    headings: Mapping[str, str],
    cells: Cells,
    rejected: RejectedRows,
) -> None:
    """Reject rows with a required time so far from the others that its year must be wrong."""
    reason = _("far from all other times: is the year right?")
    placed = seconds["placed"]
    good = ~rejected.out & dates["placed"].valid
    if not good.any():
        return
    if good.sum() >= ENOUGH:
        low, high = typical(placed[good])
        limit = FAR_DAYS * DAY + FAR_TIMES * (high - low)
        far = good & ((placed < low - limit) | (placed > high + limit))
        rejected.add(far, headings["placed"], reason, cells["placed"])
    for name in ("promised", "delivered"):
        if name in dates:
            present = ~rejected.out & dates[name].valid
            if present.any():
                after = seconds[name] - placed
                low, high = typical(after[present])
                limit = FAR_DAYS * DAY + FAR_TIMES * max(abs(low), abs(high))
                rejected.add(present & (np.abs(after) > limit), headings[name], reason, cells[name])


def typical(values: np.ndarray) -> tuple[int, int]:
    """The lowest and highest value, without the tenth on either side that may be mistaken."""
    ordered = np.sort(values)
    last = len(ordered) - 1
    low, high = int(np.ceil(INNER * last)), int((1 - INNER) * last)
    return int(ordered[min(low, high)]), int(ordered[max(low, high)])


def check_sequence(
    dates: Mapping[str, DateColumn],
    seconds: dict[str, np.ndarray],
    headings: Mapping[str, str],
    cells: Cells,
    rejected: RejectedRows,
) -> list[str]:
    """Reject rows with a delivery or a promise before the order was placed; empty steps that are not in between. Returns notes.

    If one of two times is a date only, the days are compared; `seconds` of the later one is then raised to the earlier.
    """
    remaining = ~rejected.out
    for name in ("delivered", "promised"):
        if name in dates:
            wrong = _before(name, "placed", dates, seconds, raise_later=name == "delivered")
            reason = _("before {other}").format(other=headings["placed"])
            rejected.add(remaining & wrong, headings[name], reason, cells[name])
    notes = []
    for name in STEPS:
        if name not in dates:
            continue
        wrong = _before(name, "placed", dates, seconds, raise_later=True)
        wrong |= (
            _before("delivered", name, dates, seconds, raise_later=True) if "delivered" in dates else False
        )
        if name == "packed" and "released" in dates:
            wrong |= _before("packed", "released", dates, seconds, raise_later=True)
        wrong &= ~rejected.out
        dates[name].empty[wrong] = True
        count = int(wrong.sum())
        if count:
            text = ngettext(
                "{column} is out of order in {n} row, where it counts as unknown.",
                "{column} is out of order in {n} rows, where it counts as unknown.",
                count,
            )
            notes.append(text.format(column=headings[name], n=count))
    return notes


def _before(
    name: str,
    other: str,
    dates: Mapping[str, DateColumn],
    seconds: dict[str, np.ndarray],
    *,
    raise_later: bool,
) -> np.ndarray:
    """Rows in which a time is before another one that must not be later."""
    both = ~dates[name].empty & ~dates[other].empty
    early = both & (seconds[name] < seconds[other])
    same_day = (dates[name].date_only | dates[other].date_only) & (
        dates[name].local // DAY == dates[other].local // DAY
    )
    if raise_later:
        seconds[name] = np.where(early & same_day, seconds[other], seconds[name])
    return early & ~same_day


def last_fact(ends: np.ndarray) -> tuple[int, int]:
    """The end of the last recorded time that is not far from all others, and how many are."""
    low, high = typical(ends)
    near = ends <= high + max(LONE_DAYS * DAY, 2 * (high - low))
    return int(ends[near].max()), int((~near).sum())
