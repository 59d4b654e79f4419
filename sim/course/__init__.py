"""Graded assignments: what a student's notebook imports is `my_case`, `check`, `check_all` and what its text names."""

from sim.course.check import check, check_all
from sim.course.my_case import MyCase, my_case

__all__ = ["MyCase", "check", "check_all", "my_case"]
