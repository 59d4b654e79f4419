"""Designs: which policies to try. A grid over levers, a list, or a sample spread over ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_int, show_value
from sim.case.case import Case
from sim.policy.levers.registry import find_lever
from sim.policy.policy import Policy

MOST_POINTS = 100_000
Point = Mapping[str, Any]
"""Levers that differ from the case's own policy, by dotted name."""


@dataclass(frozen=True)
class Sampled:
    """Points spread evenly over ranges of levers, as `sampled` makes them."""

    points: tuple[Point, ...]


def sampled(ranges: Mapping[str, tuple[float, float]], points: int, seed: int = 0) -> Sampled:
    """Points spread over ranges: lever -> (low, high), whole where the lever takes whole numbers (a scrambled Sobol sequence).

    The first n points of a larger sample are those of a smaller one. Raises InputError for a lever that is no number.
    """
    count = check_int("points", points, 1, MOST_POINTS)
    seed = check_int("seed", seed, 0, 2**32 - 1)
    if not isinstance(ranges, Mapping) or not ranges:
        raise InputError(_design_sentence("ranges", ranges, '{"stock.safety_factor": (1, 3)}'))
    for name, bounds in ranges.items():
        lever = find_lever(name)
        if lever.choices or lever.low is None:
            raise InputError(_("{lever} takes no numbers, so it has no range.").format(lever=name))
        good = (
            isinstance(bounds, Sequence)
            and len(bounds) == 2
            and all(isinstance(b, int | float) for b in bounds)
        )
        if not good or not bounds[0] < bounds[1]:
            raise InputError(_design_sentence(name, bounds, "(1, 3)"))
    from scipy.stats import qmc

    sobol = qmc.Sobol(d=len(ranges), scramble=True, rng=seed)
    unit = sobol.random_base2(max(0, math.ceil(math.log2(count))))[:count]
    made = []
    for row in unit.tolist():
        point: dict[str, Any] = {}
        for share, (name, (low, high)) in zip(row, ranges.items(), strict=True):
            if find_lever(name).whole:
                point[name] = min(int(high), int(low + share * (high - low + 1)))
            else:
                point[name] = low + share * (high - low)
        made.append(point)
    return Sampled(tuple(made))


def points_of(design: Any, case: Case) -> tuple[list[dict[str, Any]], list[Policy]]:
    """The points of a design and their policies, each checked. Raises InputError for what is no design."""
    if isinstance(design, Sampled):
        points = [dict(point) for point in design.points]
    elif isinstance(design, Mapping) and design:
        for name, values in design.items():
            if isinstance(values, str | Mapping) or not isinstance(values, Sequence) or not len(values):
                raise InputError(_design_sentence(str(name), values, "[1, 2, 3]"))
        combined = product(*design.values())
        points = [dict(zip(design, values, strict=True)) for values in combined]
    elif isinstance(design, Sequence) and not isinstance(design, str) and design:
        if not all(isinstance(point, Mapping) for point in design):
            raise InputError(_design_sentence("design", design, '[{"desk.clerks": 1}, {"desk.clerks": 2}]'))
        points = [dict(point) for point in design]
    else:
        raise InputError(_design_sentence("design", design, '{"desk.clerks": [1, 2, 3]}'))
    if len(points) > MOST_POINTS:
        raise InputError(
            _("The design has {count:,} points; at most {most:,} are run.").format(
                count=len(points), most=MOST_POINTS
            )
        )
    return points, [case.policy.replace(**point) for point in points]


def _design_sentence(name: str, value: Any, example: str) -> str:
    return _("{name} is {value}, but takes {allowed}.").format(
        name=name, value=show_value(value), allowed=_("something like {example}").format(example=example)
    )
