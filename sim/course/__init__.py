"""Graded assignments: what a student's notebook imports is `my_case`, `check` and what the assignment's text names.

A leaf: nothing but the command line imports it. Loading it does not load nbgrader.
"""

from sim.course.checks.check import check, check_all
from sim.course.grading import grade
from sim.course.my_case import MyCase, my_case

__all__ = ["MyCase", "check", "check_all", "grade", "my_case"]
