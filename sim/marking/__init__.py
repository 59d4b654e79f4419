"""Marking submissions: a student's code runs in a process of its own, which answers what the marker asks."""

from sim.marking.marker import Record
from sim.marking.submission import Submission

__all__ = ["Record", "Submission"]
