"""Contacts of the front office (visits, calls, guests of the client event, notices, talks) and its bills."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.customers.reputation import Reputation
from sim.model.engine.log import NOT_REACHED, Rows

VISIT, CALL, EVENT, NOTICE, TALK = range(5)
KINDS = ("visit", "call", "event", "notice", "talk")
NO_ONE = NOT_REACHED


def is_active(reputation: Reputation | None, customer: int, now: int) -> bool:
    """Whether a customer deals with the firm: is its customer and has not moved away. In a frozen market all do."""
    if reputation is None:
        return True
    return reputation.deals_with(customer) and now < reputation.population.moves_at[customer]


def active_customers(reputation: Reputation | None, customers: int, now: int) -> list[int]:
    """The active customers, out of so many."""
    if reputation is None:
        return list(range(customers))
    deals_with = reputation.deals_with
    moves_at = reputation.population.moves_at
    return [customer for customer, moves in enumerate(moves_at) if now < moves and deals_with(customer)]


@dataclass
class Contacts:
    """Rows of contacts, and bills."""

    rows: Rows = field(
        default_factory=lambda: Rows("customer", "order", "kind", "time", "handler", "recorded")
    )
    bills: dict[tuple[str, str], Rows] = field(default_factory=dict)
    """(time, fen) by account and lever, a cost if above 0."""
    notice: float = 0.0
    """Cost of a notice, CNY."""

    def add(
        self, kind: int, customer: int, time: int, handler: int, recorded: bool, order: int = NOT_REACHED
    ) -> None:
        """Add a contact. handler: the number of the person; NO_ONE if there was none."""
        self.rows.add(customer, order, kind, time, handler, recorded)

    def announce_delay(self, order: int, customer: int, time: int) -> None:
        """Notify a customer that its order will be late."""
        self.add(NOTICE, customer, time, NO_ONE, False, order)
        self.pay(time, "notices", self.notice, "delays.announced")

    def pay(self, time: int, account: str, yuan: float, lever: str) -> None:
        """Add a bill (CNY; below 0: income)."""
        bills = self.bills.get((account, lever))
        if bills is None:
            bills = self.bills[account, lever] = Rows("time", "fen")
        bills.add(time, round(yuan * 100))
