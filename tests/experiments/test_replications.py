"""Replications: the numbers of single runs, in sequence, whichever process computed them."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

from sim import InputError, Replications, language, load_case, replicate, run
from sim.base import i18n
from sim.base.i18n import _
from sim.base.parallel import run_jobs
from sim.measures.kpis import KPIS
from sim.theory.intervals import interval, replications_for

TOLD: list[float] = []


@pytest.fixture(scope="module")
def few() -> Replications:
    return replicate("corner", weeks=2, replications=6, seed=100, workers=2, progress=TOLD.append)


def same_bytes(one: pd.DataFrame, two: pd.DataFrame) -> bool:
    """Whether two tables hold the same columns, types and values; CSV writes every bit of a number."""
    return list(one.dtypes) == list(two.dtypes) and one.to_csv() == two.to_csv()


def test_a_row_is_a_run(few: Replications) -> None:
    single = run("corner", weeks=2, seed=100, replication=4)
    row = few.table.iloc[4]
    assert row["replication"] == 4
    for name, found in single.measures.items():
        assert row[name] == pytest.approx(found["value"], rel=0, abs=0, nan_ok=True)
    for field in ("sd", "p95", "reliability"):
        assert row[f"m04_{field}"] == single.measures["m04"][field]
    for name, count in single.counts.items():
        assert row[name] == count
    for name in ("income", "cost", "profit"):
        assert row[name] == single.money[name] / 100
    assert list(few.table) == ["replication", *KPIS]


def test_number_of_processes_and_of_replications_change_no_bit(few: Replications) -> None:
    alone = replicate("corner", weeks=2, replications=6, seed=100, workers=1)
    assert same_bytes(few.table, alone.table)
    fewer = replicate("corner", weeks=2, replications=3, seed=100, workers=1)
    assert same_bytes(few.table.head(3), fewer.table)


def test_case_and_levers_reach_the_workers_unchanged(few: Replications) -> None:
    case = load_case("corner")
    slower = case.replace(**{"goods.lead_days": case.goods.lead_days + 5})
    there = replicate(slower, {"desk.clerks": 3}, weeks=2, replications=2, seed=100, workers=2)
    here = replicate(
        slower, case.policy.replace(**{"desk.clerks": 3}), weeks=2, replications=2, seed=100, workers=1
    )
    assert same_bytes(there.table, here.table)
    assert there.policy.desk.clerks == here.policy.desk.clerks
    assert there.case is slower
    assert not same_bytes(there.table, few.table.head(2))


def test_lambdas_run_on_workers_and_results_come_back_in_sequence() -> None:
    factor = 3
    assert run_jobs(lambda number: number * factor, range(20), workers=2) == [
        3 * number for number in range(20)
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_jobs_speak_the_language_in_force(workers: int) -> None:
    for code in ("zh", "en"):
        language(code)
        assert run_jobs(lambda number: language(), range(2), workers) == [code, code]


def test_progress_ends_at_1(few: Replications) -> None:
    alone: list[float] = []
    replicate("corner", weeks=1, replications=6, workers=1, progress=alone.append)
    assert alone == TOLD == [number / 6 for number in range(1, 7)]


def test_interval_by_hand() -> None:
    # Mean 2.5, standard deviation 1.290994; t(0.975; 3) = 3.182446, t(0.95; 3) = 2.353363.
    found = interval([1, 2, math.nan, 3, 4])
    assert found == pytest.approx((2.5, 2.5 - 2.054260, 2.5 + 2.054260, 4), abs=1e-5)
    assert interval([1, 2, 3, 4], level=0.9).high == pytest.approx(2.5 + 1.519090, abs=1e-5)
    assert interval([7]).mean == 7
    assert math.isnan(interval([7]).low)
    assert interval([]).replications == 0


def test_interval_of_a_column(few: Replications) -> None:
    found = few.interval("m08")
    assert found == interval(few.table["m08"])
    assert found.low < few.table["m08"].mean() < found.high
    assert few.interval("m08", 0.5).high < found.high


def test_replications_for_a_width_by_hand() -> None:
    # t(0.975; 17) = 2.1098 and 2.1098 / sqrt(18) = 0.4973; t(0.975; 16) / sqrt(17) = 0.5142.
    assert replications_for(1.0, 0.5) == 18
    assert replications_for(1.0, 0.01) == pytest.approx(196**2, rel=0.001)
    assert replications_for(0.0, 0.5) == 2
    assert replications_for(1.0, 1e-300) == 10**12


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"replications": 0}, "replications is 0"),
        ({"replications": 2.5}, "replications is 2.5"),
        ({"replications": True}, "replications is true"),
        ({"workers": 0}, "workers is 0"),
        ({"workers": "all"}, "workers is all"),
        ({"policy": 3}, "policy is 3"),
        ({"policy": {"desk.clerk": 3}}, "did you mean desk.clerks"),
        ({"seed": -1}, "seed is -1"),
        ({"market": "shut"}, "market is shut"),
        ({"case": "nowhere"}, "nowhere"),
        ({"case": 3}, "case is 3"),
    ],
)
def test_bad_input_is_one_sentence(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        replicate(**{"case": "corner", "weeks": 1, "workers": 1} | arguments)


def test_unknown_measures_and_levels_are_one_sentence(few: Replications) -> None:
    with pytest.raises(InputError, match=r"m13.*m01, m02"):
        few.interval("m13")
    with pytest.raises(InputError, match="level is 95"):
        few.interval("m08", 95)


# The last ones: an error ends the processes, and new ones take seconds to start.
@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_job_arrives_as_one_sentence(workers: int) -> None:
    with i18n.using("zh"):
        allowed = _("a whole number from {low} to {high}").format(low=1, high=520)
        with pytest.raises(InputError) as caught:
            replicate("corner", weeks=0, replications=2, workers=workers)
        template = _("{name} is {value}, but takes {allowed}.")
        assert str(caught.value) == template.format(name="weeks", value=0, allowed=allowed)
        assert allowed != "a whole number from 1 to 520"
        assert caught.value.__cause__ is None


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_stops_all_processes_at_once() -> None:
    code = (
        "import sim\n"
        "try:\n"
        "    sim.replicate('corner', weeks=1, replications=9999, workers=2, progress=lambda s: print(s, flush=True))\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        # Where the tests themselves run in the background, Ctrl-C may be ignored, by children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stdout is not None
    child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)  # a terminal and Jupyter send it to the whole group
    said, complaint = child.communicate(timeout=60)
    assert (child.returncode, said.split()[-1]) == (0, "stopped")
    # On a busy machine joblib may remark that it tidied up what the interrupt left; nothing else may be said.
    assert complaint == "" or ("resource_tracker" in complaint and "Traceback" not in complaint)
