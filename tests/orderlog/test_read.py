"""Somebody's order log: clean or dirty, it gives the right measures or one clear sentence."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim import InputError, read_orders, service_measures
from sim.cli import main
from sim.orderlog.reading.column_names import FIELDS, KNOWN, SYNONYMS, normalise
from sim.records.export import export
from tests.support.command_line import ROOT
from tests.support.excel_files import Fault, Formula, serial, workbook

HEAD = "order,placed,promised,delivered"
# Cycles of 24, 30 and 54 hours; the third came 6 hours late, the fourth not at all.
ROWS = (
    "1,2026-03-01 08:00,2026-03-03 08:00,2026-03-02 08:00",
    "2,2026-03-02 09:30,2026-03-04 09:30,2026-03-03 15:30",
    "3,2026-03-02 10:00,2026-03-04 10:00,2026-03-04 16:00",
    "4,2026-03-03 14:05,2026-03-05 14:05,",
    "5,2026-03-06 14:05,2026-03-08 14:05,2026-03-08 14:05",
)
LOG = "\n".join((HEAD, *ROWS)) + "\n"
CLEAN = {"m04": (24 + 30 + 54) / 3, "m08": 2 / 4}
"""Of the four promises that fall before the last fact; the fifth order is promised at the very last second."""
ALL = {"m04": (24 + 30 + 54 + 48) / 4, "m08": 3 / 5}


def rows(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.strip().split("\n")]


def moments(text: str) -> list[list[Any]]:
    """The log with real dates for Excel."""
    table: list[list[Any]] = rows(text)
    for row in table[1:]:
        row[0] = int(row[0])
        for place in (1, 2, 3):
            row[place] = dt.datetime.fromisoformat(row[place]) if row[place] else None
    return table


def swapped(form: str, text: str = LOG, **more: str) -> str:
    """The log with its dates written in another form."""
    table = rows(text)
    for row in table[1:]:
        row[1:] = [dt.datetime.fromisoformat(cell).strftime(form) if cell else "" for cell in row[1:]]
    mark = more.get("mark", ",")
    return "\n".join(mark.join(row) for row in table) + "\n"


@dataclass(frozen=True)
class Dirty:
    """A file: its content, how it is read, and what comes of it: rows left out (number -> part of the reason) or a sentence."""

    content: bytes
    left_out: dict[int, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, float] = field(default_factory=lambda: ALL)
    note: str = ""
    error: str = ""
    name: str = "log.csv"


def text(content: str, encoding: str = "utf-8", **more: Any) -> Dirty:
    return Dirty(content.encode(encoding), **more)


def with_cell(column: str, cell: str, note: str) -> Dirty:
    """The clean log with a further column, filled in the last row, that costs no row but is noted."""
    mark = "," * cell.count(",") + ","
    body = [f"{row}{mark}" for row in ROWS[:-1]] + [f"{ROWS[-1]},{cell}"]
    return text("\n".join((f"{HEAD},{column}", *body)) + "\n", note=note)


def with_row(row: str, reason: str, head: str = HEAD, **more: Any) -> Dirty:
    """The clean log with one more row, in row 7, that must be left out."""
    return text("\n".join((head, *ROWS, row)) + "\n", left_out={7: reason}, **more)


CHINESE = LOG.replace(HEAD, "订单号,下单时间,承诺时间,签收时间")
ZONED = "\n".join((HEAD, *(row.replace(":00,", ":00+08:00,", 1) for row in ROWS)))
BERLIN = (
    "order,placed,promised,delivered\n"
    "1,2026-03-28 12:00,2026-03-30 12:00,2026-03-29 12:00\n"  # 23 hours: the clock was put forward in between
    "2,2026-03-29 02:30,2026-03-30 12:00,2026-03-29 12:00\n"  # there was no such hour
    "3,2026-10-25 02:50,2026-10-25 12:00,2026-10-25 02:10\n"  # 20 minutes: 02:10 was there a second time
    "4,2026-10-24 12:00,2026-10-25 12:00,2026-10-25 12:00\n"  # 25 hours
)
XLSX = workbook(moments(LOG))

FILES: dict[str, Dirty] = {
    # Encodings
    "utf-8": text(LOG, note="UTF-8"),
    "utf-8 with mark": text(CHINESE, "utf-8-sig", note="byte order mark"),
    "gb18030": text(CHINESE, "gb18030", note="GB18030"),
    "unicode text of Excel": text(CHINESE.replace(",", "\t"), "utf-16", note="UTF-16"),
    "utf-16 big end first": Dirty(b"\xfe\xff" + CHINESE.encode("utf-16-be"), note="UTF-16"),
    "encoding given": text(
        LOG.replace("order,", "Aufträge,"),
        "latin-1",
        options={"encoding": "latin-1", "columns": {"order": "Aufträge"}},
    ),
    "wrong encoding given": text(
        CHINESE, "gb18030", options={"encoding": "utf-8"}, error="not a text table in utf-8"
    ),
    "no such encoding": text(LOG, options={"encoding": "klingon"}, error="encoding is klingon"),
    "binary": Dirty(bytes(range(256)) * 20, error="neither a text table"),
    "NUL bytes": text(LOG.replace("2026-03-03 15:30", "2026\0-03-03 15:30"), error="neither a text table"),
    "cut in a letter": Dirty("\ufeff订单号".encode()[:-1], error="neither a text table"),
    # Separators and lines
    "semicolon": text(LOG.replace(",", ";"), note="semicolon"),
    "tab": text(LOG.replace(",", "\t"), note="tab"),
    "sep line of Excel": text("sep=;\n" + LOG.replace(",", ";")),
    "separator given": text(LOG.replace(",", "^"), options={"separator": "^"}),
    "bad separator": text(LOG, options={"separator": ", "}, error="takes one character"),
    "CRLF": text(LOG.replace("\n", "\r\n")),
    "CR": text(LOG.replace("\n", "\r")),
    "no end of line": text(LOG.rstrip("\n")),
    "end of file mark": text(LOG + "\x1a"),
    "quotes and separators in them": text(
        "order,note,placed,promised,delivered\n"
        + "".join(row.replace(",", ',"a, ""b""\nc",', 1) + "\n" for row in ROWS)
    ),
    "quote not closed, in rows that are otherwise whole": text(
        LOG.replace("\n2,2026", '\n"2,2026'), note='Quotation marks (") are read as part'
    ),
    "quote not closed": text(LOG.replace("\n2,2026", '\n"2,a,2026'), error="row 3: the quotation marks"),
    "huge field": text(LOG.replace("\n5,", "\n" + "9" * 200_000 + ","), error="row 6: one cell has more"),
    # Shape
    "empty": text("", error="is empty"),
    "blank lines only": text("\n\n , ,\n", error="was found for order"),
    "only a header": text(HEAD + "\n", error="has a header but no rows"),
    "title above the header": text("Orders in March\n\n" + LOG, note="column names are in row 3"),
    "blank rows": text(LOG.replace("\n3,", "\n\n , ,,\n3,"), note="2 blank rows"),
    "trailing blank rows": text(LOG + ",,,\n\n"),
    "totals": with_row("Total,,,", "a row of totals"),
    "Chinese totals": with_row("合计：,5,,", "a row of totals"),
    "header again": with_row(HEAD, "a repeated header"),
    "exact duplicate": with_row(ROWS[2], "the same as row 4"),
    "several rows an order, as told, are repeated": with_row(
        "3,2026-03-02 10:00,2026-03-04 10:00,2026-03-04 17:00",
        "already in row 4",
        options={"level": "order"},
    ),
    "shifted cells": with_row("6,2026-03-01,08:00,2026-03-03 08:00,2026-03-02 08:00", "more cells"),
    "no order": with_row(",2026-03-01 08:00,2026-03-03 08:00,2026-03-02 08:00", "no order number"),
    "number cut by Excel": with_row("2.02603E+17,2026-03-01 08:00,2026-03-03 08:00,", "has shortened"),
    "no row is good": text(HEAD + "\n1,x,y,z\n", error="No row of"),
    # Columns
    "missing column": text(LOG.replace("placed", "remark"), error="was found for placed"),
    "no promise": text(
        LOG.replace("promised", "remark"),
        measures={"m04": (24 + 30 + 54 + 48) / 4},
        note="No column for promised",
    ),
    "repeated column": text(LOG.replace("promised", "placed"), error="more than one column placed"),
    "the same name written twice": text(LOG.replace("promised", "Placed "), error="more than one column"),
    "repeated column that is not used": text(
        "\n".join(
            f"{line},x,x" for line in LOG.strip().replace(HEAD, HEAD + ",note,note").split("\n")
        ).replace("note,note,x,x", "note,note")
    ),
    "two candidates": text(
        LOG.replace(HEAD, "订单号,下单时间,承诺时间,签收时间").replace("签收时间", "签收时间,送达时间", 1),
        note="and not 送达时间",
    ),
    "mapped": text(LOG.replace("placed", "t0"), options={"columns": {"placed": "t0"}}),
    "mapped column unknown": text(LOG, options={"columns": {"placed": "t0"}}, error="has no column t0"),
    "mapped field unknown": text(LOG, options={"columns": {"plced": "placed"}}, error="Did you mean placed?"),
    "mapped twice": text(
        LOG, options={"columns": {"placed": "placed", "accepted": "placed"}}, error="given to two fields"
    ),
    # Dates
    "day first": text(
        swapped("%d/%m/%Y %H:%M", LOG.replace("03-08", "03-18")),
        measures={"m04": (24 + 30 + 54 + 288) / 4},
        note="day.month.year",
    ),
    "month first": text(
        swapped("%m/%d/%Y %I:%M %p", LOG.replace("03-08", "03-18")),
        measures={"m04": (24 + 30 + 54 + 288) / 4},
        note="month/day/year",
    ),
    "day or month first": text(swapped("%d/%m/%Y %H:%M"), error="state the order (date order dmy or mdy)"),
    "day first as told": text(swapped("%d/%m/%Y %H:%M"), options={"date_order": "dmy"}),
    "no such date order": text(LOG, options={"date_order": "ydm"}, error="date_order is ydm"),
    "dots mean day first": text(swapped("%d.%m.%Y %H:%M", mark=";"), note="day.month.year"),
    "day first and month first in one column": text(
        LOG.replace("2026-03-01 08:00", "13/3/2026 08:00").replace("2026-03-02 09:30", "3/14/2026 09:30"),
        error="with the day first and dates with the month first",
    ),
    "slashes, year first": text(swapped("%Y/%m/%d %H:%M")),
    "Chinese dates": text(swapped("%Y年%m月%d日 %H时%M分")),
    "Chinese halves of the day": text(
        LOG.replace("2026-03-03 15:30", "2026年3月3日 下午3时30分"), measures=ALL
    ),
    "names of months": text(swapped("%d %b %Y %H:%M")),
    "full-width digits": text(LOG.replace("2026-03-03 15:30", "２０２６－０３－０３ １５：３０")),
    "compact dates": text(swapped("%Y%m%d%H%M%S"), note="without separators"),
    "mixed forms": text(
        LOG.replace("2026-03-03 15:30", "2026/3/3 15:30:00").replace("2026-03-04 16:00", "2026年3月4日16时"),
        measures=ALL,
    ),
    "Unix seconds": text(
        "\n".join(
            [HEAD]
            + [
                ",".join([row[0]] + [str(int(pd.Timestamp(c).timestamp())) if c else "" for c in row[1:]])
                for row in rows(LOG)[1:]
            ]
        ),
        note="Unix seconds",
    ),
    "Excel days in a CSV, decimal comma": text(
        "\n".join(
            [HEAD.replace(",", ";")]
            + [
                ";".join(
                    [row[0]]
                    + [
                        f"{serial(dt.datetime.fromisoformat(c)):.10f}".replace(".", ",") if c else ""
                        for c in row[1:]
                    ]
                )
                for row in rows(LOG)[1:]
            ]
        ),
        note="Excel's days",
    ),
    "29 February": text(
        HEAD
        + "\n1,2028-02-28 08:00,2028-03-01 08:00,2028-02-29 08:00\n2,2028-02-29 08:00,2028-03-02 08:00,2028-03-02 08:00\n",
        measures={"m04": (24 + 48) / 2},
    ),
    "no 29 February": with_row("6,2027-02-29 08:00,2027-03-02 08:00,2027-03-01 08:00", "no such day"),
    "no such hour": with_row("6,2026-03-01 25:00,2026-03-03 08:00,", "no such day or hour"),
    "unreadable date": with_row("6,tomorrow,2026-03-03 08:00,", "cannot be read as a date"),
    "a year of two digits that could be anything": text(
        LOG + "6,1/3/26 08:00,2026-03-03 08:00,\n", error="state the order (date order dmy or mdy or ymd)"
    ),
    "placed is empty": with_row("6,,2026-03-03 08:00,", "is empty"),
    "promised is empty": text(
        LOG + "6,2026-03-01 08:00,NULL,2026-03-02 08:00\n",
        measures={"m04": (24 + 30 + 54 + 48 + 24) / 5, "m08": 3 / 5},
        note="promised is empty in 1 row",
    ),
    "delivered before placed": with_row(
        "6,2026-03-02 08:00,2026-03-04 08:00,2026-03-01 08:00", "before placed"
    ),
    "promised before placed": with_row("6,2026-03-02 08:00,2026-03-01 08:00,", "before placed"),
    "dates without a time": text(
        HEAD
        + "\n1,2026-03-01,2026-03-03,2026-03-03\n2,2026-03-02,2026-03-03,2026-03-04\n3,2026-03-04,2026-03-04,2026-03-04\n",
        options={"end": "2026-03-04"},
        measures={"m04": (48 + 48 + 0) / 3, "m08": 2 / 3},
        note="a promise is the end of its day",
    ),
    "delivered the same day, hour unknown": text(
        HEAD
        + "\n1,2026-03-01 18:00,2026-03-02 18:00,2026-03-01\n2,2026-03-01 18:00,2026-03-02 18:00,2026-03-03 18:00\n",
        measures={"m08": 0.5, "m04": 24.0},
    ),
    # Zones
    "zone in the text": text(
        "\n".join(
            [HEAD]
            + [
                ",".join([r[0]] + [c.replace(" ", "T") + ":00Z" if c else "" for c in r[1:]])
                for r in rows(LOG)[1:]
            ]
        ),
        note="UTC",
    ),
    "zone in some texts": text(ZONED, error="state the zone of the others"),
    "zone in some texts, the others told": text(ZONED, options={"timezone": "Asia/Shanghai"}),
    "summer time": text(
        BERLIN,
        options={"timezone": "Europe/Berlin"},
        left_out={3: "put forward"},
        measures={"m04": (23 + 1 / 3 + 25) / 3},
        note="shows twice",
    ),
    "no such zone": text(LOG, options={"timezone": "Mars/Olympus"}, error="timezone is Mars/Olympus"),
    # Numbers, yes and no, words
    "thousands and currency": text(
        "\n".join(
            [
                HEAD + ",quoted,ordered,shipped,dispatched",
                *(f'{row},"￥1,234.50","1,200",1200,' + row.split(",")[1] for row in ROWS),
            ]
        ),
        measures={**ALL, "m07": 1.0},
    ),
    "decimal commas": text(
        "\n".join(row.replace(",", ";") for row in (HEAD + ",quoted", *(r + ",X" for r in ROWS))).replace(
            "X", "1.234,5"
        )
    ),
    "numbers as text": text(LOG.replace("\n3,", "\n'3,").replace("\n1,", "\n0001,"), note="numbered 1, 2"),
    "yes and no": text(
        "\n".join(
            [
                HEAD + ",是否破损",
                *(f"{row},{said}" for row, said in zip(ROWS, ("否", "是", "0", "", "no"), strict=True)),
            ]
        ),
        measures={**ALL, "m03": 3 / 4},
    ),
    "neither yes nor no": with_cell("damaged", "perhaps", "say neither yes nor no"),
    "no number": with_cell("ordered", "1.2.3", "cannot be read as a whole number"),
    "no class": with_cell("klass", "D", "not class A, B or C"),
    "unknown state": with_cell("status", "limbo", "limbo are not known states"),
    "packed before released": with_cell(
        "released,packed", "2026-03-08 10:00,2026-03-08 09:00", "packed is out of order in 1 row"
    ),
    "delivered, says the state alone": with_row(
        "6,2026-03-02 08:00,2026-03-04 08:00,,已签收", "has no time of delivery", head=HEAD + ",订单状态"
    ),
    "cancelled but delivered": with_cell(
        "status", "Cancelled", "1 order has a time of delivery, but another state"
    ),
    "returned": text(
        "\n".join([HEAD + ",status", *(f"{row},{'returned' if row[0] == '1' else ''}" for row in ROWS)]),
        measures={"m08": 2 / 5},
        note="1 returned order counts as not delivered",
    ),
    "Kefu's own seconds, and a date among them": text(
        HEAD + "\n1,-86400,7200,3600\n2,0,7200,3600\n3,1800,9000,10800\n4,3600,2026-03-01,9000\n",
        left_out={5: "cannot be read as a date"},
        options={"end": 10800},
        measures={"m04": (25 + 1 + 2.5) / 3, "m08": 2 / 3},
        note="seconds from the start",
    ),
    "a window by dates in a file of seconds": text(
        HEAD + "\n1,-86400,7200,3600\n",
        options={"start": "2026-03-01"},
        error="the times of this file are seconds",
    ),
    # Windows
    "window": text(
        LOG,
        options={"start": "2026-03-04", "end": "2026-03-05"},
        measures={"m04": (30 + 54) / 2, "m08": 1 / 3},
    ),
    "window without an end before it": text(LOG, options={"start": "2026-04-01"}, error="The window ends"),
    "window that is no date": text(LOG, options={"start": "soon"}, error="start is soon"),
    # Excel
    "xlsx": Dirty(XLSX, name="log.xlsx", note="Excel file"),
    "xlsx called csv": Dirty(XLSX, note="Excel file"),
    "xlsx, days as numbers": Dirty(
        workbook([[serial(c) if isinstance(c, dt.datetime) else c for c in row] for row in moments(LOG)]),
        note="Excel's days",
    ),
    "xlsx, texts and dates": Dirty(
        workbook(
            [
                [str(c) if isinstance(c, dt.datetime) and c.day == 2 else c for c in row]
                for row in moments(LOG)
            ]
        )
    ),
    "xlsx, formulas": Dirty(
        workbook(
            [
                [Formula("A1", serial(c)) if isinstance(c, dt.datetime) else c for c in row]
                for row in moments(LOG)
            ]
        )
    ),
    "xlsx, formula never calculated": Dirty(
        workbook([*moments(LOG), [6, Formula("NOW()"), dt.datetime(2026, 3, 9), None]]),
        left_out={7: "is empty"},
    ),
    "xlsx, error cell": Dirty(
        workbook([*moments(LOG), [6, dt.datetime(2026, 3, 1), Fault("#N/A"), None]]), left_out={7: ""}
    ),
    "xlsx, second sheet": Dirty(
        workbook([["about"]], moments(LOG), names=("封面", "订单")), options={"sheet": "订单"}
    ),
    "xlsx, empty sheet first": Dirty(workbook([], moments(LOG)), note="sheet Sheet2"),
    "xlsx, no such sheet": Dirty(XLSX, options={"sheet": "Orders"}, error="has no sheet Orders"),
    "csv has no sheet": text(LOG, options={"sheet": "Orders"}, error="so it has no sheet"),
    "half an xlsx": Dirty(XLSX[: len(XLSX) // 2], error="is damaged"),
    "xlsx without a workbook": Dirty(b"PK\x03\x04" + b"\0" * 100, error="is damaged"),
    "old or locked Excel": Dirty(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, error="is damaged or protected"
    ),
    "empty xlsx": Dirty(workbook([]), error="is empty"),
    "Chinese path with spaces": text(LOG, name="我的 订单/三月 订单.csv"),
}


@pytest.mark.parametrize("dirty", FILES.values(), ids=list(FILES))
def test_a_file_gives_the_right_measures_or_one_sentence(dirty: Dirty, tmp_path: Path) -> None:
    path = tmp_path / dirty.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(dirty.content)
    if dirty.error:
        with pytest.raises(InputError) as caught:
            read_orders(path, **dirty.options)
        sentence = str(caught.value)
        assert dirty.error in sentence and "\n" not in sentence and sentence.endswith((".", "?"))
        return
    log = read_orders(path, **dirty.options)
    found = dict(zip(log.rejected["row"], log.rejected["reason"], strict=True))
    assert list(found) == list(dirty.left_out), log.rejected
    assert all(part in found[row] for row, part in dirty.left_out.items()), log.rejected
    for name, value in dirty.measures.items():
        assert log.measures[name]["value"] == pytest.approx(value, abs=1e-9), name
    assert dirty.note in "\n".join(log.notes)


WORDS = {"columns": "--map", "timezone": "--timezone", "date_order": "--date-order", "start": "--from", "end": "--to",
         "encoding": "--encoding", "sheet": "--sheet", "level": "--level"}  # fmt: skip


@pytest.mark.parametrize(
    "dirty",
    [d for d in FILES.values() if "separator" not in d.options],
    ids=[n for n, d in FILES.items() if "separator" not in d.options],
)
def test_the_command_ends_with_2_and_a_sentence_or_prints_the_measures(
    dirty: Dirty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / dirty.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(dirty.content)
    words = ["measures", str(path), "--json"]
    for name, value in dirty.options.items():
        values = [f"{f}={c}" for f, c in value.items()] if name == "columns" else [value]
        words += [WORDS[name], *map(str, values)]
    code = main(words)
    out, err = capsys.readouterr()
    if dirty.error:
        assert (code, out) == (2, "") and dirty.error in err and err.count("\n") == 1
        return
    assert (code, err) == (0, "")
    found = json.loads(out, parse_constant=pytest.fail)
    assert [fault["row"] for fault in found["rejected"]] == list(dirty.left_out)
    assert found["rows"]["left_out"] == len(dirty.left_out)
    for name, value in dirty.measures.items():
        assert found["measures"][name]["value"] == pytest.approx(value, abs=1e-9)
    assert found["measures"]["m02"]["value"] is None and "stock" in found["measures"]["m02"]["why"]


PIECES = [b",", b";", b"\n", b'"', b"\0", b"2026", b"-", b"/", b":", b".", b"e+", b"9" * 30, b"\xff", b"\xe5\xb9\xb4",
          b"1e999", b"NaN", b"24:00", b"Z", b"+99:99", b"0001-01-01", b"9999-12-31 23:59"]  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.sampled_from([dirty.content for dirty in FILES.values() if len(dirty.content) < 9000]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5), st.sampled_from(PIECES)), min_size=1, max_size=6),
    st.sampled_from([{}, {"timezone": "Europe/Berlin"}, {"date_order": "dmy"}, {"end": "2026-03-04"}]),
)
def test_any_file_is_read_or_refused_in_one_sentence(
    content: bytes, damage: list[tuple[float, int, bytes]], options: dict[str, str]
) -> None:
    data = bytearray(content)
    for where, cut, piece in damage:
        at = int(where * len(data))
        data[at : at + cut] = piece
    try:
        log = read_orders(io.BytesIO(bytes(data)), **options)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert log.left_out <= log.rows and len(log.keys) == len(log.records["orders"])
        assert set(log.measures) == set(read_orders(io.StringIO(LOG)).measures)


@pytest.mark.parametrize(("name", "said"), [("", "it is a folder"), ("nothing.csv", "there is no such file")])
def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_orders(tmp_path / name)


def test_an_open_file_and_a_text_in_memory_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    with (tmp_path / "log.csv").open("rb") as file:
        assert read_orders(file).measures["m08"]["value"] == ALL["m08"]
    assert read_orders(io.StringIO(LOG)).measures["m08"]["value"] == ALL["m08"]
    assert read_orders(io.BytesIO(XLSX)).measures["m08"]["value"] == ALL["m08"]


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_the_orders_of_a_run_come_back_as_they_were(tmp_path: Path, end: str) -> None:
    run = sim.run("corner", weeks=16, seed=100)
    if end == "csv":
        export({"orders": run.records["orders"]}, tmp_path)
        path = tmp_path / "orders.csv"
    else:
        path = tmp_path / "orders.xlsx"
        orders = run.records["orders"].astype(object)
        body = [
            [None if pd.isna(cell) else cell for cell in row]
            for row in orders.to_numpy(dtype=object).tolist()
        ]
        path.write_bytes(workbook([list(orders.columns), *body]))
    log = read_orders(path, start=0, end=16 * 7 * 24 * 3600)
    assert log.left_out == 0
    for name in ("m03", "m04", "m05", "m06", "m07", "m08", "m10", "m11", "censored"):
        assert log.measures[name] == run.measures[name], name
    assert log.measures["m09"]["value"] == run.measures["m09"]["value"]
    for name in ("m01", "m02", "m12", "perfect"):
        assert math.isnan(log.measures[name]["value"]) and log.measures[name]["why"]


def test_records_fit_service_measures_and_keys_lead_back_to_the_file() -> None:
    log = read_orders(io.StringIO(LOG.replace("\n1,", "\nSO-1,")))
    assert repr(service_measures(log.records)) == repr(log.measures)
    assert log.keys.to_dict("list") == {
        "order": [1, 2, 3, 4, 5],
        "id": ["SO-1", "2", "3", "4", "5"],
        "row": [2, 3, 4, 5, 6],
    }
    placed = log.origin + pd.to_timedelta(log.records["orders"]["placed"], unit="s")
    assert placed.iloc[0] == pd.Timestamp("2026-03-01 08:00") and log.origin.day_of_week == 0


def test_deliveries_after_the_end_of_the_window_are_unknown_in_it() -> None:
    log = read_orders(io.StringIO(LOG), end="2026-03-04 10:30")
    orders = log.records["orders"].set_index("order")
    assert list(orders.index) == [1, 2, 3, 4]
    assert orders["status"].tolist() == ["delivered", "delivered", "in_progress", "in_progress"]
    assert log.measures["m08"] == {"value": 2 / 3, "unit": "share", "n": 3}
    assert log.measures["censored"]["value"] == 1


def test_every_field_is_known_by_a_chinese_and_an_english_name_and_no_name_means_two() -> None:
    assert set(SYNONYMS) <= set(FIELDS)
    meant: dict[str, set[str]] = {}
    for name, listed in SYNONYMS.items():
        words = listed.split()
        for word in (name, *words):
            meant.setdefault(normalise(word), set()).add(name)
        assert any("\u4e00" <= word[0] <= "\u9fff" for word in words), name
    assert {word: names for word, names in meant.items() if len(names) > 1} == {}
    assert set(KNOWN) == set(meant)


def test_the_command_says_what_it_found_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log.csv").write_bytes(FILES["totals"].content)
    for lang, said in (("en", "1 of 6 rows was left out."), ("zh", "共6行")):
        assert main(["measures", str(tmp_path / "log.csv"), "--lang", lang]) == 0
        out = capsys.readouterr().out
        assert said in out and "60.0%" in out and "39.0" in out


def test_rejected_rows_are_written_completely_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log.csv").write_text(LOG + "x,soon,2026-03-04,\n" * 20, encoding="utf-8")
    out = tmp_path / "left out.csv"
    assert main(["measures", "--rejected", str(out), str(tmp_path / "log.csv")]) == 0
    table = pd.read_csv(out, encoding="utf-8-sig")
    assert list(table.columns) == ["row", "column", "reason", "value"] and len(table) == 20
    assert table["row"].tolist() == list(range(7, 27))
    assert main(["measures", str(tmp_path / "log.csv"), "--rejected", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "The file is missing"),
        (["log.csv", "--map", "placed"], "--map takes field=column"),
        (["log.csv", "--map", "placed=a", "placed=b"], "gives the field placed twice"),
        (["--map", "placed=t0", "log.csv"], "log.csv cannot be read"),
    ],
)
def test_bad_arguments_are_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["measures", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("page", "share"), [("own-log.md", "66.7 %"), ("own-log.zh.md", "66.7%")])
def test_the_example_of_the_documentation_is_true(page: str, share: str) -> None:
    said = (ROOT / "docs" / page).read_text(encoding="utf-8")
    example = next(block for block in said.split("```") if block.startswith("\n订单号"))
    log = read_orders(io.StringIO(example.lstrip("\n")), end="2026-03-05")
    assert f"{log.measures['m08']['value']:.1%}".rstrip("%") in share and share in said
    assert f"{log.measures['m04']['value']:.1f}" in said and log.measures["m08"]["n"] == 3
    assert log.rejected["row"].tolist() == [5, 6, 8] and log.rows == 7


def test_a_log_prints_what_was_left_out_in_at_most_ten_lines() -> None:
    bad = "".join(f"{n},2026-03-01 08:00,2026-03-03 08:00,2026-02-01 08:00\n" for n in range(10, 20))
    log = read_orders(io.StringIO(LOG + bad))
    lines = repr(log).split("\n")
    assert len(lines) == 10 and lines[2] == "  10 of 15 rows were left out."
    assert lines[3] == "    row 7: delivered 2026-02-01 08:00: before placed" and lines[6] == "    ..."
    html = log._repr_html_()
    assert html.count("before placed") == 10 and all(note in html for note in log.notes)


@pytest.mark.parametrize("form", ["2026-03-{day:02} 24:00", "{day}.3.2026 24:00"])
def test_a_promise_at_24_00_is_a_time_and_not_the_whole_next_day(tmp_path, form):
    rows = ["order,placed,promised,delivered"]
    for day in range(2, 22):  # every second order comes in the afternoon after the promise
        promise, late = form.format(day=day), day + 1
        rows.append(f"{day},2026-03-{day:02} 08:00,{promise},2026-03-{late if day % 2 else day:02} 15:00")
    path = tmp_path / "log.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    assert read_orders(path).measures["m08"]["value"] == pytest.approx(0.5)
