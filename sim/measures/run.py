"""The result of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sim.base.display import html_table, text_lines
from sim.base.formatting import quantity, yuan
from sim.base.i18n import _, ngettext
from sim.base.units import WEEK
from sim.base.validation import check_int
from sim.case.case import Case
from sim.measures.customer_equity import long_run_money
from sim.measures.money import counts
from sim.measures.service import computed, service_measures
from sim.measures.service_registry import service_measure
from sim.measures.window import bounds, with_window
from sim.policy.changes import change_lines
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.records.schema import Records
from sim.roleplay.hooks import TalkEffects

SHOWN = ("m08", "m01")
"""Service measures that a run shows of itself."""


@dataclass(frozen=True, eq=False)
class Run:
    """What happened in one run: what went in, and the records; everything else follows from the records.

    Attributes
    ----------
    case : Case
        The firm and its market.
    history : History
        What the firm decided: steps of (policy, weeks) from time 0 on.
    seed, replication : int
        What the random numbers were drawn from.
    records : dict of DataFrame
        Tables of what happened, times in seconds, money in fen (see `sim.records.schema.TABLES`).
    market : {"open", "frozen"}
        In a frozen market customers order as under the case's own policy.
    trial : Trial or None
        A share of customers that was treated differently.
    salt : str
        The key of the random numbers between the firm and its customers, "us" for a firm alone.
    rivals : tuple of History
        What the other firms in its market decided, empty for a firm alone.
    ideal : bool
        Whether its customers remember perfect service (`sim.ideal_twin`).
    talks : tuple of TalkEffects
        Talks that were held, and what they do.

    Examples
    --------
    >>> from sim import run
    >>> run("corner", weeks=2)
    corner: 2 weeks, seed 0, replication 0
      on time: 97.3%
      availability: 99.2%
      orders: 305
      profit, CNY: 11,384
      All levers as the firm has them today.
    """

    case: Case
    history: History
    seed: int
    replication: int
    records: Records
    market: str = "open"
    trial: Trial | None = None
    salt: str = "us"
    rivals: tuple[History, ...] = ()
    ideal: bool = False
    talks: tuple[TalkEffects, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether the run can be continued by itself, unlike one firm of a market, or an ideal twin."""
        return self.salt == "us" and not self.rivals and not self.ideal

    @property
    def first_week(self) -> int:
        """The first week observed, counted from 0: 0 unless this is a window of a run."""
        return bounds(self.records)[0] // WEEK

    @property
    def weeks(self) -> int:
        """Weeks observed."""
        start, end = bounds(self.records)
        return (end - start) // WEEK

    @property
    def policy(self) -> Policy:
        """The levers in force; if they were changed on the way, those of the last week observed."""
        return self.history.at((self.first_week + self.weeks) * WEEK - 1)

    def window(self, first_week: int, last_week: int) -> Run:
        """The same run, observed in a part of its weeks only.

        Parameters
        ----------
        first_week, last_week : int
            Weeks from the beginning of the run: 13 and 26 are its second quarter.

        Returns
        -------
        Run
            The same records with another window: measures, counts and money are those of these weeks.

        Raises
        ------
        InputError
            If these are not weeks of the run.

        Notes
        -----
        The fate of orders is known as far as the whole run shows it. In `customers` the columns of start and end are
        those of the whole run.

        Examples
        --------
        >>> from sim import run
        >>> result = run("corner", weeks=8)
        >>> quarters = [result.window(first, first + 4).money["profit"] for first in (0, 4)]
        >>> sum(quarters) == result.money["profit"]
        True
        """
        first = check_int("first_week", first_week, 0, self.history.weeks - 1)
        last = check_int("last_week", last_week, first + 1, self.history.weeks)
        return replace(self, records=with_window(self.records, first * WEEK, last * WEEK))

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
        """Income, cost, profit, customer equity and long-run profit of the observed weeks, fen."""
        return long_run_money(self.records, self.case)

    @property
    def title(self) -> str:
        """The length of observation, the random numbers and the market, in one line."""
        weeks = ngettext("{n} week", "{n} weeks", self.weeks).format(n=self.weeks)
        if self.weeks < self.history.weeks:
            weeks = _("weeks {first} to {last}").format(
                first=self.first_week + 1, last=self.first_week + self.weeks
            )
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
        return text_lines([self._headline(), *figures, *(f"  {line}" for line in self._decisions())])

    def _repr_html_(self) -> str:
        changes = [(_("policy"), line) for line in self._decisions()]
        return html_table((_("measure"), _("value")), [*key_figures(self), *changes], self._headline())

    def _decisions(self) -> list[str]:
        """The changes by the firm, a line per lever; with the week, if it came during the run."""
        lines = change_lines(self.case.policy, self.history.first)
        before = self.history.first
        for time in self.history.changes:
            policy = self.history.at(time)
            lines += [
                _("from week {week}: {change}").format(week=time // WEEK + 1, change=line)
                for line in change_lines(before, policy)
            ]
            before = policy
        return lines


def key_figures(run: Run) -> list[tuple[str, str]]:
    """The measures that a run shows of itself, as name and value.

    Only these measures are computed, because an object has to print at once.

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
    ('on time', '97.3%')
    """
    figures = []
    for name in SHOWN:
        measure = service_measure(name)
        value = computed(measure, run.records, run.policy)["value"]
        figures.append((measure.name, quantity(value, measure.unit)))
    figures.append((_("orders"), f"{run.counts['orders']:,}"))
    return [*figures, (_("profit, CNY"), yuan(run.money["profit"]))]
