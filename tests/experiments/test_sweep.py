"""Sweeps: designs by hand, a table that depends on nothing but its arguments, stores that survive being killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim import InputError, load_case, load_sweep, run, sampled, sweep
from sim.experiments.designs import points_of
from sim.experiments.sweep import Sweep
from sim.measures.kpis import KPIS

GRID: dict[str, Any] = {"desk.clerks": [1, 2], "stock.safety_factor": [1.0, 2.0, 3.0]}


@pytest.fixture(scope="module")
def swept() -> Sweep:
    return sweep("corner", GRID, replications=3, weeks=2, seed=100)


def by_hand(points: list[tuple[float, float]]) -> Sweep:
    """Two runs a point with these costs and on-time shares, which do not vary."""
    rows = [
        {
            "point": i,
            "desk.clerks": i,
            "replication": replication,
            **dict.fromkeys(KPIS, 1.0),
            "cost": cost,
            "m08": m08,
        }
        for i, (cost, m08) in enumerate(points)
        for replication in range(2)
    ]
    return Sweep(
        load_case("corner"), [{"desk.clerks": i} for i in range(len(points))], 0, 1, pd.DataFrame(rows)
    )


def test_a_grid_is_all_combinations_and_a_list_is_taken_as_it_is() -> None:
    case = load_case("corner")
    points, policies = points_of(GRID, case)
    assert points[:3] == [{"desk.clerks": 1, "stock.safety_factor": s} for s in (1.0, 2.0, 3.0)]
    assert len(points) == 6
    assert [policy["desk.clerks"] for policy in policies] == [1, 1, 1, 2, 2, 2]
    chosen = [{"desk.clerks": 3}, {}]
    assert points_of(chosen, case)[0] == chosen


def test_a_sample_fills_its_ranges_and_grows_without_changing() -> None:
    small, large = (
        sampled({"desk.clerks": (1, 4), "price.level": (0.8, 1.2)}, n, seed=5).points for n in (5, 64)
    )
    assert large[:5] == small
    assert {point["desk.clerks"] for point in large} == {1, 2, 3, 4}
    prices = sorted(point["price.level"] for point in large)
    assert 0.8 <= prices[0] < 0.82 and 1.18 < prices[-1] <= 1.2
    assert max(b - a for a, b in pairwise(prices)) < 0.03


def test_every_run_equals_a_single_run_and_all_points_share_the_random_numbers(swept: Sweep) -> None:
    assert len(swept.table) == 18
    case = load_case("corner")
    # Point 1 has neither the clerks nor the safety factor of the case.
    row = swept.table[(swept.table["point"] == 1) & (swept.table["replication"] == 2)].iloc[0]
    policy = case.policy.replace(**{"desk.clerks": 1, "stock.safety_factor": 2.0})
    single = run(case, policy, weeks=2, seed=100, replication=2)
    assert row["m08"] == single.measures["m08"]["value"]
    assert row["profit"] == single.money["profit"] / 100
    assert swept.table.groupby("replication")["needs"].nunique().eq(1).all()
    assert swept.means.loc[1, "m08"] == pytest.approx(swept.table[swept.table["point"] == 1]["m08"].mean())
    assert swept.interval(1, "m08").replications == 3


def test_neither_workers_nor_the_store_change_a_byte(swept: Sweep, tmp_path: Path) -> None:
    for more in ({"workers": 1}, {"workers": 2, "store": tmp_path / "一个 实验"}):
        again = sweep("corner", GRID, replications=3, weeks=2, seed=100, **more)  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(again.table, swept.table, check_exact=True)
    pd.testing.assert_frame_equal(load_sweep(tmp_path / "一个 实验").table, swept.table, check_exact=True)


def test_frontier_by_hand() -> None:
    found = by_hand([(10, 0.5), (20, 0.4), (20, 0.7), (30, 0.7), (40, 0.9), (10, 0.45)])
    assert found.frontier().index.tolist() == [0, 2, 4]
    assert found.frontier(more_is_better=False).index.tolist() == [5, 1]
    *_others, line = found.figure().data
    assert list(line.x) == [10, 20, 40]
    assert list(line.y) == [50, 70, 90]


def test_the_picture_shows_intervals_of_efficient_points_and_rings_where_it_is_not_settled() -> None:
    found = by_hand([(10, 0.5), (20, 0.7), (20, 0.8)])
    found.table.loc[found.table["point"] == 1, "m08"] = [0.60, 0.95]
    assert found.standing().tolist() == ["efficient", "could be", "could be"]
    grey, rings, line = found.figure().data
    assert list(line.x) == [10] and list(rings.x) == [20, 20] and not len(grey.x)
    assert rings.marker.symbol == "circle-open"
    assert list(line.error_y.array) == [0] and line.error_x.array is not None
    assert found._repr_html_().count('<td style="text-align: left">○</td>') == 2
    assert "2 more points could be efficient (○): more replications would tell." in repr(found)


def test_more_replications_reuse_the_results_in_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = sweep("corner", GRID, replications=2, weeks=1, workers=1, store=tmp_path / "s")
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "s").glob("*.parquet")}
    three = sweep("corner", GRID, replications=3, weeks=1, workers=1, store=tmp_path / "s")
    assert all(path.stat().st_mtime_ns == then for path, then in files.items())
    assert three.table[three.table["replication"] < 2].reset_index(drop=True).equals(two.table)


def test_a_damaged_or_foreign_store_is_refused_with_a_sentence(tmp_path: Path) -> None:
    store = tmp_path / "s"
    one = {"replications": 1, "weeks": 1, "workers": 1}
    sweep("corner", {"desk.clerks": [1, 2]}, store=store, **one)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="holds another experiment"):
        sweep("corner", {"desk.clerks": [1, 3]}, store=store, **one)  # type: ignore[arg-type]
    file = store / "run-0000001.parquet"
    whole = file.read_bytes()
    foreign = (store / "run-0000000.parquet").read_bytes()
    for damaged in (b"", whole[:-20], b"PAR1 no", foreign):
        file.write_bytes(damaged)
        with pytest.raises(InputError, match=r"run-0000001\.parquet is damaged or belongs to another"):
            sweep("corner", {"desk.clerks": [1, 2]}, store=store, **one)  # type: ignore[arg-type]
    other = tmp_path / "photos"
    other.mkdir()
    (other / "me.png").write_bytes(b"x")
    with pytest.raises(InputError, match="holds no experiment"):
        sweep("corner", {"desk.clerks": [1, 2]}, store=other, **one)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no such file"):
        load_sweep(tmp_path / "nowhere")


KILLED = """
import sys
from sim import sweep
sweep("corner", {"desk.clerks": [1, 2], "stock.safety_factor": [1.0, 2.0]}, replications=6, weeks=1, workers=1, store=sys.argv[1])
"""
MOMENTS = int(os.environ.get("KEFU_KILLS", "4"))
"""How often the sweep is killed. 20 times: `KEFU_KILLS=20 python -m pytest tests/experiments/test_sweep.py -k killed`."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_sweep_killed_at_any_moment_continues_to_the_same_table(tmp_path: Path) -> None:
    design = {"desk.clerks": [1, 2], "stock.safety_factor": [1.0, 2.0]}
    undisturbed = sweep("corner", design, replications=6, weeks=1, workers=1)
    store, moments = tmp_path / "s", random.Random(7)
    for _kill in range(MOMENTS):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(store)])
        before = len(list(store.glob("run-*")))
        deadline = time.monotonic() + 60
        while (
            len(list(store.glob("run-*"))) <= before
            and process.poll() is None
            and time.monotonic() < deadline
        ):
            time.sleep(0.02)
        time.sleep(moments.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
    resumed = sweep("corner", design, replications=6, weeks=1, workers=1, store=store)
    assert resumed.table.to_csv() == undisturbed.table.to_csv()
    assert len(list(store.glob("run-*.parquet"))) == 24


@pytest.mark.parametrize(
    ("design", "named"),
    [
        ({}, "design is"),
        ({"desk.clerks": 3}, "desk.clerks is 3, but takes something like"),
        ({"desk.clerks": []}, "desk.clerks is"),
        ({"desk.clerk": [1]}, "did you mean desk.clerks"),
        ({"desk.clerks": [1, -1]}, "desk.clerks is -1"),
        ([1], "design is"),
        ("corner", "design is"),
        (
            {
                "desk.clerks": list(range(60)),
                "stock.review_days": list(range(1, 29)),
                "price.level": [1 + i / 1000 for i in range(100)],
            },
            "168,000 points",
        ),
    ],
)
def test_bad_designs_are_one_sentence(design: Any, named: str) -> None:
    with pytest.raises(InputError, match=named):
        sweep("corner", design, replications=1, weeks=1, workers=1)


def test_bad_samples_are_one_sentence() -> None:
    for ranges, named in (
        ({"warehouse.slotting": (0, 1)}, "takes no numbers"),
        ({"price.level": (2, 1)}, "price.level is"),
        ({}, "ranges is"),
    ):
        with pytest.raises(InputError, match=named):
            sampled(ranges, 4)  # type: ignore[arg-type]


def test_every_point_of_the_frontier_carries_its_intervals() -> None:
    points = sweep("corner", {"desk.clerks": [1, 2, 3]}, weeks=4, replications=3, workers=1)
    drawn = [trace for trace in points.figure().data if len(trace.x)]
    assert sum(len(trace.x) for trace in drawn) == 3
    for trace in drawn:
        for axis in (trace.error_x, trace.error_y):
            assert len(axis.array) == len(trace.x) and all(half >= 0 for half in axis.array)
    assert sum(sum(trace.error_x.array) for trace in drawn) > 0
