"""What the doctor does with the cells of a notebook: puts back what marking needs, and loses nothing."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.course.handing_in.doctor.cells import compare_cells
from tests.course.handing_in.toy import (
    ANSWERS,
    Notebook,
    answer,
    cell,
    labels,
    named,
    release,
    solved,
    sources,
    twice,
)

ORDER = labels(release())


@pytest.mark.parametrize("notebook", [release(), solved()])
def test_a_notebook_as_it_should_be_stays_as_it_is(notebook):
    found = compare_cells(notebook, release())
    assert found.notebook == notebook and found.mended == found.yours == []


def test_written_answers_that_are_empty_are_named():
    assert compare_cells(release(), release()).empty == ["q2-why"]
    assert compare_cells(solved(), release()).empty == []


@pytest.mark.parametrize("name", ORDER)
def test_a_marked_cell_that_was_deleted_comes_back_where_it_was(name):
    notebook = solved()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != name]
    found = compare_cells(notebook, release())
    assert len(found.mended) == 1 and name in found.mended[0] and "missing" in found.mended[0]
    assert [one["id"] for one in found.notebook["cells"]] == [one["id"] for one in release()["cells"]]


def test_an_answer_in_a_cell_of_the_students_own_becomes_the_answer():
    notebook = solved()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != "m01"]
    notebook["cells"].insert(2, cell("mine", "import math\ndef m01(x):\n    return math.pi"))
    found = compare_cells(notebook, release())
    assert "another cell defines the same" in found.mended[0]
    assert named(found.notebook, "mine")["metadata"]["nbgrader"]["grade_id"] == "m01"
    assert sources(found.notebook) == sources(notebook)


def test_with_two_such_cells_the_stub_goes_before_both_so_that_theirs_count():
    notebook = solved()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != "m01"]
    notebook["cells"].insert(0, cell("one", ANSWERS["m01"]))
    notebook["cells"].insert(1, cell("two", ANSWERS["m01"] + "  # better"))
    found = compare_cells(notebook, release())
    assert [one["id"] for one in found.notebook["cells"]][:3] == ["m01", "one", "two"]


@pytest.mark.parametrize("name", ["m01", "q1", "q2-why"])
def test_a_copy_without_work_of_its_own_goes(name):
    notebook = solved()
    twice(notebook, name)
    found = compare_cells(notebook, release())
    assert found.notebook == solved() and len(found.mended) == 1 and "2 times: keep one" in found.mended[0]


def test_if_the_copy_holds_the_answer_it_is_kept():
    notebook = solved()
    named(notebook, "m01")["source"] = named(release(), "m01")["source"]
    twice(notebook, "m01", ANSWERS["m01"])
    found = compare_cells(notebook, release())
    assert labels(found.notebook) == ORDER and found.yours == []
    assert named(found.notebook, "m01-copy")["source"] == ANSWERS["m01"]


def test_of_two_different_answers_only_the_student_knows_which():
    notebook = solved()
    twice(notebook, "m01", "def m01(x):\n    return 0")
    found = compare_cells(notebook, release())
    assert found.notebook == notebook and found.mended == []
    assert len(found.yours) == 1 and "m01 is there 2 times with different content" in found.yours[0]


def test_a_copy_of_a_test_cell_with_work_in_it_stays_as_an_ordinary_cell():
    notebook = solved()
    twice(notebook, "q1", "mine = 3")
    found = compare_cells(notebook, release())
    assert labels(found.notebook) == ORDER and named(found.notebook, "q1-copy")["source"] == "mine = 3"


def test_a_changed_test_cell_is_put_back():
    notebook = solved()
    named(notebook, "q1")["source"] = "2.0"
    found = compare_cells(notebook, release())
    assert found.notebook == solved() and "q1 was changed" in found.mended[0]


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize("how", ["label lost", "points", "type"])
def test_a_label_or_a_type_that_was_lost_is_put_back(name, how):
    notebook = solved()
    one = named(notebook, name)
    if how == "label lost":
        del one["metadata"]["nbgrader"]
    elif how == "points":
        one["metadata"]["nbgrader"]["points"] = 90
    else:
        one["cell_type"] = "raw"
        one.pop("outputs", None)
        one.pop("execution_count", None)
    found = compare_cells(notebook, release())
    assert found.notebook == solved() and len(found.mended) == 1 and "label" in found.mended[0]


def test_the_tag_that_lets_a_run_go_on_comes_back_with_the_label():
    tagged, notebook = release(), solved()
    named(tagged, "m01")["metadata"]["tags"] = ["raises-exception"]
    del named(notebook, "m01")["metadata"]["nbgrader"]
    assert (
        named(compare_cells(notebook, tagged).notebook, "m01")["metadata"] == named(tagged, "m01")["metadata"]
    )


def test_an_answer_below_its_test_cell_is_moved_above_it():
    notebook = solved()
    one = named(notebook, "m02")
    notebook["cells"].remove(one)
    notebook["cells"].append(one)
    found = compare_cells(notebook, release())
    assert found.notebook == solved() and "m02 is below the test cell q1" in found.mended[0]


def test_a_cell_that_others_need_comes_back_and_one_that_nobody_needs_does_not():
    notebook = solved()
    notebook["cells"] = [
        one for one in notebook["cells"] if one["id"] not in ("setup", "try-m01", "title-en")
    ]
    found = compare_cells(notebook, release())
    assert next(one["id"] for one in found.notebook["cells"]) == "setup"
    assert len(found.mended) == 1 and "“def check_all(name, names): return 1” is missing" in found.mended[0]


def test_a_cell_that_the_student_wrote_again_is_not_missing():
    notebook = solved()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != "setup"]
    notebook["cells"].insert(0, cell("mine", "check_all = print\nbase = 2"))
    assert compare_cells(notebook, release()).mended == []
    named(notebook, "mine")["source"] = "def ("  # nothing is known of code that does not parse
    assert len(compare_cells(notebook, release()).mended) == 1


def test_cells_without_names_get_those_of_the_release():
    notebook = solved()
    for one in notebook["cells"]:
        del one["id"]
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "mine"})
    notebook["nbformat_minor"] = 2
    found = compare_cells(notebook, release())
    assert found.mended == []
    assert found.notebook["cells"][:-1] == solved()["cells"]
    assert found.notebook["cells"][-1]["id"] == "cell-1" and found.notebook["nbformat_minor"] == 5


def test_more_points_in_a_newer_edition_and_a_new_question_are_brought():
    newer = release()
    named(newer, "q1")["metadata"]["nbgrader"]["points"] = 5
    newer["cells"].insert(5, answer("m03", "def m03(x):\n    pass"))
    found = compare_cells(solved(), newer)
    assert labels(found.notebook) == labels(newer)
    assert {one["id"]: one["source"] for one in found.notebook["cells"]} == {
        **{one["id"]: one["source"] for one in solved()["cells"]},
        "m03": "def m03(x):\n    pass",
    }


def _spoil(notebook: Notebook, kind: str, place: int) -> None:
    """One thing that happens to notebooks, at a place."""
    cells: list[dict[str, Any]] = notebook["cells"]
    one = cells[place % len(cells)]
    if kind == "delete":
        cells.remove(one)
    elif kind == "copy":
        cells.insert(place % len(cells), copy.deepcopy(one) | {"id": f"copy-{place}-{len(cells)}"})
    elif kind == "move":
        cells.remove(one)
        cells.insert(place // 3 % (len(cells) + 1), one)
    elif kind == "label":
        one["metadata"].pop("nbgrader", None)
    elif kind == "id":
        one["id"] = f"other-{place}-{len(cells)}"
    elif kind == "type" and one["cell_type"] == "code":
        one["cell_type"] = "markdown"
        one.pop("outputs")
        one.pop("execution_count")
    elif kind == "add":
        cells.insert(place % len(cells), cell(f"new-{place}-{len(cells)}", f"mine_{place} = base"))


KINDS = ["delete", "copy", "move", "label", "id", "type", "add"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 60)), max_size=6))
def test_whatever_happened_nothing_of_the_students_goes_and_a_second_look_finds_nothing(steps):
    notebook = solved()
    for kind, place in steps:
        if notebook["cells"]:
            _spoil(notebook, kind, place)
    before = copy.deepcopy(notebook)
    found = compare_cells(notebook, release())
    assert notebook == before
    after = found.notebook
    assert set(sources(notebook)) <= set(sources(after))
    if not found.yours:
        assert sorted(labels(after)) == sorted(ORDER)
        for test, answers in (("q1", ("m01", "m02")), ("q2", ("value",))):
            assert all(labels(after).index(name) < labels(after).index(test) for name in answers)
    again = compare_cells(after, release())
    assert again.mended == [] and again.notebook == after and again.yours == found.yours
    ids = [one["id"] for one in after["cells"]]
    assert len(set(ids)) == len(ids)
