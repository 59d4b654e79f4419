"""What the firm knows of its customers: one row a fact, in somebody's head or in the file.

A fact changes from time to time; what was known of it is then wrong until it is heard anew. What is heard may be misheard.
What is in a head goes with the head; what is in the file stays.
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
from sim.records import labels

AFTER_ALL = 1 << 62
"""Later than everything that happens."""
FIELDS = tuple(labels.FIELDS)
"""Facts in the order in which they are needed: small customers need the first, large ones all (CRM-12)."""
FIELD = {name: number for number, name in enumerate(FIELDS)}


@dataclass
class FactRows:
    """Rows of the heads, or of the file, as data, by slot: as_of (NOT_REACHED: no row) and whether it is right."""

    as_of: list[int]
    right: list[bool]


@dataclass
class KnowledgeState:
    """All rows as data: what the warm-up hands to a run."""

    head: FactRows
    file: FactRows


class Holder:
    """Rows while the clock runs: as `FactRows`, with 0 and 1 for right, and 0 where there is no row."""

    def __init__(self, rows: FactRows) -> None:
        self.as_of = list(rows.as_of)
        self.right = bytearray(
            right and since != NOT_REACHED for since, right in zip(rows.as_of, rows.right, strict=True)
        )


class Knowledge:
    """All facts that are needed of all customers: slots, numbered by customer and field."""

    def __init__(self, context: RunContext, rows: KnowledgeState | None = None) -> None:
        """rows: what is known when the run begins; None: as the case says."""
        self.data = data = context.case.knowledge
        now, end = int(context.env.now), context.end
        needed = [min(data.fields[name], len(FIELDS)) for name in CLASSES]
        self.needed = [needed[klass] for klass in context.demand.customers.klass.tolist()]
        """How many facts are needed of each customer."""
        self.first = (np.cumsum(self.needed) - self.needed).tolist()
        """Each customer's first slot."""
        self.customer = np.repeat(np.arange(len(self.needed)), self.needed)
        self.field = np.arange(len(self.customer)) - np.asarray(self.first, dtype=np.int64)[self.customer]
        self.luck = context.luck
        self._ahead = self._changes(now, end)
        """When facts will change, as (time, slot), the next one last."""
        stream = context.luck.of(self.customer, self.field)
        care = context.policy.crm.data_care / max(len(self.customer), 1) * 1000
        self.misheard = data.misheard * 0.5 ** (care / data.care_halves)
        """Share of what is heard that is understood or written down wrong."""
        if rows is None:
            rows = KnowledgeState(
                self._begin(stream.whole("in-head"), data.in_heads, stream.whole("head-right"), now),
                self._begin(stream.whole("in-file"), data.in_file, stream.whole("file-right"), now),
            )
        self.head, self.file = Holder(rows.head), Holder(rows.file)
        self._checked = 0
        self._spare = 0.0

    def _begin(self, luck: np.ndarray, share: float, right: np.ndarray, now: int) -> FactRows:
        """What is known when the run begins; it was learned without data care."""
        known = luck < threshold(share)
        return FactRows(
            np.where(known, now, NOT_REACHED).tolist(), (right >= threshold(self.data.misheard)).tolist()
        )

    def _changes(self, now: int, end: int) -> list[tuple[int, int]]:
        """When facts change between now and the end, as (time, slot), the last one first; most never do."""
        mean = self.data.ages_weeks * WEEK
        expected = (end - now) / mean
        changes = [(AFTER_ALL, -1)]
        time = np.full(len(self.customer), float(now))
        for number in range(int(expected + 6 * expected**0.5 + 10)):
            time = time + mean * self.luck.of(self.customer, self.field, number).exponential("changes")
            changes += [(int(time[slot]), slot) for slot in np.flatnonzero(time < end).tolist()]
        return sorted(changes, reverse=True)

    def _pass(self, now: int) -> None:
        """What has changed by now is known wrong by whoever has not heard of it since; `now` is never ahead of the clock."""
        while self._ahead[-1][0] <= now:
            time, slot = self._ahead.pop()
            for holder in (self.head, self.file):
                if holder.as_of[slot] < time:
                    holder.right[slot] = False

    def state(self, now: int) -> KnowledgeState:
        """All rows as data; what has changed since is wrong."""

        def as_data(holder: Holder) -> FactRows:
            return FactRows(list(holder.as_of), [bool(right) for right in holder.right])

        self._pass(now)
        return KnowledgeState(as_data(self.head), as_data(self.file))

    def slots(self, customer: int) -> range:
        """The slots of a customer."""
        first = self.first[customer]
        return range(first, first + self.needed[customer])

    def holds(self, holder: Holder, slot: int, now: int) -> bool | None:
        """Whether a row is right; None: there is none."""
        if now >= self._ahead[-1][0]:
            self._pass(now)
        return None if holder.as_of[slot] == NOT_REACHED else bool(holder.right[slot])

    def fact(self, customer: int, name: str, now: int) -> bool | None:
        """Whether the file's row is right; None: there is none, or it is not needed of such a customer."""
        number = FIELD[name]
        if number >= self.needed[customer]:
            return None
        return self.holds(self.file, self.first[customer] + number, now)

    def shares(self, customer: int, now: int, holders: Sequence[Holder]) -> tuple[float, float]:
        """Of what is needed of a customer, the share that is known right and the share known wrong; the newest row counts."""
        if not holders:
            return 0.0, 0.0
        if now >= self._ahead[-1][0]:
            self._pass(now)
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
        """A fact is heard: rightly or not, it replaces what was known."""
        holder.as_of[slot], holder.right[slot] = now, right

    def forget(self, customer: int) -> None:
        """Whose head it was in has left."""
        for slot in self.slots(customer):
            self.head.as_of[slot], self.head.right[slot] = NOT_REACHED, False

    def oldest(self, customer: int) -> int:
        """The slot that the file lacks, or else had checked longest ago."""
        return min(self.slots(customer), key=self.file.as_of.__getitem__)

    def care(self, hours: float, now: int) -> None:
        """A week of data care: entries of the file are checked in turn, and are right then."""
        self._spare += hours * self.data.care_rows
        rows = len(self.customer)
        for _try in range(min(int(self._spare), rows)):
            slot = self._checked
            self._checked = (slot + 1) % rows
            self._spare -= 1
            if self.file.as_of[slot] != NOT_REACHED:
                self.hear(self.file, slot, now, True)
