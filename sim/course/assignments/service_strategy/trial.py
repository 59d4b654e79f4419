"""Trials in the model: half years at three levels, with seven sets of packages, and six weeks with snow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.base.progress import progress_bar
from sim.base.units import DAY, FEN, HOUR
from sim.case.case import Case
from sim.course.answers.plans import VERDICTS
from sim.course.assignments.service_strategy.branch import cost_of_level
from sim.course.assignments.service_strategy.variant import PICKER_HOURS, Variant, build_case
from sim.course.data.kept import kept
from sim.course.data.trials import low_and_high
from sim.experiments.simulate import run
from sim.measures.cost import visible_cost
from sim.measures.run import Run
from sim.policy.classes import CLASSES
from sim.theory.intervals import interval

LEVELS, LEVEL_NUMBERS = (3, 6, 9), tuple(range(3))
WEEKS, SNOW_WEEKS = 26, 6
PACKAGES: dict[str, dict[str, int]] = {
    "basic": {"later": 12, "visits": 0, "rank": 0},
    "standard": {"later": 6, "visits": 2, "rank": 1},
    "premium": {"later": 0, "visits": 10, "rank": 2},
}
"""Hours later than today's promise, visits a year, and rank in every queue."""
SETS = ("bbb", "sss", "ppp", "pbb", "psb", "ppb", "bbp")
"""First letters of the packages for A, B and C."""
UNIFORM = ("bbb", "sss", "ppp")
SET_NUMBERS = tuple(range(4))
VISITS_A_MANAGER = 250
PLANS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "tell": {"delays.announced": True},
    "van": {"fleet.express_vehicles": 2, "delays.announced": True},
    "basic": {"emergency.plan": "basic", "delays.announced": True},
    "full": {"emergency.plan": "full", "delays.announced": True},
}
SNOW_NUMBERS = tuple(range(5))
DISSATISFIED = 2.5
"""An order rated below it counts as dissatisfied (1 or 2 of 5)."""

Years = dict[int, dict[str, Any]]


def ids_of(count: int, numbers: Iterable[int]) -> tuple[int, ...]:
    """The numbers of the years: 10 times the position of the tried setting, from 1, plus the number of luck.

    Examples
    --------
    >>> ids_of(2, [0, 1])
    (10, 11, 20, 21)
    """
    return tuple(10 * (place + 1) + number for place in range(count) for number in numbers)


LEVEL_IDS = ids_of(len(LEVELS), LEVEL_NUMBERS)
SET_IDS = ids_of(len(SETS), SET_NUMBERS)
SNOW_IDS = ids_of(len(PLANS), SNOW_NUMBERS)


def years_of_levels(case: Any, ids: Iterable[int] = LEVEL_IDS) -> Years:
    """Simulate half a year of the branch at levels 3, 6 and 9, three times each: number of the run -> what it cost.

    level, number (of luck); visible, carriage, hidden and total, CNY.
    """
    branch, seed = build_case(case.variant), case.variant.branch
    return _each(ids, LEVELS, lambda level, number: _level(branch, seed, level, number))


def years_of_packages(case: Any, ids: Iterable[int] = SET_IDS) -> Years:
    """Simulate half a year of the branch with seven sets of packages, four times each: number of the run -> what it brought.

    packages (for A, B and C), number (of luck); profit and visible (cost), CNY; wait_a, wait_b, wait_c: hours from release
    to packed.
    """
    branch, variant = with_picker(case.variant), case.variant
    return _each(ids, SETS, lambda packages, number: _packages(branch, variant.branch, packages, number))


def weeks_of_snow(case: Any, ids: Iterable[int] = SNOW_IDS) -> Years:
    """Simulate six weeks with snow under five plans, five times each: number of the run -> what became of the orders.

    plan, number (of luck); late and dissatisfied (orders placed from the day before the snow to three days after); cost, CNY.
    """
    branch, variant = build_case(case.variant), case.variant
    return _each(ids, tuple(PLANS), lambda plan, number: _snow(branch, variant, plan, number))


def as_table(years: Mapping[int, Mapping[str, Any]]) -> pd.DataFrame:
    """The runs as a table, a row each.

    Examples
    --------
    >>> as_table({10: {"plan": "tell", "number": 0}}).to_dict("records")
    [{'plan': 'tell', 'number': 0}]
    """
    return pd.DataFrame(list(years.values()))


def t95(count: int) -> float:
    """Student's t for the 95 % interval of a mean of so many numbers.

    Examples
    --------
    >>> round(t95(5), 3)
    2.776
    """
    sample = [*[0.0] * (count - 2), -1.0, 1.0]
    spread = (2 / (count - 1)) ** 0.5
    return float(interval(sample).high / spread * count**0.5)


def in_words(differences: pd.Series) -> str:
    """ "higher", "lower" or "no clear difference": whether the 95 % interval of the mean leaves out 0.

    Examples
    --------
    >>> in_words(pd.Series([1.0, 2.0, 3.0])), in_words(pd.Series([9.0, 10.0, 11.0]))
    ('no clear difference', 'higher')
    """
    low, high = low_and_high(differences)
    if low > 0:
        return VERDICTS[0]
    return VERDICTS[1] if high < 0 else VERDICTS[2]


def with_picker(variant: Variant) -> Case:
    """The branch for packages: visits are paid one by one, and the picker works eleven hours."""
    case = build_case(variant)
    policy = case.policy.replace(**{"warehouse.pickers": [int(hour in PICKER_HOURS) for hour in range(24)]})
    changes = {"relations.manager_hour": 0, "relations.visit": variant.visit}
    return case.replace(**changes, policy=policy.model_dump(mode="json"))


def package_levers(case: Case, packages: str) -> dict[str, Any]:
    """The levers of a set of packages, such as "psb": promise, visits, rank and the managers who visit."""
    chosen = {
        klass: next(values for name, values in PACKAGES.items() if name[0] == letter)
        for klass, letter in zip(CLASSES, packages, strict=True)
    }
    promise = case.policy["promise.hours"]
    visits = {klass: chosen[klass]["visits"] for klass in CLASSES}
    made = sum(visits[klass] * case.classes[klass].customers for klass in CLASSES)
    return {
        "promise.hours": {klass: promise[klass] + chosen[klass]["later"] for klass in CLASSES},
        "relations.visits": visits,
        "relations.managers": -(-made // VISITS_A_MANAGER),
        "relations.priority": {klass: chosen[klass]["rank"] for klass in CLASSES},
    }


def _each(ids: Iterable[int], tried: tuple[Any, ...], make: Callable[[Any, int], dict[str, Any]]) -> Years:
    wanted = [int(one) for one in ids]
    years: Years = {}
    with progress_bar(True, _("simulating")) as report:
        for done, one in enumerate(wanted, start=1):
            place, number = divmod(one, 10)
            years[one] = make(tried[place - 1], number)
            if report is not None:
                report(done / len(wanted))
    return years


def _level(branch: Case, seed: int, level: int, number: int) -> dict[str, Any]:
    def make() -> dict[str, Any]:
        found = cost_of_level(branch, seed, level, number, weeks=WEEKS)
        names = ("visible", "carriage", "hidden", "total")
        return {"level": level, "number": number, **{name: found[name] for name in names}}

    return dict(kept("strategy level", branch.model_dump_json(), seed, level, number, make=make))


def _packages(branch: Case, seed: int, packages: str, number: int) -> dict[str, Any]:
    def make() -> dict[str, Any]:
        policy = branch.policy.replace(**package_levers(branch, packages))
        half = run(branch, policy, weeks=WEEKS, seed=seed, replication=number)
        return {
            "packages": packages,
            "number": number,
            "profit": half.money["profit"] / FEN,
            "visible": visible_cost(half.records)["value"] / FEN,
            **{f"wait_{klass.lower()}": _waits(half, klass) for klass in CLASSES},
        }

    return dict(kept("strategy packages", branch.model_dump_json(), seed, packages, number, make=make))


def _waits(half: Run, klass: str) -> float:
    orders = half.records["orders"]
    orders = orders[(orders["klass"] == klass) & (orders["placed"] >= 0)]
    return float((orders["packed"] - orders["released"]).astype("Float64").mean()) / HOUR


def _snow(branch: Case, variant: Variant, plan: str, number: int) -> dict[str, Any]:
    def make() -> dict[str, Any]:
        policy = branch.policy.replace(**PLANS[plan])
        weeks = run(branch, policy, weeks=SNOW_WEEKS, seed=variant.branch, replication=number)
        orders = weeks.records["orders"]
        first, last = variant.snow_day - 1, variant.snow_day + variant.snow_days + 3
        orders = orders[orders["placed"].between(first * DAY, last * DAY - 1)]
        late = (orders["delivered"] > orders["promised"]) | orders["delivered"].isna()
        accounts = weeks.money["accounts"]
        vans = policy.fleet.express_vehicles - branch.policy.fleet.express_vehicles
        van = vans * branch.costs.van_week * SNOW_WEEKS
        return {
            "plan": plan,
            "number": number,
            "late": int(late.fillna(True).sum()),
            "dissatisfied": int((orders["satisfaction"] < DISSATISFIED).sum()),
            "cost": -(accounts.get("emergency", 0) + accounts.get("notices", 0)) / FEN + van,
        }

    return dict(kept("strategy snow", branch.model_dump_json(), variant.branch, plan, number, make=make))
