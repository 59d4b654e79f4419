"""The questions of the lessons: in both languages, each asked in its lesson, and judged by what was found."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.course.lessons.judging import find, judge, threshold_texts
from sim.course.lessons.questions import Row, all_questions, find_prediction, find_reflection
from sim.course.lessons.typed import read_answer
from tests.support.notebooks import SOURCES, read, source

CHINESE = re.compile("[\u4e00-\u9fff]")
CALLS = {"predict": "predictions", "reflect": "reflections"}


def code(path) -> str:
    cells = [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]
    return "\n".join(source(cell) for cell in cells if "lang-zh" not in cell["metadata"].get("tags", ()))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_lesson_asks_each_of_its_questions_once_and_no_others(path):
    asked = all_questions().get(path.stem)
    text = code(path)
    for call, kind in CALLS.items():
        names = re.findall(rf'\b{call}\("(\w+)"', text)
        assert sorted(names) == sorted(getattr(asked, kind) if asked else ())
    revealed = re.findall(r'\breveal\("(\w+)"', text)
    assert sorted(revealed) == sorted(asked.predictions if asked else ())
    for name in revealed:
        assert text.index(f'predict("{name}"') < text.index(f'reveal("{name}"')


def test_names_are_unique_among_all_lessons():
    for kind in CALLS.values():
        names = list(chain.from_iterable(getattr(one, kind) for one in all_questions().values()))
        assert len(names) == len(set(names))


def texts():
    for asked in all_questions().values():
        for prediction in asked.predictions.values():
            yield prediction.ask
            for row in prediction.rows:
                yield from [row.label] if row.label else []
                yield from row.choices.values()
        for reflection in asked.reflections.values():
            yield from (reflection.ask, reflection.answer)


def test_every_text_stands_in_both_languages():
    for text in texts():
        assert CHINESE.search(text.zh) and not CHINESE.search(text.en) and text.en.strip()


def row(**fields) -> Row:
    return Row.model_validate({"id": "x", "label": {"en": "x", "zh": "某"}, **fields})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("up", "up"),
        ("“up”", "up"),
        (" ‘Up’ ", "up"),
        ("上升", "up"),
        ("↓ goes down", "down"),
        ("不变", "same"),
        ("?", None),
    ],
)
def test_a_direction_is_understood_as_people_type_it(given, code):
    with using("en"):
        assert read_answer(row(same=1), given) == code


@pytest.mark.parametrize(
    ("given", "value"), [("12 %", 12), ("１２％", 12), ("about 3.5", 3.5), (7, 7), ("", None)]
)
def test_a_number_is_understood_as_people_type_it(given, value):
    assert read_answer(row(kind="number"), given) == value


@pytest.mark.parametrize("given", ["sideways", "12 or 13", "101", "-1"])
def test_what_cannot_be_meant_is_refused_with_what_is_allowed(given):
    with using("en"), pytest.raises(InputError) as error:
        read_answer(row(kind="number") if given[0] != "s" else row(same=1), given)
    assert "but takes" in str(error.value) and given in str(error.value)


def mark(one: Row, guess, value) -> str:
    return judge(one, guess, find(one, (), {"x": value})).mark


@pytest.mark.parametrize(
    ("change", "guess", "found"),
    [
        (0.5, "up", "right"),
        (0.5, "same", "wrong"),
        (0.05, "same", "right"),
        (-0.05, "down", "wrong"),
        (-0.5, "down", "right"),
        (0.5, None, "none"),
    ],
)
def test_a_change_below_the_threshold_counts_as_the_same(change, guess, found):
    assert mark(row(same=0.1), guess, change) == found


def test_a_mean_whose_interval_holds_0_settles_nothing_unless_all_of_it_is_small():
    assert mark(row(same=0.1), "up", [1.0, 1.1, 0.9]) == "right"
    assert mark(row(same=0.1), "up", [1.0, -1.0, 0.5]) == "open"
    assert mark(row(same=0.1), "same", [1.0, -1.0, 0.5]) == "open"
    assert mark(row(same=0.1), "same", [0.01, -0.01, 0.02]) == "right"


def test_a_number_may_be_off_by_what_the_note_says():
    one = row(kind="number", unit="percent", within=5)
    assert [mark(one, 12, value) for value in (8, 17, 18)] == ["right", "right", "wrong"]
    with using("en"):
        assert threshold_texts([one]) == ["x: right if it is off by at most 5."]


def test_an_unknown_question_is_named_with_those_there_are():
    for find_one in (find_prediction, find_reflection):
        with pytest.raises(InputError, match="stok"):
            find_one("stok")
