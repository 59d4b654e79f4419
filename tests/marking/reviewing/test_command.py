"""`kefu review` in the terminal: what it opens, what it says, and files."""

from __future__ import annotations

import re
import shutil
import webbrowser
from pathlib import Path

import pytest

from sim.base.i18n import using
from sim.marking.reviewing.desk import Desk
from tests.course.handing_in.toy import command
from tests.marking.reviewing.class_ import NAME, SENTENCE, make_class


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_class(tmp_path_factory.mktemp("class"), {"li01": "Callers hang up."}).folder


@pytest.fixture
def course(entered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(entered, tmp_path / "course"))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("words", "end"), [((), "Run kefu mark once more"), (("--second",), "they change no marks")]
)
def test_the_browser_is_told_an_address_that_is_not_the_one_of_the_pages(
    course: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    end: str,
) -> None:
    opened: list[str] = []

    def stop(address: str) -> None:
        opened.append(address)
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", stop)
    assert command("review", *words) == 0
    said = capsys.readouterr().out
    address = re.search(r"http://127\.0\.0\.1:\d+/([\w-]+)/", said)
    assert address is not None
    assert "/open/" in opened[0]
    assert address[1] not in opened[0]
    assert end in said.replace("`", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--port", "99999"), "--port is 99999, but takes a whole number from 0 to 65535"),
        (("--port", "abc"), "--port is abc"),
        (("--question", SENTENCE), "--question goes with --out or --take"),
        (("--out", "q9.csv"), "--question is missing"),
        (("--take", "missing.csv", "--question", SENTENCE), "missing.csv"),
        (("--requests", "missing.csv"), "missing.csv"),
    ],
)
def test_words_that_cannot_be_used_get_a_sentence(
    course: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert command("review", NAME, "--no-browser", *words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_an_assignment_that_was_not_released_or_marked_does_not_stop_the_others(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "submitted" / "li01" / "needs_analysis").mkdir()
    assert command("review", "needs_analysis", "--no-browser") == 2
    assert "run `kefu release needs_analysis` first" in capsys.readouterr().err
    assert command("review", "--question", SENTENCE, "--out", "q9.csv") == 0
    shutil.rmtree(course / "marks")
    assert command("review", "--no-browser") == 2
    assert "first" in capsys.readouterr().err
    assert command("review", NAME, "--no-browser") == 2
    assert f"run `kefu mark {NAME}` first" in capsys.readouterr().err


def test_a_file_goes_out_and_comes_back_in_either_language_one_way_at_a_time(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("review", NAME, "--question", SENTENCE)
    with using("zh"):
        assert command(*words, "--out", "q9.csv") == 0
    assert command(*words, "--out", "other.csv", "--take", "q9.csv") == 2
    assert "only one of --out, --take and --requests" in capsys.readouterr().err
    assert not (course / "other.csv").exists()
    path = course / "q9.csv"
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("Callers hang up.,,,", "Callers hang up.,0.5,0.25,Good"), encoding="utf-8")
    assert command(*words, "--take", "q9.csv") == 0
    assert "1 decision entered." in capsys.readouterr().out
    assert Desk(course, NAME).shown(SENTENCE)[1]["li01"].points == 0.75


def test_a_file_of_another_course_is_refused(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("review", NAME, "--question", SENTENCE)
    assert command(*words, "--out", "q9.csv") == 0
    (course / "course.toml").write_text('id = "spring"\n', encoding="utf-8")
    path = course / "q9.csv"
    path.write_text(path.read_text("utf-8").replace("up.,,,", "up.,0.5,0.25,Good"), encoding="utf-8")
    assert command(*words, "--take", "q9.csv") == 2
    assert re.search(r"line 2: There is no answer a\w{11} to this question", capsys.readouterr().err)
    assert Desk(course, NAME).shown(SENTENCE)[1] == {}
