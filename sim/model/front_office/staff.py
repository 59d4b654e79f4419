"""The people of the firm, week by week.

1. The hours worked give each role's load.
2. Load and pay move satisfaction; experience raises skill.
3. Dissatisfied people are more likely to quit; a newcomer takes the seat.
4. Skill and load determine the role's pace and errors, which are all that customers notice.

This is a loop (newcomers work more slowly, so load rises), so errors and turnover are limited to `most` times the usual.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil, exp, log

import numpy as np

from sim.base.streams import threshold
from sim.base.units import HOUR, WEEK, WEEKS_A_YEAR
from sim.case.staff import StaffData
from sim.model.engine.context import RunContext
from sim.model.engine.log import MILLI, Rows
from sim.model.front_office.contacts import Contacts

ROLES = ("clerk", "picker", "packer", "handler", "manager", "host")
STAFFED_BY = {
    "clerk": "desk.clerks",
    "picker": "warehouse.pickers",
    "packer": "warehouse.packers",
    "handler": "complaints.handlers",
    "manager": "relations.managers",
    "host": "loyalty.social_hours",
}
"""The lever that says how many people a role has."""
ACCOUNT_TEAM = ("manager", "host")
"""Roles whose vacant seats the account team looks after."""
SLOWEST = 5.0
"""The largest factor by which vacant seats slow down a station; beyond it the firm gets people from elsewhere."""

People = dict[str, list[tuple[float, float]]]
"""People as data, by role and seat: (skill, satisfaction)."""


@dataclass
class Person:
    """A person in a seat. skill: 1 when fully experienced; satisfaction: 1 to 5."""

    number: int
    skill: float
    satisfaction: float


@dataclass
class Role:
    """People who do the same work.

    vacant: the week in which a newcomer takes a vacant seat, by seat; on_duty: total hours a week; work: total seconds worked
    so far; done: of these, until the end of last week; overload: last week's load beyond what is bearable; pace: factor of the
    usual time that work takes; errors: factor of the usual error rates.
    """

    name: str
    on_duty: float
    work: Callable[[], float]
    people: list[Person]
    vacant: dict[int, int] = field(default_factory=dict)
    done: float = 0.0
    overload: float = 0.0
    pace: float = 1.0
    errors: float = 1.0

    @classmethod
    def steady(cls, name: str) -> Role:
        """A role without individual people: its pace and errors never change."""
        return cls(name, 0.0, float, [])


class Staff:
    """All roles. Without staff data only account managers and hosts are modelled as people."""

    def __init__(self, context: RunContext, contacts: Contacts, state: People) -> None:
        """state: the people at the start; experienced people take the other seats."""
        self._begin, self._start = state, int(context.env.now)
        self.whole = context.case.staff is not None
        self.data = context.case.staff or StaffData()
        self.context = context
        self.luck = context.luck
        self.contacts = contacts
        self.roles: dict[str, Role] = {}
        self.rows = Rows("person", "role", "week", "hours", "load", "skill", "satisfaction", "errors", "left")
        self._people = 0
        self._set_levers()

    def _set_levers(self) -> None:
        self.policy = self.context.policy.staff
        trained = 1 - 0.5 ** (self.policy.training_hours / self.data.training_half)
        self._untrained = 1 - self.data.training * trained

    @property
    def longer_vacant(self) -> float:
        """The factor by which seats stay vacant longer than at the market's pay."""
        return self.policy.pay**-self.data.recruits

    def adopt(self) -> None:
        """A new policy is in force: pay and training count from this week on."""
        self._set_levers()
        for role in self.roles.values():
            self._set_performance(role)

    def add(self, name: str, on_duty: float, work: Callable[[], float], seats: int | None = None) -> Role:
        """Add a role with `on_duty` hours a week in total. seats: None for as many as these hours need.

        A role that is added on the way begins with newcomers.
        """
        count = self._seats(on_duty) if seats is None else seats
        if self.context.env.now > self._start:
            people = [self._newcomer(STAFFED_BY[name]) for _seat in range(count)]
        else:
            known = self._begin.get(name, [])[:count]
            people = [self._hire(skill, content) for skill, content in known]
            people += [self._hire(1.0, self.data.content) for _seat in range(count - len(people))]
        role = Role(name, on_duty, work, people)
        self._set_performance(role)
        self.roles[name] = role
        return role

    def _seats(self, on_duty: float) -> int:
        """People needed for so many hours a week."""
        return ceil(on_duty / self.data.week_hours)

    def resize(self, role: Role, on_duty: float, work: Callable[[], float], seats: int | None = None) -> None:
        """Another number of hours a week: newcomers are hired for new seats; the last seats go first."""
        count = self._seats(on_duty) if seats is None else seats
        role.on_duty, role.work = on_duty, work
        del role.people[count:]
        role.vacant = {seat: week for seat, week in role.vacant.items() if seat < count}
        while len(role.people) < count:
            role.people.append(self._newcomer(STAFFED_BY[role.name]))
        self._set_performance(role)

    def _newcomer(self, lever: str = "staff.pay") -> Person:
        """Hire a newcomer, and pay for it. lever: what makes it necessary; pay, where somebody has left."""
        now = int(self.context.env.now)
        self.contacts.pay(now, "hiring", self.data.hiring, lever)
        return self._hire(self.data.newcomer, self.data.content)

    def _hire(self, skill: float, satisfaction: float) -> Person:
        self._people += 1
        return Person(self._people - 1, skill, satisfaction)

    def state(self) -> People:
        """All people as data."""
        return {
            name: [(person.skill, person.satisfaction) for person in role.people]
            for name, role in self.roles.items()
        }

    def end_week(self, now: int) -> list[tuple[str, int]]:
        """End a week; returns the seats of the people who left, as (role, seat). Newcomers have replaced them."""
        week = now // WEEK - 1
        seats = [
            (ROLES.index(role.name), seat) for role in self.roles.values() for seat in range(len(role.people))
        ]
        number, seat = np.array(seats, dtype=np.int64).reshape(-1, 2).T
        luck = iter(self.luck.of(number, seat, week).whole("quits").tolist())
        left = []
        for role in self.roles.values():
            if role.people:
                quits = [next(luck) for _person in role.people]
                left += [(role.name, seat) for seat in self._end_week_of(role, week, quits)]
        return left

    def _end_week_of(self, role: Role, week: int, quits: list[int]) -> list[int]:
        """End a week of one role; returns the seats of the people who left. quits: a random number for each person."""
        data = self.data
        work = role.work()
        load = (work - role.done) / HOUR / role.on_duty if role.on_duty else 0.0
        role.done = work
        role.overload = overload = max(0.0, load - data.bearable)
        target = data.content + data.pay * (self.policy.pay - 1) - data.overload * overload
        number = ROLES.index(role.name)
        left = []
        present = len(role.people) - len(role.vacant)
        for seat, person in enumerate(role.people):
            if seat in role.vacant:
                if week + 1 >= role.vacant[seat]:
                    del role.vacant[seat]
                    role.people[seat] = self._newcomer()
                continue
            person.satisfaction += data.moves * (min(5.0, max(1.0, target)) - person.satisfaction)
            person.skill += (1 - person.skill) / data.learns_weeks
            leaves = bool(quits[seat] < threshold(self._quit_probability(person.satisfaction)))
            hours = role.on_duty / present
            self.rows.add(
                person.number,
                number,
                week,
                round(hours * MILLI),
                round(load * MILLI),
                round(person.skill * MILLI),
                round(person.satisfaction * MILLI),
                round(role.errors * MILLI),
                leaves,
            )
            if leaves:
                left.append(seat)
                weeks = (
                    0 if role.name in ACCOUNT_TEAM else round(self.data.vacancy_weeks * self.longer_vacant)
                )
                if weeks:
                    role.vacant[seat] = week + 1 + weeks
                else:
                    role.people[seat] = self._newcomer()
        self._set_performance(role)
        return left

    def _set_performance(self, role: Role) -> None:
        """Set the role's pace and errors."""
        data = self.data
        skills = [person.skill for seat, person in enumerate(role.people) if seat not in role.vacant]
        seats = max(1, len(role.people))
        # The people present do the work of the vacant seats, too; the saved wages pay their overtime.
        role.pace = seats / max(sum(skills), seats / SLOWEST) if role.people else 1.0
        missing = 1 - sum(skills) / len(skills) if skills else 0.0
        role.errors = min(
            data.most, self._untrained * (1 + data.errors_load * role.overload + data.errors_new * missing)
        )

    def _quit_probability(self, satisfaction: float) -> float:
        """Probability that a person quits in a week."""
        data = self.data
        usual = -log(1 - data.turnover) / WEEKS_A_YEAR
        return 1 - exp(-usual * min(data.most, exp(data.leaves * (data.content - satisfaction))))
