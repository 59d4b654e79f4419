"""The result of `warm_up`: how long a start shows in the operation and in the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from sim.base.display import html_table
from sim.base.formatting import capitalised
from sim.base.i18n import N_, _, ngettext, sentences
from sim.base.validation import invalid
from sim.case.case import Case
from sim.experiments.wording import MAX_ROWS, mean_text, summary, wrapped
from sim.measures.kpis import Kpi, kpi
from sim.measures.service_registry import service_measure
from sim.theory.intervals import Interval

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

SHARE = Kpi("share", N_("share of needs that the firm gets"), "share", True)
"""What is looked at in the market."""


@dataclass(frozen=True, eq=False)
class WarmUp:
    """How long the start of a run shows, in the operation (queues, stock) and in the market (contracts, image).

    Attributes
    ----------
    case : Case
        The firm and its market.
    measure : str
        The service measure.
    replications : int
        Number of runs.
    table : DataFrame
        One row per week from the start: week (1, 2, ...), mean over the replications, low, high (95% interval); NaN where
        there was nothing to count.
    needed : int or None
        Weeks to leave out; None if the measure does not become steady in the first half of the weeks.
    allowed : float
        Weeks that the case leaves out.
    market : DataFrame, optional
        As `table`, for the share of customers' needs that the firm gets.
    market_needed : int or None
        As `needed`, for that share; not less than the weeks in which all contracts are renewed once.

    Examples
    --------
    >>> from sim import warm_up
    >>> check = warm_up("corner", "m04", weeks=12, replications=2, workers=1)
    >>> len(check.table)
    12
    """

    case: Case
    measure: str
    replications: int
    table: pd.DataFrame
    needed: int | None
    allowed: float
    market: pd.DataFrame | None = None
    market_needed: int | None = None

    @property
    def enough(self) -> bool:
        """Whether the case leaves out enough weeks for the measure."""
        return self._is_enough(self.needed)

    @property
    def market_enough(self) -> bool:
        """Whether it leaves out enough for contracts and shares."""
        return self._is_enough(self.market_needed)

    @property
    def sentence(self) -> str:
        """The result in words, for the measure and for the market."""
        return sentences(*self._sentences())

    @property
    def _title(self) -> str:
        return _("Warm-up of {firm}").format(firm=self.case.title)

    def _is_enough(self, needed: int | None) -> bool:
        return needed is not None and needed <= self.allowed

    def _sentences(self) -> list[str]:
        name = capitalised(service_measure(self.measure).name)
        said = [self._sentence(name, self.needed)]
        if self.market is None:
            return said
        said.append(self._sentence(_("Contracts and share of needs"), self.market_needed))
        if not self.market_enough:
            weeks = self.case.market.contract_weeks
            text = _(
                "In the market a start lasts longer than in queues and stock: contracts are renewed once in {weeks}, memory and "
                "image follow slowly. Compare shares between policies, and do not take them for a steady level."
            )
            said.append(text.format(weeks=weeks_text(weeks)))
        return said

    def _sentence(self, name: str, needed: int | None) -> str:
        if needed is None:
            unsettled = _(
                "{measure}: not settled in the first half of {weeks}. Look at more weeks, or there is no steady level."
            )
            return unsettled.format(measure=name, weeks=weeks_text(len(self.table)))
        found = _("{measure}: the start shows for {needed}, the case leaves out {allowed}: {verdict}.")
        return found.format(
            measure=name,
            needed=weeks_text(needed),
            allowed=weeks_text(round(self.allowed, 1)),
            verdict=_("enough") if self._is_enough(needed) else _("too few"),
        )

    def figure(self, group: Literal["operation", "market"] = "operation") -> Figure:
        """Week by week, with the weeks to leave out and those that the case leaves out: the measure, or the market's share.

        Raises InputError for another group, or if the market was not looked at.
        """
        from sim.plots.warmup import warmup_figure

        if group not in ("operation", "market") or (group == "market" and self.market is None):
            raise invalid("group", group, "operation, market")
        if group == "market" and self.market is not None:
            return warmup_figure(SHARE.name, SHARE.unit, self.market, self.market_needed, self.allowed)
        known = service_measure(self.measure)
        return warmup_figure(known.name, known.unit, self.table, self.needed, self.allowed)

    def __repr__(self) -> str:
        """The result in words."""
        runs = ngettext("{n} replication", "{n} replications", self.replications).format(n=self.replications)
        return summary(
            self._title,
            [
                *(line for said in self._sentences() for line in wrapped(said)),
                _("{weeks}, {replications}").format(weeks=weeks_text(len(self.table)), replications=runs),
            ],
            ".table, .market, .sentence, .figure()",
        )

    def _repr_html_(self) -> str:
        known = kpi(self.measure)
        weeks = [f"{week:,}" for week in self.table["week"]]
        columns = [weeks, self._means(self.table, known)]
        heads = [_("week"), known.name]
        if self.market is not None:
            columns.append(self._means(self.market, SHARE))
            heads.append(SHARE.name)
        return html_table(
            heads,
            list(zip(*columns, strict=True)),
            title=self._title,
            max_rows=MAX_ROWS,
            notes=self._sentences(),
        )

    def _means(self, table: pd.DataFrame, known: Kpi) -> list[str]:
        columns = table[["mean", "low", "high"]].itertuples(index=False)
        return [mean_text(known, Interval(mean, low, high, self.replications)) for mean, low, high in columns]


def weeks_text(count: float) -> str:
    """A number of weeks."""
    return ngettext("{n} week", "{n} weeks", 1 if count == 1 else 2).format(n=f"{count:g}")
