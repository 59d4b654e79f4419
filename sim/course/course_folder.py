"""Names in a course folder: the clone in which an instructor writes assignments and marks them with nbgrader."""

from __future__ import annotations

from pathlib import Path

CONFIG = "nbgrader_config.py"
"""nbgrader's configuration. A folder is a course folder if it has this file."""
SOURCES = "solutions"
"""A folder for each assignment: its notebook with the model solution, its typical mistakes and its rubric."""
MISTAKES = "mistakes.py"
HINTS = "hints.yaml"
RUBRIC = "rubric.yaml"
RELEASES = "exercises"
"""The editions for students, generated from the sources: a folder for each language."""
GRADEBOOK = "gradebook.db"
SECRET = "kefu-secret.txt"
"""Never committed: the data that hidden tests use can be computed from it."""
COLLECTED = "collected"
"""Originals as they came from an LMS, and the reports on them."""
SUBMITTED = "submitted"
AUTOGRADED = "autograded"
SUBMISSIONS = (SUBMITTED, AUTOGRADED)
"""Folders in which nbgrader keeps submissions, as STUDENT/ASSIGNMENT."""
TIMESTAMP = "timestamp.txt"
"""nbgrader's name for the file beside a submission that says when it was handed in; `kefu collect` writes it."""
MARKS = "marks"
"""Results of marking, from which tables of marks and feedback pages are made."""
FEEDBACK = "feedback"
"""Pages for students, as STUDENT/ASSIGNMENT."""
RETURNED = "returned"
"""What goes back to students, by assignment."""


def is_course_folder(folder: Path) -> bool:
    """Whether the folder is a course folder."""
    return (folder / CONFIG).is_file()
