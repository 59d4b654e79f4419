"""Who changed which mark and when: noted with the change itself, or not at all."""

from __future__ import annotations

import warnings

import pytest
from nbgrader.api import Gradebook as Book

from sim.marking import audit


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "teacher")
    audit.start()
    with Book(f"sqlite:///{tmp_path / 'gradebook.db'}") as found:
        found.add_assignment("a")
        found.add_notebook("a", "a")
        found.add_grade_cell("q1", "a", "a", max_score=3, cell_type="code")
        found.add_solution_cell("q1", "a", "a")
        found.add_student("li01")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy's, about how nbgrader builds a submission
            found.add_submission("a", "li01")
        yield found


def changes(book, **more):
    return [
        (one.who, one.student, one.cell, one.kind, one.before, one.after)
        for one in audit.changes(book.db.connection(), **more)
    ]


def test_every_change_of_points_and_comments_is_noted(book):
    grade = book.find_grade("q1", "a", "a", "li01")
    comment = book.find_comment("q1", "a", "a", "li01")
    grade.auto_score = 2.5
    book.db.commit()
    grade.manual_score = 3.0
    comment.manual_comment = "good"
    book.db.commit()
    grade.manual_score = None
    grade.needs_manual_grade = True
    book.db.commit()
    assert changes(book) == [
        ("teacher", "li01", "q1", "machine", "", "2.5"),
        ("teacher", "li01", "q1", "person", "", "3"),
        ("teacher", "li01", "q1", "comment", "", "good"),
        ("teacher", "li01", "q1", "person", "3", ""),
    ]
    assert changes(book, assignment="b") == changes(book, student="wang02") == []


def test_what_is_taken_back_or_changes_nothing_is_not_noted(book):
    grade = book.find_grade("q1", "a", "a", "li01")
    grade.auto_score = 1.0
    book.db.rollback()
    grade.needs_manual_grade = False
    book.db.commit()
    assert changes(book) == []
    grade.auto_score = 1.0
    book.db.commit()
    grade.auto_score = 1.0
    book.db.commit()
    assert len(changes(book)) == 1
    audit.forget(book.db.connection(), "li01")
    assert changes(book) == []
