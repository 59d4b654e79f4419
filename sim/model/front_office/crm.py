"""CRM: what is heard goes into one file, the file is used at the desk, and it says whom to turn to.

The system does only what people do with it: adoption = backing x training x data care, as it is rolled out. An order
whose own luck lies below the adoption is handled with the file, every other one without.
"""

from __future__ import annotations

import numpy as np

from sim.base.streams import ONE, threshold
from sim.base.units import WEEK
from sim.model.engine.columns import flags
from sim.model.engine.context import RunContext
from sim.model.front_office.contacts import Contacts
from sim.model.front_office.knowledge import Knowledge

RANKS = {"telephone": 2, "web": 1}
"""In a contact centre who waits on the telephone comes before who waits for a page, and messages come last."""


def adoption(context: RunContext, facts: int, now: int) -> float:
    """Share of cases in which people use the system (0 to 1); facts: how many the file should hold."""
    data, policy = context.case.crm, context.policy.crm
    training = 1 - 0.5 ** (policy.training_hours / data.training_half)
    care = policy.data_care / max(facts, 1) * 1000
    trust = data.trust + (1 - data.trust) * (1 - 0.5 ** (care / data.care_half))
    rolled_out = min(1.0, max(0.0, now / (data.rollout_weeks * WEEK)))
    return policy.backing * training * trust * rolled_out


class Crm:
    """The system in use."""

    def __init__(
        self, context: RunContext, knowledge: Knowledge, contacts: Contacts, recent: list[float]
    ) -> None:
        """recent: how satisfied each customer has been lately, 1 to 5."""
        self.context = context
        self._recent = recent
        self.data = context.case.crm
        self.policy = context.policy.crm
        self.knowledge = knowledge
        self.contacts = contacts
        wants = context.wants
        stream = context.demand.stream
        compute_once = context.compute_once
        self.customer = context.as_list("customer")
        self._uses = compute_once("crm uses", lambda: stream.whole("crm-uses").tolist())
        self._hears = compute_once(
            "crm hears", lambda: flags(stream.whole("crm-hears") < threshold(self.data.hears))
        )
        misheard = knowledge.misheard
        self._right = compute_once(
            ("crm right", misheard), lambda: flags(stream.whole("crm-right") >= threshold(misheard))
        )
        self.misled: np.ndarray = compute_once(
            "crm misled", lambda: stream.whole("crm-misled") < threshold(self.data.misleads)
        )
        """Orders at which a wrong entry makes a slip."""
        self._misled = flags(self.misled)
        ranks = [RANKS.get(name, 0) for name in context.case.desk.channels]
        by_channel = np.array(ranks if self.policy.collaborative else [0] * len(ranks), dtype=np.uint8)
        self._rank = by_channel[wants.channel].tobytes()
        random = context.luck.of(range(context.customers))
        self._wrong_volume = random.exponential("wrong-volume").tolist()
        self._wrong_rating = (1 + 4 * random.uniform("wrong-rating")).tolist()
        self._tie = random.whole("crm-tie").tolist()
        self.rating: dict[int, float] = {}
        """What the file says of each customer's satisfaction, if it is right."""
        self.adopted = 0
        """Adoption, as luck is compared with it."""

    def begin_week(self, now: int) -> None:
        """Adoption grows; the file is cared for; the week is paid."""
        facts = len(self.knowledge.customer)
        self.adopted = int(threshold(adoption(self.context, facts, now)))
        data, policy, pay = self.data, self.policy, self.contacts.pay
        self.knowledge.care(policy.data_care, now)
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
        """Seconds of handling, as what is known of the customer need not be asked; and the place in the contact centre's line."""
        if self._uses[order] >= self.adopted:
            return seconds, 0
        if self.policy.operational:
            right, _wrong = self.knowledge.shares(self.customer[order], now, (self.knowledge.file,))
            seconds = round(seconds * (1 - self.data.shortens * right))
        return seconds, self._rank[order]

    def slips(self, order: int, slip: str, now: int) -> bool | None:
        """What the file does to a slip of the desk: False prevents, True makes it, None leaves it to luck."""
        if not self.used(order):
            return None
        known = self.knowledge.fact(self.customer[order], slip, now)
        if known is False:
            return True if self._misled[order] else None
        return False if known else None

    def calls_back(self, order: int, now: int) -> bool:
        """Whether what a customer mentioned is written down, and the file says who is to be called back."""
        return self.used(order) and self.knowledge.fact(self.customer[order], "contact", now) is True

    def hear(self, order: int, now: int) -> None:
        """At an order's contact a fact that the file lacks is asked for."""
        if self._hears[order] and self.used(order):
            customer = self.customer[order]
            self.note(customer, self.knowledge.oldest(customer), now, bool(self._right[order]))

    def note(self, customer: int, slot: int, now: int, right: bool) -> None:
        """Something heard goes into the file; with it, how satisfied the customer is."""
        self.knowledge.hear(self.knowledge.file, slot, now, right)
        self.rating[customer] = self._recent[customer]

    def score(self, customer: int, now: int) -> tuple[float, int]:
        """By what the file says: how much is to be won or lost, the higher the more; without such entries, chance."""
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
