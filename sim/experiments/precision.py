"""The number of replications until a mean is known precisely enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sim.base.display import html_table
from sim.base.i18n import _
from sim.base.validation import check_int, check_number, invalid
from sim.experiments.arguments import MOST_REPLICATIONS
from sim.measures.kpis import kpi
from sim.theory.intervals import LEVEL, interval


@dataclass(frozen=True)
class Precision:
    """How well a mean should be known: `replicate` and `sweep` run until its confidence interval is narrow enough.

    Parameters
    ----------
    measure : str, default "m08"
        A column of `Replications.table`.
    relative : float, default 0.05
        The error allowed, as a share of the true mean, between 0 and 1.
    level : float, default 0.95
        The confidence level, between 0 and 1.
    fewest : int, default 10
        Replications before the interval is looked at for the first time: with too few it can be narrow by chance.
    most : int, default 1000
        Replications after which the runs end in any case.

    Raises
    ------
    InputError
        If a value is out of range or the measure unknown.

    Notes
    -----
    Law's sequential procedure for a relative error: replications are added until half the width of the interval is at
    most ``relative / (1 + relative)`` of the mean. The mean then is off by more than `relative` of the true mean in about
    one experiment of ``1 / (1 - level)``.

    References
    ----------
    Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed., section 9.4.1. McGraw-Hill.

    Examples
    --------
    >>> from sim import Precision, replicate
    >>> Precision("m08", relative=0.03, most=200)
    Precision(measure='m08', relative=0.03, level=0.95, fewest=10, most=200)
    >>> found = replicate("corner", until=Precision("m08", 0.1), weeks=1, workers=1)
    >>> mean, low, high, count = found.interval("m08")
    >>> (high - mean) / mean < 0.1
    True
    """

    measure: str = "m08"
    relative: float = 0.05
    level: float = LEVEL
    fewest: int = 10
    most: int = 1000

    def __post_init__(self) -> None:
        """Check every field."""
        kpi(self.measure)
        check_int("fewest", self.fewest, 2, MOST_REPLICATIONS)
        check_int("most", self.most, self.fewest, MOST_REPLICATIONS)
        check_number("relative", self.relative, 0, 1, open_ends=True)
        check_number("level", self.level, 0, 1, open_ends=True)

    def enough(self, values: Sequence[float], since: int = 0) -> int | None:
        """The number of first values that is enough; None if all are too few. since: a number known to be too few."""
        for count in range(max(self.fewest, since + 1), len(values) + 1):
            if count >= self.most or self._width_ratio(values[:count]) >= 1:
                return count
        return None

    def share(self, values: Sequence[float]) -> float:
        """Roughly the share of the replications that is done: the width shrinks with the root of their number."""
        ratio = self._width_ratio(values)
        return max(len(values) / self.most, 0.0 if math.isnan(ratio) else min(1.0, ratio**2))

    def _width_ratio(self, values: Sequence[float]) -> float:
        """The width allowed / the width seen; NaN where there is no interval."""
        found = interval(values, self.level)
        half = found.high - found.mean
        goal = self.relative / (1 + self.relative) * abs(found.mean)
        return math.inf if half == 0 else goal / half

    def _repr_html_(self) -> str:
        return html_table(
            (_("field"), _("value")),
            asdict(self).items(),
            title=_("Precision of the mean: {measure}").format(measure=kpi(self.measure).name),
        )


def check_precision(value: Any) -> Precision:
    """A precision to run until. Raises InputError for anything else."""
    if isinstance(value, Precision):
        return value
    raise invalid("until", value, _("something like {example}").format(example='Precision("m08", 0.05)'))
