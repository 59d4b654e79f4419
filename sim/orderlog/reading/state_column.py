"""The states of orders: the words of a column, or a word in place of a time of delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.orderlog.reading.candidates import Candidates
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.name_parts import is_cancellation_time
from sim.orderlog.reading.options import Options
from sim.orderlog.reading.order_columns import Words, read_status
from sim.orderlog.reading.placeholders import mark_placeholders, waiting_state
from sim.orderlog.reading.rejected_rows import RejectedRows

UNKNOWN_SHOWN = 5
"""Words that a note about states shows."""
SAMPLE, FEW_WORDS = 1000, 12
"""A column may hold states if this many rows have no more different words than this."""
BROKEN = ("cancelled", "returned", "lost")
ENOUGH, ALIKE = 5, 0.95
"""Number of orders on the way, and share of them with a time of delivery, from which that time may not be the delivery."""


def read_states(
    table: Table,
    candidates: Candidates,
    options: Options,
    delivered: DateColumn,
    written: tuple[str, Sequence[Any]] | None,
    rejected: RejectedRows,
) -> tuple[list[str], str, list[str]]:
    """The state of each row, the heading of its column, "" if there is none, and notes.

    written: heading and cells of the column of deliveries; None if the log has none. Rows that have been delivered, as their
    state says, but have no time of delivery are rejected.
    """
    status, used, notes = [""] * len(table), "", []
    for place in candidates.places.get("status", []):
        cells = table.cells(place[0])
        heading = table.header[place[0]]
        found, unknown = read_status(cells, options.words)
        shown = ", ".join(unknown[:UNKNOWN_SHOWN]) + (", ..." if len(unknown) > UNKNOWN_SHOWN else "")
        if unknown and not any(found):
            note = _(
                "{column} is set aside: {words} are not known states; --map status:WORD=delivered gives a word a meaning."
            )
            notes.append(note.format(column=heading, words=shown))
            continue
        if unknown:
            note = _("{column}: {words} are not known states; the times decide about these orders.")
            notes.append(note.format(column=heading, words=shown))
        status, used = found, heading
        if written is None:
            status = ["" if state == "delivered" else state for state in found]
        _reject_undelivered(status, ~delivered.empty, heading, cells, rejected)
        if options.level is None and written is not None:
            _ask_about_times(status, delivered, written[0], cells, rejected.out)
        break
    cancelled, headings = _cancelled(table, delivered, status)
    for at in cancelled:
        status[at] = "cancelled"
    if cancelled:
        text = ngettext(
            "{columns}: {n} row with a time there and none of delivery was cancelled.",
            "{columns}: {n} rows with a time there and none of delivery were cancelled.",
            len(cancelled),
        )
        notes.append(text.format(columns=", ".join(headings), n=len(cancelled)))
        used = " + ".join(filter(None, [used, *headings]))
    if written is not None and delivered.placeholder.any():
        for at in np.flatnonzero(delivered.placeholder).tolist():
            if not status[at] and isinstance(written[1][at], str):
                status[at] = waiting_state(written[1][at])
    return status, used, notes


def possible_states(table: Table, headings: Sequence[str], words: Words) -> list[str]:
    """Notes on columns that are not used, but hold words for orders that were cancelled, returned or lost."""
    notes = []
    for heading in headings:
        cells = table.cells(table.header.index(heading))
        if len({str(cell) for cell in cells[:SAMPLE]}) > FEW_WORDS:
            continue
        states, _unknown = read_status(cells, words)
        broken = [str(cell) for cell, state in zip(cells, states, strict=True) if state in BROKEN]
        if broken:
            note = _(
                "{column} is not used, but has words such as {words}: if it is the state of the orders, say "
                "--map status={column}."
            )
            notes.append(
                note.format(column=heading, words=", ".join(list(dict.fromkeys(broken))[:UNKNOWN_SHOWN]))
            )
    return notes


def _cancelled(table: Table, delivered: DateColumn, status: Sequence[str]) -> tuple[list[int], list[str]]:
    """Rows with a time of cancelling, without one of delivery and without a state that says more; and the columns."""
    rows, headings = [], []
    for position, heading in enumerate(table.header):
        if not is_cancellation_time(heading):
            continue
        times = read_dates(table.cells(position))
        mark_placeholders(times)
        written = ~(times.empty | times.placeholder | times.unreadable) & delivered.empty
        found = [at for at in np.flatnonzero(written).tolist() if status[at] in ("", "in_progress")]
        rows += found
        headings += [heading] if found else []
    return rows, headings


def _reject_undelivered(
    status: Sequence[str], delivered: np.ndarray, column: str, cells: Sequence[Any], rejected: RejectedRows
) -> None:
    """Reject orders that have been delivered, as their state says, but without a time of delivery."""
    claims = np.asarray(status, dtype=object) == "delivered"
    reason = _("delivered, but has no time of delivery")
    rejected.add(~rejected.out & claims & ~delivered, column, reason, cells)


def _ask_about_times(
    status: Sequence[str], delivered: DateColumn, column: str, cells: Sequence[Any], out: np.ndarray
) -> None:
    """Raise InputError if orders that have been delivered and those on the way alike have a time in this column.

    Is it the time of the last event of each, or are the states older than the times? cells: the words of the states.
    """
    states = np.asarray(status, dtype=object)
    waiting, done = (~out & (states == state) for state in ("in_progress", "delivered"))
    if waiting.sum() < ENOUGH or not done.any() or (~delivered.empty[waiting]).mean() < ALIKE:
        return
    at = int(np.flatnonzero(waiting)[0])
    raise InputError(
        _(
            "{column} has a time for orders in states such as {word}, too: state whether it counts as their delivery (level "
            "order) or is the time of the state (level event)."
        ).format(column=column, word=cells[at])
    )
