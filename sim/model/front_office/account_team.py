"""The account team: managers with their own customers, and hosts who call the other customers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from sim.base.units import HOUR, WEEK, WEEKS_A_YEAR
from sim.model.engine.context import RunContext
from sim.model.engine.log import NOT_REACHED
from sim.model.front_office.staff import Role, Staff


class AccountTeam:
    """The managers who look after customers, and their hours of work with them."""

    def __init__(
        self, context: RunContext, staff: Staff, visits: Sequence[int | float], calls: Sequence[float]
    ) -> None:
        """visits, calls: planned contacts a year, by customer."""
        self.context, self.staff = context, staff
        self.data = context.case.relations
        self.seat: list[int | None] = [None] * context.customers
        """The manager's seat, by customer; None: the customer has no manager."""
        self.accounts: list[list[int]] = []
        """The customers of each manager."""
        self._deal(context.policy.relations.managers, visits)
        self._worked = {"manager": 0.0, "host": 0.0}
        self.managers = self._add("manager", context.policy.relations.managers)
        self.hosts = self._add("host", self._hosts_needed(calls))
        self._vacant_until = {role: [0] * len(self.role(role).people) for role in ("manager", "host")}

    def _add(self, name: str, seats: int) -> Role:
        """Add the people of a role to the staff."""
        return self.staff.add(name, seats * self.data.week_hours, lambda: self._worked[name], seats)

    def _hosts_needed(self, calls: Sequence[float]) -> int:
        calls_by_hosts = sum(a_year for a_year, seat in zip(calls, self.seat, strict=True) if seat is None)
        calls_by_hosts /= self.context.demand.firms  # a firm calls its own customers only
        return ceil(calls_by_hosts * self.data.call_hours / WEEKS_A_YEAR / self.data.week_hours)

    def _deal(self, managers: int, visits: Sequence[int | float]) -> None:
        """Deal customers to managers in turn, the firm's own and the larger first; C customers only if they are to be visited.

        Customers keep their manager, unless its seat is gone or new managers take over their share of the customers.
        """
        customers = self.context.demand.customers
        needs, klass = customers.needs_a_year, customers.klass.tolist()
        with_manager = [c for c, k in enumerate(klass) if managers and (k < 2 or visits[c])]
        own = self.context.own_places
        with_manager.sort(key=lambda c: (c not in own, -float(needs[c]), c))
        most = ceil(len(with_manager) / managers) if managers else 0
        before, self.seat = self.seat, [None] * len(klass)
        self.accounts = [[] for _seat in range(managers)]
        for customer in with_manager:
            seat = before[customer]
            if seat is not None and seat < managers and len(self.accounts[seat]) < most:
                self._give(customer, seat)
        for customer in with_manager:
            if self.seat[customer] is None:
                self._give(customer, min(range(managers), key=lambda seat: len(self.accounts[seat])))
        for accounts in self.accounts:
            accounts.sort()

    def _give(self, customer: int, seat: int) -> None:
        self.seat[customer] = seat
        self.accounts[seat].append(customer)

    def adopt(self, visits: Sequence[int | float], calls: Sequence[float]) -> list[int]:
        """A new policy is in force; returns the customers who have another person than before, or none."""
        customers = range(len(self.seat))
        before = [self.person(customer) for customer in customers]
        managers = self.context.policy.relations.managers
        self._deal(managers, visits)
        for role, seats in ((self.managers, managers), (self.hosts, self._hosts_needed(calls))):
            self.staff.resize(role, seats * self.data.week_hours, role.work, seats)
            vacant = self._vacant_until[role.name]
            self._vacant_until[role.name] = (vacant + [0] * seats)[:seats]
        return [c for c in customers if before[c] is not None and self.person(c) != before[c]]

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

    def manager(self, customer: int) -> int:
        """The number of the person who manages a customer's account; NOT_REACHED: nobody does."""
        seat = self.seat[customer]
        return NOT_REACHED if seat is None else self.managers.people[seat].number

    def is_vacant(self, role: str, seat: int, now: int) -> bool:
        """Whether nobody sits in a seat."""
        return self._vacant_until[role][seat] > now

    def vacate(self, role: str, seat: int, now: int) -> None:
        """A person has left: a manager's seat stays vacant for some weeks."""
        weeks = self.data.vacancy_weeks * self.staff.longer_vacant if role == "manager" else 0
        self._vacant_until[role][seat] = now + round(weeks * WEEK)

    def work(self, role: str, hours: float) -> None:
        """Count hours worked."""
        self._worked[role] += hours * HOUR
