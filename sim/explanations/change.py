"""The change of one quantity, told in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan, sqrt

from sim.base.i18n import _, sentences
from sim.explanations.order_differences import CHOICE
from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.sources import Source, most_important, sources
from sim.explanations.splits import Split
from sim.explanations.worth import TWO_ERRORS, worth_explaining


@dataclass(frozen=True, eq=False)
class Change:
    """A quantity in a pair of runs: its values before and after, and the parts of the difference."""

    quantity: Quantity
    pair: Pair
    before: float
    after: float
    split: Split

    @classmethod
    def of(cls, quantity: Quantity, pair: Pair) -> Change:
        """The change of a quantity between two runs."""
        return cls(
            quantity, pair, quantity.value(pair.before), quantity.value(pair.after), quantity.split(pair)
        )

    @property
    def size(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def shown(self) -> float:
        """The difference of the values as they are shown."""
        return self._rounded(self.after) - self._rounded(self.before)

    @property
    def digits(self) -> int:
        """Decimals of the values, the change and its parts."""
        return self.quantity.digits(self.size)

    @cached_property
    def sources(self) -> list[Source]:
        """The sources of the change, in causal order."""
        return sources(self.split.parts)

    def text(self) -> str:
        """The change and its reasons, or a sentence that there is nothing worth explaining."""
        name = self.quantity.kpi.name
        if isnan(self.before) or isnan(self.after):
            text = _("{measure}: cannot be compared, because at least one run has nothing to count.")
            return text.format(measure=name)
        verdict = worth_explaining(self.quantity, self.before, self.after, self.split)
        if verdict in ("unaffected", "small"):
            return self._nothing(verdict == "unaffected")
        went = _("{measure} went from {before} to {after} ({change}).").format(
            change=self._signed(self.shown), **self._values(self.digits)
        )
        return sentences(went, self._told() if verdict == "real" else self._perhaps_chance())

    def title(self) -> str:
        """The change, without its reasons."""
        return _("{measure}: from {before} to {after}").format(**self._values(self.digits))

    def _rounded(self, value: float) -> float:
        """A value as it is shown."""
        scale = 100 if self.quantity.kpi.unit == "share" else 1
        return round(value * scale, self.digits) / scale

    def _values(self, digits: int) -> dict[str, str]:
        """Name and values as text."""
        kpi = self.quantity.kpi
        return {
            "measure": kpi.name,
            "before": kpi.level(self.before, digits),
            "after": kpi.level(self.after, digits),
        }

    def _nothing(self, unaffected: bool) -> str:
        """A sentence that nothing changed, or too little to be worth explaining."""
        values = self._values(self.quantity.digits(0))
        if unaffected:
            return _("{measure}: {after} in both runs, unaffected.").format(**values)
        text = _("{measure} went from {before} to {after}: nothing worth explaining.")
        if values["before"] == values["after"]:
            text = _("{measure}: about {after} in both runs, nothing worth explaining.")
        return sentences(text.format(**values), self._balanced())

    def _balanced(self) -> str:
        """The large parts, in words, if they nearly cancel out."""
        certain = self._certain()
        if len({source.change > 0 for source in certain}) < 2:
            return ""
        told = self._phrases(self._named(certain))
        return _("But large parts of it balance each other: {parts}.").format(parts=_("; ").join(told))

    def _certain(self) -> list[Source]:
        """The sources that are more than luck, and large enough to act on."""
        least = self.quantity.smallest(self.before)
        return [source for source in self.sources if source.certain(least)]

    def _told(self) -> str:
        """The parts that matter most, and the sum of the others."""
        named = self._named(self.sources)
        price_leads = bool(named) and named[0].is_price
        first = self._changed_hands() if self.pair.new_price and not price_leads else ""
        if not named:
            text = _("It is the sum of several parts, none of which is more than luck by itself.")
            return sentences(first, text)
        doubtful = self._doubtful(named)
        told = self._phrases(named)
        text = _("{part}, which could as well be luck")
        told += [text.format(part=phrase) for phrase in self._phrases(doubtful)]
        told += self._rest([*named, *doubtful])
        return sentences(first, _("Parts: {parts}.").format(parts=_("; ").join(told)))

    def _rest(self, named: Sequence[Source]) -> list[str]:
        """The rest of the change: the change as shown less the parts as shown."""
        others = [source for source in self.sources if source not in named]
        rest = sum(source.change for source in others)
        shown = self.shown - sum(self._rounded(source.change) for source in named)
        if self._signed(shown) == self._signed(0.0):
            return []
        if rest * shown <= 0 or self._signed(rest) == self._signed(0.0):
            # Rounding in whole yuan and orders is too small to mention.
            return [_("{change} from rounding").format(change=self._signed(shown))] if self.digits else []
        text = _("{change} from all else")
        if abs(rest) < TWO_ERRORS * sqrt(sum(source.error**2 for source in others)):
            text = _("{change} from all else, which could as well be luck")
        return [text.format(change=self._signed(shown))]

    def _perhaps_chance(self) -> str:
        """A sentence that the change could as well be luck, and which parts of it could not."""
        certain = self._certain()
        if not certain:
            return _(
                "Nothing worth explaining, as it could as well be luck. `compare` with more replications would tell."
            )
        named = self._named(certain)
        told = self._phrases(named)
        text = _(
            "In all it could as well be luck: `compare` with more replications would tell. More than luck: {parts}."
        )
        parts = text.format(parts=_("; ").join(told))
        larger = _("Larger, but perhaps luck: {parts}.")
        doubtful = self._phrases(self._doubtful(named))
        return sentences(parts, larger.format(parts=_("; ").join(doubtful)) if doubtful else "")

    def _named(self, found: list[Source]) -> list[Source]:
        """The sources that a sentence names, without those that would be shown as 0."""
        zero = self._signed(0.0)
        named = most_important(found, self.pair.new_price)
        return [source for source in named if self._signed(source.change) != zero]

    def _doubtful(self, named: Sequence[Source]) -> list[Source]:
        """The largest source, if it could as well be luck and is larger than all that are named: it is mentioned, too."""
        largest = max(self.sources, key=lambda source: abs(source.change))
        return [largest] if largest.by_chance else []

    def _changed_hands(self) -> str:
        """The direct effect of a new price, before anything else."""
        orders = self.pair.orders
        numbers = orders.loc[
            (orders["stage"] == CHOICE) & (orders["cause"] == "term_money"), "order"
        ].to_numpy()
        lost, won = (int(side.sum()) for side in self.pair.in_one_run(numbers[self.pair.seen(numbers)]))
        if not lost + won:
            return ""
        text = _(
            "First of all, {lost} orders went elsewhere and {won} came because of the price, which changed all later work."
        )
        return text.format(lost=f"{lost:,}", won=f"{won:,}")

    def _phrases(self, named: Sequence[Source]) -> list[str]:
        costs_count_against = self.quantity.kpi.more_is_better is not False
        return [source.phrase(self._signed(source.change), costs_count_against) for source in named]

    def _signed(self, value: float) -> str:
        """A part of the change as text."""
        return self.quantity.kpi.change(value, self.digits)
