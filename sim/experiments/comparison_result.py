"""The result of a comparison: is a difference more than chance, how many replications would show it, which policy to take?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.display import html_table
from sim.base.errors import InputError
from sim.base.i18n import _, ngettext, sentences
from sim.base.validation import check_number
from sim.case.case import Case
from sim.experiments.arguments import MarketKind
from sim.experiments.chance import by_chance
from sim.experiments.choice import Choice, choose
from sim.experiments.quantities import measures_with
from sim.experiments.wording import (
    KEY,
    SHOWN,
    difference_texts,
    explain_difference,
    mean_text,
    summary,
    which_runs,
    wrapped,
)
from sim.measures.kpis import OBJECTIVE, Kpi
from sim.measures.service_registry import look_up
from sim.policy.policy import Policy
from sim.theory.intervals import Paired, interval, paired, replications_for

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_COLUMNS = 5
"""Policies beside the baseline in a notebook's table."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Runs of one case under several policies with common random numbers. The first policy is the baseline.

    Attributes
    ----------
    case : Case
        The firm and its market.
    policies : dict of str to Policy
        The policies by name.
    seed : int
        The seed of all runs.
    weeks : int
        Weeks observed in each run.
    table : DataFrame
        One row per run: policy, replication, and the columns of `Replications.table`.
    market : {"open", "frozen"}
        As in `run`.
    quantities : tuple of str
        Names of own quantities: columns of `table`, and measures in all methods.

    Examples
    --------
    >>> from sim import compare
    >>> policies = {"today": {}, "more clerks": {"desk.clerks": 3}}
    >>> comparison = compare("corner", policies, weeks=2, replications=2, workers=1)
    >>> comparison.baseline, len(comparison.table)
    ('today', 4)
    """

    case: Case
    policies: Mapping[str, Policy]
    seed: int
    weeks: int
    table: pd.DataFrame
    market: MarketKind = "open"
    quantities: tuple[str, ...] = ()

    @property
    def measures(self) -> Mapping[str, Kpi]:
        """The measures that are compared, by id: Kefu's and the user's own quantities."""
        return measures_with(self.quantities)

    @property
    def baseline(self) -> str:
        """Name of the first policy."""
        return next(iter(self.policies))

    @cached_property
    def differences(self) -> pd.DataFrame:
        """One row for each policy but the baseline and each measure.

        Columns: policy, measure; before, after: means under the baseline and this policy; difference: after - before;
        low, high: its 95% interval (Student's t over pairs); sd_paired, sd_unpaired: standard deviation of the difference,
        and what it would be with independent random numbers; replications; variance_reduction: (sd_unpaired / sd_paired)
        squared; needed: the total number of replications at which the interval would exclude 0, if nothing else changes; verdict:
        better or worse (higher or lower where a measure has no direction, such as all needs), not distinguishable, unaffected
        (the same in every replication), or nothing to compare.

        One interval in 20 misses the true difference: a table of many measures has some that do (see `by_chance`).
        """
        rows = []
        for policy in list(self.policies)[1:]:
            for measure in self.measures:
                found = self.paired(measure, policy)
                rows.append(
                    {
                        "policy": policy,
                        "measure": measure,
                        **{name: value for name, value in vars(found).items() if name != "more_is_better"},
                        "variance_reduction": found.variance_reduction,
                        "needed": found.needed,
                        "verdict": found.verdict,
                    }
                )
        return pd.DataFrame(rows).astype({"needed": "Int64"})

    def paired(self, measure: str, policy: str) -> Paired:
        """One row of `differences` as an object. Raises InputError for an unknown measure or policy."""
        known = self._kpi(measure)
        (after,) = self._others(policy)
        before = self._values(self.baseline, known.id)
        return paired(before, self._values(after, known.id), more_is_better=known.more_is_better)

    def replications_needed(self, measure: str, half_width: float, policy: str | None = None) -> int:
        """The number of replications in all that make the 95% interval of the difference narrow enough.

        Parameters
        ----------
        measure : str
            A column of `table`.
        half_width : float
            Half the width of the interval, in the unit of the measure (shares: 0 to 1).
        policy : str, optional
            The policy to compare with the baseline; the default is every policy.

        Returns
        -------
        int
            The number, estimated from the spread so far: the more replications there are, the better the estimate.

        Raises
        ------
        InputError
            If an argument cannot be used, or there is nothing to compare.
        """
        check_number("half_width", half_width, 0, open_ends=True)
        spreads = [self.paired(measure, name).sd_paired for name in self._others(policy)]
        if any(math.isnan(spread) for spread in spreads):
            raise InputError(
                _("{measure}: nothing to compare in these weeks.").format(measure=self._kpi(measure).name)
            )
        return max(replications_for(spread, half_width) for spread in spreads)

    def sentence(self, measure: str = "m08", policy: str | None = None) -> str:
        """The difference of a policy from the baseline in words, and whether it is more than chance; default: each policy."""
        known = self._kpi(measure)
        return sentences(
            *(
                explain_difference(known, self.baseline, name, self.paired(measure, name))
                for name in self._others(policy)
            )
        )

    @property
    def shown(self) -> tuple[str, ...]:
        """The measures in tables that people read."""
        return (*SHOWN, *self.quantities)

    def by_chance(self, measures: int | None = None, policies: int | None = None) -> str:
        """The number of lines of a table that would show a difference by chance, in words; "" for few lines.

        The table has `shown` measures for each policy, unless other numbers of measures or policies are given.
        """
        measures = len(self.shown) if measures is None else measures
        return by_chance(measures * (len(self.policies) - 1 if policies is None else policies))

    def choice(self, measure: str = OBJECTIVE, *, largest: bool | None = None) -> Choice:
        """The policy to take, by this measure.

        Parameters
        ----------
        measure : str
            A column of `table`; the default is what a firm is run for.
        largest : bool, optional
            Whether the largest mean is the best; the default is what is better by this measure.

        Returns
        -------
        Choice
            The policy with the best mean, its lead over the next one with the interval, and whether that settles it.
            Policies that differ by less than half a percent of the mean (for money: of income) are settled by their cost.

        Raises
        ------
        InputError
            If the measure is unknown.

        Notes
        -----
        The best is compared with each other policy by paired differences, at levels at which all intervals hold together.

        References
        ----------
        Hsu, J. C. (1984). Constrained simultaneous confidence intervals for multiple comparisons with the best. Annals of
        Statistics, 12(3), 1136-1144.
        """
        known = self._kpi(measure)
        if largest is None:
            largest = known.more_is_better is not False
        return choose(
            known,
            {name: self._values(name, known.id) for name in self.policies},
            {name: float(self._values(name, "cost").mean()) for name in self.policies},
            float(self.table["income"].mean()),
            largest,
        )

    def figure(self, measure: str = "m08", *, other_luck: bool = False) -> Figure:
        """A row for each policy: the difference from the baseline in each replication, and the interval of the mean.

        other_luck: below it the same runs, each less the baseline's run of the next replication: what the difference would
        look like if the two had different luck.
        """
        from sim.plots.comparison import comparison_figure

        known = self._kpi(measure)
        before = self._values(self.baseline, known.id)
        rows = []
        for name in self._others(None):
            found = self.paired(measure, name)
            changes = self._values(name, known.id) - before
            rows.append((name, changes, (found.difference, found.low, found.high)))
            if other_luck:
                changes = self._values(name, known.id) - np.roll(before, -1)
                label = _("{policy}, other luck").format(policy=name)
                rows.append((label, changes, interval(changes)[:3]))
        return comparison_figure(known.name, self.baseline, rows, known.unit)

    @property
    def title(self) -> str:
        """Case, weeks, seed and number of replications in one line."""
        count = len(self.table) // len(self.policies)
        return which_runs(self.case, self.weeks, self.seed, [count], self.market)

    def __repr__(self) -> str:
        """The policy to take, the baseline's key measures, and how each policy differs from them."""
        keys = (*KEY, *self.quantities)
        details = [self.title, *wrapped(self.choice().sentence, 3)]
        details += wrapped(self.by_chance(len(keys), min(len(self.policies) - 1, MOST_COLUMNS)))
        means = (f"{self._kpi(name).name} {self._mean(name)}" for name in keys)
        details += wrapped(_("{policy}: {mean}").format(policy=self.baseline, mean=_(", ").join(means)))
        for policy in self._others(None):
            changes = (f"{self._kpi(name).name} {self._change(name, policy)}" for name in keys)
            told = {"policy": f"{policy} - {self.baseline}", "mean": _(", ").join(changes)}
            details += wrapped(_("{policy}: {mean}").format(**told))
        headline = _("Comparison of {n} policies").format(n=len(self.policies))
        return summary(headline, details, ".table, .differences, .choice(), .sentence(), .figure()")

    def _repr_html_(self) -> str:
        others = self._others(None)
        shown = others[:MOST_COLUMNS]
        rows = [
            [name, self._kpi(name).name, self._mean(name), *(self._change(name, policy) for policy in shown)]
            for name in self.shown
        ]
        header = ["", _("measure"), self.baseline, *(f"{policy} - {self.baseline}" for policy in shown)]
        notes = [text for text in (self.by_chance(policies=len(shown)), self.choice().sentence) if text]
        title = self.title
        if len(others) > len(shown):
            rest = len(others) - len(shown)
            more = ngettext("... {n} more policy", "... {n} more policies", rest).format(n=rest)
            title = f"{title} {more}"
        return html_table(header, rows, title=title, max_rows=len(rows), notes=notes)

    def _mean(self, name: str) -> str:
        """The baseline's mean of a measure."""
        return mean_text(self._kpi(name), interval(self._values(self.baseline, name)))

    def _change(self, name: str, policy: str) -> str:
        """The difference of a policy from the baseline in a measure, and the verdict."""
        *_values, change, verdict = difference_texts(self._kpi(name), self.paired(name, policy))
        return _("{change} ({verdict})").format(change=change, verdict=verdict)

    def _kpi(self, name: str) -> Kpi:
        """A measure by name. Raises InputError if there is none."""
        return look_up(name, self.measures)

    def _others(self, policy: str | None) -> list[str]:
        """The policies that are compared with the baseline, or the one asked for."""
        _baseline, *names = self.policies
        if policy is None:
            return names
        if policy not in names:
            raise InputError(
                _("There is no policy {name} to compare; there are: {all}.").format(
                    name=policy, all=", ".join(names)
                )
            )
        return [policy]

    def _values(self, policy: str, column: str) -> NDArray[np.float64]:
        """A column under one policy, in the order of the replications."""
        return self.table.loc[self.table["policy"] == policy, column].to_numpy(dtype=float)
