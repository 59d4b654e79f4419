"""Graded assignments. Students' notebooks import `my_case`, `try_out` and the checks from here."""

from sim.course.check import check, check_all, show_error, try_out
from sim.course.guide.overview import Overview, overview
from sim.course.my_case import MyCase, my_case

__all__ = ["MyCase", "Overview", "check", "check_all", "my_case", "overview", "show_error", "try_out"]
