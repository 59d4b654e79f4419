"""What students, teachers and authors meet around an assignment: ids, checks, release, leaks, new assignments."""

from __future__ import annotations

import shutil
import sys
import zipfile

import nbformat
import numpy as np
import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.course import check, check_all, my_case, session, show_error, try_out
from sim.course.answers.hints import HintHistory, Verdict
from sim.course.authoring import new_assignment
from sim.course.authoring.leaks import leaks, secret_lines, wheel_files
from sim.course.course_folder import CONFIG
from sim.course.owner import find_owner
from sim.workspace.answers import kept
from sim.workspace.working_copy import update_working_copy
from tests.support.command_line import kefu
from tests.support.notebooks import ROOT
from tests.support.reference_solution import reference

R = reference("service_measures")


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    update_working_copy(tmp_path, "en", "Li01")
    return my_case("service_measures")


def submission(root, student="li01", step="autograded"):
    (root / CONFIG).write_text("", encoding="utf-8")
    folder = root / step / student / "service_measures"
    folder.mkdir(parents=True)
    return folder


def test_the_id_is_that_of_the_working_copy(case, capsys):
    owner = find_owner()
    assert owner == find_owner(case.folder.resolve()) and owner.student == "li01" and not owner.demo
    my_case("service_measures")
    assert "Student: li01" in capsys.readouterr().out


def test_a_case_shows_its_facts_and_files_in_a_few_lines(case):
    shown = repr(case)
    assert len(shown.splitlines()) <= 10
    assert "service_measures" in shown and "li01" in shown
    assert f"clerks: {case.facts['clerks']}" in shown and f"orders: {len(case.read('orders')):,}" in shown
    page = case._repr_html_()
    assert "<th>clerks</th>" in page and f"<td>{len(case.read('orders'))}</td>" in page


def test_without_an_id_it_is_a_demonstration_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    case = my_case("service_measures")
    said = capsys.readouterr().out
    assert case.student == "demo" and "DEMONSTRATION" in said and "kefu start --student" in said


def test_at_grading_the_place_decides_and_no_file_beside_the_work(tmp_path, monkeypatch):
    folder = submission(tmp_path, "ＬＩ02")
    (folder / "kefu.toml").write_text('student = "other"\ncourse = "other"\n', encoding="utf-8")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    found = find_owner(folder)
    assert (found.student, found.course, found.course_folder) == ("li02", "kefu", tmp_path)
    (tmp_path / "kefu.toml").write_text('course = "Autumn"\n', encoding="utf-8")
    assert find_owner(folder).course == "autumn"
    (tmp_path / "course.toml").write_text('id = "Spring"\n', encoding="utf-8")
    assert find_owner(folder).course == "spring"


def test_at_grading_no_other_place_is_taken(tmp_path, monkeypatch):
    (tmp_path / "kefu.toml").write_text('student = "li01"\n', encoding="utf-8")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(InputError, match="not the place of a submission"):
        find_owner(tmp_path)


def test_without_the_configuration_of_the_course_no_test_cell_passes(case, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    for call in (check_all, try_out):
        with pytest.raises(InputError, match="nbgrader_config"):
            call("q1", {})
    monkeypatch.setenv("KEFU_SUBMISSION", "kefu/li01")
    check_all("q1", {})
    assert capsys.readouterr().out == ""


def test_files_are_put_back_when_they_were_changed(case):
    path = case.folder / "orders.csv"
    before = path.read_bytes()
    path.write_text("spoilt", encoding="utf-8")
    my_case("service_measures")
    assert path.read_bytes() == before


@pytest.mark.parametrize(("call", "named"), [("read", "orders"), ("hand", "calls")])
def test_an_unknown_table_is_refused_with_those_there_are(case, call, named):
    with pytest.raises(InputError, match=named):
        getattr(case, call)("nothing")


def test_an_unknown_assignment_or_name_is_refused(case):
    with pytest.raises(InputError, match="service_measures"):
        my_case("nothing")
    with pytest.raises(InputError, match="m01"):
        check("m13", 1)


def test_a_check_before_there_is_a_case_is_refused(monkeypatch):
    monkeypatch.setattr(sys.modules["sim.course.session"], "_session", session.Session())
    with pytest.raises(InputError, match="first cell"):
        check("m01", 1)


def say(capsys, name, answer):
    capsys.readouterr()
    check(name, answer)
    return capsys.readouterr().out


def wrong_units(lines):
    lines = lines.dropna(subset=["on_hand"])
    return lines[["on_hand", "quantity"]].min(axis=1).sum() / lines["quantity"].sum()


def test_a_further_hint_comes_only_after_a_changed_answer(case, capsys):
    first = say(capsys, "m01", wrong_units)
    assert "unit fill rate" in first
    again = say(capsys, "m01", wrong_units)
    assert "unit fill rate" in again and "when your answer has changed" in again
    between = say(capsys, "m01", lambda lines: 0.123)
    assert "0.123" in between and "0.5556" not in between
    second = say(capsys, "m01", wrong_units)
    assert "Count each line" in second
    assert "nothing wrong" in say(capsys, "m01", R.m01)


def test_hints_come_one_by_one():
    history = HintHistory()
    one, two = (Verdict("a", ("first", "second"), fingerprint) for fingerprint in ("x", "y"))
    assert [history.message("m", v) for v in (one, two, one)] == ["✗ m: first", "✗ m: second", "✗ m: second"]


def test_checks_speak_chinese(case, capsys):
    with using("zh"):
        assert "数量满足率" in say(capsys, "m01", wrong_units)
        assert "没有发现问题" in say(capsys, "m01", R.m01)
        assert case.read("incidents")["incident"].str.contains("[\u4e00-\u9fff]").all()


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("m01", None, "no answer yet"),
        ("phase", {}, "no answer yet"),
        ("promise", {}, "no answer yet"),
        ("w_patient", None, "no answer yet"),
        ("m01", 0.5, "A function is expected"),
        ("m01", lambda lines: None, "no answer yet"),
        ("m01", lambda: 0.5, "must take 1 inputs"),
        ("m01", lambda lines: lines["nothing"], "KeyError"),
        ("m01", lambda lines: lines, "One number is expected"),
        ("m01", lambda lines: 100 * R.m01(lines), "percentage"),
        ("m01", lambda lines: 7000.0, "is impossible"),
        ("m05", lambda orders: orders["delivered"].max() - orders["placed"].max(), "length of time"),
        ("m05", lambda orders: R.m05(orders) * 60, "in minutes, but the question asks for hours"),
        ("m04", lambda orders: {"mean": 1}, "These names are missing: sd, p95, reliability"),
        ("m08_by_class", lambda orders: {"A": 1}, "These names are missing: B, C"),
        ("m08_by_class", lambda orders: [1], "A dict or a Series is expected"),
        ("m09", lambda needs, minimum: 0.2, "2 values in round brackets"),
        ("clean", lambda raw, facts: raw.drop(columns="order"), "columns are missing: order"),
        ("phase", {1: "before"}, "These names are missing: 2"),
        ("phase", dict.fromkeys(range(1, 13), "Before"), "'Before' is not one of"),
        ("w_patient", {"runs": {0: 1.5}, "mean": 1.5}, "These names are missing: 1, 2"),
        ("w_patient", {"runs": dict.fromkeys(range(30), 1.5), "mean": 1.5}, "Does the seed change"),
        ("m01", lambda lines: round(R.m01(lines), 2), "rounded"),
        ("promise", {"A": (48, 0.9), "B": (48, 0.9), "C": (47, 0.9)}, "47 is not one of"),
    ],
)
def test_a_check_says_what_is_wrong_with_the_shape(case, capsys, name, answer, said):
    assert said in say(capsys, name, answer)


def defined(text):
    space: dict = {}
    exec(compile(text, "cell", "exec"), space)
    return space


def test_an_error_is_told_in_two_lines_and_whole_on_demand(case, capsys):
    names = defined("def m01(lines):\n    one = 1\n    return one / 0\n")
    capsys.readouterr()
    try_out("m01", names)
    said = capsys.readouterr().out
    assert "line 3" in said and "ZeroDivisionError" in said and "Traceback" not in said
    show_error("m01")
    assert "Traceback" in capsys.readouterr().out


def test_an_error_in_a_helper_of_the_same_notebook_is_told_where_it_is(case, capsys):
    names = defined(
        "def helper(lines):\n    return lines['no']\n\n\ndef m01(lines):\n    return helper(lines)\n"
    )
    assert "line 2" in say(capsys, "m01", names["m01"])


def test_try_out_shows_the_own_year_and_never_stops(case, capsys):
    try_out("m01", {"m01": R.m01})
    said = capsys.readouterr().out
    assert "✓ m01" in said and f"Your year: {R.m01(case.read('lines')):.4g}" in said
    try_out("m01", {})
    try_out("phase", {"phase": len})
    try_out("clean", {"clean": R.clean})
    assert "Your year:" in capsys.readouterr().out


def test_a_hint_is_about_what_is_wrong_and_never_about_what_is_right(case, capsys):
    def all_halls(raw, facts):
        return R.clean(raw.assign(hall=facts["minutes_hall"]), facts)

    def one_too_many(raw, facts):
        found = R.clean(raw, facts)
        return pd.concat([found, found.iloc[:1].assign(order=777)])

    assert "that hall only" not in say(capsys, "clean", all_halls)
    said = say(capsys, "clean", one_too_many)
    assert "777" in said and "4 rows" not in said and "103" not in said

    def wrong_sd(orders):
        return R.m04(orders) | {"sd": 1.0}

    said = say(capsys, "m04", wrong_sd)
    assert "sd" in said and "mean" not in said


def test_honest_right_answers_of_other_types_are_right(case, capsys):
    fees = case.read("fees").set_index(["klass"])

    def chosen():
        best = {}
        allowed = fees[fees["kept"] >= 11].reset_index()
        allowed["net"] = allowed["fee"] - allowed["penalty"] * (12 - allowed["kept"])
        for klass in "ABC":
            i = allowed[allowed["klass"] == klass]["net"].idxmax()
            best[klass] = (allowed.loc[i, "hours"], allowed.loc[i, "share"])
        return best

    assert isinstance(chosen()["A"][0], np.integer)
    for name, answer in {
        "promise": chosen(),
        "m08_by_class": lambda orders: R.m08_by_class(orders).to_dict(),
        "m09": lambda needs, minimum: list(R.m09(needs, minimum)),
        "kept_months": lambda *inputs: np.int64(R.kept_months(*inputs)),
        "clean": lambda raw, facts: R.clean(raw, facts).set_index("order"),
    }.items():
        assert "✓" in say(capsys, name, answer), name


def test_after_a_cell_that_failed_nothing_old_is_judged(case, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.events.register("post_run_cell", session.current().after_cell)
    shell.user_ns["m01"] = R.m01
    shell.run_cell("def m01(lines):\n    return (")
    capsys.readouterr()
    try_out("m01", shell.user_ns)
    said = capsys.readouterr().out
    assert "nothing was checked" in said and "line 2" in said and "SyntaxError" in said
    shell.run_cell("def m01(lines):\n    return 0.5")
    capsys.readouterr()
    try_out("m01", shell.user_ns)
    assert "0.5" in capsys.readouterr().out


def test_a_cell_that_was_mended_and_checks_itself_is_judged_as_it_is_now(case, capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.events.register("pre_run_cell", session.current().before_cell)
    shell.events.register("post_run_cell", session.current().after_cell)
    shell.user_ns |= {"try_out": try_out}
    shell.run_cell("def m02(stock):\n    return “yes”\ntry_out('m02', globals())")
    capsys.readouterr()
    try_out("m02", shell.user_ns)
    assert "line 2" in (said := capsys.readouterr().out) and "marks of a Chinese keyboard: “”" in said
    shell.run_cell("def m02(stock):\n    return 0.5\ntry_out('m02', globals())")
    said = capsys.readouterr().out
    assert "its cell failed" not in said and "0.5" in said


def test_what_an_error_means_stands_below_the_line_where_it_was(case, capsys):
    def m08_by_class(orders):
        kept = (orders["delivered"] <= orders["promised"]).mean()
        return kept.groupby(orders["klass"]).mean()

    said = say(capsys, "m08_by_class", m08_by_class)
    assert "In front of .groupby stands a single number" in said


def test_a_function_that_reads_a_table_of_the_notebook_is_told(case, capsys):
    space = {"raw_orders": case.read("raw_orders"), "pd": pd}
    exec("def clean(raw, facts):\n    return raw_orders.drop_duplicates('order')", space)
    capsys.readouterr()
    try_out("clean", space)
    assert "Your function reads raw_orders of the notebook." in capsys.readouterr().out
    exec("def clean(raw, facts):\n    return raw.drop_duplicates('order')", space)
    try_out("clean", space)
    assert "of the notebook" not in capsys.readouterr().out


def test_two_on_the_shelf_are_enough_for_two(case, capsys):
    def m01(lines):
        known = lines[lines["on_hand"].notna()]
        return (known["on_hand"] > known["quantity"]).mean()

    assert "Is that enough?" in say(capsys, "m01", m01)


def test_with_the_first_hand_table_stand_only_the_facts_it_needs(case, capsys):
    capsys.readouterr()
    case.show("q1")
    last = capsys.readouterr().out.splitlines()[-1]
    assert all(name in last for name in ("test_customer: TEST", "minutes_hall: South", "year_start"))
    assert "clerks" not in last and "minimum_order" not in last


def test_an_empty_place_for_code_is_no_answer_even_if_the_rest_stops(case, capsys, tmp_path):
    path = tmp_path / "cell.py"
    path.write_text(
        "def m08_by_class(orders):\n    # YOUR CODE HERE\n    pass\n    return kept.mean()\n", "utf-8"
    )
    space: dict = {}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), space)
    assert "no answer yet" in say(capsys, "m08_by_class", space["m08_by_class"])


def test_the_hand_tables_of_a_question_are_shown_with_what_belongs_to_them(case, capsys):
    capsys.readouterr()
    case.show("q8")
    said = capsys.readouterr().out
    assert "Hand table: calls" in said and "clerks: 3" in said
    case.show("q2")
    said = capsys.readouterr().out
    assert "Hand table: orders" in said and "damaged" in said and "quoted" not in said


def test_prints_and_changes_of_a_function_stay_inside_it(case, capsys):
    def noisy(lines):
        print("noise")
        lines["quantity"] = 0
        return 0.5

    assert "noise" not in say(capsys, "m01", noisy)
    assert case.read("lines")["quantity"].min() > 0


def test_a_question_is_checked_as_a_whole_and_the_points_so_far_are_told(case, capsys):
    check_all("q2", {"m01": R.m01, "m02": R.m02})
    said = capsys.readouterr().out
    assert said.count("nothing wrong") == 2 and "m03: There is no answer yet" in said
    assert f"2 of {len(case.assignment.parts)} parts" in said and "2 of the 27 points" in said


def test_validate_is_told_by_an_error(case, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError, match="no answer yet"):
        check_all("q2", {})


def test_a_graded_cell_takes_no_language():
    from sim.marking.nbgrader_plugins.release_steps import KeepLanguage

    about = {
        "grade": True,
        "grade_id": "q1",
        "locked": True,
        "points": 1,
        "schema_version": 3,
        "solution": False,
    }
    cell = nbformat.v4.new_code_cell("1", metadata={"nbgrader": about, "tags": ["lang-zh"]})
    with pytest.raises(ValueError, match="q1"):
        KeepLanguage().preprocess(nbformat.v4.new_notebook(cells=[cell]), {})


def tree(root):
    """A course folder with this tree's assignments, for what writes into it."""
    for name in ("solutions", "exercises", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / CONFIG, root)
    (root / "sim").mkdir()
    (root / "notebooks").mkdir()
    return root


def test_release_outside_a_course_folder_is_refused(tmp_path):
    done = kefu("release", cwd=tmp_path)
    assert done.code == 2 and "not a course folder" in done.err


@pytest.mark.parametrize(
    ("path", "content", "found"),
    [
        ("sim/a.py", "### BEGIN SOLUTION\n", 1),
        ("sim/a.py", 'allowed["net"] = allowed["fee"] - allowed["penalty"] * (12 - allowed["kept"])', 1),
        ("sim/a.py", "in_time = (cycle <= hours).groupby(mine['promised'].dt.month)", 0),
        ("exercises/en/x/mistakes.py", "", 1),
        ("sim/_files/solutions/x.ipynb", '{"cells": []}', 1),
        ("sim/a.py", 'table = case.read("fees")', 0),
        ("sim/a.yaml", "en: Names a cause or two", 0),
        ("sim/a.yaml", "          en: Says only that the formula is wrong, or gives no cause.", 1),
        ("exercises/en/x/x.ipynb", '{"cells": [{"id": "a", "source": "1", "outputs": [{}]}]}', 1),
        ("sim/a.png", "### BEGIN SOLUTION\n", 0),
    ],
)
def test_leaks_are_found(path, content, found):
    assert len(leaks(ROOT, [(path, content.encode())])) == found


def test_there_are_secrets_and_a_wheel_is_looked_through(tmp_path):
    assert len(secret_lines(ROOT)) > 100
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr("sim/_files/exercises/en/x/rubric.yaml", "")
    assert len(leaks(ROOT, wheel_files(tmp_path / "a.whl"))) == 1


def test_a_new_assignment_is_laid_out_under_its_name(tmp_path):
    root = tree(tmp_path)
    done = kefu("assignment", "new", "parcels", cwd=root)
    assert done.code == 0, done.err
    for place in new_assignment.DESTINATIONS.values():
        text = (root / place.format(name="parcels")).read_text(encoding="utf-8")
        assert new_assignment.PLACEHOLDER not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "Parcels"), "small letters"),
        (("new", "service_measures"), "already exists"),
        (("new",), "needs a name"),
        (("old", "a"), "kefu assignment new ID"),
    ],
)
def test_a_name_that_cannot_be_used_changes_nothing(tmp_path, words, said):
    root = tree(tmp_path)
    before = sorted(path for path in root.rglob("*"))
    done = kefu("assignment", *words, cwd=root)
    assert done.code == 2 and said in done.err
    assert sorted(path for path in root.rglob("*")) == before


def test_loading_the_course_does_not_load_nbgrader(tmp_path):
    import subprocess
    import sys

    code = "import sys, sim.course; print('nbgrader' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "False"


def test_what_a_check_finds_is_kept_in_the_working_copy(case, capsys):
    check_all("q2", {"m01": R.m01, "m02": lambda stock: 0.5})
    found = kept("service_measures", "checks")
    assert (found["m01"]["share"], found["m02"]["share"]) == (1.0, 0.0) and "m03" not in found
    assert found["m01"]["points"] == 1 and found["m01"]["student"] == "li01"
