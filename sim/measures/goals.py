"""Goals for the numbers of a run, by which a report calls them good or bad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan, sqrt
from types import MappingProxyType
from typing import Literal

from sim.base.formatting import quantity
from sim.base.i18n import N_, _
from sim.measures.kpis import KPIS
from sim.measures.run import Run
from sim.measures.service_registry import BY_ID

State = Literal["good", "bad", "close"]
SIGNS: Mapping[State, str] = {"good": "▲", "bad": "▼", "close": "≈"}
TWO_ERRORS = 2.0
"""A difference of at most this many standard errors, from a goal or between two runs, could be chance."""
RIGHT = 0.985
"""Each of the seven rights, so that nine of ten orders are perfect."""
FIRST, SECOND = "01", "02"
"""Lessons, by the start of their file names."""


@dataclass(frozen=True, repr=False)
class Goal:
    """The goal for a number of a run.

    Attributes
    ----------
    id : str
        The measure, or a name of its own.
    label : str
        What is judged, in English.
    unit : str
        "share" or "1-5".
    at_least : bool
        Whether more is better.
    bound : float
        The goal.
    why : str
        Where it comes from, in English.
    levers : tuple of str
        The levers that move it most directly.
    lesson : str
        The lesson that treats it: the start of its file's name.
    measure : callable
        Function of a run: the number, and its standard error (0: none is known).
    """

    id: str
    label: str
    unit: str
    at_least: bool
    bound: float
    why: str
    levers: tuple[str, ...]
    lesson: str
    measure: Callable[[Run], tuple[float, float]]

    def __repr__(self) -> str:
        """Its name and the goal."""
        return _("{measure}: {value}").format(measure=_(self.label), value=self.text())

    def text(self) -> str:
        """The goal in the current language: "at least 95.0%"."""
        bound = self.format(self.bound)
        return (_("at least {bound}") if self.at_least else _("at most {bound}")).format(bound=bound)

    def format(self, value: float) -> str:
        """A value in the goal's unit."""
        return f"{value:.2f}" if self.unit == "1-5" else quantity(value, self.unit)


@dataclass(frozen=True, repr=False)
class Judged:
    """A number of a run beside its goal."""

    goal: Goal
    value: float
    state: State

    @property
    def name(self) -> str:
        """The name of the judged number, in the current language."""
        return _(self.goal.label)

    @property
    def shown(self) -> str:
        """The number with its unit."""
        return self.goal.format(self.value)

    def __repr__(self) -> str:
        """Sign, name, number and goal."""
        text = _("{measure}: {value} ({goal})")
        return (
            f"{SIGNS[self.state]} {text.format(measure=self.name, value=self.shown, goal=self.goal.text())}"
        )


def _service(name: str) -> Callable[[Run], tuple[float, float]]:
    def measure(run: Run) -> tuple[float, float]:
        value = run.measures[name]
        return value["value"], _error(value["value"], value["n"])

    return measure


def _error(share: float, count: float) -> float:
    """The standard error of a share of so many cases."""
    return sqrt(max(share * (1 - share), 0.0) / count) if count else 0.0


def _gave_up(run: Run) -> tuple[float, float]:
    orders = run.counts["orders"]
    share = run.counts["abandoned"] / orders if orders else float("nan")
    return share, _error(share, orders)


def _satisfaction(run: Run) -> tuple[float, float]:
    from sim.measures.satisfaction import satisfaction

    found = satisfaction(run.records)
    return found["value"], found["sd"] / sqrt(found["n"]) if found["n"] else 0.0


def _customers(run: Run) -> tuple[float, float]:
    """Customers won for each one at the start, less those who left."""
    from sim.measures.churn import ALL, newcomers, true_churn
    from sim.measures.window import is_frozen

    if is_frozen(run.records):
        return float("nan"), 0.0
    lost, won = true_churn(run.records), newcomers(run.records)
    start = float(lost["customers"].to_dict()[ALL])
    left, joined = float(lost["left"].to_dict()[ALL]), float(won["joined"].to_dict()[ALL])
    return ((joined - left) / start, sqrt(left + joined) / start) if start else (float("nan"), 0.0)


def _margin(run: Run) -> tuple[float, float]:
    income = run.money["income"]
    return (run.money["profit"] / income if income else float("nan")), 0.0


def _equity(run: Run) -> tuple[float, float]:
    change, end = run.money["customer_equity_change"], run.money["customer_equity"]
    if change is None or end is None or isnan(change) or end == change:
        return float("nan"), 0.0
    return change / (end - change), 0.0


def _of_service(name: str, bound: float, why: str) -> Goal:
    known = BY_ID[name]
    at_least = known.more_is_better is not False
    return Goal(name, known.label, known.unit, at_least, bound, why, known.levers, FIRST, _service(name))


_NINE_OF_TEN = N_("Seven rights of 98.5% each make 90% perfect orders.")
_IN_STOCK = N_("Firms aim at 95 to 98% (a weak source).")
GOALS: tuple[Goal, ...] = (
    _of_service("perfect", 0.9, _NINE_OF_TEN),
    _of_service("m08", RIGHT, _NINE_OF_TEN),
    Goal(
        "margin",
        N_("profit, of income"),
        "share",
        at_least=True,
        bound=0.0,
        why=N_("Below 0 the firm loses money."),
        levers=("price.level", "fleet.vehicles", "warehouse.pickers"),
        lesson=FIRST,
        measure=_margin,
    ),
    Goal(
        "equity",
        N_("growth of customer equity"),
        "share",
        at_least=True,
        bound=0.0,
        why=N_("Below 0 the firm uses up its customers' goodwill: this year's profit costs later ones."),
        levers=("promise.hours", "complaints.compensation"),
        lesson=SECOND,
        measure=_equity,
    ),
    Goal(
        "satisfaction",
        KPIS["satisfaction"].label,
        "1-5",
        at_least=True,
        bound=4.0,
        why=N_("4 of 5 means satisfied."),
        levers=("promise.hours", "stock.safety_factor"),
        lesson=SECOND,
        measure=_satisfaction,
    ),
    Goal(
        "customers",
        N_("growth of the number of customers"),
        "share",
        at_least=True,
        bound=0.0,
        why=N_("A firm that loses more customers than it wins gets smaller."),
        levers=("promise.hours", "complaints.handlers", "brand.advertising"),
        lesson=SECOND,
        measure=_customers,
    ),
    _of_service("m01", 0.95, _IN_STOCK),
    _of_service("m12", 0.8, N_("Call centres answer 80% of calls in time (from memory).")),
    Goal(
        "gave_up",
        N_("gave up waiting, of orders"),
        "share",
        at_least=False,
        bound=0.05,
        why=N_("Call centres lose at most 5% of calls (from memory)."),
        levers=("desk.clerks",),
        lesson=FIRST,
        measure=_gave_up,
    ),
    _of_service("m07", RIGHT, _NINE_OF_TEN),
    _of_service("m03", RIGHT, _NINE_OF_TEN),
    _of_service("m02", 0.95, _IN_STOCK),
)
"""In the order in which a report names them, the most important first."""
GOAL_OF: Mapping[str, Goal] = MappingProxyType({goal.id: goal for goal in GOALS})


def judge(run: Run) -> list[Judged]:
    """Judge a run by the goals.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    list of Judged
        One entry for each goal whose number has a value, in the order of GOALS. Its state is "good" or "bad", or "close"
        if the number is within two standard errors of the goal, so that chance decides.

    Notes
    -----
    The standard error of a share takes its cases as independent. Orders on one lorry are late together, so a number
    close to its goal can be called good or bad too early: `sim.replicate` tells more.

    Examples
    --------
    >>> from sim import run
    >>> judge(run("corner", weeks=2))[0]
    ▼ perfect orders: 75.3% (at least 90.0%)
    """
    found = []
    for goal in GOALS:
        value, error = goal.measure(run)
        if not isnan(value):
            found.append(Judged(goal, value, _state(goal, value, error)))
    return found


def _state(goal: Goal, value: float, error: float) -> State:
    ahead = value - goal.bound if goal.at_least else goal.bound - value
    if abs(ahead) < TWO_ERRORS * error:
        return "close"
    return "good" if ahead >= 0 else "bad"
