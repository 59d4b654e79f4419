"""What is written can be read back, by other programs too."""

from __future__ import annotations

import codecs

import pandas as pd
import pytest

import sim
from sim.records.export import export
from sim.records.schema import TABLES
from sim.roleplay.hooks import TalkEffects
from tests.support.all_levers import EVERYTHING

CORNER = sim.load_case("corner")
EVERYTHING_ON = CORNER.policy.replace(**EVERYTHING)
PROMISE = TalkEffects(title="a talk", hooks=[{"promise": {"customer": "A1", "what": "notice"}}])
"""So that every table has rows."""


@pytest.fixture(scope="module")
def run():
    return sim.run(CORNER, EVERYTHING_ON, weeks=4, talks=[PROMISE])


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    export(run.records, folder)
    return folder


def test_every_table_is_written_twice(run, folder):
    assert {path.name for path in folder.iterdir()} == {
        f"{name}.{kind}" for name in run.records for kind in ("csv", "parquet")
    }


@pytest.mark.parametrize("table", list(TABLES))
def test_parquet_gives_back_values_and_types(run, folder, table):
    expected = run.records[table].copy()
    for name in expected.select_dtypes("category"):  # pandas reads names as its own kind of text
        column = expected[name].cat
        expected[name] = column.rename_categories(column.categories.astype("str"))
    pd.testing.assert_frame_equal(pd.read_parquet(folder / f"{table}.parquet"), expected)


@pytest.mark.parametrize("table", list(TABLES))
def test_csv_gives_back_the_values(run, folder, table):
    expected = run.records[table]
    kinds = {"category": "str", "bool": "boolean", "int64": "Int64"}
    types = {name: kinds.get(str(dtype), str(dtype)) for name, dtype in expected.dtypes.items()}
    read = pd.read_csv(folder / f"{table}.csv", encoding="utf-8-sig", dtype=types)
    assert list(read.columns) == list(expected.columns)
    for name in expected.columns:
        column = expected[name]
        wanted = column.astype("str" if str(column.dtype) == "category" else types[name])
        assert read[name].isna().tolist() == column.isna().tolist(), name
        assert read[name].dropna().tolist() == wanted[column.notna()].tolist(), name


def test_csv_opens_in_a_chinese_spreadsheet(run, folder):
    for name in run.records:
        data = (folder / f"{name}.csv").read_bytes()
        assert data.startswith(codecs.BOM_UTF8) and not data[3:].startswith(codecs.BOM_UTF8)
        data.decode("utf-8")


def test_the_same_records_give_the_same_bytes(folder, tmp_path):
    export(sim.run(CORNER, EVERYTHING_ON, weeks=4, talks=[PROMISE]).records, tmp_path)
    assert [p.name for p in folder.iterdir() if p.read_bytes() != (tmp_path / p.name).read_bytes()] == []
