"""Why did a measure move? Two runs with the same luck are compared order by order.

Each order that went differently is named after its first differing column in causal order (`records.STAGES`) and
after what went wrong with it. The change of a measure is then split over these groups: they are taken over from the
second run one after the other, in causal order, and what the measure changes at each step is the group's part. The
parts add up to the whole change by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.formatting import lever_value, quantity
from sim.base.i18n import _, sentences
from sim.explanations.choices import reasons
from sim.measures.run import Run
from sim.measures.service import BY_ID, MEASURES, Measure, delivered_times
from sim.policy.levers.registry import levers
from sim.records.labels import CAUSES, TERMS, word
from sim.records.labels import STAGES as STAGE_NAMES
from sim.records.schema import KEY, STAGES, Column, causal_columns

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

REASONS = {**TERMS, **CAUSES}
CHOICE = "choice"
"""Stage of an order that exists in one run only."""


def explain(before: Run, after: Run) -> Explanation:
    """Compare two runs of the same case with the same luck (seed, replication) and length.

    Raises InputError if the customers' needs of the two runs are not the same.
    """
    one, two = before.records["needs"], after.records["needs"]
    names = [*KEY, "time"]
    if (
        before.case.content_hash != after.case.content_hash
        or len(one) != len(two)
        or not (one[names].to_numpy() == two[names].to_numpy()).all()
    ):
        raise InputError(
            _(
                "The two runs have other customers: explain takes runs of one case with the same seed, replication and weeks."
            )
        )
    return Explanation(before, after)


@dataclass(frozen=True, eq=False)
class Explanation:
    """Two runs, matched by (customer, need), and what follows from it."""

    before: Run
    after: Run

    @cached_property
    def orders(self) -> pd.DataFrame:
        """The orders that went differently, one row each: customer, need, order, stage, column, cause.

        column: the first differing column of `orders` (or `on_hand_at_allocation` of its lines) in causal order; cause: what
        went wrong afterwards, or else before, "" if nothing did; of an order that exists in one run only, the term of value that
        differs most to its customer (see `tempting`).
        """
        one, two = (run.records["orders"].set_index("order") for run in (self.before, self.after))
        numbers = one.index.union(two.index)
        if not (numbers.equals(one.index) and numbers.equals(two.index)):
            one, two = one.reindex(numbers), two.reindex(numbers)
        lone = (one["customer"].isna() | two["customer"].isna()).to_numpy()
        stage = np.where(lone, CHOICE, "").astype(object)
        column = np.full(len(numbers), "", dtype=object)
        for described, differs in reversed(self._differences(numbers, one, two)):
            stage[differs & ~lone] = described.stage
            column[differs & ~lone] = described.name
        found = np.flatnonzero(stage != "")
        frame = pd.DataFrame(
            {
                "order": numbers[found],
                "stage": stage[found],
                "column": column[found],
                "cause": _causes(one["cause"], two["cause"]).to_numpy()[found],
            }
        )
        for name in reversed(KEY):
            frame.insert(0, name, one[name].fillna(two[name]).astype("int64").to_numpy()[found])
        chosen = (frame["stage"] == CHOICE).to_numpy()
        if chosen.any():
            why = reasons(self.before, self.after)
            frame.loc[chosen, "cause"] = frame.loc[chosen, "customer"].map(why).to_numpy()
        return frame

    def _differences(
        self, numbers: pd.Index, one: pd.DataFrame, two: pd.DataFrame
    ) -> list[tuple[Column, Any]]:
        """The columns in causal order, each with the orders in which it differs."""
        found = []
        for column in causal_columns():
            if column.name == "released":  # goods are on hand or not before an order is released
                before, after = self._lines_on_hand(numbers)
                found.append((replace(column, name="on_hand_at_allocation"), before != after))
            if column.name == "quoted":
                found.append((column, self._quoted_otherwise(one[column.name], two[column.name])))
            else:
                found.append((column, _differs(one[column.name], two[column.name])))
        return found

    def _quoted_otherwise(self, one: pd.Series, two: pd.Series) -> Any:
        """Where quotes differ beyond the price level: a new price is no slip of the desk; it shows in the invoice."""
        levels = [run.policy.price.level for run in (self.before, self.after)]
        a, b = (
            quotes.to_numpy(dtype="float64", na_value=np.nan) / level
            for quotes, level in zip((one, two), levels, strict=True)
        )
        # Either was rounded to a fen.
        same = (np.abs(a - b) <= sum(1 / level for level in levels)) | (np.isnan(a) & np.isnan(b))
        return ~same

    def _lines_on_hand(self, numbers: pd.Index) -> list[Any]:
        """Of each order, how many lines were on hand in full, in both runs."""
        counts = []
        for run in (self.before, self.after):
            lines = run.records["lines"]
            full = (lines["on_hand_at_allocation"] >= lines["quantity"]).fillna(False).to_numpy(dtype=bool)
            rows = numbers.get_indexer(pd.Index(lines["order"].to_numpy()[full]))
            counts.append(np.bincount(rows, minlength=len(numbers)))
        return counts

    @cached_property
    def _chosen(self) -> tuple[int, int]:
        """How many orders only the first run has, and how many only the second."""
        one, two = (pd.Index(run.records["orders"]["order"]) for run in (self.before, self.after))
        return len(one.difference(two)), len(two.difference(one))

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every measure's change, split: measure, stage, cause, orders, change (in the measure's unit)."""
        return pd.concat([self._parts(measure) for measure in MEASURES], ignore_index=True)

    @cached_property
    def times(self) -> pd.DataFrame:
        """Mean hours of each stage before and after, over the orders delivered in both runs; the rows add up to the total."""
        one, two = (delivered_times(run.records) for run in (self.before, self.after))
        both = one.index.intersection(two.index)
        means = pd.DataFrame({"before": one.loc[both].mean(), "after": two.loc[both].mean()})
        means["change"] = means["after"] - means["before"]
        return means.rename_axis("stage").reset_index()

    def change(self, measure: str) -> tuple[float, float]:
        """The measure's value before and after. Raises InputError for an unknown measure."""
        _known(measure)
        return float(self.before.measures[measure]["value"]), float(self.after.measures[measure]["value"])

    def parts(self, measure: str) -> pd.DataFrame:
        """One measure's change by stage and cause, the largest first: stage, cause, orders, change."""
        rows = self._parts(_known(measure)).drop(columns="measure")
        return rows.sort_values("change", key=lambda c: -c.abs(), kind="stable").reset_index(drop=True)

    def by_stage(self, measure: str) -> pd.Series:
        """One measure's change by stage, in causal order; stages without any part are left out."""
        rows = self._parts(_known(measure))
        return rows.groupby("stage", sort=False)["change"].sum()

    def sentence(self, measure: str = "m08") -> str:
        """What moved the measure, in one or two sentences."""
        known = _known(measure)
        one, two = self.change(measure)
        name = _(known.name)
        parts = self.by_stage(measure)
        changed = self._levers()
        if np.isnan(one) or np.isnan(two):
            return changed + _("{measure}: nothing to compare, as one run has nothing to count.").format(
                measure=name
            )
        if one == two and not parts.abs().sum():
            return changed + _("{measure} stays at {value}: it is unaffected.").format(
                measure=name, value=quantity(one, known.unit)
            )
        said = [
            changed
            + _("{measure} went from {before} to {after} ({change}).").format(
                measure=name,
                before=quantity(one, known.unit),
                after=quantity(two, known.unit),
                change=_signed(two - one, known),
            )
        ]
        first = str(parts.abs().idxmax())
        rows = self._parts(known)
        rows = rows[rows["stage"] == first]
        orders, cause = int(rows["orders"].sum()), str(rows["cause"].iloc[int(rows["change"].abs().argmax())])
        where = word(STAGE_NAMES, first)
        if not orders:
            said.append(_("It comes from {stage}.").format(stage=where))
        elif first == CHOICE:
            lost, won = self._chosen
            said.append(
                _(
                    "The largest part, {part}, comes from the customers' choice: {lost} orders went elsewhere and {won} were won."
                ).format(part=_signed(float(parts[first]), known), lost=f"{lost:,}", won=f"{won:,}")
            )
        else:
            said.append(
                _(
                    "The largest part, {part}, comes from {orders} orders that first went differently at {stage}."
                ).format(part=_signed(float(parts[first]), known), orders=f"{orders:,}", stage=where)
            )
        if orders and cause:
            said.append(_("Among them, what mattered most was: {cause}.").format(cause=word(REASONS, cause)))
        return sentences(*said)

    def figure(self, measure: str = "m08") -> Figure:
        """The change as a waterfall: before, the parts by stage, after."""
        from sim.plots import waterfall

        known = _known(measure)
        one, two = self.change(measure)
        parts = [
            (word(STAGE_NAMES, str(stage)), float(part))
            for stage, part in self.by_stage(measure).items()
            if part
        ]
        return waterfall((_("before"), one), parts, (_("after"), two), known.unit)

    def _levers(self) -> str:
        """What was changed, as the beginning of a sentence."""
        pairs = [
            f"{name} {lever_value(self.before.policy[name])} → {lever_value(self.after.policy[name])}"
            for name in levers()
            if self.before.policy[name] != self.after.policy[name]
        ]
        return _("{levers}: ").format(levers=", ".join(pairs)) if pairs else ""

    def _parts(self, measure: Measure) -> pd.DataFrame:
        """The rows of one measure in `table`."""
        if measure.id not in self._found:
            columns = ["measure", "stage", "cause", "orders", "change"]
            self._found[measure.id] = pd.DataFrame(self._split(measure), columns=columns)
        return self._found[measure.id]

    @cached_property
    def _found(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _groups(self) -> list[tuple[str, str, Any]]:
        """(stage, cause, order numbers) of the orders that went differently, in causal order."""
        groups = self.orders.groupby(["stage", "cause"], sort=False)["order"]
        found = [(str(stage), str(cause), numbers.to_numpy()) for (stage, cause), numbers in groups]
        return sorted(found, key=lambda group: _rank(group[0], group[1]))

    def _split(self, measure: Measure) -> list[tuple[str, str, str, int, float]]:
        one, two = self.before.records, self.after.records
        value = float(measure.compute(one, self.before.policy)["value"])
        tables = {table for table, _column in measure.reads}
        if not tables & BY_ORDER:  # read off the stock itself, not off orders
            last = float(measure.compute(two, self.after.policy)["value"])
            return [(measure.id, "stock", "", 0, last - value)]
        needed = {
            table: [c for c in one[table].columns if (table, c) in measure.reads or c == "order"]
            for table in tables
        }
        first = {table: one[table][columns] for table, columns in needed.items()}
        second = {table: two[table][columns] for table, columns in needed.items()}
        turns = {table: (self._turn(first[table]), self._turn(second[table])) for table in tables}
        parts = []
        for turn, (stage, cause, numbers) in enumerate(self._groups):
            mixed = {"window": one["window"]}
            for table, (a, b) in turns.items():
                mixed[table] = pd.concat(
                    [first[table][a > turn], second[table][b <= turn]], ignore_index=True
                )
            now = float(measure.compute(mixed, self.after.policy)["value"])
            # A measure that has nothing to count yet has not moved.
            change = (
                0.0 if np.isnan(now) and np.isnan(value) else float(np.nan_to_num(now) - np.nan_to_num(value))
            )
            parts.append((measure.id, stage, cause, len(numbers), change))
            value = now
        return parts

    def _turn(self, table: pd.DataFrame) -> Any:
        """For each row, at which turn it is taken over from the second run: its order's group; never, if that went the same."""
        size = int(self.before.records["needs"].shape[0])
        turns = np.full(size + 1, len(self._groups) + 1)
        for turn, (_stage, _cause, numbers) in enumerate(self._groups):
            turns[numbers] = turn
        return turns[table["order"].to_numpy(dtype="int64", na_value=size)]


BY_ORDER = {"orders", "lines", "contacts", "needs"}
"""Tables whose rows belong to orders."""


def _known(measure: str) -> Measure:
    if measure not in BY_ID:
        raise InputError(
            _("There is no measure {name}; there are: {all}.").format(name=measure, all=", ".join(BY_ID))
        )
    return BY_ID[measure]


def _rank(stage: str, cause: str) -> tuple[int, int]:
    """Causal order of groups."""
    return (-1 if stage == CHOICE else STAGES.index(stage), list(REASONS).index(cause) if cause else -1)


def _differs(one: pd.Series, two: pd.Series) -> Any:
    """Where two columns differ; null equals null."""
    if isinstance(one.dtype, pd.CategoricalDtype):
        one, two = one.astype(object), two.astype(object)
        return ~((one == two) | (one.isna() & two.isna())).to_numpy(dtype=bool)
    nulls = one.isna().to_numpy(), two.isna().to_numpy()
    a = one.to_numpy(dtype="float64", na_value=0.0)
    b = two.to_numpy(dtype="float64", na_value=0.0)
    return (nulls[0] != nulls[1]) | (a != b)


def _causes(one: pd.Series, two: pd.Series) -> pd.Series:
    """What went wrong: after, or else before, "" where nothing did."""
    after = two.astype(object)
    return after.where(after.notna(), one.astype(object)).fillna("")


def _signed(value: float, measure: Measure) -> str:
    if measure.unit == "share":
        return _("{points} points").format(points=_two_digits(value * 100))
    if measure.unit == "hours":
        return _("{hours} h").format(hours=_two_digits(value))
    return f"{value:+g}"


def _two_digits(value: float) -> str:
    """Two decimals, or as many as show that a small change is not none."""
    return f"{value:+.2f}" if abs(value) >= 0.05 or not value else f"{value:+.1g}"
