"""A class of forty: handed in through an LMS, marked, reviewed in a browser, a mended test, late work, feedback, export, return.

The assignment is the template of `kefu assignment new`, which is marked quickly, in a copy of the package.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from sim.course.handing_in.submission_file import Submission, to_zip
from sim.workspace.notebooks import grade_id
from tests.conftest import need_bubblewrap
from tests.support.jupyterlab import browser
from tests.support.notebooks import ROOT

NAME = "parcels"
IN_TIME, ONE_DAY_LATE = datetime(2026, 10, 10, 9), datetime(2026, 10, 13, 9)
TOO_LATE, LAST_MINUTE = datetime(2026, 10, 20, 9), datetime(2026, 10, 12, 17)
RIGHT = '1 - (deliveries["hours"] <= promised).mean()'
CODE = {"right": RIGHT, "rounded": f"round({RIGHT}, 3)", "wrong": f"1 - ({RIGHT})"}
WORDS = {  # the level of the rubric that a person gives: what was written
    1.0: {"en": "5% of all goods never arrive.", "zh": "有5%的货始终没有送到。"},
    0.5: {"en": "Some goods never arrive.", "zh": "有些货始终没有送到。"},
    0.0: {"en": "I do not know.", "zh": "不知道。"},
}
KEYS = {text: str(n) for n, texts in enumerate(WORDS.values(), start=1) for text in texts.values()}
UNREADABLE = "this is not a notebook"
COMMENT = "Which figure?"
KINDS = (
    ["right"] * 8
    + ["rounded"] * 8
    + ["wrong"] * 6
    + ["empty"] * 4
    + ["late"] * 4
    + ["twice"] * 4
    + ["broken"] * 2
    + ["too late"] * 2
    + ["never"] * 2
)


@dataclass(frozen=True)
class Student:
    """What one of the forty does. words: the points that the answer in words deserves; None: nothing was written."""

    number: int
    kind: str

    @property
    def id(self) -> str:
        return f"s{self.number:02}"

    @property
    def name(self) -> str:
        if self.lang == "zh":
            return f"李{chr(0x4E00 + self.number)}"
        return f"Lee {chr(ord('A') + self.number % 26)}{'an'[self.number // 26]}"

    @property
    def lang(self) -> str:
        return ("zh", "en")[self.number % 2]

    @property
    def words(self) -> float | None:
        if self.kind in ("wrong", "empty"):
            return None
        return tuple(WORDS)[self.number // 2 % 3]


CLASS = [Student(number, kind) for number, kind in enumerate(KINDS)]
WRITERS = [one for one in CLASS if one.kind in ("right", "rounded", "late", "twice")]


def handed_in(clone: Path, one: Student, kind: str) -> bytes:
    """The zip that `kefu submit` makes."""
    book = json.loads((clone / "exercises" / one.lang / NAME / f"{NAME}.ipynb").read_bytes())
    for cell in book["cells"]:
        if grade_id(cell) == "late_share" and kind in CODE:
            cell["source"] = f"def late_share(deliveries, promised):\n    return {CODE[kind]}"
        elif grade_id(cell) == "q2-sentence" and one.words is not None:
            cell["source"] = WORDS[one.words][one.lang]
    files = {f"{NAME}.ipynb": json.dumps(book).encode()}
    return to_zip(Submission("autumn", one.id, NAME, one.lang, "1", "", files))


def moodle(clone: Path) -> bytes:
    """What Moodle gives: a folder for each student, with the time of the upload."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:

        def put(one: Student, file: str, data: bytes, moment: datetime) -> None:
            place = f"{one.name}_{one.number + 500}_assignsubmission_file/{file}"
            archive.writestr(zipfile.ZipInfo(place, moment.timetuple()[:6]), data)

        for one in CLASS:
            file = f"{NAME}-{one.id}.zip"
            if one.kind == "broken":
                put(one, f"{NAME}.ipynb", b'{"cells": [', IN_TIME)
            elif one.kind == "twice":
                put(one, file, handed_in(clone, one, "wrong"), IN_TIME)
                put(one, file.replace(".", " (1)."), handed_in(clone, one, "right"), LAST_MINUTE)
            elif one.kind != "never":
                moment = {"late": ONE_DAY_LATE, "too late": TOO_LATE}.get(one.kind, IN_TIME)
                kind = one.kind if one.kind in CODE or one.kind == "empty" else "right"
                put(one, file, handed_in(clone, one, kind), moment)
    return buffer.getvalue()


class Term:
    """A copy of the package with the assignment, and a course folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clone, self.course = folder, folder / "clone", folder / "autumn"
        self.clone.mkdir()
        for name in ("sim", "templates", "notebooks"):
            shutil.copytree(ROOT / name, self.clone / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("nbgrader_config.py", "pyproject.toml"):
            shutil.copy(ROOT / name, self.clone)
        for name in ("solutions", "exercises", "docs"):
            (self.clone / name).mkdir()

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.clone), "KEFU_LANG": "en", "PYTHONUTF8": "1"}

    def kefu(self, words: str, folder: Path | None = None) -> str:
        """Run a command in a folder: the course, if none is named; returns what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "sim", *words.split()],
            cwd=folder or self.course,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    @contextmanager
    def reviewing(self) -> Iterator[str]:
        """`kefu review`, ended with Ctrl-C; yields its address."""
        command = [sys.executable, "-m", "sim", "review", NAME, "--no-browser"]
        with subprocess.Popen(
            command, cwd=self.course, env=self.environment, stdout=subprocess.PIPE, encoding="utf-8"
        ) as running:
            assert running.stdout is not None
            address = re.search(r"http://\S+", running.stdout.readline())
            assert address is not None
            try:
                yield address[0]
            finally:
                running.send_signal(signal.SIGINT)
                said = running.communicate()[0]
        assert running.returncode == 0
        assert "Run kefu mark once more" in said.replace("`", "")

    def rows(self) -> dict[str, dict[str, str]]:
        """Student -> row of the table of marks."""
        self.kefu(f"export {NAME} --format csv")
        text = (self.course / "marks" / f"{NAME}.csv").read_text("utf-8-sig")
        return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Term:
    """The course after the first marking by machine."""
    need_bubblewrap()
    made = Term(tmp_path_factory.mktemp("term"))
    made.kefu(f"assignment new {NAME}", made.clone)
    made.kefu(f"release {NAME}", made.clone)
    made.kefu("course new autumn --id autumn --solutions clone", made.folder)
    settings = made.course / "course.toml"
    deadline = f"[deadlines]\n{NAME} = 2026-10-12T18:00:00\n"
    settings.write_text(settings.read_text("utf-8").replace("[deadlines]\n", deadline), encoding="utf-8")
    rows = [f"{one.id},{one.name},{one.number + 10_000}" for one in CLASS]
    (made.course / "roster.csv").write_text("student,name,lms_id\n" + "\n".join(rows), encoding="utf-8")
    (made.folder / "moodle.zip").write_bytes(moodle(made.clone))
    made.kefu("collect ../moodle.zip")
    made.kefu(f"mark {NAME} --jobs 2")
    return made


def review(term: Term, chromium: str) -> int:
    """Give every answer in words the level it deserves, by keyboard; how many there were."""
    count = 0
    with term.reviewing() as address, browser(chromium, []) as page:
        page.set_default_timeout(20_000)
        page.goto(f"{address}answer/{NAME}/q2-sentence")
        while "/answer/" in page.url:
            text = page.inner_text(".two").partition("\n")[0]
            key = "3" if text == UNREADABLE else KEYS[text]
            page.keyboard.press(key)
            if key == "2":
                page.keyboard.press("c")
                page.keyboard.type(COMMENT)
                page.keyboard.press("Escape")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            count += 1
        page.goto(f"{address}answer/{NAME}/q1")
        while "/answer/" in page.url:
            assert page.inner_text(".two").partition("\n")[0] == UNREADABLE
            page.keyboard.press("0")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            count += 1
        assert "All is decided" in page.inner_text("main")
    return count


def mend(term: Term) -> None:
    """Accept an answer that was rounded to three decimals, which the test took for wrong."""
    package = term.clone / "sim" / "course" / "assignments" / NAME / "__init__.py"
    text = package.read_text("utf-8").replace("import share", "import Number")
    package.write_text(text.replace("share()", 'Number("share", 0, 1, close=1e-3)'), encoding="utf-8")


def expected(one: Student) -> tuple[str, str, float | None, str]:
    """Status, points so far, points that count and days late, when everything is marked."""
    if one.kind in ("never", "too late"):
        return {"never": "not handed in", "too late": "too late"}[one.kind], "", None, ""
    points = 2 * (one in WRITERS) + (one.words or 0.0 if one in WRITERS else 0.0)
    late = one.kind == "late"
    status = "marked" if points else "marked, no points"
    return status, f"{points:g}", points * (0.9 if late else 1), "1" if late else ""


@pytest.mark.slow
@pytest.mark.browser
def test_every_mark_of_forty_is_accounted_for(term: Term, chromium: str) -> None:
    first = term.rows()
    assert list(first) == [one.id for one in CLASS]
    waiting = {one.id for one in WRITERS}
    assert {student for student, row in first.items() if row["status"] == "waits for a person"} == waiting
    unread = {student for student, row in first.items() if row["status"] == "no notebook that can be read"}
    assert unread == {one.id for one in CLASS if one.kind == "broken"}

    assert review(term, chromium) == len(WRITERS) + 2 * len(unread)
    mend(term)
    term.kefu(f"mark {NAME} --jobs 2")

    found = term.rows()
    for one in CLASS:
        status, points, counts, days = expected(one)
        row = found[one.id]
        assert (row["status"], row["points so far"], row["days late"]) == (status, points, days), one
        assert row["points that count"] == ("" if counts is None else f"{round(counts, 4):g}"), one
    moved = (term.course / "marks" / NAME / "moved.csv").read_text("utf-8-sig")
    students = {row[1] for row in csv.reader(io.StringIO(moved))}
    rounded = {one.id for one in CLASS if one.kind == "rounded"}
    assert students
    assert {student for student in rounded if first[student]["q1 (2)"] == "0"} == students

    term.kefu(f"return {NAME}")
    with zipfile.ZipFile(term.course / "returned" / NAME / "moodle-feedback.zip") as archive:
        pages = {name.partition("_")[0]: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert set(pages) == {one.id for one in CLASS if one.kind not in ("never", "too late")}
    commented = {student for student, page in pages.items() if COMMENT in page}
    assert commented == {one.id for one in WRITERS if one.words == 0.5}
