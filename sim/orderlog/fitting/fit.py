"""`Case.from_orders`: fit, calibrate, and say how well the fitted firm does what the log says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.files import write_atomic
from sim.base.i18n import LANGUAGES, _, using
from sim.base.validation import check_int
from sim.case.case import Case
from sim.case.fields import BilingualText
from sim.case.load import load_case
from sim.measures.registry import BY_ID
from sim.measures.run import Run
from sim.measures.service import service_measures
from sim.measures.values import Value
from sim.orderlog import OrderLog
from sim.orderlog.fitting.calibration import calibrate, look_at_runs, orders_a_week, settle_volumes, weeks_of
from sim.orderlog.fitting.figures import Changes, arrivals, classes, departures, lanes, resources
from sim.orderlog.fitting.observed import Observed, observe
from sim.orderlog.fitting.words import assumptions
from sim.policy.classes import CLASSES
from sim.records.schema import Records

COMPARED = ("m03", "m04", "m05", "m06", "m07", "m08", "m10", "m11")
FURTHER = ("sd", "p95", "reliability")
SETTLING_SEED, FRESH_SEED = 1, 2
"""The luck of the runs that settle the volumes, and of those that the fit is judged by; the rest is fitted under seed 0."""
MOST_REPLICATIONS = 20
ENOUGH, FEWEST_RUNS, MOST_RUNS = 30_000, 2, 6
"""Orders that the runs of a round should hold: a firm with ten key customers has a tenth more or less by luck."""
MORE = 3
"""How many times as many runs settle the volumes, and judge the fit."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """A case fitted from a log. report: measure, unit, log, fitted, difference; fitted is the mean of fresh runs."""

    case: Case
    report: pd.DataFrame

    @property
    def assumed(self) -> Mapping[str, BilingualText]:
        """What was fitted, and what was assumed."""
        return self.case.assumed

    def save(self, path: str | Path) -> None:
        """Write the case as YAML, for `load_case` and `kefu run`. Raises InputError if it cannot be written."""
        import yaml

        content = self.case.model_dump(mode="json")
        write_atomic(Path(path), yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))

    def __repr__(self) -> str:
        """What was fitted and how well."""
        said = "\n".join(f"{name}: {text}" for name, text in self.assumed.items())
        return f"{self.case.title}\n{said}\n{self.report.to_string(index=False)}"


def from_orders(
    orders: OrderLog | Run | Records,
    *,
    template: str | Case = "corner",
    name: str = "fitted",
    replications: int | None = None,
) -> Fitted:
    """A first case whose firm gets, promises and delivers orders as a log says.

    orders: what `read_orders` returns, a run, or records with the tables window and orders; template: a case, or its
    name: everything that the log does not show; replications: runs of each round of calibration (1 to 20; else as many as a
    small firm's luck asks for). A small firm takes some 70 runs of the log's length, a large one 14.

    Raises InputError if there are too few orders, or an argument cannot be used.
    """
    if replications is not None:
        check_int("replications", replications, 1, MOST_REPLICATIONS)
    base = template if isinstance(template, Case) else load_case(template)
    records = orders if isinstance(orders, Mapping) else orders.records
    origin = getattr(orders, "origin", None)
    seen = observe(records, origin)
    changes = _changes(seen, base)
    changes |= {
        "name": name,
        "title": {"en": "Fitted firm", "zh": "拟合的公司"},
        "story": {"en": "A firm fitted to an order log.", "zh": "根据订单日志拟合出来的公司。"},
        "emergencies": [],
    }
    if origin is not None:
        changes["calendar.start"] = origin.date().isoformat()
    if replications is None:
        replications = int(np.clip(ENOUGH // len(seen.orders), FEWEST_RUNS, MOST_RUNS))
        many = int(np.clip(MORE * ENOUGH // len(seen.orders), FEWEST_RUNS, MORE * MOST_RUNS))
    else:
        many = MORE * replications
    case = calibrate(base.replace(**changes), seen, replications)
    case = settle_volumes(case, seen, many, SETTLING_SEED)
    return Fitted(case, _report(case, records, seen, many))


def _changes(seen: Observed, base: Case) -> Changes:
    """Figures from the log, and in both languages the words about them."""
    changes = arrivals(seen) | classes(seen, base)
    places, dropped = lanes(seen, base)
    ratio = len(seen.orders) / seen.weeks / orders_a_week(base)
    leaves = departures(seen, base)
    changes |= places | resources(base, ratio) | leaves
    said = {}
    for code in LANGUAGES:
        with using(code):
            said[code] = assumptions(seen, base, ratio, bool(leaves), dropped)
    changes["assumed"] = {subject: {code: said[code][subject] for code in said} for subject in said["en"]}
    return changes


def _observed_and_measured(records: Records) -> tuple[Observed, dict[str, Value]]:
    return observe(records), service_measures(records)


def _report(case: Case, records: Records, seen: Observed, replications: int) -> pd.DataFrame:
    """Volumes and measures of the log beside those of fresh runs."""
    looked = look_at_runs(case, seen, replications, FRESH_SEED, _observed_and_measured)
    fits, measured = [fit for fit, _measures in looked], [measures for _fit, measures in looked]
    rows: list[tuple[str, str, float, list[float]]] = []
    rows.append(
        (_("orders a week"), "orders", len(seen.orders) / seen.weeks, [len(f.orders) / f.weeks for f in fits])
    )
    if seen.classed:
        for letter in CLASSES:
            wanted, *found = ((one.orders["klass"] == letter).sum() / one.weeks for one in (seen, *fits))
            rows.append(
                (_("orders a week, class {klass}").format(klass=letter), "orders", float(wanted), found)
            )
    if seen.has("customer") and abs(seen.weeks - weeks_of(seen)) < 1:
        wanted, *found = (float(one.orders["customer"].nunique()) for one in (seen, *fits))
        rows.append((_("customers who ordered"), "customers", wanted, found))
    log = service_measures(records)
    for name in COMPARED:
        label, unit = f"{name} {BY_ID[name].name}", BY_ID[name].unit
        rows.append((label, unit, log[name]["value"], [m[name]["value"] for m in measured]))
        if name == "m04":
            for further in FURTHER:
                unit = "share" if further == "reliability" else "hours"
                rows.append(
                    (
                        f"{name} {further}",
                        unit,
                        log[name].get(further, np.nan),
                        [m[name][further] for m in measured],
                    )
                )
    table: list[dict[str, Any]] = []
    for label, unit, value, values in rows:
        if not np.isnan(value):
            mean = float(np.mean(values))
            table.append(
                {"measure": label, "unit": unit, "log": value, "fitted": mean, "difference": mean - value}
            )
    return pd.DataFrame(table)
