"""Runs correct what the figures of a log cannot say alone: needs behind the orders, and the ways behind the cycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from sim.base.units import WEEK
from sim.case.case import Case
from sim.experiments.batch import Batch
from sim.experiments.simulate import run
from sim.orderlog.fitting.figures import CONSOLIDATIONS, Changes
from sim.orderlog.fitting.observed import Observed, as_seen, observe
from sim.policy.classes import CLASSES
from sim.records.schema import Records

Result = TypeVar("Result")

ROUNDS = 5
NEAR = 0.01
"""A difference from the log that is near enough."""
INCIDENTS = (0.0005, 0.3)
WEEK_HOURS = 168
NIGHT = 6.0
"""Mean hours for which a lorry waits until receivers are there."""
BUSY = 0.85
"""Share of its hours that a lorry can be on the way."""
MOST_LORRIES = 400
MOST_HOURS = 24.0
"""A lane's way changes by no more in a round."""
LEAST_KM, MOST_KM = 1.0, 5000.0
STEP = 0.8
"""Share of a difference that a round takes back."""
FEW = 20
"""Orders of a lane that count as much as what all lanes together say of it."""
TOO_LONG = 1.03
"""A cycle that is longer by this factor although all ways are shortest: lorries must leave more often."""
TRIAL_WEEKS = 26
SHORTEST, LONGEST = 4, 52
"""Weeks of a run."""


def weeks_of(seen: Observed) -> int:
    """How many weeks a run observes that is compared with a log."""
    return int(np.clip(round(seen.weeks), SHORTEST, LONGEST))


def orders_a_week(case: Case) -> float:
    """What a case's own firm gets, by a short run."""
    return _a_week(observe(run(case, weeks=TRIAL_WEEKS).records), "")


def look_at_runs(
    case: Case, seen: Observed, replications: int, seed: int, look: Callable[[Records], Result]
) -> list[Result]:
    """What `look` finds in runs of the case under its own policy that are as long, and as well recorded, as the log."""
    batch = Batch(case, weeks_of(seen), seed, "open", lambda run: look(as_seen(run.records, seen)))
    return [found for (found,) in batch.replications([case.policy], replications, workers=1)]


def calibrate(case: Case, seen: Observed, replications: int, seed: int = 0) -> Case:
    """The case with needs, customers, kilometres and incidents so that its runs order, and deliver, as the log does.

    The best of some rounds. All rounds have the same random numbers.
    """
    weeks = weeks_of(seen)
    fleet = lorries(case, case.policy.fleet.consolidation_hours, _a_week(seen, ""))
    case = case.replace(**{"policy.fleet.vehicles": fleet})
    best, least = case, np.inf
    for _round in range(ROUNDS):
        fits = look_at_runs(case, seen, replications, seed, observe)
        off = _off(seen, fits)
        if off < least:
            best, least = case, off
        if off < NEAR:
            break
        case = case.replace(**_volumes(case, seen, fits, weeks), **_ways(case, seen, fits))
    return best


def settle_volumes(case: Case, seen: Observed, replications: int, seed: int) -> Case:
    """The case with its volumes corrected once more, by more runs than a round has: they vary most."""
    fits = look_at_runs(case, seen, replications, seed, observe)
    return case.replace(**_volumes(case, seen, fits, weeks_of(seen)))


def _off(seen: Observed, fits: Sequence[Observed]) -> float:
    """How far runs are from the log: the largest relative difference of orders and mean cycle, and that of promises kept."""
    every = pd.concat([fit.orders for fit in fits])
    orders = np.mean([_a_week(fit, "") for fit in fits]) / _a_week(seen, "") - 1
    cycle = _cycles(every).mean() / _cycles(seen.orders).mean() - 1
    late = _late(every) - _late(seen.orders)
    return max(abs(float(part)) for part in (orders, cycle, late))


def _late(orders: pd.DataFrame) -> float:
    """Share of plain orders that came later than promised, or not at all."""
    plain = orders[orders["plain"]]
    return float(1 - (plain["cycle"] <= plain["promise"]).mean())


def _volumes(case: Case, seen: Observed, fits: Sequence[Observed], weeks: int) -> Changes:
    found: Changes = {}
    for letter in CLASSES:
        data = case.classes[letter]
        if not data.customers:
            continue
        which = letter if seen.classed else ""
        orders = _ratio(_a_week(seen, which), [_a_week(fit, which) for fit in fits])
        customers = data.customers
        if seen.has("customer") and seen.classed:
            active = _ratio(_active(seen, letter, weeks), [_active(fit, letter, weeks) for fit in fits])
            customers = max(1, round(data.customers * active))
            found[f"classes.{letter}.customers"] = customers
        found[f"classes.{letter}.needs_a_year"] = data.needs_a_year * orders * data.customers / customers
    return found


def _a_week(seen: Observed, letter: str) -> float:
    """Orders a week of a class; "": of all."""
    return float((seen.orders["klass"] == letter).sum() if letter else len(seen.orders)) / seen.weeks


def _active(seen: Observed, letter: str, weeks: int) -> float:
    """Customers of a class who ordered in the first weeks."""
    orders = seen.orders
    early = orders["placed"] < int(orders["placed"].to_numpy().min()) + weeks * WEEK
    return float(orders.loc[early & (orders["klass"] == letter), "customer"].nunique())


def _ratio(wanted: float, found: Sequence[float]) -> float:
    mean = float(np.mean(found))
    return float(np.clip(wanted / mean, 0.25, 4)) if mean > 0 else 1.0


def _ways(case: Case, seen: Observed, fits: Sequence[Observed]) -> Changes:
    """Kilometres of each lane by the hours that its mean cycle is too short; incidents by how many come late; fewer hours
    between departures where the shortest ways are still too long."""
    fit = pd.concat([one.orders for one in fits])
    log_mean, fit_mean = _cycles(seen.orders).mean(), _cycles(fit).mean()
    pooled = log_mean - fit_mean
    roads = [at for at, centre in enumerate(case.centres) if centre.mode == "road"]
    hours = policy_hours = case.policy.fleet.consolidation_hours
    if all(case.centres[at].km <= 2 * LEAST_KM for at in roads) and fit_mean > TOO_LONG * log_mean:
        hours = max([one for one in CONSOLIDATIONS if one < policy_hours], default=policy_hours)
    more_late = max(0.001, _late(seen.orders)) / max(0.001, _late(fit))
    incident = float(np.clip(case.fleet.incident * more_late**STEP, *INCIDENTS))
    by_lane = _by_lane(seen.orders) if seen.has("lane") else {}
    by_fit = _by_lane(fit)
    centres = []
    for centre in case.centres:
        names = (centre.name.en.casefold(), centre.name.zh.casefold())
        wanted = next((by_lane[name] for name in names if name in by_lane), None)
        found = next((by_fit[name] for name in names if name in by_fit), None)
        missing = pooled
        if wanted is not None and found is not None:
            weight = wanted[1] / (wanted[1] + FEW)
            missing = weight * (wanted[0] - found[0]) + (1 - weight) * pooled
        hours_more = float(np.clip(STEP * missing, -MOST_HOURS, MOST_HOURS))
        km = float(np.clip(centre.km + hours_more * case.fleet.km_hour, LEAST_KM, MOST_KM))
        centres.append(
            centre.model_dump(mode="json") | ({"km": round(km, 1)} if centre.mode == "road" else {})
        )
    return {
        "centres": centres,
        "policy.fleet.consolidation_hours": hours,
        "policy.fleet.vehicles": lorries(case.replace(centres=centres), hours, _a_week(seen, "")),
        "fleet.incident": round(incident, 5),
    }


def lorries(case: Case, consolidation: int, orders_a_week: float) -> int:
    """As many lorries as the ways need, and no fewer than the case has: out, from door to door, a night, and back."""
    total = sum(centre.weight for centre in case.centres)
    departures = WEEK_HOURS / consolidation
    busy = 0.0
    for centre in case.centres:
        if centre.mode == "road" and centre.weight:
            load = orders_a_week * centre.weight / total / departures
            doors = load * case.fleet.stop_minutes / 60
            trips = min(1.0, load) + max(0.0, load / case.fleet.capacity - 1)
            busy += departures * (trips * (2 * centre.km / case.fleet.km_hour + NIGHT) + doors)
    needed = int(np.ceil(busy / WEEK_HOURS / BUSY))
    return int(np.clip(needed, case.policy.fleet.vehicles, MOST_LORRIES))


def _cycles(orders: pd.DataFrame) -> pd.Series:
    """Hours from acceptance to delivery of plain orders that were delivered."""
    return orders.loc[orders["plain"], "cycle"].dropna()


def _by_lane(orders: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """Lane -> mean cycle and number of orders."""
    known = orders[orders["plain"] & orders["cycle"].notna() & orders["lane"].notna()]
    groups = known.groupby(known["lane"].astype(str).str.casefold())["cycle"]
    return {str(name): (float(group.mean()), len(group)) for name, group in groups}
