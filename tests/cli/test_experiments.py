"""`kefu compare` and `kefu sweep`: what they print, write and keep, and how they end."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli import main
from sim.measures.kpis import KPIS
from tests.cli.test_cli import strict
from tests.support.command_line import Command, content, kefu, kefus
from tests.support.excel_files import workbook

SHORT = ("--weeks", "2", "--replications", "3", "--seed", "100", "--workers", "1")
COMPARE = ("compare", "corner", *SHORT)
SWEEP = ("sweep", "corner", *SHORT)
LOOSE = ("sweep", "corner", "--vary", "desk.clerks=1,2")
"""A sweep that does not say how often."""
MORE = ("--with", "more", "desk.clerks=3", "--with", "more stock", "stock.safety_factor=4", "desk.clerks=2")
GRID = ("--vary", "desk.clerks=1,2", "stock.safety_factor=1,2.5")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEFU_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)  # others in this process may have set it
    return tmp_path


def printed(capsys, *words: str) -> str:
    """What a command that ends well prints; nothing on standard error, where nobody watches."""
    assert main(list(words)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def compared():
    policies = {
        "today's policy": {},
        "more": {"desk.clerks": 3},
        "more stock": {"stock.safety_factor": 4, "desk.clerks": 2},
    }
    return sim.compare("corner", policies, weeks=2, replications=3, seed=100, workers=1)


def swept(design):
    return sim.sweep("corner", design, weeks=2, replications=3, seed=100, workers=1)


@pytest.mark.slow
def test_compare_prints_a_table_and_a_sentence_for_each_policy(here, capsys):
    out = printed(capsys, *COMPARE, *MORE, "--all")
    assert "Corner Logistics: 2 weeks, seed 100, 3 replications" in out
    assert "more (desk.clerks: 2 → 3)" in out and "more stock (stock.safety_factor: 3.3 → 4)" in out
    assert out.count("availability") == out.count("new customers") == 2
    assert "may be luck" in out
    found = compared()
    text = " ".join(out.split())
    assert text.startswith(f"{found.title} {found.choice().sentence}")
    assert found.by_chance() and text.count(found.by_chance()) == 1
    assert all(found.sentence("m08", name) in " ".join(out.split()) for name in ("more", "more stock"))
    assert content(here) == {}


def test_compare_prints_the_numbers_of_sim_compare(here, capsys):
    made = strict(printed(capsys, *COMPARE, *MORE, "--json"))
    found = compared()
    assert made["policies"] == {
        "today's policy": {},
        "more": {"desk.clerks": 3},
        "more stock": {"stock.safety_factor": 4.0},
    }
    assert (made["case"], made["weeks"], made["seed"], made["replications"]) == ("corner", 2, 100, 3)
    assert made["baseline"] == "today's policy"
    choice = found.choice()
    assert made["choice"]["take"] == (choice.take or None) and made["choice"]["low"] == choice.lead.low
    assert len(made["differences"]) == 2 * len(KPIS) and len(made["runs"]) == 9
    for row, seen in zip(found.differences.to_dict("records"), made["differences"], strict=True):
        assert seen["verdict"] == row["verdict"]
        assert seen["difference"] == (None if row["difference"] != row["difference"] else row["difference"])
    assert [run["profit"] for run in made["runs"]] == found.table["profit"].tolist()


@pytest.mark.slow
def test_policies_come_from_files_as_well_and_the_case_may_stand_last(here, capsys):
    (here / "省钱.yaml").write_text("desk.clerks: 0\n", encoding="utf-8")
    sim.load_case("corner").policy.replace(**{"desk.clerks": 3}).save(here / "lavish.json")
    words = ["compare", *SHORT, "--policy", "省钱.yaml", "lavish.json", "--with", "two", "desk.clerks=3"]
    made = strict(printed(capsys, *words, "corner", "--json"))
    assert list(made["policies"]) == ["today's policy", "省钱", "lavish", "two"]
    assert made["policies"]["lavish"] == {"desk.clerks": 3}


@pytest.mark.slow
def test_compare_writes_tables_and_a_page(here, capsys):
    assert "comparison.html" in printed(capsys, *COMPARE, *MORE, "--measure", "profit", "--out", "结果 1")
    names = {f"{name}.{kind}" for name in ("runs", "differences") for kind in ("csv", "parquet")}
    assert {path.name for path in (here / "结果 1").iterdir()} == {*names, "comparison.html"}
    pd.testing.assert_frame_equal(pd.read_parquet(here / "结果 1" / "runs.parquet"), compared().table)
    page = (here / "结果 1" / "comparison.html").read_text(encoding="utf-8")
    assert "Profit: difference from today&#x27;s policy" in page or "Profit: difference from today's" in page
    assert "src=" not in page.partition("<script>")[0] and "more stock" in page
    assert compared().choice().sentence.replace("'", "&#39;") in page
    assert page.count(compared().by_chance()) == 1


def test_sweep_prints_every_point_and_marks_the_efficient_ones(here, capsys):
    out = printed(capsys, *SWEEP, *GRID)
    design = {"desk.clerks": [1, 2], "stock.safety_factor": [1, 2.5]}
    found = swept(design)
    best = found.frontier().index.tolist()
    rows = {line.split()[0]: line for line in out.splitlines() if re.match(r" +\d ", line)}
    assert [int(number) for number, row in rows.items() if "●" in row] == sorted(best)
    assert len(rows) == 4 and f"{len(best)} of 4 points" in out
    assert rows["1"].split()[1:3] == ["1", "2.5"]
    assert content(here) == {}


def test_sweep_prints_the_numbers_of_sim_sweep(here, capsys):
    made = strict(printed(capsys, *SWEEP, *GRID, "--json", "--service", "m04"))
    found = swept({"desk.clerks": [1, 2], "stock.safety_factor": [1, 2.5]})
    assert [point["levers"] for point in made["points"]] == [dict(point) for point in found.points]
    assert [point["means"]["m08"] for point in made["points"]] == found.means["m08"].tolist()
    assert made["frontier"] == found.frontier(service="m04", more_is_better=False).index.tolist()
    assert [run["cost"] for run in made["runs"]] == found.table["cost"].tolist()
    assert (made["case"], made["replications"], made["found"]) == ("corner", 3, 0)


@pytest.mark.slow
def test_with_a_precision_each_point_gets_as_many_runs_as_it_needs(here, capsys):
    words = ("sweep", "corner", "--vary", "stock.safety_factor=0.5,2", "--weeks", "2", "--workers", "1")
    words = (*words, "--precision", "m01=0.01")
    out = printed(capsys, *words)
    until = sim.Precision("m01", 0.01)
    found = sim.sweep("corner", {"stock.safety_factor": [0.5, 2]}, weeks=2, workers=1, until=until)
    often = found.table["point"].value_counts().sort_index().tolist()
    assert often[0] > often[1] >= until.fewest
    assert f"{often[1]} to {often[0]} replications" in out
    rows = [line.split() for line in out.splitlines() if re.match(r" +\d ", line)]
    assert [int(row[2]) for row in rows] == often
    made = strict(printed(capsys, *words, "--json"))
    assert made["replications"] is None and [point["replications"] for point in made["points"]] == often


def test_a_sample_covers_its_ranges(here, capsys):
    words = ["sweep", "--sample", "5", "--vary", "desk.clerks=1..3", "price.level=0.9..1.1", "corner"]
    made = strict(printed(capsys, *words, "--weeks", "1", "--replications", "1", "--workers", "1", "--json"))
    same = sim.sampled({"desk.clerks": (1, 3), "price.level": (0.9, 1.1)}, 5)
    assert [point["levers"] for point in made["points"]] == list(same.points)


POINTS = [{"desk.clerks": 3, "price.level": 1.05}, {"desk.clerks": 1}, {"stock.safety_factor": 2.5}]


@pytest.mark.parametrize("name", ["p.yaml", "p.json", "p.csv", "p 分号.csv", "p.xlsx"])
def test_points_come_from_a_file(here, capsys, name):
    header = ["desk.clerks", "price.level", "stock.safety_factor"]
    cells = [[point.get(lever) for lever in header] for point in POINTS]
    texts = [header, *[["" if cell is None else str(cell) for cell in row] for row in cells]]
    data = {
        "p.yaml": b"- {desk: {clerks: 3}, price.level: 1.05}\n- desk.clerks: 1\n- stock.safety_factor: 2.5\n",
        "p.json": json.dumps(POINTS).encode(),
        "p.csv": "\n".join(map(",".join, texts)).encode("utf-8-sig"),
        "p 分号.csv": "\r\n".join(map(";".join, texts)).encode("gb18030"),
        "p.xlsx": workbook([header, *cells]),
    }[name]
    (here / name).write_bytes(data)
    words = ["sweep", "corner", "--points", name, "--weeks", "1", "--replications", "1", "--workers", "1"]
    made = strict(printed(capsys, *words, "--json"))
    there = sim.sweep("corner", POINTS, weeks=1, replications=1, workers=1)
    assert [run["profit"] for run in made["runs"]] == there.table["profit"].tolist()


@pytest.mark.slow
def test_sweep_writes_tables_and_a_page_even_where_a_lever_takes_one_number_or_many(here, capsys):
    hours = "[" + ",".join(["1"] * 12 + ["2"] * 12) + "]"
    words = ["--vary", f"desk.clerks=1,{hours}", "--out", "result"]
    assert "sweep.html" in printed(capsys, *SWEEP, *words)
    names = {f"{name}.{kind}" for name in ("runs", "points") for kind in ("csv", "parquet")}
    assert {path.name for path in (here / "result").iterdir()} == {*names, "sweep.html"}
    points = pd.read_parquet(here / "result" / "points.parquet")
    assert points["desk.clerks"].tolist() == ["1", "0–12 h: 1, 12–24 h: 2"]
    assert (points["efficient"] | points["could_be"]).any()
    assert "Efficient policies" in (here / "result" / "sweep.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_store_is_continued_and_the_message_says_how_many_runs_it_held(here, capsys):
    few = printed(capsys, *SWEEP, *GRID, "--replications", "1", "--store", "s")
    assert "s: 0 of 4 runs were there already, 4 are new." in few
    before = content(here / "s")
    out = printed(capsys, *SWEEP, *GRID, "--store", "s")
    assert "s: 4 of 12 runs were there already, 8 are new." in out
    after = content(here / "s")
    assert before.items() <= after.items() and len(after) == 13
    assert "s: 12 of 12 runs were there already, 0 are new." in printed(capsys, *SWEEP, *GRID, "--store", "s")
    pd.testing.assert_frame_equal(
        sim.load_sweep("s").table, swept({"desk.clerks": [1, 2], "stock.safety_factor": [1, 2.5]}).table
    )


@pytest.mark.slow
def test_the_same_command_writes_the_same_bytes_with_any_number_of_workers(tmp_path):
    for workers in ("1", "2"):
        words = [*SWEEP[:-1], workers, *GRID, "--out", workers]
        assert kefu(*words, cwd=tmp_path, PYTHONHASHSEED=workers).code == 0
    assert content(tmp_path / "1") == content(tmp_path / "2") != {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another way to send Ctrl-C")
@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["sweep", "corner", "--vary", "desk.clerks=1,2,3", "--store", "s"], True),
        (["compare", "corner", "--with", "more", "desk.clerks=3"], False),
    ],
)
def test_after_ctrl_c_the_store_is_kept_and_can_be_continued(tmp_path, words, kept):
    command = [sys.executable, "-m", "sim", *words, "--weeks", "2", "--out", "result", "--workers", "2"]
    running = subprocess.Popen(
        [*command, "--replications", "3000"],
        cwd=tmp_path,
        env={**os.environ, "KEFU_LANG": "en", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        # Where the tests themselves run in the background, Ctrl-C may be ignored, by children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until = time.monotonic() + 120
    while not list(tmp_path.glob("s/run-*" if kept else ".kefu-*")) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0 if kept else 1)
    os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to the whole group
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out, err.count("\n")) == (130, "", 1)
    files = sorted(path.name for path in tmp_path.iterdir())
    if not kept:
        assert (err, files) == ("Stopped; nothing was left half written.\n", [])
        return
    there = len(list(tmp_path.glob("s/run-*.parquet")))
    assert err == f"Stopped; {there:,} of 9,000 runs are kept in s: the same call continues there.\n"
    assert files == ["s"] and len(content(tmp_path / "s")) == there + 1
    count = sim.load_sweep(tmp_path / "s").table["replication"].nunique() if there >= 6 else 1
    again = sim.sweep(
        "corner", {"desk.clerks": [1, 2, 3]}, weeks=2, replications=count, workers=1, store=tmp_path / "s"
    )
    whole = sim.sweep("corner", {"desk.clerks": [1, 2, 3]}, weeks=2, replications=count, workers=1)
    assert again.table.to_csv() == whole.table.to_csv() and again.found > 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX terminal")
def test_in_a_terminal_a_bar_shows_the_time_that_remains(tmp_path):
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sim", *SWEEP, *GRID]
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "KEFU_LANG": "en", "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    out = running.communicate()[0].decode()
    assert running.returncode == 0 and "●" in out
    assert b"100%" in seen and b"0:00:0" in seen


def one(*words: str, says: tuple[str, ...], file: tuple[str, bytes] | None = None):
    return (words, says, file)


BAD = {
    "compare: no case": one("compare", says=("kefu compare CASE",)),
    "compare: nothing": one(*COMPARE, says=("--with",)),
    "compare: no name": one(*COMPARE, "--with", "desk.clerks=3", says=("--with", "desk.clerks=3")),
    "compare: no lever": one(*COMPARE, "--with", "more", says=("--with more", "desk.clerks=4")),
    "compare: not a lever": one(
        *COMPARE, "--with", "more", "desk.clerk=4", says=("desk.clerk", "desk.clerks")
    ),
    "compare: a word": one(*COMPARE, "--with", "more", "desk.clerks=3", "two", says=("--with", "two")),
    "compare: twice": one(*COMPARE, *MORE, "--with", "more", "desk.clerks=3", says=("more",)),
    "compare: no file": one(*COMPARE, "--policy", "p.yaml", says=("p.yaml",)),
    "compare: measure": one(*COMPARE, *MORE, "--measure", "m13", says=("m13", "m01")),
    "compare: once": one(*COMPARE, *MORE, "--replications", "1", says=("replications", "1", "2")),
    "compare: out": one(*COMPARE, *MORE, "--out", "file", says=("file",), file=("file", b"mine")),
    "sweep: no case": one("sweep", says=("kefu sweep CASE",)),
    "sweep: nothing": one(*SWEEP, says=("--vary", "--points")),
    "sweep: both": one(*SWEEP, *GRID, "--points", "p.csv", says=("--vary", "--points")),
    "sweep: not a lever": one(*SWEEP, "--vary", "desk.clerk=1,2", says=("desk.clerk", "desk.clerks")),
    "sweep: out of bounds": one(*SWEEP, "--vary", "desk.clerks=1,99", says=("desk.clerks", "99", "60")),
    "sweep: no value": one(*SWEEP, "--vary", "desk.clerks=", says=("--vary", "desk.clerks=")),
    "sweep: not YAML": one(*SWEEP, "--vary", "desk.clerks=1,[2", says=("desk.clerks", "1,[2")),
    "sweep: twice": one(*SWEEP, "--vary", "desk.clerks=1", "desk.clerks=3", says=("--vary", "desk.clerks")),
    "sweep: a range": one(*SWEEP, "--vary", "desk.clerks=1..3", says=("desk.clerks=1..3", "--sample")),
    "sweep: no range": one(
        *SWEEP, "--sample", "4", "--vary", "desk.clerks=1,3", says=("1,3", "desk.clerks=1..3")
    ),
    "sweep: upside down": one(*SWEEP, "--sample", "4", "--vary", "desk.clerks=3..1", says=("3..1",)),
    "sweep: no number": one(
        *SWEEP, "--sample", "4", "--vary", "warehouse.slotting=1..2", says=("warehouse.slotting",)
    ),
    "sweep: sample a word": one(*SWEEP, "--sample", "x", "--vary", "desk.clerks=1..3", says=("x", "100000")),
    "sweep: sample of a file": one(
        *SWEEP, "--sample", "4", "--points", "p.csv", says=("--sample", "--points")
    ),
    "sweep: no file": one(*SWEEP, "--points", "p.csv", says=("p.csv",)),
    "sweep: no list": one(*SWEEP, "--points", "p.yaml", says=("p.yaml",), file=("p.yaml", b"desk.clerks: 4")),
    "sweep: header alone": one(
        *SWEEP, "--points", "p.csv", says=("p.csv",), file=("p.csv", b"desk.clerks\n")
    ),
    "sweep: a note": one(
        *SWEEP, "--points", "p.csv", says=("note",), file=("p.csv", b"desk.clerks,note\n1,good\n")
    ),
    "sweep: bad cell": one(
        *SWEEP, "--points", "p.csv", says=("desk.clerks", "many"), file=("p.csv", b"desk.clerks\nmany\n")
    ),
    "sweep: service": one(*SWEEP, *GRID, "--service", "m13", says=("m13", "m01")),
    "sweep: precision and replications": one(
        *SWEEP, *GRID, "--precision", "m08=0.1", says=("--replications", "--precision")
    ),
    "sweep: precision of nothing": one(
        *LOOSE, "--precision", "m08", says=("--precision", "m08=0.01", "'m08'")
    ),
    "sweep: precision of no measure": one(*LOOSE, "--precision", "m99=0.1", says=("m99", "m01")),
    "sweep: precision out of bounds": one(*LOOSE, "--precision", "m08=2", says=("relative", "2.0", "0", "1")),
    "sweep: workers": one(*SWEEP, *GRID, "--workers", "0", says=("workers", "0", "1024")),
    "sweep: market": one(*SWEEP, *GRID, "--market", "shut", says=("market", "shut", "frozen")),
    "sweep: store a file": one(*SWEEP, *GRID, "--store", "file", says=("file",), file=("file", b"mine")),
    "sweep: store not empty": one(*SWEEP, *GRID, "--store", ".", says=(".",), file=("file", b"mine")),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_bad_input_gets_one_sentence_and_writes_nothing(lang, tmp_path):
    commands, before = [], []
    for number, (words, _says, file) in enumerate(BAD.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        if file:
            (folder / file[0]).write_bytes(file[1])
        before.append(content(folder))
        out = [] if "--out" in words or len(words) == 1 else ["--out", "result"]
        commands.append(Command([*words, *out], str(folder), {"KEFU_LANG": lang}))
    wrong = []
    for (name, (_words, says, _file)), command, was, done in zip(
        BAD.items(), commands, before, kefus(commands), strict=True
    ):
        good = done.code == 2 and done.out == "" and done.err.count("\n") == 1
        if not good or not all(text in done.err for text in says) or content(Path(command.cwd)) != was:
            wrong.append((name, done))
    assert wrong == []
