"""The source of an assignment, whose model solution is the reference, for tests."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

from sim.course.authoring.source import Source
from tests.support.notebooks import ROOT


@cache
def source_of(assignment: str) -> Source:
    """The source `solutions/ASSIGNMENT` of this tree."""
    return Source(ROOT, assignment)


@cache
def reference(assignment: str) -> SimpleNamespace:
    """The functions of its model solution."""
    return SimpleNamespace(**source_of(assignment).functions)
