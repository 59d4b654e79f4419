"""Numbers of a run that a user defines: functions of a run that become columns of the table of runs."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.parallel import as_sent, worker_count
from sim.base.validation import invalid, show_value
from sim.measures.kpis import KPIS, Kpi, run_kpis
from sim.measures.run import Run
from sim.policy.changes import change_lines
from sim.policy.policy import Policy

Quantity = Callable[[Run], Any]
"""Takes a run, returns a number; None or NaN where there is nothing to count."""
Quantities = Mapping[str, Quantity]

TAKEN = frozenset({"policy", "replication", "point", "run", "experiment"})
"""Other columns of tables of runs."""


@dataclass(frozen=True)
class OwnKpi(Kpi):
    """The label of a user's own quantity: its name, which is shown as it is."""

    @property
    def name(self) -> str:
        """The name that the user gave it."""
        return self.id


def measures_with(own: Iterable[str]) -> Mapping[str, Kpi]:
    """The single numbers of a run by id: Kefu's and the user's own."""
    return {**KPIS, **{name: OwnKpi(name, name, "", None) for name in own}}


def check_quantities(value: Any, workers: int | None) -> dict[str, Quantity]:
    """Own quantities, checked. Raises InputError for a name or a function that cannot be used."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        example = '{"late": lambda run: 1 - run.measures["m08"]["value"]}'
        raise invalid("quantities", value, _("functions by name, such as {example}").format(example=example))
    for name, function in value.items():
        if not isinstance(name, str) or not name.isidentifier():
            raise InputError(
                _(
                    "A quantity is called {name}, but takes a name of letters, digits and _, such as {example}."
                ).format(name=show_value(name), example="late_orders")
            )
        if name in KPIS or name in TAKEN:
            raise InputError(_("The name {name} is taken: give the quantity another one.").format(name=name))
        if not callable(function):
            raise invalid(name, function, _("a function of a run"))
        if worker_count(workers) > 1:
            _check_can_be_sent(name, function)
    return dict(value)


def _check_can_be_sent(name: str, function: Quantity) -> None:
    """Raise InputError for a function that refers to something that stays in this process, such as an open file."""
    try:
        as_sent(function)
    except Exception as error:  # the objects that it refers to may raise anything
        raise InputError(
            _("The quantity {name} cannot be sent to other processes ({error}): use workers=1.").format(
                name=name, error=_in_words(error)
            )
        ) from None


@dataclass(frozen=True)
class Observer:
    """Takes the KPIs and the own quantities of a run.

    names: of policies, for messages; a policy without a name is told by its levers.
    """

    quantities: Quantities = field(default_factory=dict)
    names: tuple[tuple[str, Policy], ...] = ()

    def __call__(self, run: Run) -> dict[str, float]:
        """All numbers of a run. Raises InputError if a quantity cannot be computed, or is not a number."""
        own = {name: self._value(name, function, run) for name, function in self.quantities.items()}
        return {**run_kpis(run), **own}

    def _value(self, name: str, function: Quantity, run: Run) -> float:
        try:
            value = function(run)
        except Exception as error:  # it is the user's code
            raise InputError(
                _("The quantity {name} cannot be computed ({which}): {error}.").format(
                    name=name, which=self._which(run), error=_in_words(error, function)
                )
            ) from None
        if value is None:
            return math.nan
        number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.inf
        if math.isinf(number):
            raise InputError(
                _(
                    "The quantity {name} is {value} ({which}), but takes a number, or None where there is nothing to count."
                ).format(name=name, value=show_value(value), which=self._which(run))
            )
        return number

    def _which(self, run: Run) -> str:
        names = [name for name, policy in self.names if policy == run.policy]
        which = names[0] if names else "; ".join(change_lines(run.case.policy, run.policy))
        return _("{policy}, replication {n}").format(policy=which, n=run.replication)


def _in_words(error: Exception, function: Quantity | None = None) -> str:
    """An error of a user's function: its kind, its text, and the line of the function, counted from 1."""
    text = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".")
    code = getattr(function, "__code__", None)
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code is code]
    if code is None or not lines:
        return text
    return _("{error}, in its line {line}").format(error=text, line=lines[-1] - code.co_firstlineno + 1)
