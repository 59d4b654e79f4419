"""The sources of a change in words: its parts, grouped as a person would tell them, the most important first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.base.i18n import _, ngettext
from sim.explanations.order_differences import CHOICE, PRICE
from sim.explanations.splits import ACCOUNT, FAILURE, MEMORY, REASONS, SAME, USUAL, VALUE
from sim.explanations.worth import TWO_ERRORS
from sim.measures.money import INCOME
from sim.policy.classes import CLASSES
from sim.records.labels import ACCOUNTS, ARISES_AT, STAGES, word
from sim.records.schema import STAGES as FIRM

MOST = 5
"""Sources named in a sentence."""
WORTH_NAMING = 0.05
"""A source is named if it is at least this part of the largest one."""
CERTAIN = 3.0
"""If the whole change could be chance, a part needs this many standard errors to count as more: one of many parts
exceeds two by chance alone."""
MAIN_CAUSE = 0.5
"""A cause is named if it makes up at least this share of its source."""
LEADS = 0.25
"""After a new price, what the price did is named first if it is at least this part of the largest source."""
PRICE_FIRST = ((CHOICE, "term_money"), (VALUE, "term_money"), (PRICE, "freight"), (PRICE, ""))
"""The direct effects of a new price: customers choose, then pay."""


@dataclass(frozen=True)
class Source:
    """A part of a change as a sentence names it. cause: "" for a stage of the firm without a main cause."""

    stage: str
    cause: str
    count: int
    lost: int
    won: int
    change: float
    error: float

    @property
    def by_chance(self) -> bool:
        """Whether it could as well be luck. A part whose error is not known does not."""
        return abs(self.change) < TWO_ERRORS * self.error

    def certain(self, least: float) -> bool:
        """Whether it is more than chance, and at least so large."""
        return abs(self.change) >= least and abs(self.change) > CERTAIN * self.error

    @property
    def is_price(self) -> bool:
        """Whether it comes from the price directly."""
        return (self.stage, self.cause) in PRICE_FIRST

    @property
    def name(self) -> str:
        """Its name on an axis, in the current language."""
        if self.stage == CHOICE:
            return _("choice: {reason}").format(reason=_reason(self.cause))
        if self.stage == PRICE:
            return _price(self.cause)
        if self.stage == ACCOUNT:
            return word(ACCOUNTS, self.cause)
        if self.stage == FAILURE:
            return _("failure: {cause}").format(cause=_failure(self.cause))
        if self.stage == VALUE:
            return _("customers' value: {reason}").format(reason=_reason(self.cause))
        if self.stage == USUAL:
            return _("usual orders, class {klass}").format(klass=self.cause)
        if self.stage == MEMORY:
            contracts = self.cause == CLASSES[0]
            text = _("contracts and memories, class {klass}") if contracts else _("memories, class {klass}")
            return text.format(klass=self.cause)
        return _("judged differently") if self.stage == SAME else word(STAGES, self.stage)

    def phrase(self, change: str, costs_count_against: bool = True) -> str:
        """The source as a part of a sentence.

        change: its change as text; costs_count_against: whether a cost lowers the quantity.
        """
        if self.stage in FIRM:
            return self._phrase_of_stage(change)
        if self.stage == ACCOUNT and self.cause not in INCOME:
            more = (self.change < 0) == costs_count_against
            text = _("{change}: more spent on {account}") if more else _("{change}: less spent on {account}")
            return text.format(change=change, account=word(ACCOUNTS, self.cause))
        texts = {
            CHOICE: _(
                "{change} from orders that changed hands over {reason} ({lost} went elsewhere, {won} came)"
            )
            if self.cause
            else _(
                "{change} from orders that changed hands by habit or luck ({lost} went elsewhere, {won} came)"
            ),
            PRICE: _("{change} from {account} in {count} orders that both runs have"),
            ACCOUNT: _("{change} from {account}"),
            FAILURE: _("{change} from customers whose last failure was: {cause}")
            if self.cause
            else _(
                "{change} from customers whose last failed order met no error, but was not as they expected"
            ),
            VALUE: _("{change} from customers who left or stayed because of {reason}")
            if self.cause
            else _(
                "{change} from customers for whom no term of value explains it, such as those who moved away"
            ),
            USUAL: _("{change} from the number of customers of class {klass} and their usual orders"),
            MEMORY: _("{change} from contracts and memories of customers of class {klass}")
            if self.cause == CLASSES[0]
            else _("{change} from memories of customers of class {klass}"),
            SAME: _("{change} from {count} orders that went the same but were judged differently"),
        }
        return texts[self.stage].format(
            change=change,
            count=f"{self.count:,}",
            lost=f"{self.lost:,}",
            won=f"{self.won:,}",
            klass=self.cause,
            reason=_reason(self.cause),
            cause=word(REASONS, self.cause),
            account=_price(self.cause) if self.stage == PRICE else word(ACCOUNTS, self.cause),
        )

    def _phrase_of_stage(self, change: str) -> str:
        stage, count = word(STAGES, self.stage), f"{self.count:,}"
        if not self.count:
            return _("{change} from {stage}").format(change=change, stage=stage)
        if not self.cause or word(REASONS, self.cause) == stage:
            text = ngettext(
                "{change} from {count} order that first went differently at {stage}",
                "{change} from {count} orders that first went differently at {stage}",
                self.count,
            )
        elif ARISES_AT[self.cause] == self.stage:
            text = ngettext(
                "{change} from {count} order that first went differently at {stage} (above all: {cause})",
                "{change} from {count} orders that first went differently at {stage} (above all: {cause})",
                self.count,
            )
        else:
            text = ngettext(
                "{change} from {count} order that first went differently at {stage} and later, above all: {cause}",
                "{change} from {count} orders that first went differently at {stage} and later, above all: {cause}",
                self.count,
            )
        return text.format(change=change, count=count, stage=stage, cause=word(REASONS, self.cause))


def sources(parts: pd.DataFrame) -> list[Source]:
    """The parts as sentences name them: those of a stage of the firm together, with their main cause; in causal order."""
    found = []
    of_firm = parts["stage"].isin(FIRM)
    keys = parts["stage"].where(of_firm, parts["stage"] + "/" + parts["cause"])
    for _key, rows in parts.groupby(keys, sort=False):
        change = float(rows["change"].sum())
        largest = rows.iloc[int((rows["change"] * (1 if change >= 0 else -1)).argmax())]
        stage, cause = str(largest["stage"]), str(largest["cause"])
        if stage in FIRM and largest["change"] / (change or 1) < MAIN_CAUSE:
            cause = ""
        count, lost, won = (int(rows[name].sum()) for name in ("count", "lost", "won"))
        # Parts of unknown error make the error of their sum unknown.
        error = float((rows["error"] ** 2).sum(skipna=False) ** 0.5)
        found.append(Source(stage, cause, count, lost, won, change, error))
    return found


def most_important(found: list[Source], new_price: bool) -> list[Source]:
    """The sources that a sentence names: after a new price what the price did, then the largest ones."""
    known = [source for source in found if source.change and not source.by_chance]
    largest = max((abs(source.change) for source in known), default=0.0)
    named = [source for source in known if abs(source.change) >= WORTH_NAMING * largest]
    price = max((abs(source.change) for source in named if source.is_price), default=0.0)
    leads = new_price and price >= LEADS * largest
    named.sort(key=lambda source: (not (leads and source.is_price), -abs(source.change)))
    return named[:MOST]


def _reason(code: str) -> str:
    return word(REASONS, code) if code else _("habit or luck")


def _failure(code: str) -> str:
    return word(REASONS, code) if code else _("not as expected")


def _price(account: str) -> str:
    return _("the price") if account in ("", "freight") else word(ACCOUNTS, account)
