"""By month, customer, lane, carrier and class; the page and the workbook; what the command prints of them."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sim import InputError, read_orders
from sim.cli import main
from sim.orderlog.groups import share_interval
from tests.orderlog.made_up import ORDERS, at, log

MORE = {
    "carrier": ["Swift", "Swift", "Rapid", "Rapid", "Swift", "Swift", "", "Rapid"],
    "customer": ["C-1", "C-2", "C-1", "C-2", "C-1", "C-2", "C-1", "C-2"],
    "city": ["Bern"] * 4 + ["Lyon"] * 4,
    "class": ["A", "B"] * 4,
}
TEXT = log(more=MORE)


def test_groups_are_counted_like_the_whole() -> None:
    found = read_orders(io.StringIO(TEXT))
    carriers = found.by("carrier").set_index("carrier")
    assert carriers["orders"].to_dict() == {"Swift": 4, "Rapid": 3, "–": 1}
    assert carriers["m08"].to_dict() == {"Swift": 2 / 4, "Rapid": 1 / 3, "–": 1.0}
    assert carriers.loc["Rapid", "m04"] == pytest.approx((49.5 + 51 + 25 / 60 + 73) / 3)
    for group in ("customer", "lane", "class", "month"):
        table = found.by(group)
        assert table["orders"].sum() == len(ORDERS)
        assert (table["m08"] * table["m08_n"]).sum() / table["m08_n"].sum() == found.measures["m08"]["value"]
        assert (table["m08_low"] <= table["m08"]).all() and (table["m08"] <= table["m08_high"]).all()
    assert found.by("class")["class"].tolist() == ["A", "B"]


def test_a_month_is_that_of_the_promise() -> None:
    late = (
        "M-30",
        at("31 09:00"),
        at("31 18:00").replace(month=4, day=2),
        at("31 20:00").replace(month=4, day=3),
    )
    table = read_orders(io.StringIO(log([*ORDERS, late]))).by("month")
    assert table["month"].tolist() == ["2026-03", "2026-04"] and table["m08_n"].tolist() == [8, 1]


def test_an_interval_is_wide_where_orders_are_few_and_keeps_within_0_and_1() -> None:
    assert share_interval(4, 4) == pytest.approx((0.5101, 1.0), abs=1e-4)
    assert all(math.isnan(end) for end in share_interval(0, 0))
    narrow, wide = share_interval(400, 800), share_interval(4, 8)
    assert narrow[1] - narrow[0] < 0.1 < 0.5 < wide[1] - wide[0]


@pytest.mark.parametrize(
    ("group", "said"), [("week", "There is no group week"), ("carrier", "was found for carrier")]
)
def test_a_group_that_is_not_there_is_one_sentence(group: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_orders(io.StringIO(log())).by(group)


def test_the_command_writes_a_page_and_a_workbook_and_prints_the_groups(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log.csv").write_text(TEXT + "M-99,soon,,,,,,\n", encoding="utf-8")
    for name in ("one", "two"):
        words = [
            "measures",
            str(tmp_path / "log.csv"),
            "--by",
            "month",
            "carrier",
            "--out",
            str(tmp_path / name),
        ]
        assert main(words) == 0
    printed = capsys.readouterr().out
    assert "Rapid" in printed and "2026-03" in printed and "11.1% of the rows were left out" in printed
    page = (tmp_path / "one" / "report.html").read_text(encoding="utf-8")
    assert "On time by carrier" in page and "M-99" not in page and "soon" in page and "50.0%" in page
    assert (tmp_path / "one" / "measures.xlsx").read_bytes() == (
        tmp_path / "two" / "measures.xlsx"
    ).read_bytes()
    with CalamineWorkbook.from_path(str(tmp_path / "one" / "measures.xlsx")) as book:
        assert book.sheet_names == ["measures", "by month", "by carrier", "left out", "notes"]
        rows = book.get_sheet_by_name("measures").to_python()
        assert next(row for row in rows if row[0] == "m08")[2:5] == [0.5, "share", 8.0]
        assert book.get_sheet_by_name("by carrier").to_python()[1][:3] == ["Swift", 4.0, 0.5]
        assert book.get_sheet_by_name("left out").to_python()[1][:3] == [10.0, "order_date", "soon"]


def test_json_has_the_groups_and_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = log(more={"line": [1] * 8}) + "M-11,2026-03-02 08:10,2026-03-04 18:00,2026-03-06 09:00,2\n"
    (tmp_path / "log.csv").write_text(lines, encoding="utf-8")
    assert main(["measures", str(tmp_path / "log.csv"), "--by", "month", "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert found["measures"]["m08"]["value"] == 3 / 8 and found["by_line"]["m08"]["value"] == 4 / 9
    assert found["by"]["month"][0]["orders"] == 8


def test_the_words_of_the_command_are_those_of_the_function(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "orders.csv", tmp_path / "deliveries.csv"
    rows = [line.split(",") for line in log(more={"status": ["4"] * 8, "State": ["SP"] * 8}).splitlines()]
    first.write_text("\n".join(",".join([row[0], row[1], row[4], row[5]]) for row in rows), encoding="utf-8")
    second.write_text("\n".join(",".join([row[0], row[3]]) for row in rows), encoding="utf-8")
    words = ["measures", str(first), str(second), "--join", "order_id", "--promise", "placed + 48h", "--json"]
    words += [
        "--map",
        "status:4=in_progress",
        "placed=order_date",
        "--ignore",
        "State",
        "--level",
        "order",
        "--from",
        "2026-03",
    ]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert found["measures"]["m08"]["value"] == 3 / 8 and found["measures"]["m05"]["value"] == 49.5
    assert main(["measures", "--by", "month", "--ignore", "State", str(tmp_path / "all.csv")]) == 2
    (tmp_path / "all.csv").write_text(TEXT, encoding="utf-8")
    assert main(["measures", "--by", "month", str(tmp_path / "all.csv")]) == 0
    assert main(["measures", str(first), str(second)]) == 2
    assert "need a column that joins them" in capsys.readouterr().err
