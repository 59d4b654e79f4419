"""A student's working copy: one language, up to date, and nothing of the student's is ever lost."""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
import zlib
from pathlib import Path

import nbformat
import pytest

from sim.base.errors import InputError
from sim.base.i18n import language, using
from sim.cli import main
from sim.workspace import handed_out, jupyter, working_copy
from sim.workspace.handouts import handout_folder
from sim.workspace.jupyter import open_jupyter
from sim.workspace.notebooks import edition, fingerprint, to_bytes, was_run
from sim.workspace.settings import student_id
from sim.workspace.working_copy import saved_language, update_working_copy
from tests.support.command_line import content

BOOK = "01_lesson.ipynb"


def cell(source: str, *tags: str, kind: str = "markdown") -> dict:
    made = {
        "cell_type": kind,
        "id": str(zlib.crc32(source.encode())),
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
    }
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def book(*cells: dict) -> dict:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


FIRST = book(
    cell("Hello", "lang-en"),
    cell("你好", "lang-zh"),
    cell("1 + 1", kind="code"),
    cell("print('一')", "lang-zh", "answer", kind="code"),
)
SECOND = book(*FIRST["cells"], cell("more"))


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Put an edition of the notebooks, with its version, on the shelf that they are handed out from."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setattr(handed_out, "handout_folder", lambda name: folder)

    def put(version: str, notebook: dict, name: str = BOOK) -> None:
        monkeypatch.setattr(working_copy, "version", lambda: version)
        (folder / name).write_text(json.dumps(notebook), encoding="utf-8")

    return put


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "学习 副本"


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def change(path: Path, source: str = "mine") -> None:
    notebook = read(path)
    notebook["cells"][0]["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def run_cells(path: Path) -> None:
    """Leave behind what running leaves behind."""
    notebook = read(path)
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one["execution_count"] = 1
            one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "2"}]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def sources(notebook: dict) -> list[str]:
    return [one["source"] for one in notebook["cells"]]


@pytest.mark.parametrize(
    ("lang", "left"), [("en", ["Hello", "1 + 1"]), ("zh", ["你好", "1 + 1", "print('一')"])]
)
def test_an_edition_drops_the_other_language_and_nothing_else(lang, left):
    before = json.dumps(FIRST)
    assert sources(edition(FIRST, lang)) == left
    assert json.dumps(FIRST) == before


@pytest.mark.parametrize("split", [True, False])
@pytest.mark.parametrize(("lang", "word"), [("en", "One"), ("zh", "一")])
def test_comments_in_code_are_in_the_language_of_the_edition(lang, word, split):
    text = (
        "# en: One\n# zh: 一\na = 1  # en: stays\ndef f():\n    # en: One\n    # zh: 一\n    return '# zh: '"
    )
    kept = f"# {word}\na = 1  # en: stays\ndef f():\n    # {word}\n    return '# zh: '"
    code = {"cell_type": "code", "metadata": {}, "source": text.splitlines(keepends=True) if split else text}
    prose = {"cell_type": "markdown", "metadata": {}, "source": "# en: a heading"}
    found = edition({"cells": [code, prose]}, lang)["cells"]
    assert "".join(found[0]["source"]) == kept and isinstance(found[0]["source"], list) == split
    assert found[1] is prose and "# zh: 一" in "".join(code["source"])


def test_notebooks_are_written_as_jupyter_writes_them():
    saved = nbformat.writes(nbformat.from_dict(FIRST)) + "\n"
    assert to_bytes(json.loads(saved)).decode() == saved


def test_a_fingerprint_is_that_of_what_was_written_and_not_of_outputs(tmp_path):
    path = tmp_path / BOOK
    path.write_bytes(to_bytes(FIRST))
    run_cells(path)
    lines = read(path)
    for one in lines["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)
    assert fingerprint(lines) == fingerprint(FIRST) != fingerprint(SECOND)
    assert was_run(lines) and not was_run(FIRST)


def test_a_new_copy_has_notebooks_settings_and_nothing_half_done(shelf, copy):
    shelf("1.0", FIRST)
    copied = update_working_copy(copy, "zh", " Ｌｉ01 ")
    assert (copied.written, copied.beside, copied.first) == ((BOOK,), (), copy / BOOK)
    assert set(content(copy)) == {BOOK, "kefu.toml", ".kefu.json"}
    assert tomllib.loads((copy / "kefu.toml").read_text(encoding="utf-8")) == {
        "lang": "zh",
        "student": "li01",
        "version": "1.0",
    }
    nbformat.validate(nbformat.read(copy / BOOK, as_version=4))


def test_the_copy_speaks_its_language(shelf, copy, monkeypatch):
    shelf("1.0", FIRST)
    update_working_copy(copy, "zh")
    monkeypatch.chdir(copy)
    assert language() == "zh"


def test_a_second_start_changes_nothing(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en", "li01")
    change(copy / BOOK)
    before = content(copy)
    copied = update_working_copy(copy, "en")
    assert copied.written == () and content(copy) == before


def test_a_notebook_that_was_only_run_keeps_its_outputs(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    run_cells(copy / BOOK)
    before = content(copy)
    update_working_copy(copy, "en")
    assert content(copy) == before


def test_an_untouched_notebook_is_brought_up_to_date(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    shelf("2.0", SECOND)
    copied = update_working_copy(copy, "en")
    assert copied.written == (BOOK,) and copied.beside == ()
    assert sources(read(copy / BOOK)) == ["Hello", "1 + 1", "more"]


@pytest.mark.parametrize("touch", [change, run_cells])
def test_a_touched_notebook_stays_and_the_new_edition_lies_beside_it(shelf, copy, touch):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    touch(copy / BOOK)
    mine = (copy / BOOK).read_bytes()
    shelf("2.0", SECOND)
    copied = update_working_copy(copy, "en")
    assert copied.beside == ("01_lesson.2.0.ipynb",) and copied.first == copy / BOOK
    assert (copy / BOOK).read_bytes() == mine
    assert sources(read(copy / "01_lesson.2.0.ipynb")) == ["Hello", "1 + 1", "more"]
    before = content(copy)
    assert update_working_copy(copy, "en").written == () and content(copy) == before


def test_a_file_in_the_way_of_the_new_edition_stays_too(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    change(copy / BOOK)
    (copy / "01_lesson.2.0.ipynb").write_text("no notebook", encoding="utf-8")
    shelf("2.0", SECOND)
    assert update_working_copy(copy, "en").beside == ("01_lesson.2.0.2.ipynb",)
    assert (copy / "01_lesson.2.0.ipynb").read_text(encoding="utf-8") == "no notebook"


def test_files_in_a_folder_that_is_no_copy_yet_are_the_students(shelf, copy):
    copy.mkdir()
    (copy / BOOK).write_text("no notebook", encoding="utf-8")
    (copy / "essay.txt").write_text("mine", encoding="utf-8")
    shelf("1.0", FIRST)
    copied = update_working_copy(copy, "en")
    assert copied.beside == ("01_lesson.1.0.ipynb",)
    assert (copy / BOOK).read_text(encoding="utf-8") == "no notebook"
    assert (copy / "essay.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"01_lesson.ipynb": 3}'])
def test_without_knowing_what_was_handed_out_nothing_is_overwritten(shelf, copy, damage):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    (copy / ".kefu.json").write_text(damage, encoding="utf-8")
    change(copy / BOOK)
    mine = (copy / BOOK).read_bytes()
    update_working_copy(copy, "en")
    assert (copy / BOOK).read_bytes() == mine


def test_a_deleted_notebook_comes_back(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    (copy / BOOK).unlink()
    assert update_working_copy(copy, "en").written == (BOOK,)


def test_another_language_replaces_notebooks_that_nobody_worked_on(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    copied = update_working_copy(copy, "zh")
    assert (copied.written, copied.apart, copied.first) == ((BOOK,), False, copy / BOOK)
    assert sources(read(copy / BOOK))[0] == "你好" and saved_language(copy) == "zh"


@pytest.mark.parametrize("touch", [change, run_cells])
def test_after_a_change_of_language_both_editions_lie_side_by_side(shelf, copy, touch):
    shelf("1.0", FIRST)
    shelf("1.0", SECOND, "02_more.ipynb")
    update_working_copy(copy, "en")
    touch(copy / BOOK)
    mine = content(copy)
    copied = update_working_copy(copy, "zh")
    assert copied.apart and copied.beside == () and copied.first == copy / "01_lesson.zh.ipynb"
    assert set(copied.written) == {"01_lesson.zh.ipynb", "02_more.zh.ipynb"}
    assert {sources(read(copy / name))[0] for name in copied.written} == {"你好"}
    notebooks = {BOOK, "02_more.ipynb"}
    assert {name: content(copy)[name] for name in notebooks} == {name: mine[name] for name in notebooks}
    before = content(copy)
    assert update_working_copy(copy, "zh").written == () and content(copy) == before


def test_back_in_the_first_language_its_own_notebooks_are_opened_and_brought_up_to_date(shelf, copy):
    shelf("1.0", FIRST)
    update_working_copy(copy, "en")
    change(copy / BOOK)
    update_working_copy(copy, "zh")
    change(copy / "01_lesson.zh.ipynb", "我的")
    copied = update_working_copy(copy, "en")
    assert (copied.written, copied.apart, copied.first) == ((), False, copy / BOOK)
    shelf("2.0", SECOND)
    assert update_working_copy(copy, "zh").beside == ("01_lesson.zh.2.0.ipynb",)
    assert update_working_copy(copy, "en").beside == ("01_lesson.2.0.ipynb",)
    assert sources(read(copy / "01_lesson.zh.ipynb"))[0] == "我的"
    assert sources(read(copy / BOOK))[0] == "mine"


def test_links_between_notebooks_stay_in_their_language(shelf, copy):
    link = book(
        cell("[next](02_more.ipynb), [there](./02_more.ipynb#part-2), [else](03.ipynb)", "lang-en"),
        cell("[下一课](02_more.ipynb)", "lang-zh"),
    )
    shelf("1.0", link)
    shelf("1.0", SECOND, "02_more.ipynb")
    update_working_copy(copy, "zh")
    change(copy / "02_more.ipynb")
    update_working_copy(copy, "en")
    assert sources(read(copy / "01_lesson.en.ipynb")) == [
        "[next](02_more.en.ipynb), [there](02_more.en.ipynb#part-2), [else](03.ipynb)"
    ]
    assert sources(read(copy / BOOK)) == ["[下一课](02_more.ipynb)"]


def test_settings_of_others_stay(shelf, copy):
    shelf("1.0", FIRST)
    copy.mkdir()
    text = '# mine\ncourse = "logistics"\nlang = "en"\n\n[other]\nlang = "fr"\n'
    (copy / "kefu.toml").write_text(text, encoding="utf-8")
    update_working_copy(copy, "zh", "li01")
    assert tomllib.loads((copy / "kefu.toml").read_text(encoding="utf-8")) == {
        "lang": "zh",
        "student": "li01",
        "version": "1.0",
        "course": "logistics",
        "other": {"lang": "fr"},
    }
    assert "# mine" in (copy / "kefu.toml").read_text(encoding="utf-8")


def test_the_student_is_kept_until_another_is_named(shelf, copy):
    shelf("1.0", FIRST)
    for given, kept in ((None, ""), ("li01", "li01"), (None, "li01"), ("WANG", "wang")):
        update_working_copy(copy, "en", given)
        assert tomllib.loads((copy / "kefu.toml").read_text(encoding="utf-8"))["student"] == kept


@pytest.mark.parametrize(
    ("text", "name"),
    [("  Li.Ming ", "li.ming"), ("２０２５０１", "202501"), ("李明", "李明"), ("a@b-c_1", "a@b-c_1")],
)
def test_a_student_id_has_one_form(text, name):
    assert student_id(text) == name == student_id(name)


@pytest.mark.parametrize(
    "text", ["", " ", "../x", "a/b", "a b", ".a", "a.", "x" * 65, "a\nb", "a\\b", "con:"]
)
def test_a_student_id_that_cannot_name_a_folder_is_refused(text):
    with pytest.raises(InputError, match="64"):
        student_id(text)


@pytest.mark.parametrize("text", ["con", "NUL", "com1", "lpt9.x", "ａｕｘ"])
def test_a_student_id_that_windows_keeps_for_a_device_is_refused(text):
    with pytest.raises(InputError, match="device"):
        student_id(text)


@pytest.mark.parametrize(
    "text",
    [
        '"lang" = "en"\n',
        "'student' = 'wang'\n",
        'student = """\nwang\n"""\n',
        'note = """\nlang = "fr"\n"""\n',
        'lang = "en"\nnote = """\n[x]\nversion = 1\n"""\nversion = "2"\n',
        '[other]\r\nlang = "fr" # as at home\r\n',
        "a.b = 1 # first\n[[list]]\nc = [1,\n  2]\n",
        'course = "logistics"',
    ],
)
def test_settings_in_any_form_keep_what_else_is_in_them(shelf, copy, text):
    shelf("1.0", FIRST)
    copy.mkdir()
    path = copy / "kefu.toml"
    path.write_bytes(text.encode())
    update_working_copy(copy, "en", "li")
    new = path.read_bytes().decode()
    assert tomllib.loads(new) == tomllib.loads(text) | {"lang": "en", "student": "li", "version": "1.0"}
    assert re.findall(r"#.*", new) == re.findall(r"#.*", text)
    update_working_copy(copy, "en", "li")
    assert path.read_bytes().decode() == new


@pytest.mark.parametrize("text", ['lang.code = "en"\n', '[student]\nname = "li"\n', "version = 2\n"])
def test_settings_that_are_no_text_are_not_replaced(shelf, copy, text):
    shelf("1.0", FIRST)
    copy.mkdir()
    (copy / "kefu.toml").write_text(text, encoding="utf-8")
    before = content(copy)
    with pytest.raises(InputError, match=r"must be a text, as in (lang|student|version) = "):
        update_working_copy(copy, "en", "li")
    assert content(copy) == before


def test_settings_that_cannot_be_read_are_not_overwritten(shelf, copy):
    shelf("1.0", FIRST)
    copy.mkdir()
    (copy / "kefu.toml").write_text("lang = ", encoding="utf-8")
    before = content(copy)
    with pytest.raises(InputError, match=r"kefu\.toml"):
        update_working_copy(copy, "en")
    assert content(copy) == before


def test_the_command_lays_out_the_real_notebooks_in_one_language(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEFU_LANG", "zh")
    assert main(["start", "--no-browser", "--student", "Li01"]) == 0
    out = capsys.readouterr().out
    copy = tmp_path / "kefu-work"
    assert str(copy) in out and "python -m jupyterlab" in out
    names = {entry.name for entry in handout_folder("notebooks").iterdir() if entry.name.endswith(".ipynb")}
    names |= {f"{entry.name}.ipynb" for entry in (handout_folder("exercises") / "zh").iterdir()}
    assert {path.name for path in copy.glob("*.ipynb")} == names | {"index.ipynb"}
    for name in names:
        notebook = nbformat.read(copy / name, as_version=4)
        nbformat.validate(notebook)
        assert not [c for c in notebook.cells if "lang-en" in c.metadata.get("tags", [])]
    monkeypatch.chdir(copy)  # from inside, the copy itself is meant, and its language
    monkeypatch.delenv("KEFU_LANG")
    with using(None):
        assert main(["start", "--no-browser"]) == 0
    assert not (copy / "kefu-work").exists() and saved_language(copy) == "zh"


def test_a_copy_elsewhere_keeps_its_language(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["start", "--no-browser", "--dir", "a b", "--lang", "zh"]) == 0
    with using(None):
        assert main(["start", "--no-browser", "--dir", "a b"]) == 0
    assert saved_language(tmp_path / "a b") == "zh"


@pytest.mark.parametrize(("user", "more"), [(1000, []), (0, ["--allow-root"])])
def test_jupyter_is_opened_on_the_first_notebook_without_a_shell(user, more, shelf, copy, monkeypatch):
    monkeypatch.setattr(jupyter.os, "geteuid", lambda: user, raising=False)
    shelf("1.0", FIRST)
    monkeypatch.setenv("KEFU_LANG", "en")
    copied = update_working_copy(copy, "zh")
    told = []

    class Process:
        def __init__(self, command, cwd, env):
            told.append((command, cwd, env))

        def wait(self):
            return 0

    monkeypatch.setattr(jupyter.subprocess, "Popen", Process)
    assert open_jupyter(copied) == 0
    ((command, cwd, env),) = told
    assert command == [sys.executable, "-m", "jupyterlab", BOOK, *more] and cwd == copy
    assert "KEFU_LANG" not in env and os.environ["KEFU_LANG"] == "en"


def test_without_jupyter_the_command_says_how_to_get_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(jupyter.importlib.util, "find_spec", lambda name: None)
    assert main(["start"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "python -m pip install jupyterlab" in err
    assert content(tmp_path) == {}


@pytest.fixture
def exercises(tmp_path, monkeypatch, shelf):
    """Put a released assignment, in both languages, on its shelf."""
    lessons, released = tmp_path / "shelf", tmp_path / "released"
    monkeypatch.setattr(
        handed_out, "handout_folder", lambda name: released if name == "exercises" else lessons
    )

    def put(version: str, *cells: dict) -> None:
        shelf(version, FIRST)
        for lang in ("en", "zh"):
            folder = released / lang / "first_work"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "first_work.ipynb").write_bytes(to_bytes(book(cell(lang), *cells)))

    return put


def test_exercises_lie_beside_the_lessons_in_the_same_language(exercises, copy):
    exercises("1.0")
    copied = update_working_copy(copy, "zh")
    assert copied.written == (BOOK, "first_work.ipynb") and copied.first == copy / BOOK
    assert sources(read(copy / "first_work.ipynb")) == ["zh"]


def test_an_exercise_done_halfway_survives_an_upgrade(exercises, copy):
    exercises("1.0", cell("def m01(lines):\n    pass", kind="code"))
    update_working_copy(copy, "en", "li01", "autumn")
    change(copy / "first_work.ipynb", "my half answer")
    (copy / "data").mkdir()
    (copy / "data" / "mine.csv").write_text("1", encoding="utf-8")
    before = content(copy)
    exercises("1.1", cell("def m01(lines):\n    pass  # newer", kind="code"))
    copied = update_working_copy(copy, "en")
    assert copied.beside == ("first_work.1.1.ipynb",)
    after = content(copy)
    assert {name: after[name] for name in before if name.endswith((".ipynb", ".csv"))} == {
        name: data for name, data in before.items() if name.endswith((".ipynb", ".csv"))
    }
    settings = tomllib.loads((copy / "kefu.toml").read_text(encoding="utf-8"))
    assert (settings["course"], settings["student"]) == ("autumn", "li01")


def test_an_edition_without_exercises_lays_out_the_lessons(shelf, copy, monkeypatch):
    shelf("1.0", FIRST)
    lessons = handed_out.handout_folder("notebooks")

    def only_lessons(name: str) -> Path:
        if name == "exercises":
            raise FileNotFoundError(name)
        return lessons

    monkeypatch.setattr(handed_out, "handout_folder", only_lessons)
    assert update_working_copy(copy, "en").written == (BOOK,)
