"""The reference solution of an assignment, for tests."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from sim.marking.marker import load_reference
from tests.support.notebooks import ROOT


@cache
def reference(assignment: str) -> ModuleType:
    """The module `solutions/ASSIGNMENT/reference.py` of this tree."""
    return load_reference(ROOT, assignment)
