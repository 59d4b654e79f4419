"""`kefu submit`: one zip, the same bytes for the same work, read again and checked; what is missing in one sentence."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.base.version import version
from sim.course.handing_in import submit as submit_module
from sim.course.handing_in.submission_file import DESCRIPTION, read_submission, to_zip
from sim.course.handing_in.submit import make_submission
from sim.workspace.answers import PREDICTIONS, keep, record
from sim.workspace.notebooks import grade_id
from sim.workspace.working_copy import update_working_copy
from tests.course.handing_in.toy import command
from tests.support.command_line import content

NAME = "service_measures"
FILE = f"{NAME}.ipynb"
COURSE = """id = "Autumn"
hand_in = "Moodle"
[late]
days = 3
loss = 0.1
[deadlines]
service_measures = 2020-10-12
"""


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy in which one question is answered."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.toml").write_text(COURSE, encoding="utf-8")
    assert command("start", "--no-browser", "--student", "李01", "--course", "course.toml") == 0
    folder = tmp_path / "kefu-work"
    monkeypatch.chdir(folder)
    answer(folder / FILE)
    return folder


def answer(path: Path, name: str = "m01", text: str = "def m01(lines):\n    return 0.5") -> None:
    book = json.loads(path.read_bytes())
    next(cell for cell in book["cells"] if grade_id(cell) == name)["source"] = text
    path.write_text(json.dumps(book), encoding="utf-8")


def test_the_zip_holds_notebook_answers_talks_and_what_they_are(copy):
    record(NAME, "m01", 0.5, 1)
    keep("01_a_year_at_the_firm", PREDICTIONS, "stock", {"guess": {"m01": "up"}})
    (copy / "answers" / "broken.json").write_text("{", encoding="utf-8")
    (copy / "talks").mkdir()
    (copy / "talks" / "talk_r1.json").write_text("{}", encoding="utf-8")
    made = make_submission(copy, NAME)
    assert made.path == copy / f"{NAME}-李01.zip"
    with zipfile.ZipFile(made.path) as archive:
        about = json.loads(archive.read(DESCRIPTION))
        files = {name: archive.read(name) for name in archive.namelist() if name != DESCRIPTION}
    assert set(files) == {
        FILE,
        f"answers/{NAME}.json",
        "answers/01_a_year_at_the_firm.json",
        "talks/talk_r1.json",
    }
    assert files[FILE] == (copy / FILE).read_bytes()
    assert about.pop("files") == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert len(about.pop("tables")) == 64
    assert about == {
        "format": 1,
        "course": "autumn",
        "student": "李01",
        "assignment": NAME,
        "edition": "en",
        "version": version(),
    }


def test_the_tables_of_another_student_have_another_fingerprint(copy):
    mine = make_submission(copy, NAME).content.tables
    assert make_submission(copy, NAME).content.tables == mine
    update_working_copy(copy, "en", "wang02")
    assert make_submission(copy, NAME).content.tables != mine


def test_the_same_work_gives_the_same_bytes_at_another_time_and_place(copy, tmp_path):
    record(NAME, "m01", 1.0, 1)
    first = make_submission(copy, NAME).path.read_bytes()
    (copy / f"{NAME}-李01.zip").unlink()
    for path in copy.rglob("*"):
        if path.is_file():
            path.touch()
    moved = copy.rename(tmp_path / "elsewhere")
    assert make_submission(moved, NAME).path.read_bytes() == first


def test_what_is_missing_or_wrong_is_said_in_one_sentence(copy):
    record(NAME, "m01", 1.0, 1)
    record(NAME, "m02", 0.5, 1)
    answer(copy / FILE, "q10-reasons", "Because.")
    made = make_submission(copy, NAME)
    assert "m01" not in made.missing and {"m03", "q9-sentence"} <= set(made.missing)
    assert "q10-reasons" not in made.missing and made.wrong == ("m02",)
    assert made.sentences[1].startswith("Nothing is written in clean, m03, ")
    assert made.sentences[1].endswith("q9-sentence. The last check found something wrong in m02.")
    assert made.sentences[2] == "Hand in this file: Moodle. The deadline was 2020-10-12 23:59."
    assert made.sentences[3].startswith("Late work is accepted for 3 days")


def test_what_is_written_but_was_never_checked_is_not_called_missing(copy):
    answer(copy / FILE, "why", "def why(orders):\n    return 1\n\n\ndef perfect(orders):\n    return 1")
    record(NAME, "why", 1.0, 1)
    made = make_submission(copy, NAME)
    assert made.unchecked == ("m01", "perfect") and not {"m01", "why", "perfect"} & set(made.missing)
    assert made.sentences[1].endswith("Written, but not checked yet: m01, perfect.")


def test_a_copy_that_names_no_course_is_told_so(copy, capsys):
    assert make_submission(copy, NAME).warning == ""
    assert command("start", "--no-browser", "--dir", "other", "--student", "li01") == 0
    assert "Attention: no course is set." in capsys.readouterr().out
    assert command("doctor", "--fast", "--dir", "other") == 0  # it may be right so: no fault, but said
    assert "[note] kefu.toml: no course is set." in capsys.readouterr().out
    answer(copy / "other" / FILE)
    assert make_submission(copy / "other", NAME).sentences[0].startswith("Attention: no course is set.")
    assert command("start", "--no-browser", "--dir", "other", "--course", "autumn") == 0
    assert "no course is set" not in capsys.readouterr().out
    assert command("start", "--no-browser", "--dir", "demo") == 0  # nobody's work is marked there
    assert "no course is set" not in capsys.readouterr().out


def test_what_was_made_prints_as_a_few_lines(copy):
    (copy / "random.py").write_text("", encoding="utf-8")
    lines = repr(make_submission(copy, NAME)).splitlines()
    assert len(lines) == 6 and lines[0].startswith("random.py: ") and lines[-1].endswith(f"{NAME}-李01.zip")


def test_nothing_else_in_the_folder_is_changed(copy):
    before = content(copy)
    made = make_submission(copy, NAME)
    after = content(copy)
    assert after.pop(made.path.name) and after == before


def test_the_command_says_what_the_doctor_found_and_makes_the_file_all_the_same(copy, capsys):
    (copy / "random.py").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert command("submit", NAME, "--fast") == 1
    out = capsys.readouterr().out
    assert out.index("[repair] random.py") < out.index(
        "is made, from service_measures.ipynb as it was saved at"
    )
    assert str(copy / f"{NAME}-李01.zip") in out.replace("\n", "") and "Running" not in out
    (copy / "random.py").unlink()
    assert command("submit", FILE, "--fast", "--lang", "zh") == 0
    assert "还没有写：" in capsys.readouterr().out


def test_the_notebook_alone_is_run_before(copy, monkeypatch):
    ran = []
    monkeypatch.setattr("sim.course.handing_in.doctor.assignments.failures", lambda book, folder: [])
    make_submission(copy, NAME, ran.append)
    assert ran == [FILE]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda copy: update_without_student(copy), "no student id"),
        (lambda copy: (copy / FILE).unlink(), "cannot be handed in like this"),
        (lambda copy: (copy / FILE).write_text("{", encoding="utf-8"), "cannot be handed in like this"),
        (lambda copy: answer(copy / FILE, text=released("m01")), "holds no answer of yours"),
    ],
)
def test_what_cannot_be_marked_is_not_made(copy, capsys, spoil, said):
    spoil(copy)
    capsys.readouterr()
    assert command("submit", NAME, "--fast") == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1 and not list(copy.glob("*.zip"))


def update_without_student(copy: Path) -> None:
    path = copy / "kefu.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('student = "李01"', 'student = ""'), encoding="utf-8"
    )


def released(name: str) -> str:
    books = submit_module.released_notebooks("en")
    return next(cell["source"] for cell in books[NAME]["cells"] if grade_id(cell) == name)


def test_an_assignment_that_does_not_exist_is_named(copy, capsys):
    assert command("submit", "no_such", "--fast") == 2
    assert (
        "There is no assignment no_such; there are: service_measures, needs_analysis, "
        in capsys.readouterr().err
    )


def test_after_a_change_of_language_the_edition_with_the_answers_is_handed_in(copy):
    with using("zh"):
        update_working_copy(copy, "zh")
        assert (copy / f"{NAME}.zh.ipynb").exists()
        made = make_submission(copy, NAME)
        assert made.notebook.name == FILE and made.content.edition == "en" and made.findings == ()
        answer(copy / f"{NAME}.zh.ipynb")
        made = make_submission(copy, NAME)
    assert made.notebook.name == f"{NAME}.zh.ipynb" and made.content.edition == "zh"
    assert made.content.notebook == (copy / f"{NAME}.zh.ipynb").read_bytes()
    assert [finding.file for finding in made.findings] == [FILE]  # it holds answers, too


@pytest.fixture
def made(copy):
    return make_submission(copy, NAME)


def rewrite(path: Path, change) -> None:
    """Change the files of a zip: name -> bytes."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files: files.update({FILE: files[FILE] + b" "}), f"{FILE} is not as it was"),
        (lambda files: files.pop(FILE), f"{FILE} is not as it was"),
        (lambda files: files.update({"more.txt": b""}), "more.txt is not as it was"),
        (lambda files: files.update({"../out.txt": b""}), "names that no submission has"),
        (lambda files: files.update({"a/b/c.json": b""}), "names that no submission has"),
        (lambda files: files.pop(DESCRIPTION), "was not made by Kefu"),
        (lambda files: files.update({DESCRIPTION: b"[]"}), "cannot be understood"),
        (lambda files: files.update({DESCRIPTION: b'{"format": 2}'}), "newer version"),
        (lambda files: files.update({DESCRIPTION: b'{"format": 1, "files": {}}'}), "cannot be understood"),
    ],
)
def test_a_zip_that_is_not_as_it_was_made_is_refused(made, change, said):
    rewrite(made.path, change)
    with pytest.raises(InputError, match=said):
        read_submission(made.path)


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all"])
def test_what_is_no_zip_is_refused(made, data):
    made.path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        read_submission(made.path)


def test_every_flipped_byte_of_a_file_is_noticed(made):
    data = bytearray(made.path.read_bytes())
    place = data.index(b"def m01")
    data[place] ^= 1
    made.path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="damaged"):
        read_submission(made.path)


def test_a_zip_is_read_as_it_was_made(made):
    assert read_submission(made.path) == made.content and to_zip(made.content) == made.path.read_bytes()


def test_a_disk_that_keeps_something_else_is_noticed(copy, monkeypatch):
    monkeypatch.setattr(
        submit_module, "write_atomic", lambda path, data, durable: path.write_bytes(data[:-40])
    )
    with pytest.raises(InputError, match="damaged"):
        make_submission(copy, NAME)
