"""Marking what students hand in. Hidden tests call `grade`."""

from sim.marking.marker import grade

__all__ = ["grade"]
