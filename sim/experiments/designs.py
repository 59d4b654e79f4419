"""Designs: which policies to try, as a grid over levers, a list, or a sample spread over ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sim.base.display import html_table
from sim.base.errors import InputError
from sim.base.formatting import lever_value
from sim.base.i18n import _, ngettext
from sim.base.validation import check_int, invalid
from sim.case.case import Case
from sim.experiments.arguments import LeverValues
from sim.experiments.wording import MAX_ROWS, summary
from sim.policy.levers.registry import find_lever
from sim.policy.policy import Policy

MOST_POINTS = 100_000
Point = LeverValues
"""A policy to try."""


@dataclass(frozen=True)
class Sampled:
    """A design whose points are spread evenly over ranges of levers, for `sweep`; `sampled` makes it.

    Attributes
    ----------
    points : tuple of dict
        Levers by dotted name, and their values at each point.

    Examples
    --------
    >>> from sim import sampled
    >>> design = sampled({"stock.safety_factor": (1, 3)}, 4)
    >>> type(design).__name__
    'Sampled'
    """

    points: tuple[Point, ...]

    def __repr__(self) -> str:
        """The number of points and the range of each lever."""
        ranges = []
        for name in self._levers():
            values = [point[name] for point in self.points]
            low, high = lever_value(min(values)), lever_value(max(values))
            ranges.append(_("{lever}: {low} to {high}").format(lever=name, low=low, high=high))
        return summary(self._headline(), ranges, ".points")

    def _repr_html_(self) -> str:
        rows = ([lever_value(value) for value in point.values()] for point in self.points)
        return html_table(self._levers(), rows, title=self._headline(), max_rows=MAX_ROWS)

    def _levers(self) -> list[str]:
        return list(self.points[0]) if self.points else []

    def _headline(self) -> str:
        count = len(self.points)
        return ngettext("Sample of {n} point", "Sample of {n} points", count).format(n=f"{count:,}")


def sampled(ranges: Mapping[str, tuple[float, float]], points: int, seed: int = 0) -> Sampled:
    """Spread points evenly over ranges of levers: a design for `sweep`.

    Parameters
    ----------
    ranges : dict of str to (float, float)
        Lowest and highest value of each lever by dotted name. Levers that take whole numbers get whole numbers.
    points : int
        Number of points, 1 to 100,000.
    seed : int, default 0
        Selects another sample.

    Returns
    -------
    Sampled
        The points. A larger sample of the same ranges and seed starts with the points of a smaller one.

    Raises
    ------
    InputError
        If a lever takes no numbers, or an argument is out of range.

    Notes
    -----
    The points are a scrambled Sobol sequence, which fills a space more evenly than independent random points.

    References
    ----------
    Owen, A. B. (1998). Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity, 14(4), 466-489.

    Examples
    --------
    >>> from sim import sampled
    >>> design = sampled({"desk.clerks": (1, 4), "price.level": (0.9, 1.1)}, 8)
    >>> sorted(point["desk.clerks"] for point in design.points)
    [1, 1, 2, 2, 3, 3, 4, 4]
    """
    count = check_int("points", points, 1, MOST_POINTS)
    seed = check_int("seed", seed, 0, 2**32 - 1)
    if not isinstance(ranges, Mapping) or not ranges:
        raise _no_design("ranges", ranges, '{"stock.safety_factor": (1, 3)}')
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
            raise _no_design(name, bounds, "(1, 3)")
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
    """The points of a design and their policies, all checked. Raises InputError for anything that is not a design."""
    if isinstance(design, Sampled):
        points = [dict(point) for point in design.points]
    elif isinstance(design, Mapping) and design:
        for name, values in design.items():
            if isinstance(values, str | Mapping) or not isinstance(values, Sequence) or not len(values):
                raise _no_design(str(name), values, "[1, 2, 3]")
        combined = product(*design.values())
        points = [dict(zip(design, values, strict=True)) for values in combined]
    elif isinstance(design, Sequence) and not isinstance(design, str) and design:
        if not all(isinstance(point, Mapping) for point in design):
            raise _no_design("design", design, '[{"desk.clerks": 1}, {"desk.clerks": 2}]')
        points = [dict(point) for point in design]
    else:
        raise _no_design("design", design, '{"desk.clerks": [1, 2, 3]}')
    if len(points) > MOST_POINTS:
        raise InputError(
            _("The design has {count:,} points; at most {most:,} are run.").format(
                count=len(points), most=MOST_POINTS
            )
        )
    return points, [case.policy.replace(**point) for point in points]


def _no_design(name: str, value: Any, example: str) -> InputError:
    return invalid(name, value, _("something like {example}").format(example=example))
