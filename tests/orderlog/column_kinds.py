"""Faults of columns: those that nobody needs, words, what stands for not yet, promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tests.orderlog.file_kinds import DAYS
from tests.orderlog.kinds import ALL, Kind, due, instead_of_empty, with_column
from tests.orderlog.made_up import HEAD, ORDERS, at, csv, expected, log, table, written


def until(day: Callable[[dt.datetime], dt.datetime]) -> dict[str, float]:
    """The measures if promises last until the end of another day."""
    return expected([(n, p, d and day(d).replace(hour=23, minute=59), e) for n, p, d, e in ORDERS])


COLUMN_KINDS: dict[str, Kind] = {
    # Columns that nobody needs
    "a state is a region": with_column(
        "State", "SP", "RJ", note="State is set aside: SP, RJ are not known states"
    ),
    "a segment is no class": with_column("Segment", "Consumer", "Corporate", note="Segment is set aside"),
    "a class of goods is none of customers": Kind(
        log(more={"customer": ["K", "L"] * 4, "ABC class": ["A", "A", "B", "C"] * 2}),
        note="ABC class is set aside: it differs within a customer",
    ),
    "a shipper beside a consignee is no carrier": Kind(
        log(more={"Shipper": ["Ann"] * 8, "Consignee": ["Bob"] * 8}), note="Not used: Shipper"
    ),
    "a flag is no time": with_column("Confirmed", 1, 1, 0, note="Confirmed is set aside"),
    "an invoice is a number": with_column("invoice", "R-1", "R-2", note="invoice is set aside"),
    "a trip is a name": with_column("trip no", "T-1", "T-2"),
    "one bad value among a hundred": Kind(
        log(
            [(f"X-{n}", at("2 08:00"), at("4 18:00"), at("3 08:00")) for n in range(100)],
            more={"ordered": ["ten", *range(1, 100)]},
        ),
        options={"end": "2026-03-05"},
        measures={"m05": 24.0},
        note="ordered is set aside: 1 value cannot be read",
    ),
    "a column that is ignored": with_column("status", "cancelled", options={"ignore": ["status"]}),
    "a duration is no delivery": Kind(
        csv([[*HEAD[:3], "delivery_time"], *([*row[:3], row[3] and "31.5"] for row in table()[1:])]),
        error="delivery_time is set aside: values such as 31.5",
    ),
    "two deliveries": with_column(
        "delivered_at_2", "2026-03-20 10:00", error="delivered_at and delivered_at_2 could both be delivered"
    ),
    "a person is no time": with_column("Received by", "Bob", "Eve"),
    # Words
    "late and on the way are words": with_column("status", "Delayed", "In Transit", "Delivered", "damaged"),
    "words of another language": with_column("status", "Entregue", "Em trânsito", "Zugestellt", "livré"),
    "codes": with_column("order_status", 4, 2, note="order_status is set aside"),
    "codes with a meaning": with_column(
        "order_status",
        7,
        options={"words": {"status": {"7": "delivered"}}},
        left_out=(7,),
        measures={"m08": 4 / 7},
    ),
    "one unknown word": with_column(
        "status", "Delivered", "Handed to Bob", note="Handed to Bob are not known states"
    ),
    "yes and no as codes": with_column(
        "damaged",
        "D1",
        "D0",
        options={"words": {"damaged": {"D1": "yes", "D0": "no"}}},
        measures={"m03": 3 / 7},
    ),
    "crosses are ticks": with_column("damaged", "x", "", "", "", measures={"m03": 5 / 7}),
    "crosses beside ticks are no": with_column("damaged", "✓", "x", "x", "x", measures={"m03": 5 / 7}),
    # Not yet
    **{
        f"{text!r} is not yet": instead_of_empty(text)
        for text in (
            "0000-00-00 00:00:00",
            "0",
            "1900-01-01",
            "9999-12-31",
            "1970-01-01 00:00",
            "0001-01-01 00:00:00",
            "Pending",
            "未签收",
            "In transit",
            "N/A",
            "TBD",
            "待签收",
            "2099-12-31",
        )
    },
    "a mistyped year": instead_of_empty("2062-03-06 10:00", left_out=(7,), measures={"m08": 4 / 7}),
    "a mistyped year of an order": Kind(
        log([*ORDERS, ("M-19", at("5 09:00").replace(year=2006), at("7 18:00"), at("7 08:00"))]),
        left_out=(10,),
    ),
    "a mistyped month does not set the window": Kind(
        log(
            [
                *ORDERS,
                *((f"O-{n}", at("14 09:00"), at("31 18:00"), at("16 09:00")) for n in range(5)),
                ("P-1", at("5 09:00"), at("7 18:00"), at("7 08:00").replace(month=9)),
            ]
        ),
        measures={"m08": 4 / 9},
        note="1 time is far later than all others",
    ),
    # Promises
    "windows": due(
        lambda m: f"{m:%Y-%m-%d} 09:00-{m:%H:%M}", options={"timezone": "Asia/Shanghai"}, note="is a window"
    ),
    "windows with hours only": due(lambda m: f"{m:%Y-%m-%d} 9-{m.hour}"),
    "windows, spelled": due(lambda m: f"{m:%Y/%m/%d} 9:00 ~ {m:%H:%M}"),
    "windows from moment to moment": due(lambda m: f"{m:%Y-%m-%d} 09:00 - {m:%Y-%m-%d %H:%M}"),
    "weeks": due(
        lambda m: f"KW {m.isocalendar().week}/{m.year}",
        measures=until(lambda m: m + dt.timedelta(days=7 - m.isoweekday())),
        note="a week lasts from Monday to Sunday",
    ),
    "months": due(lambda m: f"{m:%B %Y}", options={"end": "2026-03-31"}, measures={"m08": 7 / 8}),
    "letters of a zone": Kind(
        log(write=lambda m: "" if m is None else f"{m:%Y-%m-%d %H:%M} CET"), note="UTC+01:00"
    ),
    "letters of several zones": Kind(
        log(write=lambda m: "" if m is None else f"{m:%a %b %d %H:%M:%S CST %Y}")
    ),
    "French windows": due(lambda m: f"{m:%Y-%m-%d} 16h-{m.hour}h"),
    "parts of the day beside a day": Kind(
        csv(
            [
                ["order_id", "order_date", "お届け希望日", "お届け時間帯", "delivered_at"],
                *(
                    [n, written(p), f"{d:%Y/%m/%d}", "午後" if d.hour == 18 else "", written(e)]
                    for n, p, d, e in ORDERS
                    if d is not None
                ),
            ]
        )
    ),
    "received by the firm and handed over": Kind(
        log(head=("Rx No", "Received", "Promised by", "Handed over"))
    ),
    "a shipment is the order": Kind(
        log(head=("Consignment", "Booked", "due_date", "Arr. time")), note="Consignment is the order number"
    ),
    "afternoons": due(lambda m: f"{m:%Y-%m-%d} 下午", note="parts of the day are taken as 下午 12:00-18:00"),
    "afternoons as told": due(
        lambda m: f"{m:%Y-%m-%d} après-midi",
        options={"words": {"promised": {"après-midi": "9:00-11:00"}}},
        measures={"m08": 3 / 8},
    ),
    "offsets are no windows": Kind(
        log(write=lambda m: "" if m is None else f"{m:%Y-%m-%d %H:%M}-05:00"), note="UTC-05:00"
    ),
    "promises at midnight last a day": due(
        lambda m: f"{m:%Y-%m-%d} 00:00:00", measures={"m08": 6 / 8}, note="a promise is the end of its day"
    ),
    "promises at midnight in UTC": due(
        lambda m: f"{m - dt.timedelta(days=1):%Y-%m-%d}T16:00:00Z",
        options={"timezone": "Asia/Shanghai"},
        measures={"m08": 6 / 8},
    ),
    "promises at midnight in a zone that is not told": Kind(
        csv(
            [
                HEAD,
                *(
                    [
                        n,
                        f"{p:%Y-%m-%dT%H:%MZ}",
                        f"{d:%Y-%m-%d}T16:00:00Z",
                        f"{e:%Y-%m-%dT%H:%MZ}" if e else "",
                    ]
                    for n, p, d, e in ORDERS
                ),
            ]
        ),
        measures={},
        note="state its zone",
    ),
    "one due date for all": Kind(
        log([(n, p, at("6 00:00"), d) for n, p, _due, d in ORDERS[:5]]),
        options={"end": "2026-03-06"},
        measures={"m08": 1.0, "m05": 49.5},
    ),
    "dates only": Kind(
        log(DAYS, write=lambda m: "" if m is None else f"{m:%Y-%m-%d}"), measures={"m08": 6 / 8, "m05": 48.0}
    ),
    "dates only, to the last day": Kind(
        csv(
            [
                HEAD,
                ["1", "2026-03-02", "2026-03-04", "2026-03-03"],
                ["2", "2026-03-03", "2026-03-04", "2026-03-04"],
            ]
        ),
        measures={"m08": 1.0, "m04": 24.0},
    ),
    "a rule": Kind(
        csv([[row[0], row[1], row[3]] for row in table()]),
        options={"promise": "placed + 48h"},
        measures={"m08": 3 / 8, "m05": ALL["m05"]},
        note="The promise is placed + 48h",
    ),
    "no promise": Kind(
        csv([[row[0], row[1], row[3]] for row in table()]), measures={"m04": ALL["m04"], "m05": ALL["m05"]}
    ),
    "plan beside actual": Kind(
        log(head=("order_id", "order_date", "delivery_date", "actual_delivery_date")),
        note="delivery_date is read as promised",
    ),
    "planned and actual in brackets": Kind(
        log(head=("Order no", "Order date", "Delivery date (planned)", "Delivery date (actual)"))
    ),
    "the plan twice": Kind(
        log([(n, p, d, d) for n, p, d, _e in ORDERS]), measures={"m08": 1.0}, note="are the same in all rows"
    ),
}
