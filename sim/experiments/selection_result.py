"""The policy that `select_best` selected, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.display import html_table
from sim.base.formatting import DASH
from sim.base.i18n import _, sentences
from sim.experiments.wording import MAX_ROWS, summary
from sim.measures.kpis import kpi
from sim.theory.intervals import Interval


@dataclass(frozen=True, eq=False)
class Selection:
    """The best of several policies.

    Attributes
    ----------
    best : str
        Name of the policy to take; "" if `most` replications did not decide between the last ones.
    measure : str
        The measure compared.
    table : DataFrame
        One row per policy: replications; mean of the measure, in its unit; cost: its mean in CNY; dropped: after how many
        replications the policy was found not to be the best, null for those that were not dropped.
    indifference : float
        The difference that does not matter, in the unit of the measure.
    equal : tuple of str
        Policies that differ by less than `indifference`: `best` is the cheapest of them. Empty if one was found better.
    close : tuple of str
        Policies that may be as good as `best`, or were still in the running when the replications ended.
    lead : Interval, optional
        Of the policies in `close`, first minus second, where none was selected.

    Examples
    --------
    >>> from sim import select_best
    >>> policies = {"two clerks": {}, "three clerks": {"desk.clerks": 3}}
    >>> selection = select_best("corner", policies, measure="m12", indifference=0.01, weeks=1, workers=1)
    >>> selection.best
    'three clerks'
    """

    best: str
    measure: str
    table: pd.DataFrame
    indifference: float = float("nan")
    equal: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    lead: Interval | None = None

    @property
    def sentence(self) -> str:
        """The result in words."""
        return sentences(*self._sentences())

    def _sentences(self) -> list[str]:
        known = kpi(self.measure)
        used = f"{int(self.table['replications'].sum()):,}"
        small = known.amount(self.indifference, known.digits(self.indifference))
        if not self.best:
            left = self.table.index[self.table["dropped"].isna()]
            unsettled = _(
                "Not settled by {measure} after {runs} runs in all: {policies} are still in the running."
            ).format(measure=known.name, runs=used, policies=_(", ").join(left))
            return [unsettled, self._lead()]
        if self.equal:
            found = _(
                "{policies} differ by less than {small} in {measure}, after {runs} runs in all."
            ).format(policies=_(", ").join(self.equal), small=small, measure=known.name, runs=used)
            same_cost = self.table.loc[list(self.equal), "cost"].nunique() == 1
            take = (
                _("They cost the same, too: take the simplest.")
                if same_cost
                else _("Take the cheapest: {policy}.")
            )
            said = [found, take.format(policy=self.best)]
        else:
            best = _("{policy} is best by {measure}, after {runs} runs in all.").format(
                policy=self.best, measure=known.name, runs=used
            )
            said = [best]
        if not self.close:
            return said
        may_be = _("As good, but hardly better by {small} or more, may be: {policies}.")
        return [*said, may_be.format(policies=_(", ").join(self.close), small=small)]

    def _lead(self) -> str:
        """The lead of the first of the remaining policies over the second."""
        if self.lead is None:
            return ""
        known, (ahead, low, high, _count) = kpi(self.measure), self.lead
        digits = known.digits((high - low) / 2 or abs(ahead))
        change, low_text, high_text = (known.change(value, digits) for value in (ahead, low, high))
        text = _("{first} - {second}: {difference}, with 95% confidence between {low} and {high}.")
        return text.format(
            first=self.close[0], second=self.close[1], difference=change, low=low_text, high=high_text
        )

    def __repr__(self) -> str:
        """The result, and each policy with its mean and when it was dropped."""
        rows = []
        for policy, _replications, mean, dropped in self._rows():
            kept = dropped == DASH
            text = _("{policy}: {mean}") if kept else _("{policy}: {mean}, dropped after {n} replications")
            rows.append(text.format(policy=policy, mean=mean, n=dropped))
        headline = _("Selection among {n} policies").format(n=len(self.table))
        return summary(
            headline, [*filter(None, self._sentences()), *rows], ".best, .equal, .table, .sentence"
        )

    def _repr_html_(self) -> str:
        header = (_("policy"), _("replications"), kpi(self.measure).name, _("dropped after"))
        return html_table(header, self._rows(), title=self.sentence, max_rows=MAX_ROWS)

    def _rows(self) -> list[tuple[str, str, str, str]]:
        known = kpi(self.measure)
        spread = float(np.ptp(self.table["mean"]))
        rows = []
        for policy, row in self.table.iterrows():
            mean = known.level(row["mean"], known.digits(spread or abs(row["mean"])))
            dropped = DASH if pd.isna(row["dropped"]) else f"{row['dropped']:,}"
            rows.append((str(policy), f"{row['replications']:,}", mean, dropped))
        return rows
