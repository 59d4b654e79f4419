"""Correct by runs what a log does not show directly: the needs behind the orders, the distances behind the cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from sim.base.units import WEEK
from sim.case.case import Case
from sim.experiments.batch import Batch
from sim.experiments.simulate import run
from sim.orderlog.fitting.case_fields import CONSOLIDATIONS, Changes
from sim.orderlog.fitting.observed_orders import ObservedOrders, as_in_log, observe
from sim.policy.classes import CLASSES
from sim.records.schema import Records

Result = TypeVar("Result")

ROUNDS = 8
TOLERANCE = 0.01
"""A deviation from the log at which calibration stops."""
CLOSE = 0.03
"""The deviation from the log at which calibration counts as converged after all rounds."""
INCIDENTS = (0.0005, 0.3)
WEEK_HOURS = 168
NIGHT = 6.0
"""Mean hours that a lorry waits until receivers open."""
MAX_UTILISATION = 0.85
"""Share of its hours that a lorry can be on the way."""
MAX_LORRIES = 400
MAX_CHANGE_HOURS, MAX_CHANGE = 24.0, 0.7
"""Largest change of a lane's time in a round: hours, or a share of the log's mean cycle if that is more."""
MIN_KM, MAX_KM = 1.0, 5000.0
"""A lane that takes longer than the longest distance does has slower lorries: their speed includes waits on the way."""
STEP = 0.8
"""Share of a difference that a round corrects."""
PRIOR_ORDERS = 20
"""Number of orders of a lane whose mean has the same weight as the mean of all lanes."""
TOO_LONG = 1.03
"""If the cycle is longer by this factor although all distances are minimal, lorries must depart more often."""
TRIAL_WEEKS = 26
MIN_WEEKS, MAX_WEEKS = 4, 52
"""Weeks of a run."""


def run_weeks(log: ObservedOrders) -> int:
    """Weeks of a run that is compared with the log."""
    return int(np.clip(round(log.weeks), MIN_WEEKS, MAX_WEEKS))


def orders_a_week(case: Case) -> float:
    """Orders a week of a case under its own policy, from a short run."""
    return _a_week(observe(run(case, weeks=TRIAL_WEEKS).records), "")


def observe_runs(
    case: Case, log: ObservedOrders, replications: int, seed: int, look: Callable[[Records], Result]
) -> list[Result]:
    """The results of `look` for runs of the case under its own policy, as long and as well recorded as the log."""
    found = []
    for number in range(
        replications
    ):  # each with other customers: a log is of one of many firms like the case
        batch = Batch(
            case, run_weeks(log), seed + number, "open", lambda run: look(as_in_log(run.records, log))
        )
        ((result,),) = batch.replications([case.policy], 1, workers=1)
        found.append(result)
    return found


def calibrate(case: Case, log: ObservedOrders, replications: int, seed: int = 0) -> tuple[Case, float]:
    """The case with needs, customers, distances and incidents such that runs agree with the log, and how far they deviate.

    It is the best of some rounds, all with common random numbers.
    """
    weeks = run_weeks(log)
    vehicles = needed_lorries(case, case.policy.fleet.consolidation_hours, _a_week(log, ""))
    case = case.replace(**{"policy.fleet.vehicles": vehicles})
    best, least = case, np.inf
    for _round in range(ROUNDS):
        runs = observe_runs(case, log, replications, seed, observe)
        deviation = _deviation(log, runs)
        if deviation < least:
            best, least = case, deviation
        if deviation < TOLERANCE:
            break
        case = case.replace(**_volumes(case, log, runs, weeks), **_transport(case, log, runs))
    return best, float(least)


def refine_volumes(case: Case, log: ObservedOrders, replications: int, seed: int) -> Case:
    """The case with its volumes corrected once more by more runs, because volumes vary most between runs."""
    runs = observe_runs(case, log, replications, seed, observe)
    return case.replace(**_volumes(case, log, runs, run_weeks(log)))


def _deviation(log: ObservedOrders, runs: Sequence[ObservedOrders]) -> float:
    """The largest of the relative differences of orders and mean cycle, and the difference of the share of late orders."""
    every = pd.concat([run.orders for run in runs])
    orders = np.mean([_a_week(run, "") for run in runs]) / _a_week(log, "") - 1
    cycle = _cycles(every).mean() / _cycles(log.orders).mean() - 1
    late = _late(every) - _late(log.orders)
    return max(abs(float(part)) for part in (orders, cycle, late))


def _late(orders: pd.DataFrame) -> float:
    """Share of plain orders that were delivered late or not at all."""
    plain = orders[orders["plain"]]
    return float(1 - (plain["cycle"] <= plain["promise"]).mean())


def _volumes(case: Case, log: ObservedOrders, runs: Sequence[ObservedOrders], weeks: int) -> Changes:
    found: Changes = {}
    for letter in CLASSES:
        data = case.classes[letter]
        if not data.customers:
            continue
        which = letter if log.classed else ""
        orders = _ratio(_a_week(log, which), [_a_week(run, which) for run in runs])
        customers = data.customers
        if log.has("customer") and log.classed:
            active = _ratio(_active(log, letter, weeks), [_active(run, letter, weeks) for run in runs])
            customers = max(1, round(data.customers * active))
            found[f"classes.{letter}.customers"] = customers
        found[f"classes.{letter}.needs_a_year"] = data.needs_a_year * orders * data.customers / customers
    return found


def _a_week(orders: ObservedOrders, letter: str) -> float:
    """Orders a week of a class; "": of all classes."""
    table = orders.orders
    return float((table["klass"] == letter).sum() if letter else len(table)) / orders.weeks


def _active(observed: ObservedOrders, letter: str, weeks: int) -> float:
    """Customers of a class who ordered in the first weeks."""
    orders = observed.orders
    early = orders["placed"] < int(orders["placed"].to_numpy().min()) + weeks * WEEK
    return float(orders.loc[early & (orders["klass"] == letter), "customer"].nunique())


def _ratio(wanted: float, found: Sequence[float]) -> float:
    mean = float(np.mean(found))
    return float(np.clip(wanted / mean, 0.25, 4)) if mean > 0 else 1.0


def _transport(case: Case, log: ObservedOrders, runs: Sequence[ObservedOrders]) -> Changes:
    """Distances, incidents and departures that bring the cycles of runs nearer to those of the log.

    The distance of a lane changes by the hours that its mean cycle is too short, incidents by the share of late orders;
    departures get more frequent if minimal distances are still too long.
    """
    in_runs = pd.concat([run.orders for run in runs])
    log_mean, run_mean = _cycles(log.orders).mean(), _cycles(in_runs).mean()
    pooled = log_mean - run_mean
    roads = [at for at, centre in enumerate(case.centres) if centre.mode == "road"]
    hours = policy_hours = case.policy.fleet.consolidation_hours
    if all(case.centres[at].km <= 2 * MIN_KM for at in roads) and run_mean > TOO_LONG * log_mean:
        hours = max([shorter for shorter in CONSOLIDATIONS if shorter < policy_hours], default=policy_hours)
    more_late = max(0.001, _late(log.orders)) / max(0.001, _late(in_runs))
    incident = float(np.clip(case.fleet.incident * more_late**STEP, *INCIDENTS))
    by_lane = _by_lane(log.orders) if log.has("lane") else {}
    by_run_lane = _by_lane(in_runs)
    centres = []
    for centre in case.centres:
        names = (centre.name.en.casefold(), centre.name.zh.casefold())
        wanted = next((by_lane[name] for name in names if name in by_lane), None)
        found = next((by_run_lane[name] for name in names if name in by_run_lane), None)
        missing = pooled
        if wanted is not None and found is not None:
            weight = wanted[1] / (wanted[1] + PRIOR_ORDERS)
            missing = weight * (wanted[0] - found[0]) + (1 - weight) * pooled
        most = max(MAX_CHANGE_HOURS, MAX_CHANGE * float(log_mean))
        hours_more = float(np.clip(STEP * missing, -most, most))
        km = max(MIN_KM, centre.km + hours_more * case.fleet.km_hour)
        centres.append(centre.model_dump(mode="json") | ({"km": km} if centre.mode == "road" else {}))
    slower = min(1.0, MAX_KM / max(fields["km"] for fields in centres))
    for fields in centres:
        if fields["mode"] == "road":
            fields["km"] = max(MIN_KM, round(fields["km"] * slower, 1))
    return {
        "centres": centres,
        "fleet.km_hour": case.fleet.km_hour * slower,
        "policy.fleet.consolidation_hours": hours,
        "policy.fleet.vehicles": needed_lorries(
            case.replace(**{"centres": centres, "fleet.km_hour": case.fleet.km_hour * slower}),
            hours,
            _a_week(log, ""),
        ),
        "fleet.incident": round(incident, 5),
    }


def needed_lorries(case: Case, consolidation: int, orders_a_week: float) -> int:
    """The lorries needed for the trips: out, stops, a night, and back; not fewer than the case has."""
    total = sum(centre.weight for centre in case.centres)
    departures = WEEK_HOURS / consolidation
    busy = 0.0
    for centre in case.centres:
        if centre.mode == "road" and centre.weight:
            load = orders_a_week * centre.weight / total / departures
            doors = load * case.fleet.stop_minutes / 60
            trips = min(1.0, load) + max(0.0, load / case.fleet.capacity - 1)
            busy += departures * (trips * (2 * centre.km / case.fleet.km_hour + NIGHT) + doors)
    needed = int(np.ceil(busy / WEEK_HOURS / MAX_UTILISATION))
    return int(np.clip(needed, case.policy.fleet.vehicles, MAX_LORRIES))


def _cycles(orders: pd.DataFrame) -> pd.Series:
    """Hours from acceptance to delivery of the plain orders that were delivered."""
    return orders.loc[orders["plain"], "cycle"].dropna()


def _by_lane(orders: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """Lane -> mean cycle (hours) and number of orders."""
    known = orders[orders["plain"] & orders["cycle"].notna() & orders["lane"].notna()]
    groups = known.groupby(known["lane"].astype(str).str.casefold())["cycle"]
    return {str(name): (float(group.mean()), len(group)) for name, group in groups}
