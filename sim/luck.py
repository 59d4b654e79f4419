"""Older notebooks import `sim.luck`: they are told where it is now."""

from sim.base.moved import moved

raise moved("sim.luck", "sim.base.streams")
