"""The account team: managers with their own customers, and hosts who call the other customers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from sim.base.units import HOUR, WEEK, WEEKS_A_YEAR
from sim.model.engine.context import RunContext
from sim.model.engine.log import NOT_REACHED
from sim.model.front_office.staff import Role, Staff


class AccountTeam:
    """Who looks after each customer, and the hours worked with customers."""

    def __init__(
        self, context: RunContext, staff: Staff, visits: Sequence[int | float], calls: Sequence[float]
    ) -> None:
        """visits, calls: planned contacts a year, by customer."""
        self.data = data = context.case.relations
        managers = context.policy.relations.managers
        self.seat = self._portfolios(context, managers, visits)
        """The manager's seat, by customer; None: the customer has no manager."""
        self.accounts: list[list[int]] = [[] for _seat in range(managers)]
        """The customers of each manager."""
        for customer, seat in enumerate(self.seat):
            if seat is not None:
                self.accounts[seat].append(customer)
        calls_by_hosts = sum(a_year for a_year, seat in zip(calls, self.seat, strict=True) if seat is None)
        host_hours = calls_by_hosts * data.call_hours / WEEKS_A_YEAR
        self._worked = {"manager": 0.0, "host": 0.0}
        self.managers = self._add(staff, "manager", managers)
        self.hosts = self._add(staff, "host", ceil(host_hours / data.week_hours))
        self._vacant_until = {role: [0] * len(self.role(role).people) for role in ("manager", "host")}

    def _add(self, staff: Staff, name: str, seats: int) -> Role:
        """Add the people of a role to the staff."""
        return staff.add(name, seats * self.data.week_hours, lambda: self._worked[name], seats)

    def _portfolios(
        self, context: RunContext, managers: int, visits: Sequence[int | float]
    ) -> list[int | None]:
        """Deal customers to managers in turn, the largest first; C customers only if they are to be visited."""
        customers = context.demand.customers
        needs, klass = customers.needs_a_year, customers.klass.tolist()
        with_manager = [c for c, k in enumerate(klass) if managers and (k < 2 or visits[c])]
        with_manager.sort(key=lambda c: (-float(needs[c]), c))
        seat: list[int | None] = [None] * len(klass)
        for place, customer in enumerate(with_manager):
            seat[customer] = place % managers
        return seat

    def role(self, name: str) -> Role:
        """The role with this name: manager or host."""
        return self.managers if name == "manager" else self.hosts

    def person(self, customer: int) -> tuple[str, int] | None:
        """The person who looks after a customer, as (role, seat): its manager, or else a host; None: there is none."""
        seat = self.seat[customer]
        if seat is not None:
            return "manager", seat
        hosts = len(self.hosts.people)
        return ("host", customer % hosts) if hosts else None

    def number(self, customer: int) -> int:
        """The number of the person who looks after a customer; NOT_REACHED: there is none."""
        person = self.person(customer)
        return NOT_REACHED if person is None else self.role(person[0]).people[person[1]].number

    def is_vacant(self, role: str, seat: int, now: int) -> bool:
        """Whether nobody sits in a seat."""
        return self._vacant_until[role][seat] > now

    def vacate(self, role: str, seat: int, now: int) -> None:
        """A person has left: a manager's seat stays vacant for some weeks."""
        weeks = self.data.vacancy_weeks if role == "manager" else 0
        self._vacant_until[role][seat] = now + round(weeks * WEEK)

    def work(self, role: str, hours: float) -> None:
        """Count hours worked."""
        self._worked[role] += hours * HOUR
