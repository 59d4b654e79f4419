"""What a run returns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.base.display import html_table, text_lines
from sim.base.formatting import quantity, yuan
from sim.base.i18n import _, ngettext
from sim.case.case import Case
from sim.measures.money import counts, money
from sim.measures.service import computed, service_measures
from sim.measures.service_registry import service_measure
from sim.policy.changes import change_lines
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.records.schema import Records

SHOWN = ("m08", "m01")
"""Service measures that a run shows of itself."""


@dataclass(frozen=True, eq=False)
class Run:
    """What happened in one run: what went in, and the records; everything else follows from the records.

    Attributes
    ----------
    case : Case
        The firm and its market.
    policy : Policy
        The levers in force.
    seed, replication : int
        What the random numbers were drawn from.
    weeks : int
        Weeks observed.
    records : dict of DataFrame
        Tables of what happened, times in seconds, money in fen (see `sim.records.schema.TABLES`).
    market : {"open", "frozen"}
        In a frozen market customers order as under the case's own policy.
    trial : Trial or None
        A share of customers that was treated differently.

    Examples
    --------
    >>> from sim import run
    >>> run("corner", weeks=2)
    corner: 2 weeks, seed 0, replication 0
      on time: 93.2%
      availability: 97.1%
      orders: 281
      profit, CNY: 14,843
      All levers as the firm has them today.
    """

    case: Case
    policy: Policy
    seed: int
    replication: int
    weeks: int
    records: Records
    market: str = "open"
    trial: Trial | None = None

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The twelve service measures and the perfect order rate, as `service_measures` returns them."""
        return service_measures(self.records, self.policy)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Needs of the observed weeks by how they ended."""
        return counts(self.records)

    @cached_property
    def money(self) -> dict[str, Any]:
        """Income, cost and profit of the observed weeks, fen."""
        return money(self.records)

    @property
    def title(self) -> str:
        """How long the firm was observed, with which random numbers, and in which market, in one line."""
        weeks = ngettext("{n} week", "{n} weeks", self.weeks).format(n=self.weeks)
        text = _("{weeks}, seed {seed}, replication {replication}").format(
            weeks=weeks, seed=self.seed, replication=self.replication
        )
        return text if self.market == "open" else _("{which}, frozen market").format(which=text)

    def _headline(self) -> str:
        return _("{firm}: {which}").format(firm=self.case.name, which=self.title)

    def __repr__(self) -> str:
        """A few lines: case, time, policy, key measures."""
        figures = [
            "  " + _("{measure}: {value}").format(measure=name, value=value)
            for name, value in key_figures(self)
        ]
        changes = [f"  {line}" for line in change_lines(self.case.policy, self.policy)]
        return text_lines([self._headline(), *figures, *changes])

    def _repr_html_(self) -> str:
        changes = [(_("policy"), line) for line in change_lines(self.case.policy, self.policy)]
        return html_table((_("measure"), _("value")), [*key_figures(self), *changes], self._headline())


def key_figures(run: Run) -> list[tuple[str, str]]:
    """The measures that a run shows of itself, as name and value.

    Only these are computed, not all measures: an object has to print at once.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    list of tuple of str
        Names and values in the current language.

    Examples
    --------
    >>> from sim import run
    >>> key_figures(run("corner", weeks=2))[0]
    ('on time', '93.2%')
    """
    figures = []
    for name in SHOWN:
        measure = service_measure(name)
        value = computed(measure, run.records, run.policy)["value"]
        figures.append((measure.name, quantity(value, measure.unit)))
    figures.append((_("orders"), f"{run.counts['orders']:,}"))
    return [*figures, (_("profit, CNY"), yuan(run.money["profit"]))]
