"""Knowledge: the facts that the firm knows of its customers, in people's heads and in the CRM file.

1. A fact is heard at a contact, rightly or not.
2. The fact changes at a random time; from then on the entry is wrong, until the fact is heard again.
3. Data care checks the entries of the file in turn.
4. When a person leaves, the entries in the head are lost. The file stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.streams import threshold
from sim.base.units import WEEK
from sim.model.engine.context import RunContext
from sim.model.engine.log import NOT_REACHED
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy
from sim.records import labels

AFTER_ALL = 1 << 62
"""Later than any event."""
FIELDS = tuple(labels.FIELDS)
"""Facts in the order in which they are needed: for small customers the first ones, for large customers all (CRM-12)."""
FIELD = {name: number for number, name in enumerate(FIELDS)}


@dataclass
class Entries:
    """Entries of heads or of the file as data, by slot: since when (NOT_REACHED: no entry), and whether right."""

    as_of: list[int]
    right: list[bool]


@dataclass
class KnowledgeState:
    """All entries as data, carried from the warm-up into a run."""

    head: Entries
    file: Entries


class Holder:
    """Entries while the clock runs; `right` is 1 or 0, and 0 if there is no entry."""

    def __init__(self, rows: Entries) -> None:
        self.as_of = list(rows.as_of)
        self.right = bytearray(
            right and since != NOT_REACHED for since, right in zip(rows.as_of, rows.right, strict=True)
        )


class Knowledge:
    """All facts that are needed: one slot for each customer and field."""

    def __init__(self, context: RunContext, rows: KnowledgeState | None = None) -> None:
        """rows: the entries at the start; None: drawn as the case says."""
        self.data = data = context.case.knowledge
        now, end = int(context.env.now), context.end
        needed = [min(data.fields[name], len(FIELDS)) for name in CLASSES]
        self.needed = [needed[klass] for klass in context.demand.customers.klass.tolist()]
        """Number of facts needed, by customer."""
        self.first = (np.cumsum(self.needed) - self.needed).tolist()
        """First slot, by customer."""
        self.customer = np.repeat(np.arange(len(self.needed)), self.needed)
        self.field = np.arange(len(self.customer)) - np.asarray(self.first, dtype=np.int64)[self.customer]
        self.usual_count = len(self.customer) // context.demand.firms
        """Facts about as many customers as a firm has of its own."""
        first = self.first[context.first_place] if self.first else 0
        self._own = range(first, first + self.usual_count)
        """The slots of the firm's own first customers; it knows nothing of the others at the beginning."""
        self.luck = context.luck
        self._ahead = self._changes(now, end)
        """Future changes of facts as (time, slot), the next one last."""
        stream = context.traits.of(self.customer % max(context.demand.block, 1), self.field)
        self.adopt(context.policy)
        if rows is None:
            rows = KnowledgeState(
                self._begin(stream.whole("in-head"), data.in_heads, stream.whole("head-right"), now),
                self._begin(stream.whole("in-file"), data.in_file, stream.whole("file-right"), now),
            )
        else:
            rows = KnowledgeState(self._of_own(rows.head), self._of_own(rows.file))
        self.head, self.file = Holder(rows.head), Holder(rows.file)
        self._checked = 0
        self._spare = 0.0

    def adopt(self, policy: Policy) -> None:
        """Take over data care from the policy in force."""
        care = policy.crm.data_care / max(self.usual_count, 1) * 1000
        self.misheard = self.data.misheard * 0.5 ** (care / self.data.care_halves)
        """Share of facts that are misheard or written down wrong."""

    def _of_own(self, entries: Entries) -> Entries:
        """The entries that one firm alone has, as those of this firm's own customers."""
        before, after = self._own.start, len(self.customer) - self._own.stop
        return Entries(
            [NOT_REACHED] * before + entries.as_of + [NOT_REACHED] * after,
            [False] * before + entries.right + [False] * after,
        )

    def _begin(self, luck: np.ndarray, share: float, right: np.ndarray, now: int) -> Entries:
        """Draw the entries at the start, as they were learned without data care."""
        slots = np.arange(len(luck))
        known = (luck < threshold(share)) & (self._own.start <= slots) & (slots < self._own.stop)
        return Entries(
            np.where(known, now, NOT_REACHED).tolist(), (right >= threshold(self.data.misheard)).tolist()
        )

    def _changes(self, now: int, end: int) -> list[tuple[int, int]]:
        """The changes of facts between now and the end, as (time, slot), the last one first."""
        mean = self.data.ages_weeks * WEEK
        expected = (end - now) / mean
        changes = [(AFTER_ALL, -1)]
        time = np.full(len(self.customer), float(now))
        for number in range(int(expected + 6 * expected**0.5 + 10)):
            time = time + mean * self.luck.of(self.customer, self.field, number).exponential("changes")
            changes += [(int(time[slot]), slot) for slot in np.flatnonzero(time < end).tolist()]
        return sorted(changes, reverse=True)

    def _apply_changes(self, now: int) -> None:
        """Apply all changes up to now: older entries become wrong. `now` must not be ahead of the clock."""
        while self._ahead[-1][0] <= now:
            time, slot = self._ahead.pop()
            for holder in (self.head, self.file):
                if holder.as_of[slot] < time:
                    holder.right[slot] = False

    def state(self, now: int) -> KnowledgeState:
        """All entries as data."""

        def as_data(holder: Holder) -> Entries:
            return Entries(list(holder.as_of), [bool(right) for right in holder.right])

        self._apply_changes(now)
        return KnowledgeState(as_data(self.head), as_data(self.file))

    def slots(self, customer: int) -> range:
        """The slots of a customer."""
        first = self.first[customer]
        return range(first, first + self.needed[customer])

    def holds(self, holder: Holder, slot: int, now: int) -> bool | None:
        """Whether the entry of a slot is right; None: there is none."""
        if now >= self._ahead[-1][0]:
            self._apply_changes(now)
        return None if holder.as_of[slot] == NOT_REACHED else bool(holder.right[slot])

    def fact(self, customer: int, name: str, now: int) -> bool | None:
        """Whether the file's entry of a fact is right; None: there is none, or the customer's class does not need it."""
        number = FIELD[name]
        if number >= self.needed[customer]:
            return None
        return self.holds(self.file, self.first[customer] + number, now)

    def shares(self, customer: int, now: int, holders: Sequence[Holder]) -> tuple[float, float]:
        """Shares of a customer's needed facts that are known rightly and wrongly; of several holders the newest entry counts."""
        if not holders:
            return 0.0, 0.0
        if now >= self._ahead[-1][0]:
            self._apply_changes(now)
        needed, first = self.needed[customer], self.first[customer]
        if len(holders) == 1:
            rows = slice(first, first + needed)
            right = sum(holders[0].right[rows])
            known = needed - holders[0].as_of[rows].count(NOT_REACHED)
            return right / needed, (known - right) / needed
        right = wrong = 0
        for slot in range(first, first + needed):
            newest = holders[0]
            for other in holders[1:]:
                if other.as_of[slot] > newest.as_of[slot]:
                    newest = other
            if newest.as_of[slot] == NOT_REACHED:
                continue
            if newest.right[slot]:
                right += 1
            else:
                wrong += 1
        return right / needed, wrong / needed

    def hear(self, holder: Holder, slot: int, now: int, right: bool) -> None:
        """A fact is heard, rightly or not: it replaces the entry."""
        holder.as_of[slot], holder.right[slot] = now, right

    def forget(self, customer: int) -> None:
        """The person who knew the customer has left: delete the entries in the head."""
        for slot in self.slots(customer):
            self.head.as_of[slot], self.head.right[slot] = NOT_REACHED, False

    def forget_all(self, customer: int) -> None:
        """Another customer has come: delete all entries."""
        for slot in self.slots(customer):
            for holder in (self.head, self.file):
                holder.as_of[slot], holder.right[slot] = NOT_REACHED, False

    def oldest(self, customer: int, holder: Holder) -> int:
        """The slot of a customer that a holder lacks, or heard longest ago."""
        return min(self.slots(customer), key=holder.as_of.__getitem__)

    def check_file(self, hours: float, now: int) -> None:
        """A week of data care: check entries of the file in turn; they are right then."""
        self._spare += hours * self.data.care_rows
        rows = len(self.customer)
        for _try in range(rows):
            if self._spare < 1:
                break
            slot = self._checked
            self._checked = (slot + 1) % rows
            if self.file.as_of[slot] != NOT_REACHED:
                self._spare -= 1
                self.hear(self.file, slot, now, True)
            elif slot in self._own:
                self._spare -= 1
