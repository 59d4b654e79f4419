"""Logs with a row for each event of an order: its state, and when it was reached."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest

from sim import InputError, read_orders
from tests.orderlog.made_up import ORDERS, csv, expected, written

RIGHT = expected()
ENGLISH = (
    "Order placed",
    "Picked up",
    "Out for delivery",
    "Delivered - left with neighbour",
    "Proof of delivery uploaded",
)
CHINESE = ("已下单", "【上海】快件已揽收", "派送中", "已签收,签收人:本人", "已上传回单")
CODES = ("C0", "C1", "C2", "C9", "C10")


def history(
    words: tuple[str, ...], head: tuple[str, ...], *, newest_first: bool = False, ended: str = ""
) -> str:
    """The made-up orders as events; a proof follows a delivery after three hours."""
    rows = []
    for number, placed, due, done in ORDERS:
        moments = [placed, placed + dt.timedelta(hours=2)]
        if done is not None:
            moments += [done - dt.timedelta(minutes=30), done, done + dt.timedelta(hours=3)]
        for word, moment in zip(words, moments, strict=False):
            rows.append((moment, [number, written(due), written(moment), word]))
        if ended and number == "M-11":
            assert done is not None
            rows.append(
                (
                    done + dt.timedelta(hours=5),
                    [number, written(due), written(done + dt.timedelta(hours=5)), ended],
                )
            )
    rows.sort(key=lambda row: row[0], reverse=newest_first)
    return csv([head, *(row for _moment, row in rows)])


HEAD = ("order_no", "due_date", "scan_time", "scan")


def read(text: str, **options: Any) -> Any:
    return read_orders(io.StringIO(text), end="2026-03-16 10:00:01", **options)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(
    ("words", "head", "options"),
    [
        (ENGLISH, HEAD, {}),
        (ENGLISH, ("order_no", "due_date", "delivery_time", "status"), {}),
        (CHINESE, ("订单号", "预计送达时间", "操作时间", "物流状态"), {}),
        (CODES, HEAD, {"words": {"status": {"C0": "placed", "C9": "delivered"}}}),
        (ENGLISH, HEAD, {"level": "event", "columns": {"delivered": "scan_time", "status": "scan"}}),
    ],
    ids=["English", "a column that seems to be the delivery", "Chinese", "codes", "as told"],
)
def test_events_give_the_figures_of_one_row_an_order(
    words: tuple[str, ...], head: tuple[str, ...], options: dict[str, Any], newest_first: bool
) -> None:
    found = read(history(words, head, newest_first=newest_first), **options)
    for name, value in RIGHT.items():
        assert found.measures[name]["value"] == pytest.approx(value), (name, found.notes)
    assert "A row is an event of an order: 8 orders in" in "\n".join(found.notes)


def test_the_state_in_which_an_order_ended_counts() -> None:
    found = read(
        history(ENGLISH, HEAD, ended="Returned to sender"),
        words={"status": {"Returned to sender": "returned"}},
    )
    assert found.measures["m08"]["value"] == RIGHT["m08"] - 1 / 8
    assert "1 returned order counts as not delivered" in "\n".join(found.notes)


def test_events_without_a_word_for_delivered_are_a_question() -> None:
    with pytest.raises(InputError, match="which of its words means delivered"):
        read(history(("created", "packed", "shipped", "Z", "ZZ"), HEAD))


def test_events_with_two_times_are_a_question() -> None:
    text = history(ENGLISH, HEAD)
    rows = [line.split(",") for line in text.splitlines()]
    with pytest.raises(InputError, match="several columns could be its time: seen, booked"):
        read(
            csv(
                [
                    [*row[:2], "seen" if at == 0 else row[2], "booked" if at == 0 else row[2], *row[3:]]
                    for at, row in enumerate(rows)
                ]
            )
        )


def test_lines_of_orders_with_states_are_no_events() -> None:
    rows = [["order_id", "order_date", "due_date", "status", "delivered_at"]]
    for number, placed, due, done in ORDERS:
        state = "In transit" if done is None else "Delivered"
        rows += [[number, written(placed), written(due), state, written(done)]]
        rows += [[number, written(placed), written(due), "Cancelled", ""]]
    found = read(csv(rows))
    assert "A row is a line of an order" in "\n".join(found.notes)
    assert found.measures["m05"]["value"] == RIGHT["m05"]


def test_shipments_with_a_time_of_their_state_are_no_events() -> None:
    rows = [["order_id", "order_date", "due_date", "status", "delivered_at", "changed_at"]]
    hours = dt.timedelta(hours=7)
    for number, placed, due, done in ORDERS:
        head = [number, written(placed), written(due)]
        rows.append(
            [*head, "Delivered" if done else "Shipped", written(done), written((done or placed) + hours)]
        )
        rows.append([*head, "Cancelled", "", written(placed + dt.timedelta(minutes=5))])
    assert read(csv(rows)).measures["m05"]["value"] == RIGHT["m05"]


def last_scan() -> str:
    rows = [["order_id", "order_date", "due_date", "status", "delivery_time"]]
    for at in range(12):
        number, placed, due, done = ORDERS[0]
        rows.append(
            [
                f"{number}{at}",
                written(placed),
                written(due),
                "In transit" if at % 2 else "Delivered",
                written(done),
            ]
        )
    return csv(rows)


def test_a_time_beside_a_state_that_is_no_delivery_is_a_question() -> None:
    with pytest.raises(InputError, match="has a time for orders in states such as In transit"):
        read(last_scan())
    assert read(last_scan(), level="order").measures["m08"]["value"] == 1.0
    assert read(last_scan(), level="event").measures["m08"] == {"value": 0.5, "unit": "share", "n": 12}


def test_a_file_without_states_has_no_events() -> None:
    with pytest.raises(InputError, match="has no column of states"):
        read("order_id,order_date,delivered_at\n1,2026-03-02 08:00,2026-03-03 08:00\n", level="event")


@pytest.mark.parametrize(("word", "due"), [("Arrived at hub", 2), ("Expected at hub", 1)])
def test_the_window_lasts_until_the_last_event_unless_it_is_only_planned(word: str, due: int) -> None:
    rows = [
        ("order_no", "due_date", "scan_time", "scan"),
        ("1", "2026-03-04 12:00", "2026-03-02 08:00", "Order placed"),
        ("2", "2026-03-05 18:00", "2026-03-02 08:00", "Order placed"),
        ("1", "2026-03-04 12:00", "2026-03-04 18:30", "Delivered"),
        ("2", "2026-03-05 18:00", "2026-03-06 09:00", word),
    ]
    found = read_orders(io.StringIO(csv(rows))).measures["m08"]
    assert found == {"value": 0.0, "unit": "share", "n": due}


@pytest.mark.parametrize("word", ["Collected", "已自提"])
def test_what_customers_collect_is_delivered_and_what_carriers_collect_is_not(word: str) -> None:
    text = history(("Order placed", "Packed", "Ready for pickup", word), HEAD)
    found = read(text)
    assert f"{word} = delivered" in "\n".join(found.notes)
    for name, value in RIGHT.items():
        assert found.measures[name]["value"] == pytest.approx(value), (name, found.notes)
    carried = read(history(("Order placed", word, "Out for delivery", "Delivered"), HEAD))
    assert f"{word} = dispatched" in "\n".join(carried.notes)
