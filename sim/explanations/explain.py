"""Why did a number of a run change? Two runs with the same random numbers are compared order by order.

Orders that went differently are grouped by the stage of their first differing column in causal order
(`order_differences.py`) and by what went wrong with them. The change of each quantity (`quantities.py`) is split over such
groups and over bookings and customers (`splits.py`), and told in words (`change.py`) if it is worth it (`worth.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

import pandas as pd

from sim.base.display import html_table, text_lines
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.explanations.change import Change
from sim.explanations.decisions import decisions
from sim.explanations.pair import Pair
from sim.explanations.quantities import QUANTITIES, quantity
from sim.explanations.quantity import Quantity
from sim.explanations.worth import Verdict, worth_explaining
from sim.measures.orders import stage_hours
from sim.measures.run import Run, key_figures
from sim.measures.window import bounds
from sim.records.schema import KEY

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def explain(before: Run, after: Run) -> Explanation:
    """Compare two runs order by order, to find out why a number changed.

    It explains the service measures ("m01" to "m12", "perfect", "censored"), "orders", "share" (of customers' needs, given to
    the firm), "satisfaction" (mean of orders), "left" (customers who left), "profit", "income", "cost",
    "customer_equity" and "long_run_profit".

    Parameters
    ----------
    before, after : Run
        Two runs of one case with the same seed, replication and weeks.

    Returns
    -------
    Explanation
        The orders that went differently, and the parts of each change.

    Raises
    ------
    InputError
        If the customers' needs of the two runs are not the same, nor the weeks observed; or for two firms of a market.

    Examples
    --------
    >>> from sim import explain, load_case, run
    >>> policy = load_case("corner").policy.replace(**{"desk.clerks": 3})
    >>> explanation = explain(run("corner", weeks=2), run("corner", policy, weeks=2))
    >>> explanation.by_stage("m12").round(3).to_dict()
    {'desk': 0.109, 'flex': 0.0, 'stock': 0.0, 'picking': 0.0, 'packing': 0.0, 'dispatch': 0.0, 'road': 0.0}
    >>> print(explanation.sentence("orders"))
    desk.clerks 2 → 3: orders: 305 in both runs, unaffected.
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
                "The runs have different customers: explain takes runs of one case, seed, replication, weeks and number of firms."
            )
        )
    if bounds(before.records) != bounds(after.records):
        raise InputError(
            _("The two runs are observed in different weeks: explain compares the same weeks of two runs.")
        )
    if before.salt != after.salt:
        raise InputError(
            _(
                "These are two firms of a market, to which customers are drawn by chance: explain compares two runs of one firm."
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
    >>> policy = load_case("corner").policy.replace(**{"desk.clerks": 3})
    >>> explanation = explain(run("corner", weeks=2), run("corner", policy, weeks=2))
    >>> explanation
    Two runs of corner, order by order: 2 weeks, seed 0, replication 0
      on time: 97.3% → 97.0%
      availability: 99.2% → 99.2%
      orders: 305 → 305
      profit, CNY: 11,384 → 8,595
      desk.clerks: 2 → 3
    >>> explanation.parts("m12").head(2)
      stage cause  count    change
    0  desk          127  0.096842
    1  desk  desk      6  0.012632
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
        known = self._change(quantity(name))
        return known.before, known.after

    def parts(self, name: str) -> pd.DataFrame:
        """One change by stage and cause, the largest first: stage, cause, count, change.

        stage: a part of the firm; "choice" for orders that one run does not have; for money "price" (the price of orders
        that both runs have) and "account" (bookings of no order), with the account as cause; for customers "failure" (by the
        last failed order) and "value" (by the term of value that changed most, or none if the value went the other way);
        "same" for orders that went the same but were judged differently; for customer equity "usual" and "memory", by
        class. count: orders, or customers.
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
        return self._changed_levers() + self._change(quantity(name)).text()

    def verdict(self, name: str) -> Verdict:
        """Whether a number changed: "unaffected", "small" (too small to act on), "chance" (could as well be luck) or "real".

        The rules are those of `sentence`. A number that one of the runs does not have is "unaffected". Raises InputError for
        an unknown name.
        """
        known, change = quantity(name), self._change(quantity(name))
        if isnan(change.size):
            return "unaffected"
        return worth_explaining(known, change.before, change.after, change.split)

    def figure(self, name: str = "m08") -> Figure:
        """The change as a waterfall from 0: its parts by source, and all of it."""
        from sim.plots import waterfall
        from sim.plots.style import empty_figure

        known, change = quantity(name), self._change(quantity(name))
        if isnan(change.size):
            return empty_figure(known.kpi.name, change.text())
        parts = [(source.name, source.change) for source in change.sources if source.change]
        return waterfall(change.title(), parts, (_("all"), change.shown), known.kpi, change.digits)

    def __repr__(self) -> str:
        """The changed levers, and a few measures before and after."""
        figures = [
            "  " + _("{lever}: {before} → {after}").format(lever=name, before=old, after=new)
            for name, old, new in self._key_figures()
        ]
        changes = [
            "  " + _("{lever}: {before} → {after}").format(lever=name, before=old, after=new)
            for name, old, new in decisions(self.before, self.after)
        ]
        return text_lines([self._headline(), *figures, *changes])

    def _repr_html_(self) -> str:
        changes = decisions(self.before, self.after)
        return html_table(("", _("before"), _("after")), [*self._key_figures(), *changes], self._headline())

    def _headline(self) -> str:
        return _("Two runs of {firm}, order by order: {which}").format(
            firm=self.before.case.name, which=self.before.title
        )

    def _key_figures(self) -> list[tuple[str, str, str]]:
        pairs = zip(key_figures(self.before), key_figures(self.after), strict=True)
        return [(name, old, new) for (name, old), (_name, new) in pairs]

    def _changed_levers(self) -> str:
        """The changed levers, as the beginning of a sentence."""
        changes = [f"{name} {old} → {new}" for name, old, new in decisions(self.before, self.after)]
        if not changes and self.before.history != self.after.history:
            until = self.before.first_week + self.before.weeks
            changes = [_("no lever differs up to week {week}").format(week=until)]
        return _("{levers}: ").format(levers=_("; ").join(changes)) if changes else ""

    def _parts(self, known: Quantity) -> pd.DataFrame:
        return self._change(known).split.parts[_SHOWN]

    def _change(self, known: Quantity) -> Change:
        """One change, split once."""
        if known.id not in self._changes:
            self._changes[known.id] = Change.of(known, self._pair)
        return self._changes[known.id]

    @cached_property
    def _changes(self) -> dict[str, Change]:
        return {}

    @cached_property
    def _pair(self) -> Pair:
        return Pair(self.before, self.after)


_SHOWN = ["stage", "cause", "count", "change"]
