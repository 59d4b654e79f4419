"""What a comparison says, in plain words."""

from __future__ import annotations

from sim.base.i18n import _, sentences
from sim.experiments.intervals import MOST, Paired
from sim.measures.kpis import Kpi


def verdict(measure: Kpi, baseline: str, policy: str, found: Paired) -> str:
    """One to three sentences: both values, the difference with its interval, and whether it is real."""
    name = measure.name[:1].upper() + measure.name[1:]
    if found.verdict == "nothing to compare":
        return _("{measure}: nothing to compare in these weeks.").format(measure=name)
    half = (found.high - found.low) / 2
    digits = measure.digits(half or abs(found.difference))
    if found.verdict == "unaffected":
        return _(
            "{measure}: {value} under {baseline} and under {policy}, the same in each of {n} replications: it is unaffected."
        ).format(
            measure=name,
            value=measure.level(found.after, digits),
            baseline=baseline,
            policy=policy,
            n=found.replications,
        )
    seen = _(
        "{measure}: {before} under {baseline}, {after} under {policy}, a difference of {difference}."
    ).format(
        measure=name,
        before=measure.level(found.before, digits),
        baseline=baseline,
        after=measure.level(found.after, digits),
        policy=policy,
        difference=measure.change(found.difference, digits),
    )
    low, high = measure.change(found.low, digits), measure.change(found.high, digits)
    if found.verdict != "not distinguishable":
        sure = _("With 95% confidence it lies between {low} and {high}: it is real, more than luck.")
        return sentences(seen, sure.format(low=low, high=high))
    unsure = _(
        "With 95% confidence it lies between {low} and {high}: {n} replications cannot tell it from luck."
    ).format(low=low, high=high, n=found.replications)
    return sentences(seen, unsure, _more(found))


def _more(found: Paired) -> str:
    """How many replications more a difference of the size seen would need, if any number helps."""
    needed = found.needed
    if needed is None or needed >= MOST:
        return ""
    more = max(1, needed - found.replications)
    about = round(more, 2 - len(str(more)))
    # An interval just as wide as the difference leaves out 0 in every other experiment.
    return _("If it is as large as it looks, about {n} more have an even chance to show it.").format(
        n=f"{about:,}"
    )
