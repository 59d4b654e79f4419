"""The source of a complaint: who or what the error is due to, by one of the course's six sources.

1. Some complaints are the customer's own fault.
2. Sales, if the customer would have been content without what sales did: an invoice that differs from the quote, a wish
   that was refused, a price felt as unfair.
3. Otherwise the source of what went wrong first, in the sequence of the records' causes. A promise that could not have been
   kept, and an order too small to be taken, are due to sales.
4. If nothing went wrong with the order: sales, if the customer's account manager has left and nobody has taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from sim.base.streams import threshold
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags
from sim.model.engine.log import ADDRESS, CAUSES, DAMAGED, NO_CAUSE, SHORT, WRONG

_SOURCE = dict.fromkeys(CAUSES, "operations") | {
    "promise": "sales",
    "minimum": "sales",
    "stock": "supplier",
    "receiver": "agent",
    "refusal": "agent",
    "closed_road": "force_majeure",
}


class ComplaintSources:
    """Finds the source of each complaint."""

    def __init__(self, context: RunContext) -> None:
        self._log = context.log
        self._customer = context.as_list("customer")
        share = context.case.complaints.own_fault
        stream = context.demand.stream
        self._own_fault = context.compute_once(
            "own fault", lambda: flags(stream.whole("own-fault") < threshold(share))
        )
        self._wrong_receiver = flags(~context.wants.receiver_ok)
        self.because_of_sales: Container[int] = ()
        """Orders with which the customer would have been content without what sales did; set by the firm."""
        self.has_no_manager: Callable[[int], bool] = lambda _customer: False
        """Whether the account manager of a customer (its place) has left and nobody has taken over; set by the firm."""

    def of(self, order: int) -> str:
        """The source, one of `sim.case.complaints.SOURCES`."""
        if self._own_fault[order]:
            return "customer"
        if order in self.because_of_sales:
            return "sales"
        cause = self._log.cause[order]
        if cause != NO_CAUSE:
            return _SOURCE[CAUSES[cause]]
        marks = self._log.marks[order]
        if marks & SHORT:
            return "supplier"
        if marks & (WRONG | DAMAGED | ADDRESS):
            return "operations"
        if self._wrong_receiver[order]:
            return "agent"
        return "sales" if self.has_no_manager(self._customer[order]) else "operations"
