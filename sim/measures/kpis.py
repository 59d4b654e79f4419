"""What a run comes to in single numbers, each with its name and unit: what replications tabulate and compare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.units import FEN
from sim.measures.churn import ALL, newcomers, true_churn
from sim.measures.satisfaction import satisfaction
from sim.measures.service import MEASURES
from sim.measures.windows import is_frozen
from sim.records.labels import STATES

if TYPE_CHECKING:
    from sim.measures.run import Run

CYCLE = {
    "sd": (N_("order cycle, standard deviation"), "hours"),
    "p95": (N_("order cycle, 95th percentile"), "hours"),
    "reliability": (N_("order cycle, reliability"), "share"),
}
"""What m04 says besides the mean."""
TOTALS = {"income": N_("income"), "cost": N_("cost"), "profit": N_("profit")}
CUSTOMERS = {
    "satisfaction": (N_("satisfaction of orders"), "1-5"),
    "left": (N_("customers who left"), "customers"),
    "joined": (N_("new customers"), "customers"),
}
"""left: of those of the start; joined: came to know the firm. Nothing to count in a frozen market."""


@dataclass(frozen=True)
class Kpi:
    """A number of a run. unit: "share", "hours", "orders", "needs", "1-5", "customers" or "CNY"."""

    id: str
    text: str
    unit: str

    @property
    def name(self) -> str:
        """What it is called in the language in force."""
        return _(self.text)

    def level(self, value: float, digits: int) -> str:
        """A value with its unit."""
        return f"{100 * value:.{digits}f}%" if self.unit == "share" else self._with_unit(value, digits, "")

    def change(self, value: float, digits: int) -> str:
        """A difference with its sign and unit; that of shares in percentage points."""
        if self.unit == "share":
            return _("{points} points").format(points=f"{100 * value:+z.{digits}f}")
        return self._with_unit(value, digits, "+")

    def digits(self, size: float) -> int:
        """Decimals that show the first two figures of something of that size."""
        size = 100 * size if self.unit == "share" else size
        return max(0, 1 - math.floor(math.log10(size))) if size > 0 else 1

    def _with_unit(self, value: float, digits: int, sign: str) -> str:
        number = f"{value:{sign}z,.{digits}f}"
        if self.unit == "hours":
            return _("{hours} hours").format(hours=number)
        return _("CNY {amount}").format(amount=number) if self.unit == "CNY" else number


def _all() -> dict[str, Kpi]:
    found = []
    for measure in MEASURES:
        found.append(Kpi(measure.id, measure.name, measure.unit))
        if measure.id == "m04":
            found += [Kpi(f"m04_{field}", text, unit) for field, (text, unit) in CYCLE.items()]
    found += [Kpi("needs", N_("all needs"), "needs"), Kpi("orders", N_("orders"), "needs")]
    found += [Kpi(state, text, "needs") for state, text in STATES.items()]
    found += [Kpi(name, text, unit) for name, (text, unit) in CUSTOMERS.items()]
    found += [Kpi(total, text, "CNY") for total, text in TOTALS.items()]
    return {kpi.id: kpi for kpi in found}


KPIS: Mapping[str, Kpi] = MappingProxyType(_all())


def kpi(name: str) -> Kpi:
    """A kpi by its column's name. Raises InputError for an unknown one."""
    if name not in KPIS:
        raise InputError(
            _("There is no measure {name}; there are: {all}.").format(name=name, all=", ".join(KPIS))
        )
    return KPIS[name]


def run_kpis(run: Run) -> dict[str, float]:
    """All quantities of a run: measures as in `run.measures`, counts of needs, money in CNY."""
    values = {name: found["value"] for name, found in run.measures.items()}
    values |= {f"m04_{field}": run.measures["m04"][field] for field in CYCLE}
    values |= run.counts
    values |= _of_customers(run)
    values |= {total: run.money[total] / FEN for total in TOTALS}
    return {name: values[name] for name in KPIS}


def _of_customers(run: Run) -> dict[str, float]:
    records = run.records
    found = {"satisfaction": float(satisfaction(records)["value"])}
    if is_frozen(records):
        return found | {"left": math.nan, "joined": math.nan}
    for name, table in (("left", true_churn(records)), ("joined", newcomers(records))):
        found[name] = table[name].astype(float).to_dict()[ALL]
    return found
