"""A small made-up order log, and its measures computed without Kefu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Moment = dt.datetime | None
Order = tuple[str, dt.datetime, Moment, Moment]
"""Number, placed, promised, delivered."""


def at(text: str) -> dt.datetime:
    """A moment of March 2026: "2 08:10"."""
    day, clock = text.split()
    return dt.datetime.fromisoformat(f"2026-03-{int(day):02} {clock}")


ORDERS: tuple[Order, ...] = (
    ("M-11", at("2 08:10"), at("4 18:00"), at("3 15:40")),
    ("M-12", at("2 09:25"), at("4 18:00"), at("4 19:05")),
    ("M-13", at("3 10:00"), at("5 18:00"), at("5 11:30")),
    ("M-14", at("3 16:45"), at("5 18:00"), at("5 20:10")),
    ("M-15", at("4 11:15"), at("6 18:00"), at("6 09:20")),
    ("M-16", at("4 13:30"), at("6 18:00"), None),
    ("M-17", at("5 09:00"), at("7 18:00"), at("7 08:00")),
    ("M-18", at("13 09:00"), at("15 18:00"), at("16 10:00")),
)
"""The days of the month prove the order of day and month; M-16 is overdue at the end, M-18 late."""
HEAD = ("order_id", "order_date", "due_date", "delivered_at")


def expected(orders: Sequence[Order] = ORDERS) -> dict[str, float]:
    """m04, m05 and m08 of the orders: promises due before the last fact, kept if delivered by then."""
    end = max(moment for _id, placed, _due, done in orders for moment in (placed, done) if moment is not None)
    due = [order for order in orders if order[2] is not None and order[2] <= end]
    hours = [(done - placed).total_seconds() / 3600 for _id, placed, _due, done in due if done is not None]
    kept = [
        done is not None and promised is not None and done <= promised for _id, _placed, promised, done in due
    ]
    return {"m04": float(np.mean(hours)), "m05": float(np.median(hours)), "m08": float(np.mean(kept))}


def written(moment: Moment) -> str:
    """A moment as databases write it."""
    return "" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def table(
    orders: Sequence[Order] = ORDERS,
    *,
    head: Sequence[str] = HEAD,
    write: Callable[[Moment], Any] = written,
    more: dict[str, Sequence[Any]] | None = None,
) -> list[list[Any]]:
    """Header and rows. more: further columns, a value for each order."""
    more = more or {}
    rows = [[number, *(write(moment) for moment in moments)] for number, *moments in orders]
    return [[*head, *more], *([*row, *(column[n] for column in more.values())] for n, row in enumerate(rows))]


def csv(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    """The rows as separated text."""
    return "".join(
        separator.join(f'"{cell}"' if separator in str(cell) else str(cell) for cell in row) + "\n"
        for row in rows
    )


def log(orders: Sequence[Order] = ORDERS, **form: Any) -> str:
    """The orders as CSV; form: as of `table`."""
    return csv(table(orders, **form))
