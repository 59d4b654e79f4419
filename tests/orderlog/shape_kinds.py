"""Shapes of files and of times of day that programs and people make."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from tests.orderlog.kinds import ALL, Kind, instead_of_empty
from tests.orderlog.made_up import HEAD, ORDERS, Moment, at, csv, expected, log, table, written
from tests.support.excel_files import workbook

RECORDS = [dict(zip(HEAD, row, strict=True)) for row in table()[1:]]
SLOTS = [
    ("S-1", at("2 08:00"), at("4 16:00"), at("4 15:10")),
    ("S-2", at("2 09:00"), at("5 00:00"), at("5 00:15")),
    ("S-3", at("3 10:00"), at("5 12:00"), at("5 11:30")),
    ("S-4", at("3 11:00"), at("6 02:00"), at("6 01:30")),
    ("S-5", at("4 12:00"), at("6 18:00"), at("6 19:00")),
]
"""Promised until the end of a slot of two hours (four in the evening); three end or come after midnight."""


def apart(day: Callable[[dt.datetime], str], clock: Callable[[dt.datetime], str], *head: str) -> str:
    """The orders with days and times of day in columns of their own."""

    def two(moment: Moment) -> tuple[str, str]:
        return ("", "") if moment is None else (day(moment), clock(moment))

    return csv([head, *([n, *two(p), *two(d), *two(e)] for n, p, d, e in ORDERS)], ";")


def slots(day: str, *head: str, both: bool = False) -> str:
    """Slots and arrivals as times of day beside one day, or beside one each."""
    rows: list[list[Any]] = [["order_id", "order_date", day, "Slot", *head, "Arrived"]]
    for number, placed, due, done in SLOTS:
        begin = due - dt.timedelta(hours=4 if due.hour == 2 else 2)
        day_of_slot = f"{begin:%d-%b-%Y}"
        slot = f"{begin:%H:%M} - {due:%H:%M}"
        rows.append(
            [number, written(placed), day_of_slot, slot, *([day_of_slot] if both else []), f"{done:%H:%M}"]
        )
    return csv(rows)


def months() -> bytes:
    """A sheet a month with the same head, and one of something else."""
    rows = table(write=lambda moment: moment)
    return workbook(rows[:4], [["Targets"], ["95 %"]], [rows[0], *rows[4:]], names=("March", "Plan", "April"))


HEADS_OF_TWO_ROWS = csv(
    [
        ["", "", "Planned", "", "Actual", ""],
        ["Order no", "Order date", "Date", "Time", "Date", "Time"],
        *(
            [
                n,
                written(p),
                f"{d:%Y-%m-%d}",
                f"{d:%H:%M}",
                *((f"{e:%Y-%m-%d}", f"{e:%H:%M}") if e else ("", "")),
            ]
            for n, p, d, e in ORDERS
            if d is not None
        ),
    ]
)
SAP = ("VBELN", "ERDAT", "ERZET", "Soll-Lieferdatum", "Soll-Lieferzeit", "Ist-Lieferdatum", "Ist-Lieferzeit")
TMS = (
    "LOAD_ID",
    "BOOKING_DT",
    "BOOKING_TM",
    "DLVERY_END_DT",
    "DLVERY_END_TM",
    "DLVERY_ARRIVAL_ACT_DT",
    "DLVERY_ARRIVAL_ACT_TM",
)
FRENCH = (
    "Commande",
    "Date de commande",
    "Heure de commande",
    "Date de livraison prévue",
    "Heure de livraison prévue",
    "Date de livraison",
    "Heure de livraison",
)
SHAPE_KINDS: dict[str, Kind] = {
    "JSON": Kind(json.dumps(RECORDS), note="The file is JSON."),
    "JSON, an object a line": Kind("\n".join(map(json.dumps, RECORDS))),
    "JSON with objects inside": Kind(
        json.dumps(
            {"page": 1, "orders": [{"order": {"id": r.pop("order_id")}, **r} for r in map(dict, RECORDS)]}
        )
    ),
    "JSON that breaks off": Kind(json.dumps(RECORDS)[:-30], error="begins as JSON but is not JSON"),
    "JSON of something else": Kind('{"orders": [], "page": {"n": 1}}', error="No column"),
    "a sheet a month": Kind(months(), note="sheets March, April, one below the other"),
    "heads of two rows": Kind(HEADS_OF_TWO_ROWS, note="promised = Planned Date + Planned Time"),
    "totals of the week, and remarks below": Kind(
        log(ORDERS[:4])
        + "Week total,4,,\n"
        + log(ORDERS[4:]).split("\n", 1)[1]
        + "Grand total,8,,\n* due = as agreed,,,\nPrepared by: J. Smith 02/04/2026,,,\n",
        left_out=(6, 11, 12, 13),
    ),
    "French clocks": Kind(apart(lambda m: f"{m:%d/%m/%Y}", lambda m: f"{m:%Hh%M}", *FRENCH)),
    "clocks of four digits": Kind(apart(lambda m: f"{m:%Y-%m-%d}", lambda m: f"{m:%H%M}", *FRENCH)),
    "clocks without zeros in front": Kind(
        apart(lambda m: f"{m:%Y%m%d}", lambda m: str(int(f"{m:%H%M}")), *TMS),
        note="placed = BOOKING_DT + BOOKING_TM",
    ),
    "received by the firm, with days and clocks apart": Kind(
        apart(
            lambda m: f"{m:%d/%m/%Y}",
            lambda m: f"{m:%H:%M}",
            *("Order Ref", "Received Date", "Received Time", "Due Date", "Due Time", "POD Date", "POD Time"),
        )
    ),
    "weeks beside a day are no clock": Kind(
        csv(
            [["order_id", "order_date", "due_date", "Geleverd op", "Levertijd (weken)"]]
            + [
                [n, *(m and f"{m:%Y-%m-%d}" for m in moments), 4 + at % 3 * 2]
                for at, (n, *moments) in enumerate(ORDERS)
            ]
        ),
        measures={"m05": 48.0},
        note="delivered = Geleverd op, promised",
    ),
    "SAP's days of zeros": Kind(
        apart(lambda m: f"{m:%Y%m%d}", lambda m: f"{m:%H%M%S}", *SAP).replace(";;\n", ";00000000;000000\n")
    ),
    "a slot and an arrival beside one day": Kind(
        slots("Date"), options={"end": "2026-03-07"}, measures=expected(SLOTS), note="after midnight"
    ),
    "a day of arrival that was not put forward": Kind(
        slots("Promised date", "Delivery date", both=True),
        options={"end": "2026-03-07"},
        measures=expected(SLOTS),
        note="after midnight",
    ),
    "the day of the slot is not that of the arrival": Kind(
        slots("Promised date"), error=r'such as --map delivered="Date \+ Arrived"'
    ),
    "the day of both, as told": Kind(
        slots("Promised date"),
        options={
            "columns": {"promised": "Promised date + Slot", "delivered": "Promised date + Arrived"},
            "end": "2026-03-07",
        },
        measures=expected(SLOTS),
    ),
    **{
        f"{text!r} is not yet": instead_of_empty(text)
        for text in (
            "outstanding",
            "Not delivered yet",
            "noch nicht zugestellt",
            "en attente",
            "da consegnare",
            "待客户签收",
        )
    },
    "Italian months": Kind(
        log(write=lambda m: "" if m is None else f"{m.day} marzo {m.year} alle {m:%H:%M}", head=HEAD),
        measures=ALL,
    ),
}
