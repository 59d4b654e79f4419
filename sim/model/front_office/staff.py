"""The people of the firm: what load does to them, what they learn, who leaves; and what that does to speed and errors.

Effects reach customers through time and errors only. The loop (load, errors, discontent, leavers, newcomers, more load) is
bounded: nothing grows beyond `most` times the usual.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp, log

import numpy as np

from sim.base.streams import threshold
from sim.base.units import WEEK, WEEKS_A_YEAR
from sim.case.staff import StaffData
from sim.model.engine.context import RunContext
from sim.model.engine.log import Rows
from sim.model.front_office.contacts import Contacts

ROLES = ("clerk", "picker", "packer", "handler", "manager", "host")
MILLI = 1000


People = dict[str, list[tuple[float, float]]]
"""People as data, by role and seat: (skill, satisfaction)."""


@dataclass
class Person:
    """Somebody in a seat. skill: 1 is that of the experienced; satisfaction: 1 to 5."""

    number: int
    skill: float
    satisfaction: float


@dataclass
class Role:
    """People who do the same work. work: seconds worked since the run began; on_duty: hours a week all together.

    pace: how much longer work takes than by the experienced; errors: how many more happen, 1 being the usual.
    """

    name: str
    on_duty: float
    work: Callable[[], float]
    people: list[Person]
    done: float = 0.0
    pace: float = 1.0
    errors: float = 1.0

    @classmethod
    def steady(cls, name: str) -> Role:
        """Nobody in particular, who neither tires nor learns."""
        return cls(name, 0.0, float, [])


class Staff:
    """All roles. Without staff data only account managers and hosts are people who may leave."""

    def __init__(self, context: RunContext, contacts: Contacts, state: People) -> None:
        """state: who is there when the run begins; seats beyond it are taken by experienced people."""
        self._begin = state
        self.whole = context.case.staff is not None
        self.data = context.case.staff or StaffData()
        self.policy = context.policy.staff
        self.luck = context.luck
        self.contacts = contacts
        self.roles: dict[str, Role] = {}
        self.rows = Rows("person", "role", "week", "hours", "load", "skill", "satisfaction", "errors", "left")
        self._people = 0
        trained = 1 - 0.5 ** (self.policy.training_hours / self.data.training_half)
        self._untrained = 1 - self.data.training * trained

    def add(self, name: str, on_duty: float, work: Callable[[], float], seats: int | None = None) -> Role:
        """A role whose people work `on_duty` hours a week all together; seats None: as many as that takes."""
        count = ceil(on_duty / self.data.week_hours) if seats is None else seats
        known = self._begin.get(name, [])[:count]
        people = [self._hire(skill, content) for skill, content in known]
        people += [self._hire(1.0, self.data.content) for _seat in range(count - len(people))]
        role = Role(name, on_duty, work, people)
        self._set(role, 0.0)
        self.roles[name] = role
        return role

    def _hire(self, skill: float, satisfaction: float) -> Person:
        self._people += 1
        return Person(self._people - 1, skill, satisfaction)

    def state(self) -> People:
        """Who is there, as data."""
        return {
            name: [(person.skill, person.satisfaction) for person in role.people]
            for name, role in self.roles.items()
        }

    def end_week(self, now: int) -> list[tuple[str, int]]:
        """A week has passed; returns who has left, as (role, seat). Whoever leaves is replaced by a newcomer."""
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
                left += [(role.name, seat) for seat in self._week(role, week, now, quits)]
        return left

    def _week(self, role: Role, week: int, now: int, quits: list[int]) -> list[int]:
        """A week of one role; quits: the luck of each of its people. Returns the seats of who has left."""
        data = self.data
        work = role.work()
        load = (work - role.done) / 3600 / role.on_duty if role.on_duty else 0.0
        role.done = work
        over = max(0.0, load - data.bearable)
        tends = data.content + data.pay * (self.policy.pay - 1) - data.overload * over
        number = ROLES.index(role.name)
        left = []
        for seat, person in enumerate(role.people):
            person.satisfaction += data.moves * (min(5.0, max(1.0, tends)) - person.satisfaction)
            person.skill += (1 - person.skill) / data.learns_weeks
            leaves = bool(quits[seat] < threshold(self._hazard(person.satisfaction)))
            hours = role.on_duty / len(role.people)
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
                role.people[seat] = self._hire(data.newcomer, data.content)
                self.contacts.pay(now, "hiring", data.hiring, "staff.pay")
        self._set(role, over)
        return left

    def _set(self, role: Role, over: float) -> None:
        """How fast and how carefully they work from now on; over: load beyond what is bearable."""
        data = self.data
        skills = [person.skill for person in role.people] or [1.0]
        role.pace = len(skills) / sum(skills)
        missing = 1 - sum(skills) / len(skills)
        role.errors = min(
            data.most, self._untrained * (1 + data.errors_load * over + data.errors_new * missing)
        )

    def _hazard(self, satisfaction: float) -> float:
        """Probability to leave in a week."""
        data = self.data
        usual = -log(1 - data.turnover) / WEEKS_A_YEAR
        return 1 - exp(-usual * min(data.most, exp(data.leaves * (data.content - satisfaction))))
