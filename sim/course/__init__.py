"""Graded assignments. Students' notebooks import `my_case`, `check` and `check_all` from here."""

from typing import Any

from sim.base.moved import moved
from sim.course.check import check, check_all
from sim.course.my_case import MyCase, my_case

__all__ = ["MyCase", "check", "check_all", "my_case"]


def __getattr__(name: str) -> Any:
    if name == "grade":
        raise moved("sim.course.grade", "sim.marking.grade")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
