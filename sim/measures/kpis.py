"""The single numbers of a run, each with its name and unit: what replications tabulate and compare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.base.i18n import N_, _
from sim.base.units import FEN
from sim.measures.churn import ALL, newcomers, true_churn
from sim.measures.satisfaction import satisfaction
from sim.measures.service_registry import MEASURES, look_up
from sim.measures.window import is_frozen
from sim.records.labels import STATES

if TYPE_CHECKING:
    from sim.measures.run import Run


@dataclass(frozen=True)
class Kpi:
    """A single number of a run.

    Attributes
    ----------
    id : str
        Its column in tables of runs.
    label : str
        Its name in English.
    unit : str
        "share" (0 to 1), "hours", "orders", "needs", "1-5", "customers" or "CNY".
    more_is_better : bool or None
        None: it depends.
    """

    id: str
    label: str
    unit: str
    more_is_better: bool | None

    @property
    def name(self) -> str:
        """The label in the current language."""
        return _(self.label)

    def level(self, value: float, digits: int) -> str:
        """Format a value with its unit."""
        return f"{100 * value:.{digits}f}%" if self.unit == "share" else self._with_unit(value, digits, "")

    def change(self, value: float, digits: int) -> str:
        """Format a difference with its sign and unit; that of shares in percentage points."""
        if self.unit == "share":
            return _("{points} points").format(points=f"{100 * value:+z.{digits}f}")
        return self._with_unit(value, digits, "+")

    def amount(self, value: float, digits: int) -> str:
        """Format the size of a difference with its unit, without a sign."""
        if self.unit == "share":
            return _("{points} points").format(points=f"{100 * abs(value):.{digits}f}")
        return self._with_unit(abs(value), digits, "")

    def digits(self, size: float) -> int:
        """Decimals that show the first two figures of a number of this size."""
        size = 100 * size if self.unit == "share" else size
        return max(0, 1 - math.floor(math.log10(size))) if size > 0 else 1

    def _with_unit(self, value: float, digits: int, sign: str) -> str:
        number = f"{value:{sign}z,.{digits}f}"
        if self.unit == "hours":
            return _("{hours} hours").format(hours=number)
        return _("CNY {amount}").format(amount=number) if self.unit == "CNY" else number


CYCLE = (
    Kpi("m04_sd", N_("order cycle, standard deviation"), "hours", False),
    Kpi("m04_p95", N_("order cycle, 95th percentile"), "hours", False),
    Kpi("m04_reliability", N_("order cycle, reliability"), "share", True),
)
"""What m04 reports besides the mean."""
NEEDS = (
    Kpi("needs", N_("all needs"), "needs", None),
    Kpi("orders", N_("orders"), "needs", True),
    *(
        Kpi(state, label, "needs", {"delivered": True, "in_progress": None}.get(state, False))
        for state, label in STATES.items()
    ),
)
CUSTOMERS = (
    Kpi("satisfaction", N_("satisfaction of orders"), "1-5", True),
    Kpi("left", N_("customers who left"), "customers", False),
    Kpi("joined", N_("new customers"), "customers", True),
)
"""left: of the customers at the start; joined: came to know the firm. NaN in a frozen market."""
MONEY = (
    Kpi("income", N_("income"), "CNY", True),
    Kpi("cost", N_("cost"), "CNY", False),
    Kpi("profit", N_("profit"), "CNY", True),
    Kpi("customer_equity", N_("customer equity"), "CNY", True),
    Kpi("long_run_profit", N_("long-run profit"), "CNY", True),
)
"""customer_equity: at the end of the window; NaN in a frozen market."""


def _all() -> list[Kpi]:
    kpis: list[Kpi] = []
    for measure in MEASURES:
        kpis.append(Kpi(measure.id, measure.label, measure.unit, measure.more_is_better))
        kpis += CYCLE if measure.id == "m04" else ()
    return [*kpis, *NEEDS, *CUSTOMERS, *MONEY]


KPIS: Mapping[str, Kpi] = MappingProxyType({kpi.id: kpi for kpi in _all()})


OBJECTIVE = "long_run_profit"
"""The goal of a firm: the measure by which policies are chosen, unless another one is given."""


def kpi(name: str) -> Kpi:
    """The entry of a single number of a run.

    Parameters
    ----------
    name : str
        A column of `Replications.table`.

    Returns
    -------
    Kpi
        Its name, unit and format.

    Raises
    ------
    InputError
        If there is none of this name.

    Examples
    --------
    >>> kpi("profit").unit
    'CNY'
    """
    return look_up(name, KPIS)


def run_kpis(run: Run) -> dict[str, float]:
    """All single numbers of a run.

    Parameters
    ----------
    run : Run
        What `sim.run` returned.

    Returns
    -------
    dict of str to float
        One value for each of KPIS: measures as in `run.measures`, counts of needs, customers, money in CNY.

    Examples
    --------
    >>> from sim import run
    >>> round(run_kpis(run("corner", weeks=2))["satisfaction"], 1)
    4.2
    """
    cycle = run.measures["m04"]
    values: dict[str, float] = {
        **{name: value["value"] for name, value in run.measures.items()},
        **{kpi.id: cycle[kpi.id.removeprefix("m04_")] for kpi in CYCLE},
        **run.counts,
        **_of_customers(run),
        **{kpi.id: _in_yuan(run.money[kpi.id]) for kpi in MONEY},
    }
    return {name: values[name] for name in KPIS}


def _of_customers(run: Run) -> dict[str, float]:
    records = run.records
    mean = float(satisfaction(records)["value"])
    if is_frozen(records):
        return {"satisfaction": mean, "left": math.nan, "joined": math.nan}
    left, joined = true_churn(records)["left"].to_dict(), newcomers(records)["joined"].to_dict()
    return {"satisfaction": mean, "left": float(left[ALL]), "joined": float(joined[ALL])}


def _in_yuan(fen: int | None) -> float:
    return math.nan if fen is None else fen / FEN
