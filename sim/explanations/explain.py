"""Why did a number of a run change? Two runs with the same random numbers are compared order by order.

Orders that went differently are grouped by the stage of their first differing column in causal order
(`order_differences.py`) and by what went wrong with them. The change of each quantity (`quantities.py`) is split over such
groups and over bookings and customers (`splits.py`), and told in words (`sources.py`) if it is worth it (`worth.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isnan, sqrt
from typing import TYPE_CHECKING

import pandas as pd

from sim.base.display import html_table, text_lines
from sim.base.errors import InputError
from sim.base.i18n import _, sentences
from sim.explanations.order_differences import CHOICE
from sim.explanations.pair import Pair
from sim.explanations.quantities import QUANTITIES, quantity
from sim.explanations.quantity import Quantity
from sim.explanations.sources import Source, most_important, sources
from sim.explanations.splits import ACCOUNT, Split
from sim.explanations.worth import TWO_ERRORS, worth_explaining
from sim.measures.orders import stage_hours
from sim.measures.run import Run, key_figures
from sim.policy.changes import change_lines, lever_changes
from sim.records.schema import KEY

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def explain(before: Run, after: Run) -> Explanation:
    """Compare two runs order by order, to find out why a number changed.

    It explains the service measures ("m01" to "m12", "perfect", "censored"), "orders", "share" (of customers' needs, given to
    the firm), "satisfaction" (mean of orders), "left" (customers who left), "profit", "income" and "cost".

    Parameters
    ----------
    before, after : Run
        Two runs of one case with the same seed, replication and number of weeks.

    Returns
    -------
    Explanation
        The orders that went differently, and the parts of each change.

    Raises
    ------
    InputError
        If the customers' needs of the two runs are not the same.

    Examples
    --------
    >>> from sim import explain, load_case, run
    >>> policy = load_case("corner").policy.replace(**{"desk.clerks": 2})
    >>> explanation = explain(run("corner", weeks=2), run("corner", policy, weeks=2))
    >>> explanation.by_stage("m12").round(3).to_dict()
    {'desk': 0.039, 'flex': 0.0, 'stock': 0.0, 'picking': 0.0, 'packing': 0.0, 'road': 0.0}
    >>> print(explanation.sentence("profit"))
    x
    """
    old, new = before.records["needs"], after.records["needs"]
    names = [*KEY, "time"]
    if (
        before.case.content_hash != after.case.content_hash
        or len(old) != len(new)
        or not (old[names].to_numpy() == new[names].to_numpy()).all()
    ):
        raise InputError(
            _(
                "The two runs have different customers: explain takes runs of one case with the same seed, replication and weeks."
            )
        )
    return Explanation(before, after)


@dataclass(frozen=True, eq=False)
class Explanation:
    """Two runs, matched order by order, and how their measures differ.

    Attributes
    ----------
    before, after : Run
        The two runs.

    Examples
    --------
    >>> from sim import explain, load_case, run
    >>> policy = load_case("corner").policy.replace(**{"desk.clerks": 2})
    >>> explanation = explain(run("corner", weeks=2), run("corner", policy, weeks=2))
    >>> explanation
    Two runs of corner, order by order: 2 weeks, seed 0, replication 0
      on time: 93.2% → 91.8%
      availability: 97.1% → 97.2%
      orders: 281 → 281
      profit, CNY: 14,843 → 9,023
      desk.clerks: 1 → 2
    >>> explanation.parts("m12").head(2)
      stage cause  orders    change
    0  desk  desk      13  0.030108
    1  desk            37  0.008602
    """

    before: Run
    after: Run

    @cached_property
    def orders(self) -> pd.DataFrame:
        """The orders that went differently, one row each: customer, need, order, stage, column, cause.

        column: the first differing column of `orders` (or `on_hand_at_allocation` of its lines) in causal order; cause:
        what went wrong in the second run, or else in the first, if it can follow from that difference, "" if nothing did;
        for an order that exists in one run only, the term of the customer's valuation that fell most (the order went
        elsewhere) or rose most (it was won).
        """
        return self._pair.orders

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every change, split: quantity, stage, cause, count, change (in the quantity's unit)."""
        tables = [self._parts(known).assign(quantity=known.id) for known in QUANTITIES.values()]
        whole = pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
        return whole[["quantity", *_SHOWN]]

    @cached_property
    def times(self) -> pd.DataFrame:
        """Mean hours of each stage before and after, over the orders delivered in both runs; the rows add up to the total."""
        old, new = (stage_hours(run.records) for run in (self.before, self.after))
        both = old.index.intersection(new.index)
        means = pd.DataFrame({"before": old.loc[both].mean(), "after": new.loc[both].mean()})
        means["change"] = means["after"] - means["before"]
        return means.rename_axis("stage").reset_index()

    def change(self, name: str) -> tuple[float, float]:
        """The value before and after. Raises InputError for an unknown name."""
        known = quantity(name)
        return known.value(self.before), known.value(self.after)

    def parts(self, name: str) -> pd.DataFrame:
        """One change by stage and cause, the largest first: stage, cause, count, change.

        stage: a part of the firm; "choice" for orders that one run does not have; for money "price" (the price of orders
        that both runs have) and "account" (bookings of no order), with the account as cause; for customers "failure" (by the
        last failed order) and "value" (by the term of value that changed most); "same" for orders that went the same but
        were judged differently. count: orders, or customers.
        """
        rows = self._parts(quantity(name))
        return rows.sort_values("change", key=lambda c: -c.abs(), kind="stable").reset_index(drop=True)

    def by_stage(self, name: str) -> pd.Series:
        """One change by stage as in `parts`, in causal order; stages at which nothing went differently are left out."""
        return self._parts(quantity(name)).groupby("stage", sort=False)["change"].sum()

    def sentence(self, name: str = "m08") -> str:
        """Why a number changed, in a few sentences; or that there is nothing worth explaining.

        A change is not worth explaining if it is too small to act on, or if it could as well be chance: see
        `sim.explanations.worth.worth_explaining` for both rules. Raises InputError for an unknown name.
        """
        known = quantity(name)
        old, new = self.change(name)
        levers = self._changed_levers()
        if isnan(old) or isnan(new):
            return levers + _(
                "{measure}: cannot be compared, because at least one run has nothing to count."
            ).format(measure=known.kpi.name)
        verdict = worth_explaining(known, old, new, self._split(known))
        if verdict == "unaffected":
            return levers + _("{measure} stays at {value}: it is unaffected.").format(
                measure=known.kpi.name, value=known.kpi.level(old, known.digits(0))
            )
        if verdict == "small":
            return levers + self._nothing(known, old, new)
        went = _("{measure} went from {before} to {after} ({change}).").format(
            measure=known.kpi.name, change=self._signed(known, new - old, new - old), **_levels(known, old, new)
        )
        if verdict == "real":
            return sentences(levers + went, self._told(known, new - old))
        chance = _(
            "Nothing worth explaining: what went differently moved it up and down about equally, so this could as well be chance; `compare` with more replications would tell."
        )
        return sentences(levers + went, chance, self._certain(known, old, new - old))

    def _nothing(self, known: Quantity, old: float, new: float) -> str:
        """That a change is too small."""
        before, after = (known.kpi.level(value, known.digits(0)) for value in (old, new))
        if before == after:
            return _("{measure} stays at {value}: nothing worth explaining.").format(
                measure=known.kpi.name, value=after
            )
        return _("{measure} went from {before} to {after}: nothing worth explaining.").format(
            measure=known.kpi.name, before=before, after=after
        )

    def _told(self, known: Quantity, change: float) -> str:
        """The parts of a change that matter most, and the sum of the others."""
        found = self._sources(known)
        new_price = self.before.policy.price.level != self.after.policy.price.level
        named = most_important(found, new_price)
        others = [source for source in found if source not in named]
        told = [self._phrase(known, source, change) for source in named]
        rest = sum(source.change for source in others)
        shown = self._signed(known, rest, change)
        if others and shown != self._signed(known, 0.0, change):
            error = sqrt(sum(source.error**2 for source in others))
            by_chance = abs(rest) < TWO_ERRORS * error
            text = _("{change} from all else, which could as well be chance") if by_chance else _("{change} from all else")
            told.append(text.format(change=shown))
        parts = _("Parts: {parts}.").format(parts=_("; ").join(told))
        first = self._changed_hands() if new_price and not any(source.is_price for source in named) else ""
        return sentences(first, parts)

    def _changed_hands(self) -> str:
        """What a new price did before anything else."""
        one_run = self.orders[(self.orders["stage"] == CHOICE) & (self.orders["cause"] == "term_money")]
        lost, won = (int(side.sum()) for side in self._pair.in_one_run(one_run["order"]))
        if not lost + won:
            return ""
        return _(
            "First of all, {lost} orders went elsewhere and {won} were won because of the price, which changed the work at every stage."
        ).format(lost=f"{lost:,}", won=f"{won:,}")

    def _phrase(self, known: Quantity, source: Source, change: float) -> str:
        return source.phrase(self._signed(known, source.change, change), known.kpi.more_is_better is not False)

    def _certain(self, known: Quantity, old: float, change: float) -> str:
        """The accounts that do not move by chance, for a change that could as well be chance."""
        parts = self._split(known).parts
        fixed = parts[(parts["stage"] == ACCOUNT) & (parts["error"] == 0)]
        told = [
            self._phrase(known, source, change)
            for source in most_important(sources(fixed), new_price=False)
            if abs(source.change) >= known.smallest(old)
        ]
        return _("Certain is only: {parts}.").format(parts=_("; ").join(told)) if told else ""

    @staticmethod
    def _signed(known: Quantity, value: float, whole: float) -> str:
        """A part of a change, with the decimals of the whole."""
        return known.kpi.change(value, known.digits(whole))

    def figure(self, name: str = "m08") -> Figure:
        """The change as a waterfall from 0: its parts by source, and all of it."""
        from sim.plots import waterfall

        known = quantity(name)
        old, new = self.change(name)
        title = _("{measure}: from {before} to {after}").format(measure=known.kpi.name, **_levels(known, old, new))
        parts = [(source.name, source.change) for source in self._sources(known) if source.change]
        return waterfall(title, parts, (_("all"), new - old), known.kpi, known.digits(new - old))

    def _sources(self, known: Quantity) -> list[Source]:
        return sources(self._split(known).parts)

    def __repr__(self) -> str:
        """What was changed, and a few measures before and after."""
        figures = [
            "  " + _("{lever}: {before} → {after}").format(lever=name, before=old, after=new)
            for name, old, new in self._key_figures()
        ]
        changes = [f"  {line}" for line in change_lines(self.before.policy, self.after.policy)]
        return text_lines([self._headline(), *figures, *changes])

    def _repr_html_(self) -> str:
        changes = [(name, *values) for name, values in self._lever_changes().items()]
        return html_table(("", _("before"), _("after")), [*self._key_figures(), *changes], self._headline())

    def _headline(self) -> str:
        return _("Two runs of {firm}, order by order: {which}").format(
            firm=self.before.case.name, which=self.before.title
        )

    def _key_figures(self) -> list[tuple[str, str, str]]:
        pairs = zip(key_figures(self.before), key_figures(self.after), strict=True)
        return [(name, old, new) for (name, old), (_name, new) in pairs]

    def _lever_changes(self) -> dict[str, tuple[str, str]]:
        return lever_changes(self.before.policy, self.after.policy)

    def _changed_levers(self) -> str:
        """What was changed, as the beginning of a sentence."""
        changes = [f"{name} {old} → {new}" for name, (old, new) in self._lever_changes().items()]
        return _("{levers}: ").format(levers=", ".join(changes)) if changes else ""

    def _parts(self, known: Quantity) -> pd.DataFrame:
        return self._split(known).parts[_SHOWN]

    def _split(self, known: Quantity) -> Split:
        """The parts of one change, split once."""
        if known.id not in self._splits:
            self._splits[known.id] = known.split(self._pair)
        return self._splits[known.id]

    @cached_property
    def _splits(self) -> dict[str, Split]:
        return {}

    @cached_property
    def _pair(self) -> Pair:
        return Pair(self.before, self.after)


_SHOWN = ["stage", "cause", "count", "change"]


def _levels(known: Quantity, old: float, new: float) -> dict[str, str]:
    """The values before and after, with the decimals that show the change."""
    digits = known.digits(new - old)
    return {"before": known.kpi.level(old, digits), "after": known.kpi.level(new, digits)}
