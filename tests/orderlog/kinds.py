"""What a kind of fault is: a file, how it is read, and what is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.orderlog.made_up import ORDERS, csv, expected, log, table, written

ALL = expected()


@dataclass(frozen=True)
class Kind:
    """A file, how it is read, and what is right: measures, rows left out, a note, or a sentence."""

    content: str | bytes
    options: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, float] = field(default_factory=lambda: ALL)
    left_out: tuple[int, ...] = ()
    note: str = ""
    error: str = ""


def with_column(name: str, *cells: Any, **more: Any) -> Kind:
    """The log with a further column, its cells repeated as often as it takes."""
    return Kind(log(more={name: [cells[n % len(cells)] for n in range(len(ORDERS))]}), **more)


def instead_of_empty(text: str, **more: Any) -> Kind:
    """The log with a text where an order has not been delivered."""
    return Kind(log(write=lambda moment: written(moment) or text), **more)


def form(write: Callable[[dt.datetime], Any], **more: Any) -> Kind:
    """The log with its times written otherwise."""
    return Kind(log(write=lambda moment: "" if moment is None else write(moment)), **more)


def us(moment: dt.datetime, clock: str, *, year: str = "%Y") -> str:
    return f"{moment.month}/{moment.day}/{moment.strftime(year)}{moment.strftime(clock)}"


def due(write: Callable[[dt.datetime], str], **more: Any) -> Kind:
    """The log with its promises written otherwise."""
    rows = table()
    for row, order in zip(rows[1:], ORDERS, strict=True):
        assert order[2] is not None
        row[2] = write(order[2])
    return Kind(csv(rows), **more)
