"""Typical mistakes of assignment new_assignment, each with its hint. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
A value is worked a second time, with `by_hand`.
"""

from __future__ import annotations

from sim.course.authoring.source import mistake

mistake(
    "never-arrived", "late_share", lambda right, deliveries, promised: right(deliveries.dropna(), promised)
)
mistake(
    "never-arrived", "late_share", lambda right, deliveries, promised: (deliveries["hours"] > promised).mean()
)


@mistake("in-time", "late_share")
def the_opposite(right, deliveries, promised):
    return 1 - right(deliveries, promised)
