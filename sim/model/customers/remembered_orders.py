"""How orders move a customer's memory: when an order ends, when it is overdue, and when a complaint about it is closed."""

from __future__ import annotations

from sim.model.customers.memory import Experience

BEST = (1.0, 1.0, 1.0, None, 0.0)
"""The experience of an order in which nothing went wrong, by TERMS; hours that are lost do not come back."""


class RememberedOrders:
    """The orders that each customer of a firm remembers. Memories are lists by TERMS, which are changed in place."""

    def __init__(self, customers: int) -> None:
        self.counts = [0] * customers
        """Orders remembered, by customer."""
        self._bad: dict[int, int] = {}
        """For each disappointing order: how many orders its customer had remembered by then."""
        self._noticed: dict[int, tuple[int, float]] = {}
        """For each order noticed as late before it ended: how many orders its customer had remembered by then, and its hours."""

    def notice_late(
        self, memory: list[float], weight: float, customer: int, order: int, hours: float
    ) -> None:
        """An order has not come: punctuality and hours move now; the order itself has not ended."""
        memory[1] -= weight * memory[1]
        memory[3] += weight * (hours - memory[3])
        self._noticed[order] = (self.counts[customer], hours)

    def end(
        self,
        memory: list[float],
        weight: float,
        customer: int,
        order: int,
        experience: Experience,
        *,
        bad: bool,
    ) -> None:
        """An order has ended: the memory moves towards the new experience. bad: it disappointed."""
        # Written term by term: a loop takes half as much time again, and this runs for every order.
        product, service, personnel, hours, energy = experience
        if order in self._noticed:
            # Remembered as late already. Its hours are corrected, by as much as is left of them in the memory.
            since, noticed_hours = self._noticed[order]
            if hours is not None:
                later = self.counts[customer] - since
                memory[3] += weight * (1 - weight) ** later * (hours - noticed_hours)
            service = hours = None
        if product is not None:
            memory[0] += weight * (product - memory[0])
        if service is not None:
            memory[1] += weight * (service - memory[1])
        if personnel is not None:
            memory[2] += weight * (personnel - memory[2])
        if hours is not None:
            memory[3] += weight * (hours - memory[3])
        if energy is not None:
            memory[4] += weight * (energy - memory[4])
        self.counts[customer] += 1
        if bad:
            self._bad[order] = self.counts[customer]

    def take_back(
        self,
        memory: list[float],
        newest: float,
        weight: float,
        customer: int,
        order: int,
        experience: Experience,
        share: float,
    ) -> None:
        """Take back `share` of a bad memory (below 0: make it worse). Later orders have replaced it in part.

        newest: the weight of an order; weight: that of this change.
        """
        later = self.counts[customer] - self._bad[order]
        weights = [weight * (1 - newest) ** later] * len(BEST)
        if order in self._noticed:
            # Its lateness was remembered before its end: more has replaced that memory.
            later = self.counts[customer] - self._noticed[order][0] - 1
            weights[1] = weight * (1 - newest) ** later
        for term, bad in enumerate(experience):
            good = BEST[term]
            if bad is not None and good is not None:
                memory[term] += weights[term] * share * (good - bad)
