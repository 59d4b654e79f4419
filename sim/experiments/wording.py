"""Experiments in words: which runs, means and differences with their intervals, and what a difference means."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sim.base.display import MAX_LINES, text_lines
from sim.base.formatting import DASH, capitalised
from sim.base.i18n import N_, _, ngettext, sentences
from sim.base.wrapping import wrap
from sim.case.case import Case
from sim.experiments.arguments import MarketKind
from sim.measures.kpis import Kpi
from sim.measures.service_registry import EXPLAINED
from sim.theory.intervals import UNREACHABLE, Interval, Paired

SHOWN = (
    *(measure.id for measure in EXPLAINED),
    "orders",
    "satisfaction",
    "left",
    "joined",
    "income",
    "cost",
    "profit",
    "customer_equity",
    "long_run_profit",
)
"""The KPIs in the tables that people read, by id; tables of runs have more."""
KEY = ("m08", "profit")
"""The KPIs in a few lines of text."""
VERDICTS = {
    "better": N_("better"),
    "worse": N_("worse"),
    "higher": N_("higher"),
    "lower": N_("lower"),
    "not distinguishable": N_("may be luck"),
    "unaffected": N_("unaffected"),
    "nothing to compare": N_("nothing to compare"),
}
MAX_WIDTH = 97
"""Characters of a line: ten lines then have less than 1,000."""
MAX_ROWS = 20
MOST_NAMES = 5
"""Names of policies in a sentence."""


def summary(headline: str, details: Iterable[str], attributes: str) -> str:
    """At most ten lines: what an object is, its details, and the attributes that say more."""
    more = _("More: {attributes}").format(attributes=attributes)
    shown = text_lines(details, MAX_LINES - 2).split("\n")
    every = [headline, *(f"  {line}" for line in (*shown, more))]
    return "\n".join(line if len(line) <= MAX_WIDTH else line[: MAX_WIDTH - 3] + "..." for line in every)


def wrapped(sentence: str, most: int | None = None) -> list[str]:
    """A sentence in lines that `summary` does not cut; most: cut it after so many lines."""
    return wrap(sentence, MAX_WIDTH - 2, most)


def few(names: Sequence[str]) -> str:
    """Names in a sentence: the first few of them."""
    return _(", ").join([*names[:MOST_NAMES], *(["..."] if len(names) > MOST_NAMES else [])])


def which_runs(case: Case, weeks: int, seed: int, counts: Sequence[int], market: MarketKind) -> str:
    """Case, weeks, seed and number of replications in one line. counts: replications of each policy."""
    low, high = min(counts, default=0), max(counts, default=0)
    replications = ngettext("{n} replication", "{n} replications", low).format(n=f"{low:,}")
    if high > low:
        replications = _("{low:,} to {high:,} replications").format(low=low, high=high)
    text = _("{firm}: {weeks}, seed {seed}, {replications}").format(
        firm=case.title,
        weeks=ngettext("{n} week", "{n} weeks", weeks).format(n=weeks),
        seed=seed,
        replications=replications,
    )
    return text if market == "open" else _("{which}, frozen market").format(which=text)


def plus_minus(measure: Kpi, half: float, digits: int) -> str:
    """Half the width of an interval, in the unit of the value before it."""
    return f"± {(100 if measure.unit == 'share' else 1) * half:,.{digits}f}"


def mean_text(measure: Kpi, found: Interval) -> str:
    """A mean and half the width of its interval: "92.2% ± 1.6"; without the interval if there is only one value."""
    if math.isnan(found.mean):
        return DASH
    half = found.high - found.mean
    if math.isnan(half):
        return measure.level(found.mean, measure.digits(abs(found.mean)))
    digits = measure.digits(half or abs(found.mean))
    return f"{measure.level(found.mean, digits)} {plus_minus(measure, half, digits)}"


def head_text(measure: Kpi) -> str:
    """The name of a measure with its unit, for the head of a column of `bare_mean_text`."""
    unit = {"share": "%", "hours": _("hours"), "CNY": _("CNY")}.get(measure.unit, "")
    return _("{measure}, {unit}").format(measure=measure.name, unit=unit) if unit else measure.name


def bare_mean_text(measure: Kpi, found: Interval) -> str:
    """`mean_text` without the unit, which stands in the head of the column: "92.2 ± 1.6"."""
    if math.isnan(found.mean):
        return DASH
    half = found.high - found.mean
    size = abs(found.mean) if math.isnan(half) else half or abs(found.mean)
    digits = measure.digits(size)
    mean = f"{(100 if measure.unit == 'share' else 1) * found.mean:,.{digits}f}"
    return mean if math.isnan(half) else f"{mean} {plus_minus(measure, half, digits)}"


def difference_texts(measure: Kpi, found: Paired) -> tuple[str, str, str, str]:
    """Both values, their difference with half the width of its interval, and the verdict."""
    verdict = _(VERDICTS[found.verdict])
    if found.verdict == "nothing to compare":
        return DASH, DASH, DASH, verdict
    half = (found.high - found.low) / 2
    digits = measure.digits(half or abs(found.difference))
    before, after = (measure.level(value, digits) for value in (found.before, found.after))
    change = f"{measure.change(found.difference, digits)} {plus_minus(measure, half, digits)}"
    return before, after, change, verdict


def explain_difference(measure: Kpi, baseline: str, policy: str, found: Paired) -> str:
    """One to three sentences: both values, the difference with its interval, and whether it is more than chance."""
    name = capitalised(measure.name)
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
    values = _(
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
        sure = {
            "better": _("With 95% confidence it lies between {low} and {high}: better, and more than luck."),
            "worse": _("With 95% confidence it lies between {low} and {high}: worse, and more than luck."),
        }.get(found.verdict, _("With 95% confidence it lies between {low} and {high}: it is more than luck."))
        return sentences(values, sure.format(low=low, high=high))
    unsure = _(
        "With 95% confidence it lies between {low} and {high}: {n} replications cannot tell it from luck."
    ).format(low=low, high=high, n=found.replications)
    return sentences(values, unsure, _replications_to_add(found))


def _replications_to_add(found: Paired) -> str:
    """The number of further replications that would show a difference of this size; "" if no number would."""
    needed = found.needed
    if needed is None or needed >= UNREACHABLE:
        return ""
    more = max(1, needed - found.replications)
    about = round(more, 2 - len(str(more)))
    # With an interval half as wide as the difference, half of all experiments have an interval without 0.
    return _("If it is as large as it looks, about {n} more have an even chance to show it.").format(
        n=f"{about:,}"
    )
