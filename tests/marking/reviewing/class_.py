"""A class whose answers in words are in the gradebook, without marking them by machine."""

from __future__ import annotations

from pathlib import Path

from sim.marking.batch.gradebook import Gradebook
from sim.marking.batch.results import MARKED, Result, Results
from sim.marking.marker import Record
from tools.course import Course

NAME = "service_measures"
SENTENCE = "q9-sentence"
CELLS = ("q9-sentence", "q10-reasons")


def result(student: str, text: str, *, lang: str = "en", crashed: bool = False) -> Result:
    """A result with this answer in words; crashed: the machine could not mark question 1."""
    record = Record("q1", "clean", 1.5, None if crashed else 1.0, "marked")
    cells = [
        {
            "cell_type": "code",
            "source": "def clean(raw, facts):\n    return raw",
            "metadata": {"nbgrader": {"grade_id": "clean"}},
        }
    ]
    return Result(
        student,
        NAME,
        lang,
        "key",
        MARKED,
        records=(record,),
        written=dict.fromkeys(CELLS, text),
        notebook={"cells": cells},
    )


def make_class(folder: Path, answers: dict[str, str], crashed: tuple[str, ...] = ()) -> Course:
    """A course folder in which these students have answered."""
    course = Course(folder)
    course.enter(NAME)
    for student in answers:
        (folder / "submitted" / student / NAME).mkdir(parents=True)
    (folder / "course.toml").write_text('id = "autumn"\n', encoding="utf-8")
    hand_in(folder, answers, crashed)
    return course


def hand_in(folder: Path, answers: dict[str, str], crashed: tuple[str, ...] = ()) -> None:
    """Enter answers, as `kefu mark` does."""
    results = Results(folder, NAME)
    with Gradebook(folder) as book:
        for student, text in answers.items():
            one = result(student, text, crashed=student in crashed)
            results.write(one)
            book.enter(one, results.changed_texts(one), lambda _moved: None)
            results.write_done(one)
