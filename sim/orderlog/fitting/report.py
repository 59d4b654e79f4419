"""Compare the log with fresh runs of the fitted case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.case.case import Case
from sim.measures.measured_value import Value
from sim.measures.service import service_measures
from sim.measures.service_registry import BY_ID
from sim.orderlog.fitting.calibration import observe_runs, run_weeks
from sim.orderlog.fitting.observed_orders import ObservedOrders, observe
from sim.policy.classes import CLASSES
from sim.records.schema import Records

COMPARED = ("m03", "m04", "m05", "m06", "m07", "m08", "m10", "m11")
M04_DETAILS = {"sd": "hours", "p95": "hours", "reliability": "share"}
"""Further values of m04 and their units."""

Row = tuple[str, str, float, list[float]]
"""Label, unit, value in the log, values in the runs."""


def compare_with_log(
    case: Case, records: Records, log: ObservedOrders, replications: int, seed: int
) -> pd.DataFrame:
    """Volumes and measures of the log and of fresh runs: measure, unit, log, fitted (mean of the runs), difference."""
    results = observe_runs(case, log, replications, seed, _observe_and_measure)
    runs, measures = [run for run, _measures in results], [measures for _run, measures in results]
    rows = [*_volumes(log, runs), *_measures(service_measures(records), measures)]
    table: list[dict[str, Any]] = []
    for label, unit, value, values in rows:
        if not np.isnan(value):
            mean = float(np.mean(values))
            table.append(
                {"measure": label, "unit": unit, "log": value, "fitted": mean, "difference": mean - value}
            )
    return pd.DataFrame(table)


def _observe_and_measure(records: Records) -> tuple[ObservedOrders, dict[str, Value]]:
    return observe(records), service_measures(records)


def _volumes(log: ObservedOrders, runs: list[ObservedOrders]) -> Iterator[Row]:
    in_log, *in_runs = (len(observed.orders) / observed.weeks for observed in (log, *runs))
    yield _("orders a week"), "orders", in_log, in_runs
    if log.classed:
        for letter in CLASSES:
            in_log, *in_runs = (
                float((observed.orders["klass"] == letter).sum() / observed.weeks)
                for observed in (log, *runs)
            )
            yield _("orders a week, class {klass}").format(klass=letter), "orders", in_log, in_runs
    if log.has("customer") and abs(log.weeks - run_weeks(log)) < 1:
        in_log, *in_runs = (float(observed.orders["customer"].nunique()) for observed in (log, *runs))
        yield _("customers who ordered"), "customers", in_log, in_runs


def _measures(log: dict[str, Value], runs: list[dict[str, Value]]) -> Iterator[Row]:
    for name in COMPARED:
        label, unit = f"{name} {_(BY_ID[name].name)}", BY_ID[name].unit
        yield label, unit, log[name]["value"], [run[name]["value"] for run in runs]
        if name == "m04":
            for detail, unit in M04_DETAILS.items():
                values = [run[name][detail] for run in runs]
                yield f"{name} {detail}", unit, log[name].get(detail, np.nan), values
