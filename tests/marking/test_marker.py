"""Marking in a process of its own: records, time limits, crashes, and failures of the marker that are no 0."""

from __future__ import annotations

import pytest

from sim.course.answers.asking import AnswersHere
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from sim.marking import Submission
from sim.marking import submission as submissions
from sim.marking.marker import Marker, line
from sim.marking.submission import beside
from tests.support.reference_solution import source_of

NAME = "service_measures"


@pytest.fixture(scope="module")
def marker():
    source = source_of(NAME)
    own = MyCase(source.assignment, Owner("kefu", "student1"), None)
    return Marker(source, (own, MyCase(source.assignment, own.owner, None, 12345)))


def by_part(records):
    return {record.part: record for record in records}


def test_the_model_solution_earns_everything_on_both_years(marker):
    records = marker.mark(AnswersHere(marker.source.model(marker.cases[0])))
    assert [record.part for record in records if record.share != 1] == []
    assert sum(record.earned for record in records) == 27
    assert line(records[0]) == "clean: 3 / 3"


def test_a_function_is_tried_on_the_hand_tables_and_on_both_years(marker):
    model = marker.source.model(marker.cases[0])
    own, hidden = (case.read("orders") for case in marker.cases)
    known = {len(own): model["m08"](own), 10: 0.4}
    answers = {
        **model,
        "m08": lambda orders: known.get(len(orders), 0.123),
        "m07": lambda orders: model["m07"](orders) if len(orders) > 10 else 0.7,
        "m03": lambda orders: model["m03"](orders) if len(orders) != len(own) else 0.7,
    }
    found = by_part(marker.mark(AnswersHere(answers)))
    assert len(own) != len(hidden)
    assert [(found[name].share, found[name].year) for name in ("m08", "m07", "m03")] == [
        (0, "hidden"),
        (0, "hand"),
        (0, "own"),
    ]


def test_a_failing_marker_is_no_zero(marker, monkeypatch):
    part = marker.source.assignment.part("m01")

    def broken(*answers):
        raise RuntimeError("the kind is broken")

    monkeypatch.setattr(type(part.kind), "share", broken)
    record = by_part(marker.mark(AnswersHere(marker.source.functions)))["m01"]
    assert record.share is None and record.state == "marker error" and "broken" in record.error
    assert "could not be marked" in line(record)


@pytest.fixture
def ask(tmp_path):
    made = []

    def start(*cells):
        environment = {"NBGRADER_EXECUTION": "autograde"}
        made.append(Submission(cells, lambda: beside(tmp_path, environment)))
        made[-1].run()
        return made[-1]

    yield start
    for submission in made:
        submission.close()


def test_a_process_answers_in_plain_data_and_survives_what_its_code_does(ask, tmp_path):
    submission = ask(
        "import os, time\nprint('shown')",
        "def right(n):\n    print('noise')\n    return n + 1",
        "def ends(n):\n    os._exit(0)",
        "def loops(n):\n    while True:\n        pass",
        "this is no Python",
        "x = {'a': 1, 2: [3]}\n%reset -f",
        "del x",
    )
    assert submission.cells[0].shown == "shown\n" and "SyntaxError" in submission.cells[4].error
    assert submission.call("right", (1,), 20).answer == 2
    assert submission.call("ends", (1,), 20).state == "crashed"
    assert submission.call("loops", (1,), 1).state == "too long"
    assert submission.value("x", 20).answer == {"a": 1, 2: [3]}
    assert submission.value("missing", 20).state == "missing"
    assert submission.value("right", 20).answer.kind == "function"


@pytest.mark.slow
def test_a_cell_that_ends_python_is_left_out_and_the_rest_runs(ask, monkeypatch):
    monkeypatch.setattr(submissions, "CELL_SECONDS", 8.0)
    submission = ask("a = 1", "import os\nos._exit(3)", "while True:\n    pass", "b = a + 1")
    assert [cell.state for cell in submission.cells] == ["", "crashed", "too long", ""]
    assert submission.value("b", 20).answer == 2


def test_a_value_that_is_wrong_in_part_is_not_said_to_be_right_on_a_hand_table(marker):
    model = marker.source.model(marker.cases[0])
    number = next(iter(model["phase"]))
    other = next(word for word in ("before", "during", "after") if word != model["phase"][number])
    wrong = model["phase"] | {number: other}
    found = by_part(marker.mark(AnswersHere({**model, "phase": wrong})))["phase"]
    assert 0 < found.share < 1 and found.year == ""
    assert "hand table" not in line(found)
