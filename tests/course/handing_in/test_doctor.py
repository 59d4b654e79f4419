"""`kefu doctor`: every finding in one sentence that says what to do, a repair that keeps copies, and nothing else changed."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import nbformat
import pytest

from sim.base.i18n import using
from sim.base.version import version
from sim.course.assignment import find_assignment
from sim.course.handing_in.doctor.examine import examine
from sim.course.handing_in.doctor.findings import MENDABLE, repair
from sim.course.handing_in.doctor.running import failures
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from sim.workspace import handed_out
from sim.workspace.notebooks import to_bytes
from tests.course.handing_in.toy import ANSWERS, cell, command, named, release, solved, sources, twice, write
from tests.support.command_line import content, kefu

DEMONSTRATION = "DEMONSTRATION FIRM. Its work is not graded. Tell Kefu who you are:"
LESSON = {"cells": [cell("hello", "Hello", "markdown")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy with one lesson and one assignment, `toy`, that the student has done."""
    shelf = tmp_path / "shelf"
    for lang in ("en", "zh"):
        write(shelf / "exercises" / lang / "toy" / "toy.ipynb", release())
    write(shelf / "notebooks" / "01_lesson.ipynb", LESSON)
    monkeypatch.setattr(handed_out, "handout_folder", lambda name: shelf / name)
    folder = tmp_path / "copy"
    monkeypatch.setenv("KEFU_LANG", "en")
    assert (
        command("start", "--no-browser", "--dir", str(folder), "--student", "li01", "--course", "autumn") == 0
    )
    write(folder / "toy.ipynb", solved())
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def doctor(copy, capsys):
    """Run the command, which runs no notebook; returns its exit code and what it said."""
    capsys.readouterr()

    def call(*words: str) -> tuple[int, str]:
        code = command("doctor", "--fast", *words)
        out, err = capsys.readouterr()
        assert err == ""
        return code, out

    return call


def notebook(copy: Path) -> dict:
    return json.loads((copy / "toy.ipynb").read_bytes())


def mends(doctor, says: str) -> None:
    """The doctor says it, mends it, and finds nothing afterwards."""
    before = content(Path.cwd())
    code, out = doctor()
    assert code == 1 and f"[repair] {says}" in out and "(1 thing)" in out
    assert content(Path.cwd()) == before, "looking changes nothing"
    code, out = doctor("--repair")
    assert code == 0 and f"[mended] {says}" in out and "before-repair/1" in out
    assert doctor() == (0, "Everything is in order.\n")


def test_a_working_copy_in_order_is_said_to_be_and_stays_as_it_is(copy, doctor):
    before = content(copy)
    assert doctor() == doctor("--repair") == (0, "Everything is in order.\n")
    assert content(copy) == before


def test_unfinished_work_is_no_fault(copy, doctor):
    write(copy / "toy.ipynb", release())
    code, out = doctor()
    assert code == 0 and "[note] toy.ipynb: written answers that are still empty: q2-why." in out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["toy.ipynb", "01_lesson.ipynb"])
def test_letters_that_jupyter_cannot_read_are_stored_again(copy, doctor, encoding, name):
    work = json.loads((copy / name).read_bytes())
    work["cells"][0]["source"] += " 物流"
    write(copy / name, work, encoding)
    data = (copy / name).read_bytes()
    mends(doctor, f"{name}: its letters are stored")
    assert json.loads((copy / name).read_bytes()) == work
    assert (copy / "before-repair" / "1" / name).read_bytes() == data


@pytest.mark.parametrize("minor", [0, 4])
def test_a_format_without_names_of_cells_is_brought_up_to_date(copy, doctor, minor):
    work = solved()
    for one in work["cells"]:
        del one["id"]
    write(copy / "toy.ipynb", work | {"nbformat_minor": minor})
    mends(doctor, "toy.ipynb: it has an old format")
    assert notebook(copy) == solved()


def test_the_format_of_ten_years_ago_is_converted_with_its_answers(copy, doctor):
    old = nbformat.convert(nbformat.reads(json.dumps(solved()), as_version=4), 3)
    (copy / "toy.ipynb").write_text(nbformat.writes(old, version=3), encoding="utf-8")
    code, out = doctor("--repair")
    assert code == 0 and "old format" in out
    assert ["".join(one["source"]) for one in notebook(copy)["cells"]] == sources(solved())
    nbformat.validate(nbformat.read(copy / "toy.ipynb", as_version=4))
    assert doctor() == (0, "Everything is in order.\n")


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("m01", "outputs", 3),
        ("m01", "outputs", [3, {"output_type": "stream", "text": [4]}]),
        ("m01", "execution_count", "x"),
        ("title-en", "metadata", None),
        ("title-en", "metadata", {"tags": 3}),
        ("try-m01", "metadata", {"nbgrader": "x"}),
        ("title-en", "id", 7),
    ],
)
def test_what_no_notebook_has_is_left_out_and_the_work_stays(copy, doctor, name, key, value):
    work = solved()
    named(work, name)[key] = value
    write(copy / "toy.ipynb", work)
    mends(doctor, "toy.ipynb: it has outputs or labels that no notebook has")
    assert sources(notebook(copy)) == sources(solved())


def _places(value, above=()):
    """Every place in a value of JSON, as keys and numbers from the top."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield (*above, key)
        yield from _places(part, (*above, key))


def test_whatever_a_notebook_holds_the_doctor_copes_and_one_repair_is_enough(copy):
    odd = [None, 3, "x", [], {}, True, [1], {"a": 1}]
    for seed in range(40):
        chance = random.Random(seed)
        work = solved()
        named(work, "setup")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["Hi\n"]}]
        for _change in range(chance.randint(1, 3)):
            *above, key = chance.choice(list(_places(work)))
            part = work
            for step in above:
                part = part[step]
            part[key] = chance.choice(odd)
        write(copy / "toy.ipynb", work)
        repair(examine(copy))
        assert examine(copy).of_kind(MENDABLE) == [], seed


def test_what_a_newer_jupyter_wrote_is_left_alone(copy, doctor):
    write(copy / "toy.ipynb", solved() | {"nbformat": 5})
    before = content(copy)
    code, out = doctor("--repair")
    assert (
        code == 1
        and "[to do] toy.ipynb: it was written by a newer Jupyter" in out
        and content(copy) == before
    )


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"nbformat": 4}', '{"nbformat": 4, "cells": [3]}', "<<<<<<< HEAD"]
)
def test_a_damaged_notebook_is_replaced_by_what_jupyter_kept(copy, doctor, damage):
    write(copy / ".ipynb_checkpoints" / "toy-checkpoint.ipynb", solved())
    (copy / "toy.ipynb").write_text(damage, encoding="utf-8")
    mends(doctor, "toy.ipynb: it cannot be read: move it to the copies, and take what Jupyter kept")
    assert notebook(copy) == solved()
    assert (copy / "before-repair" / "1" / "toy.ipynb").read_text(encoding="utf-8") == damage


def test_a_damaged_notebook_without_a_checkpoint_is_replaced_by_a_new_one(copy, doctor):
    (copy / "toy.ipynb").write_text("{", encoding="utf-8")
    code, out = doctor("--repair")
    assert code == 0 and "put a new one there" in out and notebook(copy) == release()


@pytest.mark.parametrize(
    "place", ["toy (1).ipynb", "toy.0.1.0.ipynb", "Untitled Folder/toy.ipynb", "a/b/li01 toy.ipynb"]
)
@pytest.mark.parametrize("there", ["nothing", "untouched"])
def test_answers_under_another_name_or_in_another_folder_are_moved_to_their_place(copy, doctor, place, there):
    (copy / place).parent.mkdir(parents=True, exist_ok=True)
    (copy / "toy.ipynb").rename(copy / place)
    if there == "untouched":
        write(copy / "toy.ipynb", release())
    mends(
        doctor,
        f"{place}: this file holds your answers, but the file that is handed in is toy.ipynb: move it there",
    )
    assert notebook(copy) == solved() and not (copy / place).exists()
    assert (copy / "before-repair" / "1" / place).is_file()


def test_of_two_notebooks_with_answers_the_student_chooses(copy, doctor):
    write(copy / "toy (1).ipynb", solved())
    before = content(copy)
    code, out = doctor("--repair")
    assert (
        code == 1 and "[to do] toy (1).ipynb: it holds answers, too, but only toy.ipynb is handed in" in out
    )
    assert content(copy) == before


def test_an_edition_that_lies_beside_untouched_is_no_fault(copy, doctor):
    write(copy / "toy.9.9.ipynb", release())
    assert doctor() == (0, "Everything is in order.\n")


def test_a_deleted_assignment_comes_back(copy, doctor):
    (copy / "toy.ipynb").unlink()
    code, out = doctor("--repair")
    assert code == 0 and "[mended] toy.ipynb: it is missing: put a new one there." in out
    assert notebook(copy) == release() and not (copy / "before-repair").exists()


def test_cells_are_mended_in_one_go_with_the_file(copy, doctor):
    work = solved()
    work["cells"] = [one for one in work["cells"] if one["id"] != "q1"]
    twice(work, "m01")
    write(copy / "toy.ipynb", work, "utf-8-sig")
    code, out = doctor("--repair")
    assert code == 0 and out.count("[mended] toy.ipynb") == 3 and notebook(copy) == solved()


def test_two_answers_to_one_question_are_left_to_the_student(copy, doctor):
    work = solved()
    twice(work, "m01", "def m01(x):\n    return 0")
    write(copy / "toy.ipynb", work)
    code, out = doctor("--repair")
    assert code == 1 and "[to do] toy.ipynb: the answer cell m01 is there 2 times" in out


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("Student: wang", "wang"),
        ("学号：wang", "wang"),
        (DEMONSTRATION, "demo"),
    ],
)
def test_outputs_of_another_students_firm_are_told(copy, doctor, printed, other):
    work = solved()
    named(work, "setup")["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["Hi\n", f"{printed}\n"]}
    ]
    write(copy / "toy.ipynb", work)
    code, out = doctor()
    assert code == 1 and f"[to do] toy.ipynb: it was last run for {other}, and you are li01" in out
    named(work, "setup")["outputs"][0]["text"] = "Student: li01\n"
    write(copy / "toy.ipynb", work)
    assert doctor()[0] == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_outputs_of_another_version_are_told(copy, doctor, lang):
    work = solved()
    with using(lang):
        shown = repr(MyCase(find_assignment("service_measures"), Owner("kefu", "li01"), None))
    result = {"output_type": "execute_result", "data": {"text/plain": [shown]}, "metadata": {}}
    named(work, "setup")["outputs"] = [result | {"execution_count": 1}]
    write(copy / "toy.ipynb", work)
    assert doctor()[0] == 0
    result["data"]["text/plain"] = [shown.replace(version(), "0.0.1")]
    write(copy / "toy.ipynb", work)
    code, out = doctor()
    assert code == 1 and f"it was last run with Kefu 0.0.1, and this is {version()}" in out


def test_another_language_is_only_noted(copy, doctor):
    work = solved()
    work["cells"][0]["metadata"]["tags"] = ["lang-zh"]
    write(copy / "toy.ipynb", work)
    code, out = doctor()
    assert code == 0 and "[note] toy.ipynb: it is in another language" in out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('student = "li01"', 'student = ""', "there is no student id"),
        ('student = "li01"', 'student = "a/b"', "student is 'a/b'"),
        ('lang = "en"', 'lang = "fr"', "lang must be en or zh"),
        (f'version = "{version()}"', 'version = "0.0.1"', "made by Kefu 0.0.1"),
        ("", '[handing_in]\nkefu = "99.1"\n', "your teacher marks with Kefu 99.1"),
        ("", "[handing_in]\nlate = 3\n", "late is 3"),
    ],
)
def test_settings_and_versions_that_are_not_right_are_told(copy, doctor, old, new, says):
    path = copy / "kefu.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    code, out = doctor()
    assert code == 1 and out.count("[to do]") == 1 and "[to do] kefu.toml: " in out and says in out


def test_a_library_that_is_too_old_is_told(copy, doctor, monkeypatch):
    from sim.course.handing_in.doctor import surroundings

    real = surroundings.metadata.version
    monkeypatch.setattr(
        surroundings.metadata, "version", lambda name: "1.0" if name == "pandas" else real(name)
    )
    code, out = doctor()
    assert code == 1 and "Kefu needs pandas>=" in out and "but 1.0 is installed" in out


def test_settings_that_are_no_toml_are_one_sentence(copy, capsys):
    (copy / "kefu.toml").write_text("lang = ", encoding="utf-8")
    assert command("doctor") == 2
    assert "not valid TOML" in capsys.readouterr().err


def test_a_damaged_file_of_answers_goes_to_the_copies(copy, doctor):
    (copy / "answers").mkdir()
    (copy / "answers" / "toy.json").write_text("{", encoding="utf-8")
    mends(doctor, "answers/toy.json: it is damaged")
    assert (copy / "before-repair/1/answers/toy.json").read_text(encoding="utf-8") == "{"
    assert not (copy / "answers" / "toy.json").exists()


def test_answers_of_another_student_or_a_newer_version_are_told(copy, doctor):
    (copy / "answers").mkdir()
    (copy / "answers" / "toy.json").write_text(
        '{"format": 1, "checks": {"m01": {"share": 1, "student": "wang", "course": "autumn"}}}',
        encoding="utf-8",
    )
    (copy / "answers" / "more.json").write_text('{"format": 9}', encoding="utf-8")
    (copy / "answers" / "toy.broken.json").write_text("{", encoding="utf-8")
    code, out = doctor("--repair")
    assert code == 1 and out.count("[to do]") == 2 and "[mended]" not in out
    assert (
        "answers/toy.json: it holds checks of wang in the course autumn, not of li01" in out
        and "newer version of Kefu" in out
    )


@pytest.mark.parametrize("name", ["sim.py", "simpy.py", "random.py", "pandas.py"])
def test_a_file_that_hides_a_library_gets_another_name(copy, doctor, name):
    (copy / name).write_text("mine = 1\n", encoding="utf-8")
    (copy / "helpers.py").write_text("mine = 2\n", encoding="utf-8")
    mends(doctor, f"{name}: Python takes it for the library {Path(name).stem}: call it my_{name}.")
    assert (copy / f"my_{name}").read_text(encoding="utf-8") == "mine = 1\n" and (
        copy / "helpers.py"
    ).is_file()


def test_a_folder_that_hides_a_library_is_left_to_the_student(copy, doctor):
    (copy / "simpy").mkdir()
    assert doctor()[0] == 0  # without __init__.py it hides nothing
    (copy / "simpy" / "__init__.py").write_text("", encoding="utf-8")
    code, out = doctor()
    assert code == 1 and "[to do] simpy: Python takes it for the library simpy" in out


def test_the_command_itself_survives_such_files(copy):
    for name in ("simpy", "random", "pandas", "rich"):
        (copy / f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    done = kefu("doctor", "--fast", cwd=copy)
    assert done.code == 1 and done.err == "" and done.out.count("Python takes it for the library") == 4


def test_another_working_copy_inside_is_told_and_not_looked_into(copy, doctor):
    write(copy / "kefu-work" / "toy.ipynb", solved())
    (copy / "kefu-work" / "kefu.toml").write_text('lang = "en"\n', encoding="utf-8")
    code, out = doctor()
    assert code == 1 and out.count("[to do]") == 1
    assert "[to do] kefu-work: this is another working copy inside your working copy" in out


def test_what_a_stopped_program_left_goes_to_the_copies_and_what_is_missing_comes_back(copy, doctor):
    left = copy / ".kefu-0123456789ab.part"
    left.mkdir()
    (copy / "01_lesson.ipynb").rename(left / "01_lesson.ipynb")
    (left / "kefu.toml").write_text("older", encoding="utf-8")
    assert doctor() == (0, "Everything is in order.\n")  # it may still be at work
    hours_ago = time.time() - 7200
    os.utime(left, (hours_ago, hours_ago))
    mends(doctor, ".kefu-0123456789ab.part: a program that was stopped left it")
    assert (copy / "01_lesson.ipynb").is_file() and not left.exists()
    assert (copy / "before-repair/1/.kefu-0123456789ab.part/kefu.toml").read_text(encoding="utf-8") == "older"


def test_what_jupyter_saved_while_a_notebook_ran_stays(copy, monkeypatch):
    work = solved()
    work["cells"] = [one for one in work["cells"] if one["id"] != "q1"]
    write(copy / "toy.ipynb", work)
    later = solved()
    named(later, "m01")["source"] = "def m01(x):\n    return 'better'"

    def saving(notebook, folder):
        assert notebook == solved()
        write(copy / "toy.ipynb", later)
        return []

    monkeypatch.setattr("sim.course.handing_in.doctor.assignments.failures", saving)
    assert command("doctor", "--repair") == 0 and notebook(copy) == later


def test_each_repair_has_copies_of_its_own(copy, doctor):
    for number in ("1", "2"):
        (copy / "random.py").write_text(number, encoding="utf-8")
        doctor("--repair")
        assert (copy / "before-repair" / number / "random.py").read_text(encoding="utf-8") == number
    assert (copy / "my_random.py").read_text(encoding="utf-8") == "1"
    assert (copy / "my_my_random.py").read_text(encoding="utf-8") == "2"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
def test_if_no_copy_can_be_kept_nothing_is_changed(copy, capsys):
    (copy / "before-repair").write_text("a file where the folder should be", encoding="utf-8")
    (copy / "random.py").write_text("mine", encoding="utf-8")
    before = content(copy)
    assert command("doctor", "--fast", "--repair") == 2
    assert "cannot be written" in capsys.readouterr().err and content(copy) == before


def test_in_chinese_every_sentence_is_chinese(copy, doctor):
    work = solved()
    work["cells"] = [one for one in work["cells"] if one["id"] not in ("q1", "setup")]
    twice(work, "m01", "def m01(x):\n    return 0")
    write(copy / "toy.ipynb", work, "utf-8-sig")
    (copy / "random.py").write_text("", encoding="utf-8")
    code, out = doctor("--lang", "zh")
    assert code == 1 and "[可修复]" in out and "[请处理]" in out
    for line in out.splitlines():
        assert sum("\u3400" <= letter <= "\u9fff" for letter in line) > 8, line


def test_run_from_top_to_bottom_the_first_stop_is_told(copy, capsys):
    work = solved()
    named(work, "m02")["source"] = "%time 1\nopen('beside.csv')"
    (copy / "beside.csv").write_text("1", encoding="utf-8")  # not handed in, so not there when it is marked
    write(copy / "toy.ipynb", work)
    capsys.readouterr()
    assert command("doctor") == 1
    out = capsys.readouterr().out
    assert "Running toy.ipynb from top to bottom" in out
    assert "it fails in the answer cell m02, [4], with FileNotFoundError" in out
    assert {path.name for path in copy.iterdir()} == {
        "01_lesson.ipynb",
        "index.ipynb",
        "toy.ipynb",
        "beside.csv",
        "kefu.toml",
        ".kefu.json",
    }


def test_a_notebook_that_runs_to_its_end_is_in_order(copy, capfd):
    assert command("doctor") == 0
    out, err = capfd.readouterr()
    assert out.endswith("Everything is in order.\n") and err == ""


def test_a_notebook_without_answers_is_not_run(copy):
    write(copy / "toy.ipynb", release())
    told: list[str] = []
    assert examine(copy, told.append).findings[0].kind == "note" and told == []


def test_a_cell_that_never_ends_and_one_that_kills_python_are_stops(copy, monkeypatch):
    monkeypatch.setattr("sim.course.handing_in.doctor.running.CELL_SECONDS", 4)
    for text, error in (("while True: pass", ""), ("import os; os._exit(1)", "DeadKernelError")):
        work = {**solved(), "cells": [cell("empty", ""), cell("a", "1"), cell("b", text)]}
        (failure,) = failures(work, copy)
        assert (failure.cell["id"], failure.number, failure.error) == ("b", 2, error)


def test_a_cell_that_may_fail_is_told_and_the_run_goes_on(copy):
    first = cell("a", "def (", "code", "raises-exception")
    found = failures({**solved(), "cells": [first, cell("b", "1 / 0"), cell("c", "2 / 0")]}, copy)
    assert [(f.cell["id"], f.error.partition(":")[0]) for f in found] == [
        ("a", "SyntaxError"),
        ("b", "ZeroDivisionError"),
    ]


def test_what_is_mended_is_what_jupyter_would_save(copy, doctor):
    write(copy / "toy.ipynb", solved(), "utf-8-sig")
    doctor("--repair")
    assert (copy / "toy.ipynb").read_bytes() == to_bytes(solved())
    assert ANSWERS["m01"] in named(notebook(copy), "m01")["source"]
