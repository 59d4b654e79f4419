"""Nights in which clocks are put back or forward: no duration is wrong by an hour without a word."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pytest

from sim import read_orders

HEAD = "order_id,order_date,due_date,delivered_at,timezone"
BERLIN, COLUMN = {"timezone": "Europe/Berlin"}, "Europe/Berlin"


@dataclass(frozen=True)
class Night:
    """Rows of placed, promised, delivered and zone; hours from order to delivery; promises kept; a note; rows left out."""

    rows: tuple[str, ...]
    hours: tuple[float, ...] = ()
    kept: int | None = None
    note: str = ""
    options: dict[str, str] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    head: str = HEAD


BACK = "2026-10-25 02:50,2026-10-25 12:00,2026-10-25 02:10,"
NIGHTS = {
    "the second hour, zone in a column": Night((BACK + COLUMN,), (1 / 3,), 1, "shows twice"),
    "the second hour, zone as told": Night((BACK,), (1 / 3,), 1, "shows twice", BERLIN),
    "after a step in the same hour": Night(
        ("2026-10-25 01:50,2026-10-25 12:00,2026-10-25 02:10,2026-10-25 02:50",),
        (4 / 3,),
        options=BERLIN,
        head="order_id,order_date,due_date,delivered_at,ship_date",
    ),
    "the file goes back in that hour": Night(
        tuple(
            f"2026-10-25 {clock},,2026-10-25 05:00,"
            for clock in ("01:00", "02:40", "02:05", "02:30", "03:10")
        ),
        (5, 3 + 1 / 3, 2 + 11 / 12, 2.5, 1 + 5 / 6),
        options=BERLIN,
        note="the order of the file",
    ),
    "the file is in no order": Night(
        tuple(f"2026-10-25 {clock},,2026-10-25 05:00," for clock in ("02:40", "02:05", "01:00")),
        (3 + 1 / 3, 3 + 11 / 12, 5),
        options=BERLIN,
        note="The earlier one was used",
    ),
    "an hour that does not exist, zone in a column": Night(
        (
            "2026-03-28 12:00,2026-03-30 12:00,2026-03-29 02:30," + COLUMN,
            "2026-03-28 12:00,2026-03-29 12:00,2026-03-29 12:00," + COLUMN,
        ),
        (23,),
        left_out=(2,),
    ),
    "offsets of the order": Night(
        (
            "2026-10-24 12:00,2026-10-25 11:00,2026-10-25 11:30,+02:00",
            "2026-10-25 12:00,2026-10-26 12:00,2026-10-26 12:00,+01:00",
        ),
        (24.5, 24),
        1,
        "as the clock in a zone such as Europe/Berlin",
    ),
    "offsets of two countries": Night(
        (
            "2026-10-24 12:00,2026-10-25 11:00,2026-10-25 11:30,+08:00",
            "2026-10-25 12:00,2026-10-26 12:00,2026-10-26 12:00,+01:00",
        ),
        (23.5, 24),
    ),
    "a day ends with the second hour": Night(
        ("2018-02-17 12:00,2018-02-17,2018-02-17 12:30,", "2018-02-17 12:00,2018-02-18,2018-02-18 12:00,"),
        (0.5, 25),
        options={"timezone": "America/Sao_Paulo"},
    ),
    "no zone, in Europe": Night(
        (BACK, BACK.replace("02:10", "06:10")), (3 + 1 / 3,), note="as in Europe/", left_out=(2,)
    ),
    "no zone, in America": Night(
        (BACK.replace("10-25 02", "11-01 01"), BACK.replace("02:10", "06:10")),
        (3 + 1 / 3,),
        note="as in America/New_York",
        left_out=(2,),
    ),
}


@pytest.mark.parametrize("night", NIGHTS.values(), ids=list(NIGHTS))
def test_durations_over_a_change_of_the_clock(night: Night) -> None:
    text = "\n".join((night.head, *(f"{n},{row}" for n, row in enumerate(night.rows, start=1))))
    found = read_orders(io.StringIO(text), **night.options)
    orders = found.records["orders"]
    assert tuple((orders["delivered"] - orders["placed"]) / 3600) == pytest.approx(night.hours), found.notes
    assert tuple(found.rejected["row"].unique()) == night.left_out
    if night.kept is not None:
        assert int((orders["delivered"] <= orders["promised"]).sum()) == night.kept
    assert night.note in "\n".join(found.notes)


def test_no_word_of_clocks_on_other_nights() -> None:
    text = "\n".join((HEAD, "1," + BACK.replace("10-25", "10-21"), "2," + BACK.replace("02:10", "06:10")))
    assert "clocks are put back" not in "\n".join(read_orders(io.StringIO(text)).notes)


def test_a_day_that_is_25_hours_long_ends_an_hour_later() -> None:
    night = NIGHTS["a day ends with the second hour"]
    text = "\n".join((night.head, *(f"{n},{row}" for n, row in enumerate(night.rows, start=1))))
    orders = read_orders(io.StringIO(text), **night.options).records["orders"]
    assert (orders["promised"] - orders["placed"]).tolist() == [13 * 3600 - 1, 37 * 3600 - 1]
