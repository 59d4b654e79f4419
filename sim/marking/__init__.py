"""Marking submissions: a student's code runs in a process of its own, which answers what the marker asks."""

from sim.marking.marker import Marker, Record, marker_for
from sim.marking.submission import Submission

__all__ = ["Marker", "Record", "Submission", "marker_for"]
