"""Whatever is wrong with what somebody types: one sentence, exit code 2, nothing written."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest

from tests.support.command_line import Command, Done, content, kefus
from tests.support.parameters import slow_after

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIGURES_23 = "desk.clerks=[" + ",".join("1" * 23) + "]"
FIGURES_BAD = "desk.clerks=[" + ",".join("1" * 23) + ",99]"


def corner(old: str, new: str) -> Callable[[], bytes]:
    """The file of the corner case with one passage changed."""

    def change() -> bytes:
        text = files("sim").joinpath("case", "library", "corner.yaml").read_text(encoding="utf-8")
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return change


@dataclass(frozen=True)
class Bad:
    """words: the command line; says: what the sentence holds in every language; file: name and content of a file."""

    words: Sequence[str]
    says: Sequence[str]
    file: tuple[str, bytes | Callable[[], bytes]] | None = None
    env: dict[str, str] = field(default_factory=dict)
    largest: int | None = None
    linux: bool = False


def run(*words: str, says: Sequence[str], **rest: object) -> Bad:
    return Bad(("run", "corner", *words), says, **rest)  # type: ignore[arg-type]


def setting(text: str, *says: str) -> Bad:
    return Bad(("run", "corner", "--set", text, "--out", "result"), says)


def policy(name: str, data: bytes, *says: str) -> Bad:
    return Bad(("run", "corner", "--policy", name, "--out", "result"), (name, *says), (name, data))


def case(old: str, new: str, *says: str) -> Bad:
    return Bad(("run", "mine.yaml", "--out", "result"), ("mine.yaml", *says), ("mine.yaml", corner(old, new)))


TABLE = {
    "unknown case": Bad(("run", "jiayin"), ("jiayin", "corner", "jiaying")),
    "no case": Bad(("run",), ("kefu run", "kefu cases")),
    "weeks 0": run("--weeks", "0", "--out", "result", says=("weeks", "1", "520")),
    "weeks 600": run("--weeks", "600", "--out", "result", says=("weeks", "600", "1", "520")),
    "weeks below 0": run("--weeks", "-3", says=("weeks", "-3", "520")),
    "weeks absurd": run("--weeks", "1000000", says=("weeks", "1000000", "520")),
    "weeks a word": run("--weeks", "many", says=("weeks", "many", "520")),
    "weeks a fraction": run("--weeks", "1.5", says=("weeks", "1.5", "520")),
    "weeks without value": run("--weeks", says=("--weeks",)),
    "weeks empty": run("--weeks=", says=("--weeks",)),
    "seed below 0": run("--seed", "-1", says=("seed", "-1", "9223372036854775807")),
    "seed huge": run(
        "--seed", "99999999999999999999", says=("seed", "99999999999999999999", "9223372036854775807")
    ),
    "replication true": run("--replication", "true", says=("replication", "true")),
    "lever too high": setting("desk.clerks=99", "desk.clerks", "99", "0", "60"),
    "lever too low": setting("fleet.vehicles=0", "fleet.vehicles", "0", "1", "400"),
    "lever a fraction": setting("stock.review_days=2.5", "stock.review_days", "2.5", "28"),
    "lever misspelt": setting("desk.clerk=4", "desk.clerk", "desk.clerks"),
    "lever unknown": setting("nonsense=4", "nonsense", "desk.clerks", "emergency.plan"),
    "lever a group": setting("desk=4", "desk", "desk.clerks"),
    "lever without =": setting("desk.clerks", "--set", "desk.clerks=4"),
    "lever empty": setting("desk.clerks=", "--set", "desk.clerks=4"),
    "lever without name": setting("=4", "--set", "=4"),
    "lever true": setting("desk.clerks=true", "desk.clerks", "true", "60"),
    "lever null": setting("desk.clerks=null", "desk.clerks", "null", "60"),
    "lever a word": setting("desk.clerks=four", "desk.clerks", "four", "60"),
    "lever broken": setting("desk.clerks=[1, 2", "desk.clerks", "[1, 2"),
    "lever 23 numbers": setting(FIGURES_23, "desk.clerks", "23", "24"),
    "lever 24 numbers, one wrong": setting(FIGURES_BAD, "desk.clerks[23]", "99", "60"),
    "lever NaN": setting("stock.safety_factor=.nan", "stock.safety_factor", "nan", "6"),
    "lever inf": setting("stock.safety_factor=.inf", "stock.safety_factor", "inf", "6"),
    "lever no choice": setting(
        "warehouse.slotting=random", "warehouse.slotting", "random", "popularity", "lift"
    ),
    "promise too short": setting("promise.hours=2", "promise.hours.A", "2", "4", "240"),
    "promise of no class": setting("promise.hours.D=20", "promise.hours", "D"),
    "promise a list": setting("promise.hours=[1, 2]", "promise.hours", "4", "240"),
    "policy missing": run("--policy", "gone.yaml", says=("gone.yaml",)),
    "policy a folder": run("--policy", ".", says=(".",)),
    "policy empty": policy("p.yaml", b""),
    "policy a list": policy("p.yaml", b"- 1\n"),
    "policy binary": policy("p.yaml", bytes(range(256))),
    "policy with a zero byte": policy("p.yaml", b"a: \x00"),
    "policy not UTF-8": policy("p.yaml", "手段: 4".encode("gbk")),
    "policy broken": policy("p.yaml", b"desk.clerks: 4\nwarehouse: : 2", "2"),
    "policy misspelt": Bad(
        ("run", "corner", "--policy", "p.yaml"), ("desk.clarks", "desk.clerks"), ("p.yaml", b"desk.clarks: 3")
    ),
    "case file missing": Bad(("run", "gone.yaml"), ("gone.yaml",)),
    "case file broken": Bad(("run", "mine.yaml"), ("mine.yaml", "1"), ("mine.yaml", b"a: b: c")),
    "case with an unknown key": case("name: corner", "name: corner\ncolour: red", "colour"),
    "case with a wrong type": case("aisles: 10", "aisles: many", "warehouse.aisles", "many"),
    "case with true for a number": case("aisles: 10", "aisles: true", "warehouse.aisles", "true"),
    "case with infinity": case("km: 18", "km: .inf", "centres.0.km", "inf"),
    "case with a field missing": case("warmup_weeks: 8\n", "", "warmup_weeks"),
    "case with 23 hours": case("hours: [0.1, ", "hours: [", "calendar.hours", "23", "24"),
    "case with another zone": case("zones: [region]", "zones: [moon]", "moon", "city", "nation"),
    "case with another channel": case("{telephone: 0.20", "{fax: 0.20", "classes.A.channels", "fax", "edi"),
    "case that closes before it opens": case("opens: 8", "opens: 21", "closes", "18", "21"),
    "case with no such date": case("2025-01-06", "2025-13-06"),
    "case with its lever too high": case("desk.clerks: 2", "desk.clerks: 99", "desk.clerks", "99", "60"),
    "out empty": run("--out", "", says=("--out",)),
    "out a file": run("--out", "file", says=("file",), file=("file", b"mine")),
    "out below a file": run("--out", "file/result", says=("file",), file=("file", b"mine")),
    "out unwritable": run("--out", "/proc/result", says=("/proc/result",), linux=True),
    "out on a full disk": run("--weeks", "1", "--out", "result", says=("result",), largest=1000, linux=True),
    "option misspelt": run("--week", "3", says=("--week", "--weeks")),
    "flag with a value": run("--json=1", says=("--json",)),
    "a word too many": run("extra", says=("extra", "kefu run CASE")),
    "no command": Bad((), ("run", "cases", "levers", "schema", "start")),
    "unknown command": Bad(("rum", "corner"), ("rum", "run")),
    "unknown schema": Bad(("schema", "cases"), ("cases", "case|policy")),
    "levers of an unknown theme": Bad(("levers", "nowhere"), ("nowhere", "desk", "stock")),
    "levers of an unknown case": Bad(("levers", "nowhere.yaml"), ("nowhere.yaml",)),
    "unusable student id": Bad(("start", "--no-browser", "--student", "../x"), ("../x", "64")),
    "start in a file": Bad(("start", "--no-browser", "--dir", "file"), ("file",), ("file", b"mine")),
    "unknown --lang": Bad(("cases", "--lang", "fr"), ("fr", "en", "zh")),
    "unknown KEFU_LANG": Bad(("cases",), ("fr", "en", "zh"), env={"KEFU_LANG": "fr"}),
}


def prepare(bad: Bad, lang: str, folder: Path) -> Command:
    """The command in a folder of its own, with the file it needs."""
    folder.mkdir()
    if bad.file:
        name, data = bad.file
        (folder / name).write_bytes(data if isinstance(data, bytes) else data())
    # Where KEFU_LANG is no language, the machine's locale decides.
    env = {"KEFU_LANG": lang, "LC_ALL": {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[lang], **bad.env}
    return Command(bad.words, str(folder), env, bad.largest)


def problems(bad: Bad, lang: str, done: Done) -> list[str]:
    """What is wrong with how Kefu took a bad input."""
    found = [f"does not say {text!r}" for text in bad.says if text not in done.err]
    if done.code != 2:
        found.append(f"exit code {done.code}")
    if done.out:
        found.append("says something on standard output")
    if done.err.count("\n") != 1:
        found.append("not one line")
    if bool(CHINESE.search(done.err)) != (lang == "zh"):
        found.append(f"not in {lang}")
    return found


@pytest.mark.parametrize("lang", slow_after(1, ["zh", "en"]))
def test_bad_input_gets_one_sentence_and_writes_nothing(lang, tmp_path):
    rows = {name: bad for name, bad in TABLE.items() if sys.platform == "linux" or not bad.linux}
    folders = {name: tmp_path / str(number) for number, name in enumerate(rows)}
    commands = [prepare(bad, lang, folders[name]) for name, bad in rows.items()]
    before = {name: content(folder) for name, folder in folders.items()}
    found = []
    for (name, bad), done in zip(rows.items(), kefus(commands), strict=True):
        wrong = problems(bad, lang, done)
        if content(folders[name]) != before[name]:
            wrong.append("something was written")
        found += [f"{name}: {problem}: {done}" for problem in wrong]
    assert found == []
