"""A cluster takes the place of joblib's processes with the same line; a worker that dies costs nothing but time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pytest
from dask import distributed

from sim import InputError, compare, load_sweep, replicate, sweep
from sim.base.parallel import run_jobs
from sim.experiments.results_folder import ResultsFolder

GRID: dict[str, Any] = {"desk.clerks": [1, 2], "stock.safety_factor": [1.0, 2.0, 3.0]}
FEW: dict[str, Any] = {"weeks": 1, "replications": 4, "seed": 100}


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two worker processes of one thread each on this machine; it becomes the default client."""
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_jobs_run_on_the_cluster(client: Any) -> None:
    with joblib.parallel_config("dask"):
        done_by = run_jobs(lambda number: os.getpid(), range(8))
    assert set(done_by) <= set(client.run(os.getpid).values())


@pytest.mark.slow
def test_tables_are_those_of_one_process_byte_for_byte(client: Any) -> None:
    policies = {"today": {}, "new": {"desk.clerks": 3}}
    with joblib.parallel_config("dask"):
        there = (replicate("corner", **FEW), compare("corner", policies, **FEW))
    here = (replicate("corner", workers=1, **FEW), compare("corner", policies, workers=1, **FEW))
    for one, two in zip(there, here, strict=True):
        assert one.table.to_csv() == two.table.to_csv()
        assert list(one.table.dtypes) == list(two.table.dtypes)


@pytest.mark.slow
def test_an_error_on_the_cluster_arrives_as_one_sentence(client: Any) -> None:
    with joblib.parallel_config("dask"), pytest.raises(InputError, match="weeks is 0"):
        replicate("corner", weeks=0, replications=2)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_worker_loses_no_result_and_none_comes_twice(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    killed: list[int] = []
    keep = ResultsFolder.keep

    def watched(self: ResultsFolder, number: int, quantities: Any) -> None:
        keep(self, number, quantities)
        kept.append(number)
        if not killed:
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    monkeypatch.setattr(ResultsFolder, "keep", watched)
    with joblib.parallel_config("dask"):
        there = sweep("corner", GRID, store=tmp_path / "s", **FEW)
    monkeypatch.undo()
    here = sweep("corner", GRID, workers=1, **FEW)
    assert killed and killed[0] not in client.run(os.getpid).values()
    assert sorted(kept) == list(range(24))
    assert len(list((tmp_path / "s").glob("run-*.parquet"))) == 24
    assert there.table.to_csv() == here.table.to_csv() == load_sweep(tmp_path / "s").table.to_csv()
    assert sweep("corner", GRID, workers=2, **FEW).table.to_csv() == here.table.to_csv()
