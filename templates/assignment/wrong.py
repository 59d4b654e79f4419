"""Typical wrong answers of assignment new_assignment: at least three for each part, with the hint that each must get."""

from __future__ import annotations

from typing import Any

from tests.support.reference_solution import reference

R = reference("new_assignment")


def arrived_only(deliveries, promised):
    return R.late_share(deliveries.dropna(), promised)


def empty_is_in_time(deliveries, promised):
    return float((deliveries["hours"] > promised).mean())


def in_time(deliveries, promised):
    return 1 - R.late_share(deliveries, promised)


def percent(deliveries, promised):
    return 100 * R.late_share(deliveries, promised)


WRONG: dict[str, dict[str, tuple[Any, str]]] = {
    "late_share": {
        "arrived only": (arrived_only, "all-orders"),
        "empty counts as in time": (empty_is_in_time, "all-orders"),
        "share in time": (in_time, "in-time"),
        "percent": (percent, "shape"),
    }
}


def difficulty(case: Any) -> dict[str, float]:
    """Figures of a variant that make it easy or hard."""
    return {"never arrived": case.read("deliveries")["hours"].isna().sum()}


BAND = {"never arrived": (2, 60)}
"""Range of each figure within which variants are about equally hard."""
