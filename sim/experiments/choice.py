"""Chooses a policy: the best by its mean, how far it is ahead, and whether that settles the choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.base.i18n import _, ngettext, sentences
from sim.experiments.wording import few, wrapped
from sim.measures.kpis import Kpi
from sim.theory.intervals import LEVEL, UNREACHABLE, Paired, paired, replications_for

RELATIVE = 0.005
"""The difference that does not matter, unless another is given: as a share of the mean, or of income for money."""


@dataclass(frozen=True)
class Choice:
    """The answer to "which one?" from a comparison. `repr` and `sentence` say it in words.

    Attributes
    ----------
    measure : str
        The measure by which the policies are compared.
    take : str
        The policy to take; "" if the replications do not settle it, or there is nothing to compare.
    best, runner_up : str
        The policy with the best mean, and the next one; where it is not settled, the next one that cannot be told from it.
        "" if there is nothing to compare.
    lead : Paired
        `best` against `runner_up`, replication by replication: `difference` is best minus runner-up.
    open : tuple of str
        Policies that cannot be told from `best`.
    indifference : float
        A difference that does not matter, in the unit of the measure.

    Examples
    --------
    >>> from sim import compare
    >>> found = compare("corner", {"two": {}, "three": {"desk.clerks": 3}}, replications=4, weeks=2, workers=1)
    >>> found.choice("m12").take
    'three'
    """

    measure: str
    take: str
    best: str
    runner_up: str
    lead: Paired
    open: tuple[str, ...]
    indifference: float
    sentence: str

    @property
    def settled(self) -> bool:
        """Whether the replications say which policy to take."""
        return bool(self.take)

    def __repr__(self) -> str:
        """The answer in words."""
        return "\n".join(wrapped(self.sentence))


def choose(
    measure: Kpi,
    values: Mapping[str, NDArray[np.float64]],
    costs: Mapping[str, float],
    income: float,
    largest: bool,
) -> Choice:
    """The choice among policies. values: of the measure, by policy and replication; costs: means; income: mean of all.

    A policy is open if the interval of its paired difference from the best includes 0. Among k policies the intervals hold
    together (level 1 - 0.05 / (k - 1), Bonferroni), as in multiple comparisons with the best (Hsu 1984).
    """
    sign = 1 if largest else -1
    known = {name: column for name, column in values.items() if not np.isnan(column).all()}
    order = sorted(known, key=lambda name: -sign * float(np.nanmean(known[name])))
    if len(order) < 2:
        return _nothing(measure)
    level = 1 - (1 - LEVEL) / (len(order) - 1)
    best, *others = order
    leads = {name: paired(known[name], known[best], level) for name in others}
    if any(found.replications < 2 for found in leads.values()):
        return _nothing(measure)
    size = income if measure.unit == "CNY" else max(abs(float(np.nanmean(v))) for v in known.values())
    small = RELATIVE * abs(size)
    still_open = [name for name in others if leads[name].low <= 0 <= leads[name].high]
    apart = [name for name in still_open if max(abs(leads[name].low), abs(leads[name].high)) > small]
    second, take = (apart or others)[0], ""
    if not still_open:
        take, said = best, _clear(measure, best, second, leads[second])
    elif not apart:
        take, said = _cheapest(measure, [best, *still_open], costs, small)
    else:
        said = _unsettled(measure, best, second, leads[second], level)
        more = few([name for name in still_open if name != second])
        said = sentences(said, _("Open as well: {policies}.").format(policies=more) if more else "")
    return Choice(measure.id, take, best, second, leads[second], tuple(still_open), small, said)


def _nothing(measure: Kpi) -> Choice:
    nan = float("nan")
    text = _("No policy can be chosen: {measure} has nothing to compare in these weeks.")
    lead = Paired(nan, nan, nan, nan, nan, nan, nan, 0)
    return Choice(measure.id, "", "", "", lead, (), nan, text.format(measure=measure.name))


def _clear(measure: Kpi, best: str, second: str, lead: Paired) -> str:
    size, low, high = _sizes(measure, lead)
    text = (
        _("Take {best}: {measure} higher by {size} ({low} to {high}) than under {second}, {replications}.")
        if lead.difference > 0
        else _(
            "Take {best}: {measure} lower by {size} ({low} to {high}) than under {second}, {replications}."
        )
    )
    return text.format(
        best=best,
        measure=measure.name,
        size=size,
        low=low,
        high=high,
        second=second,
        replications=_pairs(lead),
    )


def _cheapest(
    measure: Kpi, names: Sequence[str], costs: Mapping[str, float], small: float
) -> tuple[str, str]:
    """The cheapest of policies that differ too little to matter, and a sentence."""
    take = min(names, key=lambda name: costs[name])
    text = _("{policies} differ by less than {small} in {measure}: take the cheapest, {policy}.")
    if len({costs[name] for name in names}) == 1:
        text = _("{policies} differ by less than {small} in {measure}, and cost the same: take the simplest.")
    amount = measure.amount(small, measure.digits(small))
    return take, text.format(policies=few(names), small=amount, measure=measure.name, policy=take)


def _unsettled(measure: Kpi, best: str, second: str, lead: Paired, level: float) -> str:
    half = (lead.high - lead.low) / 2
    digits = measure.digits(half or abs(lead.difference))
    change, low, high = (measure.change(v, digits) for v in (lead.difference, lead.low, lead.high))
    text = _(
        "Not settled: {measure} under {best} differs from {second} by {change}, but {replications} "
        "the difference can lie between {low} and {high}."
    )
    said = text.format(
        measure=measure.name,
        best=best,
        second=second,
        change=change,
        replications=_pairs(lead),
        low=low,
        high=high,
    )
    if not lead.difference:
        return said
    needed = replications_for(lead.sd_paired, abs(lead.difference), level)
    if needed >= UNREACHABLE:
        return said
    # An interval half as wide as the difference excludes 0 in half of all experiments.
    more = _("About {n} replications would show a difference of this size in half of all experiments.")
    return sentences(said, more.format(n=f"{round(needed, 2 - len(str(needed))):,}"))


def _sizes(measure: Kpi, lead: Paired) -> tuple[str, str, str]:
    """A difference and the ends of its interval as sizes; only the first has a unit."""
    half = (lead.high - lead.low) / 2
    digits = measure.digits(half or abs(lead.difference))
    low, high = sorted((abs(lead.low), abs(lead.high)))
    scale = 100 if measure.unit == "share" else 1
    return (
        measure.amount(lead.difference, digits),
        f"{scale * low:,.{digits}f}",
        f"{scale * high:,.{digits}f}",
    )


def _pairs(lead: Paired) -> str:
    count = lead.replications
    return ngettext("in {n} paired replication", "in {n} paired replications", count).format(n=f"{count:,}")
