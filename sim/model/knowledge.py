"""What the firm knows of its customers: one row a fact, in somebody's head or in the file.

A fact changes from time to time; what was known of it is then wrong until it is heard anew. What is heard may be misheard.
What is in a head goes with the head; what is in the file stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.classes import CLASSES
from sim.luck import threshold
from sim.model.log import NEVER
from sim.model.setting import Setting
from sim.model.station import DAY

WEEK = 7 * DAY
FIELDS = (
    "contact",
    "address",
    "volume",
    "rating",
    "terms",
    "receiver",
    "goods",
    "own_days",
    "person",
    "interests",
)
"""Facts in the sequence in which they are needed: small customers need the first, large ones all (CRM-12)."""
FIELD = {name: number for number, name in enumerate(FIELDS)}


@dataclass
class Holder:
    """Rows of the heads, or of the file, by slot: as_of (NEVER: no row) and whether it was right then."""

    as_of: list[int]
    right: list[bool]


@dataclass
class KnowledgeState:
    """All rows as data: what the warm-up hands to a run."""

    head: Holder
    file: Holder


class Knowledge:
    """All facts that are needed of all customers: slots, numbered by customer and field."""

    def __init__(self, setting: Setting, rows: KnowledgeState | None = None) -> None:
        """rows: what is known when the run begins; None: as the case says."""
        self.data = data = setting.case.knowledge
        now, end = int(setting.env.now), setting.end
        needed = [min(data.fields[name], len(FIELDS)) for name in CLASSES]
        self.needed = [needed[klass] for klass in setting.drawn.customers.klass.tolist()]
        """How many facts are needed of each customer."""
        self.first = (np.cumsum(self.needed) - self.needed).tolist()
        """Each customer's first slot."""
        self.customer = np.repeat(np.arange(len(self.needed)), self.needed)
        self.field = np.arange(len(self.customer)) - np.asarray(self.first, dtype=np.int64)[self.customer]
        self.luck = setting.luck
        self.changes = self._changes(now, end)
        stream = setting.luck.of(self.customer, self.field)
        care = setting.policy.crm.data_care / max(len(self.customer), 1) * 1000
        self.misheard = data.misheard * 0.5 ** (care / data.care_halves)
        """Share of what is heard that is understood or written down wrong."""
        if rows is None:
            rows = KnowledgeState(
                self._begin(stream.whole("in-head"), data.in_heads, stream.whole("head-right"), now),
                self._begin(stream.whole("in-file"), data.in_file, stream.whole("file-right"), now),
            )
        self.head, self.file = rows.head, rows.file
        self._checked = 0
        self._spare = 0.0

    def _begin(self, luck: np.ndarray, share: float, right: np.ndarray, now: int) -> Holder:
        """What is known when the run begins; it was learned without data care."""
        known = luck < threshold(share)
        return Holder(np.where(known, now, NEVER).tolist(), (right >= threshold(self.data.misheard)).tolist())

    def _changes(self, now: int, end: int) -> dict[int, list[int]]:
        """When facts change between now and the end, by slot; most never do."""
        mean = self.data.ages_weeks * WEEK
        expected = (end - now) / mean
        changes: dict[int, list[int]] = {}
        time = np.full(len(self.customer), float(now))
        for number in range(int(expected + 6 * expected**0.5 + 10)):
            time = time + mean * self.luck.of(self.customer, self.field, number).exponential("changes")
            for slot in np.flatnonzero(time < end).tolist():
                changes.setdefault(slot, []).append(int(time[slot]))
        return changes

    def state(self, now: int) -> KnowledgeState:
        """All rows as data; what has changed since is wrong."""

        def as_data(holder: Holder) -> Holder:
            right = [bool(self.holds(holder, slot, now)) for slot in range(len(holder.as_of))]
            return Holder(list(holder.as_of), right)

        return KnowledgeState(as_data(self.head), as_data(self.file))

    def slots(self, customer: int) -> range:
        """The slots of a customer."""
        first = self.first[customer]
        return range(first, first + self.needed[customer])

    def holds(self, holder: Holder, slot: int, now: int) -> bool | None:
        """Whether a row is right; None: there is none."""
        as_of = holder.as_of[slot]
        if as_of == NEVER:
            return None
        if not holder.right[slot]:
            return False
        changes = self.changes.get(slot)
        return changes is None or not any(as_of < change <= now for change in changes)

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
        right = wrong = 0
        for slot in self.slots(customer):
            newest = holders[0]
            for other in holders[1:]:
                if other.as_of[slot] > newest.as_of[slot]:
                    newest = other
            if newest.as_of[slot] == NEVER:
                continue
            if self.holds(newest, slot, now):
                right += 1
            else:
                wrong += 1
        return right / self.needed[customer], wrong / self.needed[customer]

    def hear(self, holder: Holder, slot: int, now: int, right: bool) -> None:
        """A fact is heard: rightly or not, it replaces what was known."""
        holder.as_of[slot], holder.right[slot] = now, right

    def forget(self, customer: int) -> None:
        """Whose head it was in has left."""
        for slot in self.slots(customer):
            self.head.as_of[slot] = NEVER

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
            if self.file.as_of[slot] != NEVER:
                self.hear(self.file, slot, now, True)
