"""Faults of real logs: each kind gives the figures of plain arithmetic, a note or a question, never another number."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pandas as pd
import pytest

from sim import InputError, read_orders
from tests.orderlog.column_kinds import COLUMN_KINDS
from tests.orderlog.file_kinds import FILE_KINDS, LINES
from tests.orderlog.kinds import ALL, Kind
from tests.orderlog.length_kinds import LENGTH_KINDS
from tests.orderlog.made_up import HEAD, ORDERS, csv, log, table, written
from tests.orderlog.shape_kinds import SHAPE_KINDS
from tests.support.excel_files import workbook

KINDS = COLUMN_KINDS | FILE_KINDS | LENGTH_KINDS | SHAPE_KINDS


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


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]
)
def test_a_damaged_part_of_a_workbook_is_one_sentence(part: str) -> None:
    whole, torn = io.BytesIO(workbook(table(write=lambda m: m))), io.BytesIO()
    with zipfile.ZipFile(whole) as good, zipfile.ZipFile(torn, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content[: len(content) // 2] if name == part else content)
    with pytest.raises(InputError, match=r"is damaged|is empty|can be used|No column"):
        read_orders(io.BytesIO(torn.getvalue()))


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
        ({"level": "parcel"}, "level is parcel, but takes order, line, shipment, event"),
        ({"promise": "tomorrow"}, "takes a rule such as"),
        ({"promise": "dispatched + 2d"}, "counts from dispatched"),
        ({"ignore": ["nothing"]}, "has no column nothing"),
        ({"words": {"quoted": {"x": "yes"}}}, "cannot be given meanings"),
        ({"words": {"placed": {"x": "yes"}}}, "x cannot mean yes, only one of open"),
        ({"words": {"damaged": {"x": "perhaps"}}}, "cannot mean perhaps"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_sentence(options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said.replace("+", r"\+")):
        read_orders(io.StringIO(log()), **options)
