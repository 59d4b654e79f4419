"""Personal contact: how good it is, and what is learned in it.

1. Quality: as good as a contact with a stranger; better with what is known rightly of the customer, worse with errors.
2. The contact moves the customer's bond towards its quality.
3. Facts are heard, rightly or not. They go into the person's head, and into the file if it is used.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.streams import Stream, threshold
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.front_office.account_team import AccountTeam
from sim.model.front_office.crm import Crm
from sim.model.front_office.knowledge import FIELD, Holder, Knowledge

Heard = tuple[bool, bool, float]
"""Of one fact: whether it is heard, whether rightly, and the random number that decides whether it is written down."""


class PersonalContact:
    """The effects of visits, calls and talks at the client event."""

    def __init__(
        self,
        context: RunContext,
        reputation: Reputation | None,
        knowledge: Knowledge,
        crm: Crm | None,
        team: AccountTeam,
    ) -> None:
        self.data = context.case.relations
        self.reputation, self.knowledge, self.crm, self.team = reputation, knowledge, crm, team

    def holders(self, customer: int) -> Sequence[Holder]:
        """The holders of facts of a customer: the person who looks after it, and the file if it is used."""
        found = []
        if self.team.person(customer) is not None:
            found.append(self.knowledge.head)
        if self.crm is not None and self.crm.policy.operational and self.crm.adopted:
            found.append(self.knowledge.file)
        return found

    def knows_fact(self, customer: int, name: str, now: int) -> bool:
        """Whether the person or the file knows a fact rightly."""
        if FIELD[name] >= self.knowledge.needed[customer]:
            return False
        slot = self.knowledge.first[customer] + FIELD[name]
        return any(self.knowledge.holds(holder, slot, now) for holder in self.holders(customer))

    def quality(self, customer: int, now: int) -> float:
        """The quality of a contact with a customer (0 to 1)."""
        right, wrong = self.knowledge.shares(customer, now, self.holders(customer))
        stranger = self.data.stranger
        return max(0.0, stranger + (1 - stranger) * (right - self.data.blunder * wrong))

    def move_bond(self, customer: int, quality: float, weight: float) -> None:
        """Move the customer's bond towards the quality of a contact; a frozen market has no bonds."""
        if self.reputation is not None:
            self.reputation.move_bond(customer, quality, weight)

    def draw_heard(self, luck: Stream, purpose: str, share: float) -> list[Heard]:
        """Draw which facts of a stream are heard, each with probability `share`."""
        heard = luck.whole(f"{purpose}-hears") < threshold(share)
        right = luck.whole(f"{purpose}-right") >= threshold(self.knowledge.misheard)
        writes = luck.uniform(f"{purpose}-writes")
        return list(zip(heard.tolist(), right.tolist(), writes.tolist(), strict=True))

    def hear_all(self, customer: int, now: int, heard: list[Heard]) -> bool:
        """Hear facts, one entry for each fact of the customer; whether any was written into the file."""
        recorded = False
        for slot, (hears, right, writing) in zip(self.knowledge.slots(customer), heard, strict=True):
            if hears:
                recorded |= self.hear(customer, slot, now, right, writing)
        return recorded

    def hear(self, customer: int, slot: int, now: int, right: bool, writing: float) -> bool:
        """Hear one fact; whether it was also written into the file."""
        self.knowledge.hear(self.knowledge.head, slot, now, right)
        crm = self.crm
        if crm is None or not crm.policy.operational or writing >= crm.adoption:
            return False
        crm.note(customer, slot, now, right)
        return True
