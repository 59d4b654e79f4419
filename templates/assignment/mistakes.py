"""Typical mistakes of assignment new_assignment, each with its hint. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

from sim.course.authoring.source import hint, mistake

NEVER_ARRIVED = hint(
    "never-arrived",
    en="Which goods never arrived? Those deliveries are late as well.",
    zh="有哪些货始终没有送到？这些送货也算晚到。",
)
IN_TIME = hint(
    "in-time",
    en="This looks like the share in time. The question asks for the late ones.",
    zh="这像是按时送到的比例，要求的是晚到的比例。",
)


@mistake(NEVER_ARRIVED, "late_share")
def arrived_only(right, deliveries, promised):
    return right(deliveries.dropna(), promised)


@mistake(NEVER_ARRIVED, "late_share")
def empty_is_in_time(right, deliveries, promised):
    return (deliveries["hours"] > promised).mean()


@mistake(IN_TIME, "late_share")
def in_time(right, deliveries, promised):
    return 1 - right(deliveries, promised)
