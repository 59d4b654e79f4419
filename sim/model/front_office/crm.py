"""The CRM system: one file of facts about customers, and its use.

1. Adoption (the share of cases in which people use the system) = backing x training x data care x rollout.
2. At the desk: an order whose random number is below the adoption is handled with the file. That takes less time and
   prevents slips; a wrong entry may cause one. At each such contact one more fact is heard.
3. Analysis: a score says which customers to visit or to invite.
4. Contact centre: the telephone comes before the web, and the web before mail.
"""

from __future__ import annotations

import numpy as np

from sim.base.streams import ONE, threshold
from sim.base.units import WEEK
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags
from sim.model.front_office.contacts import Contacts
from sim.model.front_office.knowledge import Knowledge

RANKS = {"telephone": 2, "web": 1}
"""Ranks of channels in a contact centre; other channels have rank 0."""


def adoption(context: RunContext, facts: int, weeks: float) -> float:
    """Share of cases in which people use the system (0 to 1), so many weeks after it was bought.

    facts: number of facts that the file should hold.
    """
    data, policy = context.case.crm, context.policy.crm
    training = 1 - 0.5 ** (policy.training_hours / data.training_half)
    care = policy.data_care / max(facts, 1) * 1000
    trust = data.trust + (1 - data.trust) * (1 - 0.5 ** (care / data.care_half))
    rolled_out = min(1.0, max(0.0, weeks / data.rollout_weeks))
    return policy.backing * training * trust * rolled_out


class Crm:
    """The system in use."""

    def __init__(
        self, context: RunContext, knowledge: Knowledge, contacts: Contacts, recent: list[float]
    ) -> None:
        """recent: each customer's recent satisfaction, 1 to 5."""
        self.context = context
        self._recent = recent
        self.data = context.case.crm
        self.bought = max(0, int(context.env.now))
        """When the system was bought; what is there at the start counts from time 0."""
        self.knowledge = knowledge
        self.contacts = contacts
        stream = context.demand.stream
        compute_once = context.compute_once
        self.customer = context.as_list("customer")
        self._uses = compute_once("crm uses", lambda: stream.whole("crm-uses").tolist())
        self._hears = compute_once(
            "crm hears", lambda: flags(stream.whole("crm-hears") < threshold(self.data.hears))
        )
        self.misled: np.ndarray = compute_once(
            "crm misled", lambda: stream.whole("crm-misled") < threshold(self.data.misleads)
        )
        """Orders at which a wrong entry causes a slip."""
        self._misled = flags(self.misled)
        random = context.luck.of(range(context.customers))
        self._wrong_volume = random.exponential("wrong-volume").tolist()
        self._wrong_rating = (1 + 4 * random.uniform("wrong-rating")).tolist()
        self._tie = random.whole("crm-tie").tolist()
        self.rating: dict[int, float] = {}
        """Each customer's satisfaction when the file was last written; it is used if the entry is right."""
        self.adopted = 0
        """Adoption as a threshold for random whole numbers."""
        self._set_levers()

    def _set_levers(self) -> None:
        """Take over the levers of the policy in force."""
        context, misheard = self.context, self.knowledge.misheard
        self.policy = policy = context.policy.crm
        stream = context.demand.stream
        self._right = context.compute_once(
            ("crm right", misheard), lambda: flags(stream.whole("crm-right") >= threshold(misheard))
        )
        self.ranks_channels = bool(policy.collaborative and policy.backing and policy.training_hours)
        """Whether some channels come before others; a system that is not backed or trained for is not used."""
        ranks = [RANKS.get(name, 0) * self.ranks_channels for name in context.case.desk.channels]
        self._rank = np.array(ranks, dtype=np.uint8)[context.wants.channel].tobytes()

    def adopt(self, *, again: bool) -> None:
        """A new policy is in force. again: the system had been given up, and is rolled out again."""
        if again:
            self.bought, self.adopted = int(self.context.env.now), 0
        self._set_levers()

    def begin_week(self, now: int) -> None:
        """Update the adoption, check the file, and pay for the week."""
        facts = self.knowledge.usual_count
        self.adopted = int(threshold(adoption(self.context, facts, (now - self.bought) / WEEK)))
        data, policy, pay = self.data, self.policy, self.contacts.pay
        self.knowledge.check_file(policy.data_care, now)
        for module in ("operational", "analytical", "collaborative"):
            if getattr(policy, module):
                pay(now, "crm", getattr(data, module), f"crm.{module}")
        pay(now, "crm", data.backing * policy.backing, "crm.backing")
        pay(now, "crm_data", data.hour * policy.data_care, "crm.data_care")

    @property
    def adoption(self) -> float:
        """Share of cases in which people use the system."""
        return self.adopted / ONE

    def used(self, order: int) -> bool:
        """Whether the order is handled with the file."""
        return bool(self.policy.operational and self._uses[order] < self.adopted)

    def handling(self, order: int, seconds: int, now: int) -> tuple[int, int]:
        """Seconds of handling, shorter with what is known of the customer, and the rank in the contact centre."""
        if self._uses[order] >= self.adopted:
            return seconds, 0
        return self._shortened(order, seconds, now), self._rank[order]

    def answering(self, order: int, seconds: int, now: int) -> tuple[int, int]:
        """Seconds of answering an enquiry about an order, which comes by telephone, and its rank; as for `handling`."""
        if self._uses[order] >= self.adopted:
            return seconds, 0
        return self._shortened(order, seconds, now), RANKS["telephone"] * self.ranks_channels

    def _shortened(self, order: int, seconds: int, now: int) -> int:
        """Seconds of work with what the file says about the customer."""
        if not self.policy.operational:
            return seconds
        right, _wrong = self.knowledge.shares(self.customer[order], now, (self.knowledge.file,))
        return round(seconds * (1 - self.data.shortens * right))

    def slips(self, order: int, slip: str, now: int) -> bool | None:
        """The effect of the file on a slip of the desk: False prevents it, True causes it, None leaves it as it is."""
        if not self.used(order):
            return None
        known = self.knowledge.fact(self.customer[order], slip, now)
        if known is False:
            return True if self._misled[order] else None
        return False if known else None

    def calls_back(self, order: int, now: int) -> bool:
        """Whether a mention is written down and the file names the right contact to call back."""
        return self.used(order) and self.knowledge.fact(self.customer[order], "contact", now) is True

    def hear(self, order: int, now: int) -> None:
        """At an order's contact, ask for a fact that the file lacks."""
        if self._hears[order] and self.used(order):
            customer = self.customer[order]
            self.note(
                customer, self.knowledge.oldest(customer, self.knowledge.file), now, bool(self._right[order])
            )

    def note(self, customer: int, slot: int, now: int, right: bool) -> None:
        """Write a fact into the file, and the customer's satisfaction with it."""
        self.knowledge.hear(self.knowledge.file, slot, now, right)
        self.rating[customer] = self._recent[customer]

    def score(self, customer: int, now: int) -> tuple[float, int]:
        """Score of a customer by the file: size and dissatisfaction. Without these entries a random tie-break decides."""
        volume = self.knowledge.fact(customer, "volume", now)
        rating = self.knowledge.fact(customer, "rating", now)
        if volume is None or rating is None:
            return 0.0, self._tie[customer]
        demand = self.context.demand.customers
        size = float(demand.needs_a_year[customer])
        if not volume:
            size = float(demand.needs_a_year.mean()) * self._wrong_volume[customer]
        felt = self.rating.get(customer, 3.0) if rating else self._wrong_rating[customer]
        return size * (6 - felt), self._tie[customer]
