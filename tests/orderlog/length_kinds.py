"""Promises that are a length of time, and the moments that they mean, worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from tests.orderlog.kinds import Kind
from tests.orderlog.made_up import ORDERS, csv, written

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Later = Callable[[dt.datetime], dt.datetime]


def hours(number: float) -> Later:
    """So many hours later."""
    return lambda placed: placed + number * HOUR


def end_of_day(number: int) -> Later:
    """The end of a later day."""
    return lambda placed: placed.replace(hour=23, minute=59) + number * DAY


def working(number: int) -> Later:
    """The end of a later day from Monday to Friday."""

    def later(placed: dt.datetime) -> dt.datetime:
        day, left = placed.replace(hour=23, minute=59), number
        while left:
            day += DAY
            left -= day.weekday() < 5
        return day

    return later


def lengths(head: str, *pairs: tuple[Any, Later], faster: float = 1, **more: Any) -> Kind:
    """The log with promises of these lengths in turn. faster: how many times as fast orders are delivered."""
    turns = [pairs[n % len(pairs)] for n in range(len(ORDERS))]
    orders = [
        (number, placed, later(placed), done and placed + (done - placed) / faster)
        for (number, placed, _due, done), (_cell, later) in zip(ORDERS, turns, strict=True)
    ]
    rows: list[Sequence[Any]] = [["order_id", "order_date", "delivered_at", head]]
    rows += [
        [number, written(placed), written(done), cell]
        for (number, placed, _due, done), (cell, _later) in zip(orders, turns, strict=True)
    ]
    options = {"end": "2026-03-31"} | more.pop("options", {})
    right = sum(bool(done and done <= due) for _number, _placed, due, done in orders) / len(orders)
    return Kind(csv(rows), options=options, **{"measures": {"m08": right}, **more})


def told(cell: str, later: Later, rule: str, **more: Any) -> Kind:
    """The log with a column that only the user's rule explains."""
    return lengths("window code", (cell, later), options={"promise": rule}, **more)


TWO_DAYS = ("2 days", hours(48))
LENGTH_KINDS: dict[str, Kind] = {
    "hours, minutes, days, ISO": lengths(
        "promised within",
        ("48h", hours(48)),
        ("35 min", hours(35 / 60)),
        TWO_DAYS,
        ("P2DT4H", hours(52)),
        ("1 day, 6:30:00", hours(30.5)),
        note="the promise is placed + promised within",
    ),
    "Chinese": lengths(
        "承诺时效",
        ("48小时", hours(48)),
        ("次日达", end_of_day(1)),
        ("当日达", end_of_day(0)),
        ("两天内", hours(48)),
        ("2个工作日", working(2)),
        ("次日18点前", lambda placed: placed.replace(hour=18, minute=0) + DAY),
        note="without holidays",
    ),
    "traditional Chinese": lengths(
        "承諾時效", ("24小時", hours(24)), ("當日達", end_of_day(0)), ("3個工作天", working(3))
    ),
    "Japanese": lengths("納期", ("翌日配達", end_of_day(1)), ("3営業日", working(3)), ("48時間以内", hours(48))),
    "Brazilian": lengths("Prazo de entrega", ("2 dias úteis", working(2)), ("até 1 dia útil", working(1))),
    "German": lengths("Lieferfrist", ("2-3 Werktage", working(3)), ("48 Std.", hours(48)), note="the longer time counts"),
    "days after the order": lengths("SLA", ("D+2", end_of_day(2)), ("T+1", end_of_day(1)), note="the end of that day"),
    "hours in the head": lengths("promise_hours", ("48", hours(48)), ("60", hours(60)), note="in hours, as stated"),
    "days in the head": lengths("承诺时效（天）", ("2", hours(48)), ("1", hours(24))),
    "working days in the head": lengths("prazo (dias úteis)", ("2", working(2)), ("1", working(1))),
    "days, some of them none": lengths("promise_days", ("2", end_of_day(2)), ("0", end_of_day(0)), note="is 0 days"),
    "hours as long as orders take": lengths("SLA", ("48", hours(48)), ("60", hours(60)), note="is read in hours"),
    "minutes as long as orders take": lengths(
        "SLA", ("48", hours(0.8)), ("60", hours(1)), faster=60, note="is read in minutes"
    ),
    "a clock of minutes": lengths("SLA", ("48:00", hours(0.8)), faster=60, note="is read in minutes"),
    "a clock of hours": lengths("promised within", ("48:30", hours(48.5))),
    "numbers that could be anything": lengths("SLA", ("700", hours(0)), error="in which unit"),
    "lengths among dates": lengths(
        "due", TWO_DAYS, ("2026-03-15 18:00", lambda _placed: dt.datetime(2026, 3, 15, 18)), note="such as 2 days"
    ),
    "times of day or hours": lengths(
        "promise", ("17h", hours(0)), ("18h", hours(0)), note="if they are lengths of time", measures={}
    ),
    "slots or hours": lengths(
        "promise", ("9h-12h", hours(0)), note="if they are lengths of time", measures={}
    ),
    "amounts are no lengths": lengths("due", ("125.90", hours(0)), ("48.35", hours(0)), note="due is set aside", measures={}),
    "marks are no lengths": lengths("SLA", ("1", hours(0)), ("0", hours(0)), note="Not used: SLA", measures={}),
    "lines below a first row that has the times": Kind(
        "order_id,line,order_date,delivered_at,SLA\n"
        "A,1,2026-03-02 08:00,2026-03-03 08:00,48h\nA,2,,,48h\nB,1,2026-03-02 09:00,2026-03-05 09:00,48h\nB,2,,,48h\n",
        measures={"m08": 1 / 2, "m04": 48},
    ),
    **{
        f"how long each order took, in {head}": Kind(
            csv(
                [["order_id", "order_date", "due_date", head]]
                + [
                    [n, written(p), written(d), form.format((e - p).total_seconds() / unit) if e else ""]
                    for n, p, d, e in ORDERS
                ]
            ),
            options={"columns": {"delivered": head}},
            note=f"the delivery is placed + {head}",
        )
        for head, form, unit in (
            ("Delivery minutes", "{:.0f}", 60),
            ("Time_taken(min)", "(min) {:.0f}", 60),
            ("duration", "{:.4f} h", 3600),
        )
    },
    "a length that nobody promised": lengths(
        "lead time", TWO_DAYS, note='say --promise "placed + lead time"', measures={}
    ),
    "an unknown word": lengths("SLA", TWO_DAYS, ("Standard", hours(1)), left_out=(3, 5, 7, 9), measures={}),
    "a word as told": lengths(
        "SLA", TWO_DAYS, ("Standard", hours(72)), options={"words": {"promised": {"standard": "3 days"}}}
    ),
    "a column as told": told("2 days", hours(48), "placed + window code"),
    "a column and its unit as told": told("2", working(2), "placed + window code working days"),
    "a rule of working days": told("x", working(2), "placed + 2 working days", note="Monday to Friday"),
    "no such column": told("2", hours(2), "placed + nothing", error='"placed \\+ COLUMN hours"'),
}  # fmt: skip
