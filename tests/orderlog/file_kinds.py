"""Faults of rows, times, numbers and whole files."""

from __future__ import annotations

import datetime as dt

from tests.orderlog.kinds import ALL, Kind, form, us, with_column
from tests.orderlog.made_up import HEAD, ORDERS, at, csv, expected, log, table, written
from tests.support.excel_files import Fault, workbook

LINES = csv(
    [
        ["order_id", "line", "order_date", "due_date", "delivered_at", "qty_ordered"],
        ["L-1", 1, "2026-03-02 08:00", "2026-03-04 18:00", "2026-03-03 15:00", 5],
        ["L-1", 2, "2026-03-02 08:00", "2026-03-04 18:00", "2026-03-04 20:00", 7],
        ["L-2", 1, "2026-03-03 10:00", "2026-03-05 18:00", "2026-03-05 10:00", 3],
        ["L-3", 1, "2026-03-03 10:00", "2026-03-05 18:00", "2026-03-05 10:00", 2],
        ["L-3", 2, "2026-03-03 10:00", "2026-03-05 18:00", "", 2],
        ["L-4", 1, "2026-03-04 10:00", "2026-03-05 18:00", "2026-03-06 10:00", 2],
    ]
)
SWAPPED = workbook(
    table(
        write=lambda m: (
            None
            if m is None
            else m.replace(month=m.day, day=m.month)
            if m.day <= 12
            else m.strftime("%d/%m/%Y %H:%M")
        ),
        orders=[
            *ORDERS,
            *(
                (f"N-{n}", at(f"{n} 09:00"), at(f"{n + 1} 18:00"), at(f"{n + 1} 09:00"))
                for n in range(14, 22)
            ),
        ],
    )
)
SWAPPED_RIGHT = expected(
    [
        *ORDERS,
        *((f"N-{n}", at(f"{n} 09:00"), at(f"{n + 1} 18:00"), at(f"{n + 1} 09:00")) for n in range(14, 22)),
    ]
)

DAYS = [(number, *(m and m.replace(hour=0, minute=0) for m in moments)) for number, *moments in ORDERS]
NIGHT = [("M-10", at("2 08:10"), at("4 18:00"), at("5 00:00")), *ORDERS]


FILE_KINDS: dict[str, Kind] = {
    # Heads, hours and letters of other countries
    "a head whose upper row has more names": Kind(
        csv(
            [
                ["", "Order placed", "", "Promised by", "", "Proof of delivery", ""],
                ["Order", "Date", "Time", "Date", "Time", "Date", "Time"],
                *(
                    [row[0], *(part for cell in row[1:] for part in (cell.split(" ") if cell else ("", "")))]
                    for row in table()[1:]
                ),
            ]
        )
    ),
    "hours of a night counted on": Kind(
        log(
            [
                *ORDERS,
                ("M-30", at("10 08:00"), at("12 02:00"), at("12 01:10")),
                ("M-31", at("10 08:00"), at("12 02:00"), at("12 03:10")),
            ],
            write=lambda m: (
                ""
                if m is None
                else f"{m - dt.timedelta(days=1):%Y-%m-%d} {m.hour + 24}:{m:%M}"
                if m.hour < 4
                else written(m)
            ),
        ),
        measures=expected(
            [
                *ORDERS,
                ("M-30", at("10 08:00"), at("12 02:00"), at("12 01:10")),
                ("M-31", at("10 08:00"), at("12 02:00"), at("12 03:10")),
            ]
        ),
        note="counted on into the next day",
    ),
    "a single hour that does not exist": Kind(
        log().rstrip("\n") + "\nM-20,2026-03-06 09:00,2026-03-08 18:00,2026-03-07 25:10\n", left_out=(10,)
    ),
    "years of Japan": form(lambda m: f"令和{m.year - 2018}年{m.month}月{m.day}日 {m:%H:%M}"),
    "years of the Republic": form(lambda m: f"民國{m.year - 1911}年{m.month}月{m.day}日 {m:%H:%M}"),
    "years of the Republic, bare": form(lambda m: f"{m.year - 1911}/{m:%m/%d %H:%M}"),
    "years of the Republic, without separators": Kind(
        log(DAYS, write=lambda m: "" if m is None else f"{m.year - 1911}{m:%m%d}"),
        measures={"m08": 6 / 8, "m05": 48.0},
        note="as in 1150302",
    ),
    "numbers of some kind are no seconds of Kefu": Kind(
        log(DAYS, write=lambda m: "" if m is None else f"{m:%y%m%d}"),
        error="260302: cannot be read as a date",
    ),
    "years of the Buddha": form(lambda m: f"{m:%d/%m}/{m.year + 543} {m:%H:%M}"),
    "years of Japan, short": form(lambda m: f"R{m.year - 2018}/{m.month}/{m.day} {m:%H:%M}"),
    "letters of Poland": Kind(
        csv(
            [["Odbiorca i ulica", *HEAD], *(["Żółw, ul. Świętokrzyska", *row] for row in table()[1:])], ";"
        ).encode("cp1250"),
        note="Not used: Odbiorca i ulica",
    ),
    "a word that the user says means not yet": Kind(
        log(write=lambda m: "w realizacji" if m is None else written(m)),
        {"words": {"delivered": {"W realizacji": "open"}}},
    ),
    "a word of French for not yet": Kind(log(write=lambda m: "à définir" if m is None else written(m))),
    # Rows
    "a row that is cut off": Kind(
        log().rstrip("\n") + "\nM-20,2026-03-06 09:00,2026-03-08 18:00", left_out=(10,)
    ),
    "a cell that is cut off": Kind(
        log(ORDERS[:5]) + "M-20,2026-03-06 09:00,2026-03-08 18:00,2026-03-07 1",
        left_out=(7,),
        measures=expected(ORDERS[:5]),
    ),
    "a customer called Total": Kind(
        csv(
            [
                ["client", *table()[0]],
                *([name, *row] for name, row in zip(["Total", "Sum"] * 4, table()[1:], strict=True)),
            ]
        )
    ),
    "lines of orders": Kind(
        LINES, measures={"m08": 1 / 4, "m04": (60 + 48 + 48) / 3}, note="4 orders in 6 rows"
    ),
    "an exact copy is no second line": Kind(
        LINES + LINES.splitlines()[3] + "\n", measures={"m08": 1 / 4}, left_out=(8,)
    ),
    "a bad line costs its order": Kind(
        LINES.replace("2026-03-04 20:00", "soon"), measures={"m08": 1 / 3}, left_out=(2, 3)
    ),
    # Times
    "American, two digits": form(lambda m: us(m, " %H:%M", year="%y")),
    "month in letters": form(lambda m: f"{m.day}-{m:%b-%y %H:%M}"),
    "AM and PM, comma before": form(lambda m: us(m, ", %I:%M:%S %p").replace(", 0", ", ")),
    "a.m. and p.m.": form(lambda m: us(m, " %I:%M ") + ("a.m." if m.hour < 12 else "p.m.")),
    "parts of the day in Chinese": form(
        lambda m: (
            f"{m.year}年{m.month}月{m.day}日 "
            + (
                "凌晨"
                if m.hour < 6
                else "上午"
                if m.hour < 11
                else "中午"
                if m.hour < 13
                else "下午"
                if m.hour < 18
                else "晚上"
            )
            + f"{m.hour if m.hour <= 12 else m.hour - 12}:{m:%M}"
        )
    ),
    "twelve at night": Kind(
        log(NIGHT, write=lambda m: "2026年3月4日 晚上12点" if m == at("5 00:00") else written(m)),
        measures=expected(NIGHT),
    ),
    "full-width digits": form(
        lambda m: f"{m:%Y-%m-%d %H:%M}".translate(str.maketrans("0123456789:-", "０１２３４５６７８９：－"))
    ),
    "Unix seconds beside written dates": Kind(
        csv(
            [
                HEAD,
                *(
                    [
                        n,
                        int(p.replace(tzinfo=dt.UTC).timestamp()),
                        f"{d:%Y-%m-%d %H:%M}Z",
                        f"{e:%Y-%m-%d %H:%M}Z" if e else "",
                    ]
                    for n, p, d, e in ORDERS
                ),
            ]
        ),
        note="Unix seconds: order_date",
    ),
    "date and time of day apart": Kind(
        csv(
            [
                [
                    "order_id",
                    "order_date",
                    "order_time",
                    "due_date",
                    "due_time",
                    "delivered_date",
                    "delivered_time",
                ],
                *(
                    [
                        n,
                        *(
                            part
                            for m in moments
                            for part in ((f"{m:%Y-%m-%d}", f"{m:%H:%M}") if m else ("", ""))
                        ),
                    ]
                    for n, *moments in ORDERS
                ),
            ]
        ),
        note="placed = order_date + order_time",
    ),
    "date and time of day apart, as told": Kind(
        csv(
            [
                ["order_id", "d", "t", "due_date", "delivered_at"],
                *([n, f"{p:%Y-%m-%d}", f"{p:%H:%M}", written(d), written(e)] for n, p, d, e in ORDERS),
            ]
        ),
        options={"columns": {"placed": "d + t"}},
    ),
    "date and time of day apart, in Excel": Kind(
        workbook(
            [
                ["order_id", "order_date", "order_time", "due_date", "delivered_at"],
                *(
                    [n, p.replace(hour=0, minute=0), (p.hour * 60 + p.minute) / 1440, d, e]
                    for n, p, d, e in ORDERS
                ),
            ]
        )
    ),
    "a step out of order": with_column(
        "ship_date", "", "2026-03-20 10:00", note="ship_date is out of order in 3 rows"
    ),
    # Numbers
    "one unit, one decimal mark": Kind(
        log(
            more={
                "ordered": ["1.250", "2.500"] * 4,
                "shipped": ["1.25", "2.5"] * 4,
                "ship_date": ["2026-03-16 09:00"] * 8,
            }
        ),
        measures={"m08": ALL["m08"]},
        note="thousandths",
    ),
    "more shipped than ordered": Kind(
        log(
            more={
                "ordered": [10] * 8,
                "shipped": [10, 11, 10, 10, 10, 0, 9, 12],
                "ship_date": [written(p) for _n, p, *_rest in ORDERS],
            }
        ),
        measures={"m07": 6 / 7},
        note="2 orders were shipped with more",
    ),
    "units behind the numbers": with_column("ordered", "10 kg", "12 kg"),
    "two units": with_column("ordered", "10 kg", "1 t", note="ordered is set aside"),
    # Files
    "a name that begins with a quotation mark": Kind(
        csv([["client", *HEAD], *(['"Quick" Ltd', *row] for row in table()[1:])]).replace('""', '"'),
        note="Quotation marks",
    ),
    "a head that looks like one name": Kind(
        csv(table(head=("Nr.", "Auftragseingang", "Lieferzusage", "Lieferung erfolgt")), ";"),
        options={"columns": {"order": "Nr."}},
    ),
    "a web page": Kind(
        "<html><table><tr><td>order_id</td></tr></table></html>", error="is a web page or XML"
    ),
    "Windows-1252": Kind(
        csv([["city", *HEAD], *(["Köln", *row] for row in table()[1:])], ";").encode("cp1252"),
        note="Windows-1252",
    ),
    "traditional Chinese, in Big5": Kind(
        log(head=("訂單編號", "下單時間", "承諾時間", "簽收時間")).encode("big5"), note="Big5"
    ),
    "nothing was delivered": Kind(
        log([(n, p, d, None) for n, p, d, _e in ORDERS]),
        measures={},
        note="delivered_at is empty in all rows",
    ),
    "error cells": Kind(
        workbook(
            [
                [Fault("#N/A") if (at_row, place) == (2, 3) else cell for place, cell in enumerate(row)]
                for at_row, row in enumerate(table(write=lambda m: m))
            ]
        ),
        left_out=(3,),
        measures={"m08": 4 / 7},
    ),
    "a cover sheet": Kind(
        workbook([["Delivery report"], ["March"]], table(write=lambda m: m)), note="sheet Sheet2"
    ),
    "days exchanged by a spreadsheet": Kind(
        SWAPPED, measures=SWAPPED_RIGHT, note="day and month were exchanged"
    ),
}
