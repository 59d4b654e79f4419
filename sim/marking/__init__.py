"""Marking submissions. The hidden tests in assignments call `grade`."""

from sim.marking.marker import grade

__all__ = ["grade"]
