"""Faults of real logs: each kind gives the figures of plain arithmetic, a note or a question, never another number."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

from sim import InputError, read_orders
from tests.orderlog.made_up import HEAD, ORDERS, at, csv, expected, log, table, written
from tests.support.excel_files import Fault, workbook

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


DAYS = [(number, *(m and m.replace(hour=0, minute=0) for m in moments)) for number, *moments in ORDERS]
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

NIGHT = [("M-10", at("2 08:10"), at("4 18:00"), at("5 00:00")), *ORDERS]

KINDS: dict[str, Kind] = {
    # Columns that nobody needs
    "a state is a region": with_column(
        "State", "SP", "RJ", note="State is set aside: SP, RJ are no known states"
    ),
    "a segment is no class": with_column("Segment", "Consumer", "Corporate", note="Segment is set aside"),
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
        "status", "Delivered", "Handed to Bob", note="Handed to Bob are no known states"
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
        note="The promise is placed + 48 h",
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


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_of_fault_gives_the_right_figures_or_a_sentence(kind: Kind) -> None:
    content = kind.content
    source = io.BytesIO(content) if isinstance(content, bytes) else io.StringIO(content)
    if kind.error:
        with pytest.raises(InputError, match=kind.error):
            read_orders(source, **kind.options)
        return
    found = read_orders(source, **kind.options)
    assert tuple(found.rejected["row"]) == kind.left_out, (found.rejected, found.notes)
    for name, value in kind.measures.items():
        assert found.measures[name]["value"] == pytest.approx(value), (name, found.notes)
    assert kind.note in "\n".join(found.notes)


def test_a_stray_cell_far_away_is_one_sentence() -> None:
    rows = table(write=lambda m: m)
    rows[3] = rows[3] + [None] * 600 + [" "]
    rows += [[None]] * 100_000 + [[" "]]
    with pytest.raises(InputError, match="a cell far from the table is filled"):
        read_orders(io.BytesIO(workbook(rows)))


def test_a_frame_and_a_list_of_files_are_read(tmp_path: Any) -> None:
    frame = pd.DataFrame(table()[1:], columns=list(HEAD))
    frame["order_date"] = pd.to_datetime(frame["order_date"])
    assert read_orders(frame).measures["m08"]["value"] == ALL["m08"]
    frame[["order_id", "order_date"]].to_csv(tmp_path / "orders.csv", index=False)
    deliveries = frame[["order_id", "due_date", "delivered_at"]].rename(columns={"order_id": "Order"})
    deliveries.to_csv(tmp_path / "deliveries.csv", index=False)
    files = [tmp_path / "orders.csv", tmp_path / "deliveries.csv"]
    assert read_orders(files, join="order_id=Order").measures["m04"]["value"] == pytest.approx(ALL["m04"])
    with pytest.raises(InputError, match="need a column that joins them"):
        read_orders(files)
    with pytest.raises(InputError, match="a path, an open file or a DataFrame"):
        read_orders(3)  # type: ignore[arg-type]


def test_lines_give_both_numbers_and_sum_what_was_ordered() -> None:
    found = read_orders(io.StringIO(LINES))
    assert found.by_row is not None
    assert found.by_row.measures["m08"] == {"value": 3 / 6, "unit": "share", "n": 6}
    assert "by lines: 50.0% (6)" in repr(found) and "by lines: 50.0% (6)" in found._repr_html_()
    assert found.records["orders"]["ordered"].tolist() == [12, 3, 4, 2]


def test_a_column_that_says_on_time_or_late_stands_for_missing_times() -> None:
    rows = [["order_id", "order_date", "delivery_status"]]
    rows += [
        [n, written(p), "Late delivery" if n in ("M-12", "M-14") else "Shipping on time"]
        for n, p, *_rest in ORDERS
    ]
    found = read_orders(io.StringIO(csv(rows)))
    assert found.measures["m08"] == {"value": 6 / 8, "unit": "share", "n": 8}
    assert "cycle times cannot be measured" in "\n".join(found.notes)


def test_many_rows_left_out_are_the_first_thing_said() -> None:
    bad = log([(n, p, d, e) for n, p, d, e in ORDERS[:2]]).replace("M-", "Z-").split("\n", 1)[1]
    found = read_orders(io.StringIO(log() + bad.replace("2026-03-02 ", "soon ")))
    assert repr(found).startswith(
        "20.0% of the rows were left out: the measures are those of the rest. On time: 50.0% of the 2 left out"
    )


def test_a_slot_has_an_earliest_time() -> None:
    early = log(ORDERS[:1]).replace("2026-03-04 18:00", "2026-03-03 16:00-18:00")
    found = read_orders(io.StringIO(early), end="2026-03-04")
    assert found.measures["m08"]["value"] == 1.0 and "1 of 1 kept promises was delivered before" in "\n".join(
        found.notes
    )


def test_a_month_is_a_window() -> None:
    found = read_orders(io.StringIO(log()), start="2026-03", end="2026-03")
    assert "Window: 2026-03-01 00:00:00 to 2026-04-01 00:00:00." in found.notes


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"level": "parcel"}, "level is parcel, but takes order, line, shipment"),
        ({"promise": "tomorrow"}, "takes a rule such as"),
        ({"promise": "dispatched + 2d"}, "counts from dispatched"),
        ({"ignore": ["nothing"]}, "has no column nothing"),
        ({"words": {"placed": {"x": "yes"}}}, "cannot be given meanings"),
        ({"words": {"damaged": {"x": "perhaps"}}}, "cannot mean perhaps"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_sentence(options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said.replace("+", r"\+")):
        read_orders(io.StringIO(log()), **options)
