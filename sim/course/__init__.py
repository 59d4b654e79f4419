"""Graded assignments. Students' notebooks import `my_case`, `check` and `check_all` from here."""

from sim.course.check import check, check_all
from sim.course.my_case import MyCase, my_case

__all__ = ["MyCase", "check", "check_all", "my_case"]
