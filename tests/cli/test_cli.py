"""The command line: what it prints, writes, and how it ends."""

from __future__ import annotations

import errno
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
import yaml

import sim
from sim.base.version import version
from sim.case.load import case_names
from sim.cli import main
from sim.cli.commands import COMMANDS
from sim.cli.run import as_json
from sim.policy.levers.registry import levers
from sim.policy.policy import Policy
from tests.support.command_line import ROOT, Command, content, kefu, kefus
from tests.support.parameters import slow_after

CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUICK = ("run", "corner", "--weeks", "2")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEFU_LANG", "en")
    return tmp_path


def strict(text: str):
    def refuse(name: str):
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_run_reports_service_needs_and_money(here, capsys):
    assert main([*QUICK, "--set", "desk.clerks=3", "--all"]) == 0
    out, err = capsys.readouterr()
    run = sim.run("corner", sim.load_case("corner").policy.replace(**{"desk.clerks": 3}), weeks=2)
    for text in (
        "Corner Logistics: 2 weeks, seed 0",
        "desk.clerks: 2 → 3",
        "availability",
        "delivered",
        "profit",
    ):
        assert text in out
    assert f"{run.measures['m08']['value']:.1%}" in out and f"{run.money['profit'] / 100:,.0f}" in out
    assert err == ""  # no progress bar where nobody watches
    assert content(here) == {}


def test_run_says_first_what_matters(here, capsys):
    assert main([*QUICK, "--set", "desk.clerks=1"]) == 0
    out, _err = capsys.readouterr()
    assert "▼  perfect orders" in out and "Where to look first" in out and "desk.clerks: 2 → 1" in out
    assert len(out.splitlines()) < 24 and "haulage by kilometre" not in out


def test_run_speaks_chinese(here, capsys):
    assert main([*QUICK, "--lang", "zh", "--all"]) == 0
    out = capsys.readouterr().out
    assert "邻家物流" in out and "准时交货" in out and "on time" not in out


def test_lang_may_stand_before_the_command(here, capsys):
    assert main(["--lang", "zh", "cases"]) == 0
    assert "佳盈物流" in capsys.readouterr().out


def test_json_is_one_strict_object_as_in_the_contract(here, capsys):
    assert main([*QUICK, "--json", "--seed", "3"]) == 0
    out, err = capsys.readouterr()
    found = strict(out)
    assert list(found) == ["case", "policy", "weeks", "seed", "version", "counts", "measures", "money"]
    assert (found["case"], found["weeks"], found["seed"], found["version"]) == ("corner", 2, 3, version())
    assert found["policy"] == sim.load_case("corner").policy.flat()
    assert err == ""
    run = sim.run("corner", weeks=2, seed=3)
    assert found["counts"] == run.counts and found["money"] == run.money
    assert {"sd", "p95", "reliability"} <= set(found["measures"]["m04"])
    assert found["measures"]["m09"]["minimum"] == run.policy.order.minimum
    for name, measure in run.measures.items():
        assert found["measures"][name]["value"] == measure["value"]
        assert (
            found["measures"][name]["unit"] == measure["unit"]
            and found["measures"][name]["n"] == measure["n"]
        )


def test_json_has_null_and_why_where_nothing_counts():
    case = sim.load_case("corner").replace(**{f"classes.{name}.special": 0 for name in "ABC"})
    found = strict(json.dumps(as_json(sim.run(case, weeks=1)), allow_nan=False))
    m10 = found["measures"]["m10"]
    assert m10["value"] is None and m10["n"] == 0 and m10["why"]


@pytest.mark.slow
def test_in_a_frozen_market_orders_stay_whatever_is_charged(here, capsys):
    found = {}
    for market in ("open", "frozen"):
        orders = []
        for level in ("1", "1.5"):
            assert main([*QUICK, "--json", "--market", market, "--set", f"price.level={level}"]) == 0
            orders.append(strict(capsys.readouterr().out)["counts"]["orders"])
        found[market] = orders
    assert found["frozen"][0] == found["frozen"][1]
    assert found["open"][0] > found["open"][1]
    main([*QUICK, "--json", "--set", "price.level=1.5"])
    assert strict(capsys.readouterr().out)["counts"]["orders"] == found["open"][1]
    for words, said in ((["--market", "frozen"], True), ([], False)):
        assert main([*QUICK, *words]) == 0
        assert ("frozen market" in capsys.readouterr().out) is said


def test_an_unknown_market_is_one_sentence(here, capsys):
    assert main([*QUICK, "--market", "closed", "--out", "result"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert all(word in err for word in ("market", "closed", "open", "frozen"))
    assert content(here) == {}


@pytest.mark.slow
def test_seed_and_replication_change_the_random_numbers(here, capsys):
    found = []
    for more in ([], ["--seed", "1"], ["--replication", "1"]):
        main([*QUICK, "--json", *more])
        found.append(strict(capsys.readouterr().out)["counts"])
    assert found[0] != found[1] != found[2] != found[0]


@pytest.mark.parametrize(
    "words",
    [
        ["run", "corner", "--set", "promise.hours.A=30", "desk.clerks=3"],
        ["run", "corner", "--set", "promise.hours.A=30", "--set", "desk.clerks=3"],
        ["run", "--set", "promise.hours.A=30", "desk.clerks=3", "corner"],
        ["run", "corner", "--set=promise.hours.A=30", "--set=desk.clerks=[" + ",".join(["2"] * 24) + "]"],
        ["run", "corner", "--policy", "p.yaml"],
        ["run", "corner", "--policy", "q.json", "--set", "desk.clerks=3"],
    ],
)
def test_levers_may_be_given_in_many_ways(here, capsys, words):
    (here / "p.yaml").write_text("desk.clerks: 3\npromise: {hours: {A: 30}}\n", encoding="utf-8")
    sim.load_case("corner").policy.replace(**{"promise.hours.A": 30, "desk.clerks": 9}).save(here / "q.json")
    assert main([*words, "--weeks", "1", "--json"]) == 0
    policy = strict(capsys.readouterr().out)["policy"]
    assert policy["promise.hours"] == {"A": 30, "B": 52, "C": 64}
    assert policy["desk.clerks"] in (3, [2] * 24)


def test_a_case_can_be_a_file(here, capsys):
    source = (Path(sim.__file__).parent / "case" / "library" / "corner.yaml").read_text(encoding="utf-8")
    (here / "我的 案例.yaml").write_text(source.replace("name: corner", "name: mine"), encoding="utf-8")
    assert main(["run", "我的 案例.yaml", "--weeks", "1", "--json"]) == 0
    assert strict(capsys.readouterr().out)["case"] == "mine"


def test_out_writes_tables_and_page_and_nothing_else(here, capsys):
    assert main([*QUICK, "--out", "结果 1/a"]) == 0
    tables = set(sim.run("corner", weeks=2).records)
    names = {path.name for path in (here / "结果 1" / "a").iterdir()}
    assert names == {"report.html"} | {f"{table}.{kind}" for table in tables for kind in ("csv", "parquet")}
    assert [path.name for path in here.iterdir()] == ["结果 1"]
    assert "report.html" in capsys.readouterr().out


def test_out_leaves_other_files_alone_and_replaces_its_own(here):
    folder = here / "result"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "orders.csv").write_text("old", encoding="utf-8")
    assert main([*QUICK, "--out", "result", "--json"]) == 0
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "orders.csv").stat().st_size > 1000
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_out_is_whole_or_unchanged(here, capsys):
    folder = here / "result"
    (folder / "stock.csv").mkdir(parents=True)  # cannot be replaced by a file
    (folder / "needs.csv").write_text("old", encoding="utf-8")
    before = content(here)
    assert main([*QUICK, "--out", "result"]) == 2
    assert content(here) == before
    out, err = capsys.readouterr()
    assert out == "" and "result" in err


def test_the_same_command_writes_the_same_bytes(tmp_path):
    commands = [
        Command([*QUICK, "--out", name], str(tmp_path), {"PYTHONHASHSEED": name}) for name in ("1", "2")
    ]
    one, two = (kefu(*c.words, cwd=tmp_path, **c.env) for c in commands)
    assert (one.code, two.code, one.err) == (0, 0, "")
    assert content(tmp_path / "1") == content(tmp_path / "2")


def test_cases_lists_every_case(here, capsys):
    assert main(["cases"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in case_names())
    assert "2,000" in out and "100,000" in out


def test_levers_lists_every_lever_with_its_value_in_the_case(here, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["levers", "corner", "--all"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert all(f"{name}: " in out for name in levers())
    assert "today 2; takes 0 – 60" in out and "popularity (popular goods in front)" in out
    assert "0 – 5,000,000" in out and "e+06" not in out


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", [["levers"], ["levers", "crm"], ["cases"], ["run", "-h"], list(QUICK)])
def test_a_narrow_terminal_cuts_nothing_off(here, capsys, monkeypatch, words, lang):
    monkeypatch.setenv("COLUMNS", "70")
    assert main([*words, "--lang", lang]) == 0
    assert "…" not in capsys.readouterr().out


@pytest.mark.slow
def test_schemas_accept_what_the_package_itself_reads_and_writes(here, capsys):
    schemas = {}
    for kind in ("case", "policy"):
        assert main(["schema", kind]) == 0
        schemas[kind] = strict(capsys.readouterr().out)
        jsonschema.Draft202012Validator.check_schema(schemas[kind])
    for path in (Path(sim.__file__).parent / "case" / "library").glob("*.yaml"):
        content_ = yaml.safe_load(path.read_text(encoding="utf-8"))
        content_["calendar"]["start"] = str(content_["calendar"]["start"])
        jsonschema.validate(content_, schemas["case"])
    Policy().save(here / "p.json")
    jsonschema.validate(strict((here / "p.json").read_text(encoding="utf-8")), schemas["policy"])
    jsonschema.validate({"desk": {"clerks": 3}, "promise.hours": {"A": 30}}, schemas["policy"])
    for wrong in ({"desk.clerks": 99}, {"desk": {"clarks": 3}}, {"nonsense": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schemas["policy"])


def test_version(here, capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"kefu {version()}\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", [["--help"], *([name, "-h"] for name in COMMANDS)])
def test_help_is_whole_and_in_one_language(here, capsys, words, lang):
    assert main([*words, "--lang", lang]) == 0
    out, err = capsys.readouterr()
    assert err == "" and "--lang" in out and "kefu" in out
    paragraphs = [text for text in out.split("\n\n") if text.strip()]
    assert all(bool(CHINESE.search(text)) == (lang == "zh") for text in paragraphs)


def test_help_names_every_command(here, capsys):
    main(["--help"])
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


def test_a_bug_still_shows_its_traceback(here, monkeypatch):
    def broken(*words, **settings):
        raise ZeroDivisionError

    monkeypatch.setattr("sim.cli.run.run_firm", broken)
    with pytest.raises(ZeroDivisionError):
        main([*QUICK, "--out", "result"])
    assert content(here) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another way to send Ctrl-C")
@pytest.mark.parametrize(
    ("lang", "sentence", "sent", "code"),
    slow_after(
        1,
        [
            ("zh", "已停止", "SIGINT", 130),
            ("en", "Stopped", "SIGINT", 130),
            ("en", "Stopped", "SIGTERM", 143),
            ("en", "Stopped", "SIGHUP", 129),
        ],
    ),
)
def test_stopping_in_the_middle_of_a_run_writes_nothing(tmp_path, lang, sentence, sent, code):
    command = [sys.executable, "-m", "sim", "run", "jiaying", "--weeks", "520", "--out", "result"]
    environment = {**os.environ, "KEFU_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    running = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Under `nohup` hanging up is ignored, by children too.
        preexec_fn=lambda: signal.signal(getattr(signal, sent), signal.SIG_DFL),
    )
    until = time.monotonic() + 60
    while not content(tmp_path) and time.monotonic() < until:  # the folder is begun before the run
        time.sleep(0.05)
    time.sleep(1)
    running.send_signal(getattr(signal, sent))
    out, err = running.communicate(timeout=60)
    # A shell reports 130 for both: our own code, and Python's habit of dying by the signal when it was raised in exec().
    assert running.returncode in (code, -signal.SIGINT if sent == "SIGINT" else code)
    assert out == "" and err.count("\n") == 1 and sentence in err
    assert content(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another way to send Ctrl-C")
@pytest.mark.parametrize("start", [["-m", "sim"], ["kefu"]])
def test_ctrl_c_while_the_program_loads_is_quiet(tmp_path, start):
    (tmp_path / "pandas.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    (tmp_path / "kefu").write_text("import sys\nfrom sim.cli import main\nsys.exit(main())", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    done = subprocess.run(
        [sys.executable, *start, "cases"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode in (130, -signal.SIGINT)  # 130 to a shell
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(("closed", "silent"), [(">&-", "stdout"), ("2>&-", "stderr"), (">&- 2>&-", "both")])
def test_a_closed_output_is_no_error(tmp_path, closed, silent):
    command = ["sh", "-c", f'"$0" -m sim cases {closed}', sys.executable]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert bool(done.stdout) == (silent == "stderr")


def test_on_windows_a_closed_pipe_is_an_invalid_argument(here, monkeypatch):
    def gone(words):
        raise OSError(errno.EINVAL, "Invalid argument")

    module = importlib.import_module("sim.cli.process")
    monkeypatch.setattr(module, "run_command", gone)
    monkeypatch.setattr(module, "_discard_output", lambda: None)
    monkeypatch.setattr(sys, "platform", "win32")
    assert main(["cases"]) == 141


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise on Windows")
@pytest.mark.parametrize("words", [["levers"], ["schema", "case"], [*QUICK]])
def test_a_closed_pipe_is_no_error(tmp_path, words):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "sim", *words],
            cwd=tmp_path,
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
        )
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_output_to_a_full_disk_is_one_sentence(tmp_path):
    with Path("/dev/full").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "levers"],
            cwd=tmp_path,
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
        )
    assert done.returncode == 2 and done.stderr == "The output cannot be written: the disk is full.\n"


@pytest.mark.slow
def test_a_terminal_without_chinese_is_no_error(tmp_path):
    (done,) = kefus([Command(["cases", "--lang", "zh"], str(tmp_path))])
    assert done.code == 0
    poor = kefu("cases", "--lang", "zh", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert poor.code == 0 and "jiaying" in poor.out and poor.err == ""


@pytest.mark.parametrize("words", [["cases"], ["levers", "corner"], [*QUICK]])
def test_commands_that_draw_no_page_load_neither_templates_nor_pictures(tmp_path, words):
    code = (
        "import sys\nfrom sim.cli import main\nassert main(sys.argv[1:]) == 0\n"
        "print([name for name in ('jinja2', 'plotly') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
