"""Replications until a mean is known well enough: the rule by hand, and tables that depend on nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import InputError, Precision, load_sweep, replicate, sweep
from sim.theory.intervals import interval

RULE = Precision("m08", 0.005, fewest=4, most=40)
GRID: dict[str, Any] = {"desk.clerks": [1, 2], "stock.safety_factor": [1.0, 3.0]}
SHORT: dict[str, Any] = {"weeks": 1, "seed": 100}


def test_the_rule_by_hand() -> None:
    # Half the interval of 9, 11, 9, 11: t(0.975; 3) x 1.1547 / 2 = 1.837; of six such values 1.150, of eight 0.894.
    values = [9.0, 11.0] * 10
    assert Precision(relative=0.13, fewest=2).enough(values[:4]) is None
    assert Precision(relative=0.13, fewest=2).enough(values) == 6  # 0.13 / 1.13 x 10 = 1.1504
    assert Precision(relative=0.1, fewest=2).enough(values) == 8  # 0.1 / 1.1 x 10 = 0.909
    assert Precision(relative=0.13, fewest=12).enough(values) == 12
    assert Precision(relative=0.0001, fewest=2, most=15).enough(values) == 15
    assert Precision(relative=0.0001, fewest=2).enough([5.0, 5.0, 5.0]) == 2
    assert Precision(relative=0.13, fewest=2).share(values[:3]) < 1


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    rule, hits = Precision(relative=0.1, fewest=10, most=100_000), 0
    for seed in range(100, 300):
        values = np.random.default_rng(seed).exponential(1.0, 2000).tolist()
        count = rule.enough(values)
        assert count is not None
        hits += abs(np.mean(values[:count]) - 1) <= 0.1
    assert hits >= 0.9 * 200  # Law reports a little less than the level for skewed data


@pytest.mark.slow
def test_the_table_is_the_first_rows_of_the_plain_one() -> None:
    found = replicate("corner", until=RULE, workers=1, **SHORT)
    count = len(found.table)
    plain = replicate("corner", replications=count + 2, workers=1, **SHORT)
    pd.testing.assert_frame_equal(found.table, plain.table.head(count), check_exact=True)
    assert RULE.enough(plain.table["m08"].tolist()) == count > RULE.fewest
    seen = interval(found.table["m08"])
    assert seen.high - seen.mean <= 0.005 / 1.005 * seen.mean
    assert found.until == RULE
    there = replicate("corner", until=RULE, workers=2, **SHORT)
    assert there.table.to_csv() == found.table.to_csv()


def test_it_stops_at_the_maximum_and_reports_progress() -> None:
    told: list[float] = []
    rule = Precision("m08", 0.0001, fewest=2, most=5)
    found = replicate("corner", until=rule, workers=1, progress=told.append, **SHORT)
    assert len(found.table) == 5 and told[-1] == 1 and told == sorted(told)


@pytest.mark.slow
def test_in_a_sweep_every_point_gets_as_many_runs_as_it_needs(tmp_path: Any) -> None:
    one = sweep("corner", GRID, until=RULE, workers=1, **SHORT)
    counts = one.table.groupby("point").size().tolist()
    for point, levers in enumerate(one.points):
        alone = replicate("corner", levers, until=RULE, workers=1, **SHORT)
        mine = one.table[one.table["point"] == point].reset_index(drop=True)
        pd.testing.assert_frame_equal(
            mine[list(alone.table)], alone.table, check_dtype=False, check_exact=True
        )
    assert len(set(counts)) > 1 and len(one.means) == 4 and len(one.frontier()) >= 1
    two = sweep("corner", GRID, until=RULE, workers=2, store=tmp_path / "s", **SHORT)
    assert two.table.to_csv() == one.table.to_csv() == load_sweep(tmp_path / "s").table.to_csv()
    (tmp_path / "s" / "run-0000000.parquet").unlink()
    (tmp_path / "s" / "run-0000006.parquet").unlink()
    again = sweep("corner", GRID, until=RULE, workers=1, store=tmp_path / "s", **SHORT)
    assert again.table.to_csv() == one.table.to_csv() and again.found == sum(counts) - 2
    with pytest.raises(InputError, match="holds another experiment"):
        sweep("corner", GRID, workers=1, store=tmp_path / "s", **SHORT)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"measure": "m13"}, "m13"),
        ({"relative": 0}, "relative is 0"),
        ({"relative": 5}, "relative is 5"),
        ({"relative": "5%"}, "relative is 5%"),
        ({"level": 95}, "level is 95"),
        ({"fewest": 1}, "fewest is 1"),
        ({"fewest": 20, "most": 10}, "most is 10"),
    ],
)
def test_bad_precisions_are_one_sentence(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        Precision(**arguments)


def test_anything_but_a_precision_is_one_sentence() -> None:
    with pytest.raises(InputError, match=r"until is 0\.05"):
        replicate("corner", until=0.05, workers=1, **SHORT)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"until is 0\.05"):
        sweep("corner", GRID, until=0.05, workers=1, **SHORT)  # type: ignore[arg-type]
