"""Three questions to each student, from the own data, with answers that are right."""

from __future__ import annotations

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.course.answers.plain import brief
from sim.course.authoring.source import Source
from sim.marking.batch.results import MARKED, Result, Results
from sim.marking.evidence.viva import questions
from sim.marking.marker import Record
from tools.course import Course

NAME = "service_measures"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = Course(tmp_path_factory.mktemp("course"))
    for student in ("li01", "wang02"):
        records = (Record("q2", "m01", 1.0, 1.0, "marked"), Record("q2", "m02", 1.0, 0.0, "marked"))
        Results(made.folder, NAME).write(Result(student, NAME, "en", "key", MARKED, records=records))
    return made.folder


@pytest.mark.slow
def test_each_student_gets_three_questions_of_the_own_data(course):
    with using("en"):
        first, again, other = (questions(course, NAME, student) for student in ("li01", "li01", "wang02"))
    assert first == again and len(first) == len(other) == 3
    assert [one.text for one in first] != [one.text for one in other]
    assert first[0].text.startswith("m01 gives"), "a function that the student got right"
    assert all(one.answer for one in first)
    with using("zh"):
        assert len(questions(course, NAME, "li01")) == 3


@pytest.mark.slow
def test_the_answer_of_the_first_is_what_the_function_gives(course):
    with using("en"):
        (one, *_rest) = questions(course, NAME, "li01")
    source = Source(course, NAME)
    row = int(one.text.partition("Row ")[2].partition(" ")[0])
    table = source.assignment.hand_tables["lines"].copy()
    less = table.drop(table.index[row - 1]).reset_index(drop=True)
    assert one.answer == brief(source.functions["m01"](less))


def test_nothing_marked_no_questions(course):
    with pytest.raises(InputError, match="nobody"):
        questions(course, NAME, "nobody")
