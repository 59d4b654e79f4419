"""The twelve measures on tables small enough to work out on paper."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import InputError, Policy, run, service_measures
from sim.measures.orders import failed_rights, stage_hours
from sim.measures.service_registry import BY_ID, MEASURES
from sim.records.labels import RIGHTS
from sim.records.schema import Records
from tests.support.shared_runs import shared_run

H = 3600
WINDOW = pd.DataFrame({"start": [0], "end": [1000 * H]})

TIMES = ("placed", "accepted", "promised", "released", "packed", "dispatched", "delivered")
ROWS: list[tuple[tuple[int | None, ...], dict[str, Any]]] = [
    # hours as in TIMES; what else is special
    ((0, 1, 49, 1, 3, 10, 31), {}),  # 0: perfect
    ((0, 1, 49, 1, 5, 30, 50), {}),  # 1: late by an hour, within 1.1 times the promise
    ((0, 0, 48, 2, 4, 40, 60), {"damaged": True}),  # 2: late beyond that
    ((4, 4, 52, 4, 6, 10, 24), {"shipped": 3}),  # 3: part shipment, in time
    ((4, 4, 52, 4, 6, 10, None), {"status": "lost"}),
    ((4, 4, 52, None, None, None, None), {"status": "cancelled", "shipped": None}),  # 5: nothing came
    ((900, 900, 950, 900, 901, 902, None), {"status": "in_progress"}),  # 6: overdue at the end
    ((990, 990, 1040, 990, 991, 995, 999), {}),  # 7: promised after the end: not in the window
    ((-60, -60, -2, -60, -59, -50, -10), {}),  # 8: promised before the start: not in the window
    ((5, None, None, None, None, None, None), {"status": "abandoned", "shipped": None}),
]


def orders() -> pd.DataFrame:
    table: dict[str, Any] = {
        "order": range(len(ROWS)),
        "status": [more.get("status", "delivered") for _, more in ROWS],
    }
    for at, name in enumerate(TIMES):
        table[name] = pd.array([None if t[at] is None else t[at] * H for t, _ in ROWS], dtype="Int64")
    frame = pd.DataFrame(table)
    frame["ordered"] = 5
    frame["shipped"] = pd.array([more.get("shipped", 5) for _, more in ROWS], dtype="Int64")
    frame["wrong"] = 0
    frame["damaged"] = pd.array([more.get("damaged", False) for _, more in ROWS], dtype="boolean")
    frame["special_asked"] = [n in (0, 1, 3) for n in range(10)]
    frame["special_granted"] = pd.array(
        [n != 1 if n in (0, 1, 3) else None for n in range(10)], dtype="boolean"
    )
    frame["expedite_asked"] = [n in (2, 6) for n in range(10)]
    frame["expedite_met"] = pd.array([False if n in (2, 6) else None for n in range(10)], dtype="boolean")
    frame["delay_asked"] = [n == 3 for n in range(10)]
    frame["delay_met"] = pd.array([True if n == 3 else None for n in range(10)], dtype="boolean")
    frame["address_ok"] = frame["receiver_ok"] = pd.array([True] * 10, dtype="boolean")
    frame["quoted"] = 100
    frame["invoiced"] = [110 if n == 3 else 100 for n in range(10)]
    return frame


def records() -> Records:
    numbers = range(10)
    return {
        "window": WINDOW,
        "orders": orders(),
        "needs": pd.DataFrame(
            {
                "time": [h * H for h in (0, 0, 0, 4, 4, 4, 900, 990, -60, 5, 6, 7)],
                "state": ["delivered"] * 9 + ["abandoned", "turned_away", "elsewhere"],
            }
        ),
        "lines": pd.DataFrame(
            {
                "order": [0, 0, 1, 2, 3, 3, 7, 9],
                "quantity": [2, 3, 5, 5, 2, 3, 5, 5],
                "on_hand_at_allocation": pd.array([2, 9, 4, 5, 0, 3, 9, None], dtype="Int64"),
            }
        ),
        "stock": pd.DataFrame(
            {
                "good": [0, 0, 0, 0, 1, 1, 1],
                "time": [-9 * H, 100 * H, 300 * H, 1000 * H, -9 * H, 800 * H, 1000 * H],
                "on_hand": [5, 0, 7, 7, 4, 0, 0],
                "event": ["opening", "out", "receipt", "closing", "opening", "out", "closing"],
            }
        ),
        "contacts": pd.DataFrame(
            {
                "order": numbers,
                "kind": "order",
                "channel": ["telephone"] * 4 + ["edi"] * 6,
                "time": [max(0, h) * H for h in (0, 0, 0, 4, 4, 4, 900, 990, 5, 5)],
                "target": 60,
                "answered": pd.array(
                    [0, 61, 60, None, 4 * H, 4 * H, 900 * H, 990 * H, 5 * H, None], dtype="Int64"
                ),
            }
        ),
    }


@pytest.fixture
def measures() -> dict[str, Any]:
    return service_measures(records(), Policy(**{"order.minimum": 75}))


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        # Lines of orders 0 to 3: 2 of 2, 9 of 3, 4 of 5 (short), 5 of 5, 0 of 2 (short), 3 of 3.
        ("m01", 4 / 6, 6),
        # Good 0 was out from hour 100 to 300, good 1 from 800 to 1000.
        ("m02", 1 - (200 + 200) / 2000, 2),
        # Delivered 0, 1, 2, 3 and lost 4; order 2 was damaged.
        ("m03", 3 / 5, 5),
        # Cycles of 30, 49, 60 and 20 hours.
        ("m04", (30 + 49 + 60 + 20) / 4, 4),
        # From the first contact: 31, 50, 60, 20; the median lies between 31 and 50.
        ("m05", 40.5, 4),
        # Released to packed: 2, 4, 2, 2 and the lost one's 2.
        ("m06", 12 / 5, 5),
        # Shipped complete: 0, 1, 2 and the lost one; part shipment and cancelled were received as well.
        ("m07", 4 / 6, 6),
        # Kept: 0 and 3. Broken: 1, 2, lost, cancelled, overdue.
        ("m08", 2 / 7, 7),
        # One of the ten needs of the window that chose the firm.
        ("m09", 1 / 10, 10),
        ("m10", 2 / 3, 3),
        # Urgent 2 and 6 (overdue) missed, delay 3 met.
        ("m11", 1 / 3, 3),
        # Telephone: 0 and 2 within a minute, 1 a second late, 3 never. Built-in link: 5 of 6. Weights 0.4 and 0.1.
        ("m12", (0.4 * 2 / 4 + 0.1 * 5 / 6) / 0.5, 10),
        # Only order 0 keeps all seven rights.
        ("perfect", 1 / 7, 7),
    ],
)
def test_a_measure_by_hand(measures: dict[str, Any], name: str, value: float, n: int) -> None:
    assert measures[name]["value"] == pytest.approx(value, abs=1e-12)
    assert measures[name]["n"] == n
    assert "why" not in measures[name]


def test_the_order_cycles_spread(measures: dict[str, Any]) -> None:
    cycle = measures["m04"]
    assert cycle["sd"] == pytest.approx(np.std([30, 49, 60, 20], ddof=1))
    assert cycle["p95"] == pytest.approx(np.percentile([30, 49, 60, 20], 95))
    assert cycle["reliability"] == 3 / 4  # 49 hours are within 1.1 times 48
    assert measures["m09"]["minimum"] == 75


def test_which_rights_failed() -> None:
    failed = failed_rights(records()).set_index("order")[list(RIGHTS)]
    assert {n: [name for name in RIGHTS if failed.loc[n, name]] for n in failed.index} == {
        0: [],
        1: ["want", "time", "channel"],
        2: ["product", "time"],
        3: ["product", "price", "channel"],
        4: ["product", "time"],
        5: ["product", "time"],
        6: ["product", "time"],
    }


def test_stages_add_up_to_order_to_delivery() -> None:
    result = run("corner", weeks=6)
    total = stage_hours(result.records).sum(axis=1)
    assert result.measures["m05"]["value"] == pytest.approx(float(total.median()), abs=1e-9)


def test_an_empty_window_gives_nan_and_says_why() -> None:
    empty = {name: table.iloc[:0] for name, table in records().items()} | {"window": WINDOW}
    for name, value in service_measures(empty).items():
        if name != "censored":
            assert math.isnan(value["value"]), name
            assert value["why"]
        assert value["n"] == 0


def test_missing_columns_give_nan_and_are_named() -> None:
    known = records()
    known["orders"] = known["orders"].drop(columns="delivered")
    del known["stock"]
    values = service_measures(known)
    assert "orders.delivered" in values["m08"]["why"]
    assert "stock.on_hand" in values["m02"]["why"]
    assert values["m10"]["value"] == 2 / 3


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.id)
def test_a_measure_reads_no_other_columns_than_it_says(measure: Any) -> None:
    result = shared_run("corner", weeks=3)
    narrow: Records = {"window": result.records["window"]}
    for table in {table for table, _ in measure.reads}:
        narrow[table] = result.records[table][[c for t, c in measure.reads if t == table]]
    whole = result.measures[measure.id]
    assert service_measures(narrow, result.policy)[measure.id] == whole


def test_measures_leave_the_records_alone() -> None:
    result = run("corner", weeks=2)
    before = {name: table.copy() for name, table in result.records.items()}
    service_measures(result.records, result.policy)
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, result.records[name], check_exact=True)


def test_every_measure_of_a_year_says_something() -> None:
    for name, value in shared_run("jiaying").measures.items():
        assert math.isfinite(value["value"])
        assert value["n"] > 100
        assert name in BY_ID


def test_tables_read_back_from_csv_give_the_same_measures(tmp_path: Path) -> None:
    result = run("corner", weeks=4)
    back = {}
    for name, table in result.records.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False, encoding="utf-8-sig")
        back[name] = pd.read_csv(tmp_path / f"{name}.csv")
    assert service_measures(back, result.policy) == result.measures


def test_a_column_that_cannot_be_read_is_named() -> None:
    broken = records()
    broken["orders"]["delivered"] = ["soon"] * 10
    with pytest.raises(InputError, match=r"orders\.delivered"):
        service_measures(broken)
