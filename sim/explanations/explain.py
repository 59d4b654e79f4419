"""Why did a measure change? Two runs with the same random numbers are compared order by order.

Orders that went differently are grouped by the stage of their first differing column in causal order
(`order_differences.py`) and by what went wrong with them; the change of a measure is split over these groups
(`decomposition.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.base.display import html_table, text_lines
from sim.base.errors import InputError
from sim.base.formatting import quantity
from sim.base.i18n import _, sentences
from sim.explanations.decomposition import REASONS, Group, order_groups, split_change
from sim.explanations.order_differences import CHOICE, different_orders, orders_in_one_run
from sim.measures.orders import stage_hours
from sim.measures.run import Run, key_figures
from sim.measures.service_registry import MEASURES, Measure, service_measure
from sim.policy.changes import change_lines, lever_changes
from sim.records.labels import STAGES, word
from sim.records.schema import KEY

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def explain(before: Run, after: Run) -> Explanation:
    """Compare two runs order by order, to find out why a measure changed.

    Parameters
    ----------
    before, after : Run
        Two runs of one case with the same seed, replication and number of weeks.

    Returns
    -------
    Explanation
        The orders that went differently, and the parts of each measure's change.

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
        what went wrong in the second run, or else in the first, "" if nothing did; for an order that exists in one run
        only, the term of the customer's valuation that differs most between the runs.
        """
        return different_orders(self.before, self.after)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every measure's change, split: measure, stage, cause, orders, change (in the measure's unit)."""
        return pd.concat([self._rows(measure) for measure in MEASURES], ignore_index=True)

    @cached_property
    def times(self) -> pd.DataFrame:
        """Mean hours of each stage before and after, over the orders delivered in both runs; the rows add up to the total."""
        old, new = (stage_hours(run.records) for run in (self.before, self.after))
        both = old.index.intersection(new.index)
        means = pd.DataFrame({"before": old.loc[both].mean(), "after": new.loc[both].mean()})
        means["change"] = means["after"] - means["before"]
        return means.rename_axis("stage").reset_index()

    def change(self, measure: str) -> tuple[float, float]:
        """The measure's value before and after. Raises InputError for an unknown measure."""
        known = service_measure(measure)
        return float(self.before.measures[known.id]["value"]), float(self.after.measures[known.id]["value"])

    def parts(self, measure: str) -> pd.DataFrame:
        """One measure's change by stage and cause, the largest first: stage, cause, orders, change."""
        rows = self._rows(service_measure(measure)).drop(columns="measure")
        return rows.sort_values("change", key=lambda c: -c.abs(), kind="stable").reset_index(drop=True)

    def by_stage(self, measure: str) -> pd.Series:
        """One measure's change by stage, in causal order; stages at which no order first went differently are left out."""
        rows = self._rows(service_measure(measure))
        return rows.groupby("stage", sort=False)["change"].sum()

    def sentence(self, measure: str = "m08") -> str:
        """Why the measure changed, in a few sentences. Raises InputError for an unknown measure."""
        known = service_measure(measure)
        old, new = self.change(measure)
        levers = self._changed_levers()
        if np.isnan(old) or np.isnan(new):
            return levers + _(
                "{measure}: cannot be compared, because at least one run has nothing to count."
            ).format(measure=known.name)
        if old == new and not self.by_stage(measure).abs().sum():
            return levers + _("{measure} stays at {value}: it is unaffected.").format(
                measure=known.name, value=quantity(old, known.unit)
            )
        change = _("{measure} went from {before} to {after} ({change}).").format(
            measure=known.name,
            before=quantity(old, known.unit),
            after=quantity(new, known.unit),
            change=_signed(new - old, known),
        )
        return sentences(levers + change, *self._largest_part(known))

    def _largest_part(self, measure: Measure) -> list[str]:
        """The stage with the largest part of a change, and the main cause there, as sentences."""
        by_stage = self.by_stage(measure.id)
        stage = str(by_stage.abs().idxmax())
        rows = self._rows(measure)
        rows = rows[rows["stage"] == stage]
        orders, cause = int(rows["orders"].sum()), str(rows["cause"].iloc[int(rows["change"].abs().argmax())])
        part = _signed(float(by_stage[stage]), measure)
        if not orders:
            return [_("It comes from {stage}.").format(stage=word(STAGES, stage))]
        if stage == CHOICE:
            lost, won = orders_in_one_run(self.before, self.after)
            text = _(
                "The largest part, {part}, comes from the customers' choice: {lost} orders went elsewhere and {won} were won."
            ).format(part=part, lost=f"{lost:,}", won=f"{won:,}")
        else:
            text = _(
                "The largest part, {part}, comes from {orders} orders that first went differently at {stage}."
            ).format(part=part, orders=f"{orders:,}", stage=word(STAGES, stage))
        if not cause:
            return [text]
        return [text, _("The main cause among them: {cause}.").format(cause=word(REASONS, cause))]

    def figure(self, measure: str = "m08") -> Figure:
        """The change as a waterfall: before, the parts by stage, after."""
        from sim.plots import waterfall

        known = service_measure(measure)
        old, new = self.change(measure)
        parts = [
            (word(STAGES, str(stage)), float(part)) for stage, part in self.by_stage(measure).items() if part
        ]
        return waterfall((_("before"), old), parts, (_("after"), new), known.unit)

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

    def _rows(self, measure: Measure) -> pd.DataFrame:
        """The rows of one measure in `table`."""
        if measure.id not in self._by_measure:
            self._by_measure[measure.id] = split_change(self.before, self.after, measure, self._groups)
        return self._by_measure[measure.id]

    @cached_property
    def _by_measure(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _groups(self) -> list[Group]:
        return order_groups(self.orders)


def _signed(value: float, measure: Measure) -> str:
    if measure.unit == "share":
        return _("{points} points").format(points=_two_digits(value * 100))
    if measure.unit == "hours":
        return _("{hours} h").format(hours=_two_digits(value))
    return f"{value:+g}"


def _two_digits(value: float) -> str:
    """Two decimals, or for a small number as many as show that it is not 0."""
    return f"{value:+.2f}" if abs(value) >= 0.05 or not value else f"{value:+.1g}"
