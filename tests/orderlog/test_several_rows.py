"""Logs with several rows an order: what they ship, what came back, which numbers belong together."""

from __future__ import annotations

import io
from typing import Any

import pytest

from sim import InputError, read_orders
from tests.orderlog.made_up import ORDERS, csv, expected, log, written

RIGHT = expected()
ALL_BUT_M16 = [order for order in ORDERS if order[3] is not None]


def read(*texts: str, **options: Any) -> Any:
    files = [io.StringIO(text) for text in texts]
    return read_orders(files if len(files) > 1 else files[0], **options)


def deliveries(write: Any = str, parts: int = 2) -> str:
    """Each order is delivered in parts, the last of them at its time of delivery."""
    rows = [["order", "parcel", "dispatched", "delivered", "qty_shipped"]]
    for number, placed, _due, done in ALL_BUT_M16:
        for part in range(parts):
            moment = done if part == parts - 1 else placed
            rows.append([write(number), f"{number}-{part}", written(placed), written(moment), 5])
    return csv(rows)


def orders(write: Any = str) -> str:
    return csv(
        [["order", "order_date", "due_date", "qty_ordered"]]
        + [[write(number), written(placed), written(due), 10] for number, placed, due, _done in ORDERS]
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (str, str),
        (lambda n: "0000" + n[2:], lambda n: n[2:]),
        (lambda n: n, lambda n: f"#{n.lower()}"),
        (lambda n: n[2:], lambda n: f"{n[2:]}.0"),
        (lambda n: f"SO-00{n[2:]}", lambda n: f"so-{n[2:]}"),
    ],
    ids=["the same", "zeros in front", "a sign and small letters", "a float", "zeros within"],
)
def test_order_numbers_of_two_files_are_joined_whatever_their_form(one: Any, other: Any) -> None:
    found = read(orders(one), deliveries(other), join="order")
    for name, value in RIGHT.items():
        assert found.measures[name]["value"] == pytest.approx(value), (name, found.notes)
    assert ("Order numbers are compared without" in "\n".join(found.notes)) == (one is not other)


def test_numbers_that_leading_zeros_tell_apart_are_not_joined() -> None:
    two = csv(
        [
            ["order", "order_date"],
            ["7", "2026-03-02 08:00"],
            ["007", "2026-03-02 09:00"],
            ["8", "2026-03-02 09:00"],
        ]
    )
    with pytest.raises(InputError, match=r"No row of the file belongs to an order"):
        read(two, csv([["order", "delivered"], ["0007", "2026-03-03 08:00"]]), join="order")


def test_what_was_ordered_is_not_summed_over_its_deliveries() -> None:
    found = read(orders(), deliveries(), join="order")
    assert found.records["orders"]["ordered"].tolist() == [10] * 8
    assert found.measures["m07"]["value"] == 1.0
    joined = read(orders(), deliveries().replace("parcel", "remark"), join="order")
    assert joined.measures["m07"]["value"] == 1.0
    assert "A row is a shipment of an order: 8 orders in 15 rows" in "\n".join(joined.notes)


def test_a_quantity_of_the_whole_order_is_found_in_one_file() -> None:
    rows = [["order_id", "order_date", "due_date", "delivered_at", "ordered", "shipped"]]
    for number, placed, due, done in ALL_BUT_M16:
        rows += [[number, written(placed), written(due), written(done), 10, shipped] for shipped in (6, 4)]
    found = read(csv(rows), level=None)
    assert found.records["orders"]["ordered"].tolist() == [10] * 7
    lines = csv([[*row[:4], *((5, 5) if row[4] == 10 else row[4:])] for row in rows])
    assert read(lines.replace("2026-03-03 15:40", "2026-03-03 15:40")).records["orders"]["ordered"].sum() in (
        35,
        70,
    )


def test_two_files_with_several_rows_an_order_are_a_question() -> None:
    doubled = orders() + orders().split("\n", 1)[1].replace(",10\n", ",4\n")
    with pytest.raises(InputError, match="both have several rows for one order, such as M-1"):
        read(doubled, deliveries(), join="order")


def test_goods_that_came_back_change_no_delivery() -> None:
    back = csv([["M-11", "2026-03-02 08:10", "2026-03-04 18:00", "2026-03-09 10:00", -2, -2]])
    text = log(more={"ordered": [10] * 8, "shipped": [10] * 8}) + back
    found = read(text, end="2026-03-16 10:00:01")
    assert found.measures["m08"]["value"] == RIGHT["m08"]
    assert found.measures["m05"]["value"] == pytest.approx(RIGHT["m05"])
    assert found.rejected["row"].tolist() == [10]
    assert "goods that came back" in found.rejected["reason"][0]


def test_a_ledger_writes_all_that_leaves_below_zero() -> None:
    found = read(log(more={"ordered": ["10-"] * 8, "shipped": ["10-"] * 7 + ["9-"]}))
    assert found.left_out == 0 and found.records["orders"]["shipped"].tolist() == [10] * 7 + [9]


def test_rows_below_an_order_have_its_times() -> None:
    rows = [["order_id", "order_date", "due_date", "delivered_at", "item"]]
    for number, *moments in ORDERS:
        rows.append([number, *map(written, moments), "tin"])
        rows.append([number, written(moments[0]), "", "", "cup"])
    found = read(csv(rows))
    assert found.measures["m08"]["value"] == RIGHT["m08"] and found.measures["m05"]["value"] == RIGHT["m05"]
    assert "8 rows have no times" in "\n".join(found.notes)


def test_order_numbers_that_are_written_once_hold_for_the_rows_below() -> None:
    rows = [["order_id", "order_date", "due_date", "delivered_at", "item", "qty_ordered"]]
    for number, *moments in ORDERS:
        rows += [[number, *map(written, moments), "tin", 3], ["", "", "", "", "cup", 4]]
    found = read(csv(rows))
    assert found.left_out == 0 and found.measures["m08"]["value"] == RIGHT["m08"]
    assert found.records["orders"]["ordered"].tolist() == [7] * 8


def test_the_name_of_an_order_is_its_number_beside_its_items() -> None:
    rows = [["Name", "Created at", "Estimated delivery", "Delivered at", "Lineitem name"]]
    rows += [[f"#{number}", *map(written, moments), "tin"] for number, *moments in ORDERS]
    assert read(csv(rows)).measures["m08"]["value"] == RIGHT["m08"]


def test_one_row_without_an_order_number_is_left_out() -> None:
    found = read(log() + ",2026-03-05 10:00,2026-03-07 18:00,2026-03-07 10:00\n")
    assert found.rejected["reason"].tolist() == ["no order number"]


def test_numbers_that_begin_again_are_a_question_and_a_second_column_tells_them_apart() -> None:
    text = log(
        [(str(at % 4), *moments) for at, (_number, *moments) in enumerate(ORDERS)],
        head=("No", "Day", "due_date", "delivered_at"),
    )
    with pytest.raises(InputError, match=r'orders placed on different days, such as 0.*order="No \+ Date"'):
        read(text, columns={"order": "No", "placed": "Day"})
    found = read(text, columns={"order": "No + Day", "placed": "Day"})
    assert found.measures["m08"]["value"] == RIGHT["m08"]


def test_rows_that_may_be_events_are_a_question() -> None:
    rows = [["order_id", "order_date", "due_date", "delivered_at", "code"]]
    for number, placed, due, done in ALL_BUT_M16:
        rows += [
            [number, written(placed), written(due), written(m), code]
            for m, code in ((placed, "7Q"), (done, "9Z"))
        ]
    with pytest.raises(
        InputError, match="Order M-11 stands in several rows with different times of delivery"
    ):
        read(csv(rows))
    events = {"columns": {"status": "code"}, "words": {"status": {"9Z": "delivered"}}, "level": "event"}
    assert read(csv(rows), **events).measures["m04"]["value"] == pytest.approx(RIGHT["m04"])
    assert read(csv(rows), level="shipment").measures["m04"]["value"] == pytest.approx(RIGHT["m04"])


def test_the_same_order_at_different_times_is_a_question() -> None:
    later = [[number, *map(written, moments), "shelf 3"] for number, *moments in ORDERS]
    early = [[*row[:3], "", row[4]] for row in later[:4]]
    text = csv([["order_id", "order_date", "due_date", "delivered_at", "place"], *early, *later])
    with pytest.raises(InputError, match="Order M-11 has several rows that differ only in state and times"):
        read(text)
    found = read(text, level="order")
    assert found.measures["m08"]["value"] == RIGHT["m08"] and found.rejected["row"].tolist() == [2, 3, 4, 5]
    assert found.rejected["reason"][0] == "row 6 has this order with its delivery"
    assert read(text, level="line").measures["m08"]["value"] == 2 / 8


def test_the_state_of_an_order_stands_on_its_first_row() -> None:
    text = (
        "order,placed,promised,delivered,status,sku,quantity\n"
        "1,2026-03-02 08:00,2026-03-04 18:00,2026-03-04 10:00,paid,a,2\n"
        "1,,,,,b,1\n"
        "2,2026-03-02 09:00,2026-03-04 18:00,,voided,a,2\n"
        "2,,,,,b,1\n"
        "3,2026-03-03 09:00,2026-03-04 18:00,2026-03-05 11:00,paid,a,2\n"
    )
    log = read(text, words={"status": {"voided": "cancelled", "paid": "delivered"}})
    assert log.records["orders"]["status"].tolist() == ["delivered", "cancelled", "delivered"]


@pytest.mark.parametrize(
    "heading", ["Cancelled at", "cancelled_on", "Stornodatum", "取消时间", "Date annulation"]
)
def test_a_time_of_cancelling_cancels_an_order_without_a_delivery(heading: str) -> None:
    text = (
        f"order,placed,promised,delivered,{heading}\n"
        "1,2026-03-02 08:00,2026-03-04 18:00,2026-03-04 10:00,\n"
        "2,2026-03-02 09:00,2026-03-04 18:00,,2026-03-03 09:00\n"
        "3,2026-03-03 09:00,2026-03-04 18:00,2026-03-05 11:00,2026-03-06 09:00\n"
        "4,2026-03-03 09:00,2026-03-04 18:00,,\n"
    )
    log = read(text)
    assert log.records["orders"]["status"].tolist() == ["delivered", "cancelled", "delivered", "in_progress"]
    assert any(heading in note and "cancelled" in note for note in log.notes)


def test_equal_quantities_of_shipments_that_together_exceed_them_are_added_up() -> None:
    rows = ["order,shipment,placed,delivered,quantity,shipped"]
    for order in range(20):
        for shipment in (1, 2):
            rows.append(f"{order},{order}-{shipment},2026-03-02 08:00,2026-03-0{2 + shipment} 10:00,3,3")
    log = read("\n".join(rows))
    assert log.records["orders"]["ordered"].tolist() == [6] * 20


def test_a_column_of_zones_gives_the_zone_of_each_row() -> None:
    rows = ["order,created_at_utc,promised_local,delivered_local,destination_timezone"]
    rows += [
        "1,2026-03-02 07:00,2026-03-04 18:00,2026-03-04 17:00,Asia/Tokyo",
        "2,2026-03-02 07:00,2026-03-04 18:00,2026-03-04 19:00,America/Los_Angeles",
        "3,2026-07-02 07:00,2026-07-04 18:00,2026-07-04 19:00,Europe/Berlin",
        "4,2026-07-02 07:00,2026-07-04 18:00,2026-07-04 15:00,UTC+8",
    ]
    log = read("\n".join(rows))
    assert log.measures["m04"]["value"] == pytest.approx((49 + 68 + 58 + 48) / 4)
    assert log.measures["m08"]["value"] == 0.5
    assert not any("Not used" in note for note in log.notes)
    with pytest.raises(InputError, match="state the zone of the others"):
        read("\n".join(rows).replace("created_at_utc", "created_at"))
    unknown = read("\n".join(rows).replace("Asia/Tokyo", "home"), timezone="UTC")
    assert "destination_timezone is set aside: home is not a time zone." in unknown.notes
    everything = "\n".join(rows).replace("created_at_utc", "created_at").replace("destination_", "")
    assert read(everything).measures["m04"]["value"] == pytest.approx((58 + 60 + 60 + 56) / 4)


def test_rows_of_totals_do_not_raise_the_warning_of_rows_left_out() -> None:
    rows = ["order,placed,promised,delivered"]
    for day in range(1, 8):
        rows += [f"{day}{n},2026-03-0{day} 08:00,2026-03-0{day} 18:00,2026-03-0{day} 15:00" for n in range(3)]
        rows.append("Subtotal,,,")
    log = read("\n".join(rows))
    assert (log.left_out, log.no_orders, log.warning()) == (7, 7, "")
    worse = read("\n".join(rows).replace("2026-03-07 18:00,2026-03-07 15:00", "soon,2026-03-07 15:00"))
    assert worse.warning().startswith("14.3% of the rows were left out")


def test_times_in_a_column_that_is_named_utc_are_utc() -> None:
    rows = ["order,created_at_utc,promised_at,delivered_at"]
    rows += [f"{n},2026-01-05 20:00,2026-01-06 08:00,2026-01-06 20:00" for n in range(5)]
    text = "\n".join(rows)
    with pytest.raises(InputError, match="state the zone of the others"):
        read(text)
    log = read(text, timezone="America/Los_Angeles")
    assert log.measures["m04"]["value"] == pytest.approx(24 + 8)
    both = text.replace("promised_at,delivered_at", "promised_utc,delivered_utc")
    assert read(both).measures["m04"]["value"] == pytest.approx(24)
