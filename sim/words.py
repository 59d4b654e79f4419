"""Older notebooks import `sim.words`: they are told where it is now."""

from sim.base.moved import moved

raise moved("sim.words", "sim.records.labels")
