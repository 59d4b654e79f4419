"""Why customers chose differently in two runs: the term of value that fell or rose most. Price, promise and points
count as they are when the customer chooses; customers' memories are recorded only at the end of the run. Where only
the other firms of a market have decided differently by then, they are the reason.
"""

from __future__ import annotations

from functools import partial
from math import inf
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.units import WEEK
from sim.case.value_weights import PROMISE_COUNTS, Weights, expected_hours_beyond, surcharge_felt
from sim.explanations.decisions import first_difference
from sim.measures.run import Run
from sim.policy.classes import CLASSES, ClassLetter
from sim.policy.policy import Policy

KNOWN, RIVALS = "term_known", "rivals"
LEAST = 1e-6
"""A smaller change of utility is rounding."""
TERMS = (
    "term_product",
    "term_service",
    "term_personnel",
    "term_bond",
    "term_time",
    "term_energy",
    "term_money",
    "term_promise",
    "term_points",
    "term_image",
    "term_surcharge",
)
OFFERED = [TERMS.index(name) for name in ("term_money", "term_promise", "term_points")]
"""The terms that follow from the policy in force, whatever customers remember."""
SURCHARGE = TERMS.index("term_surcharge")
Codes = NDArray[np.object_]
Whole = NDArray[np.int64]


def main_terms(
    before: Run,
    after: Run,
    customers: Whole,
    times: Whole,
    worse: NDArray[np.bool_],
    urgent: NDArray[np.bool_] | None = None,
) -> Codes:
    """Of each choice: the term whose utility fell most from run to run (where `worse`) or rose most.

    customers, times: who chose when (s); urgent: for which needs the surcharge counts. "" where no term did, or the market
    is frozen; without `urgent` (choices to stay or to leave) also where the value as a whole went the other way. For a
    customer who knows the firm in only one of the runs, that is the reason. Both are runs of one case, with the same
    customers.
    """
    ids = before.records["customers"]["customer"].to_numpy(dtype="int64")
    places = np.searchsorted(ids, customers)
    changes = np.nan_to_num(utility_changes(before, after))[places]
    if changes.any():
        changes[:, OFFERED] = _offered(after, places, times) - _offered(before, places, times)
        if urgent is not None:
            changes[:, SURCHARGE] = np.where(
                urgent, _surcharge(after, places, times) - _surcharge(before, places, times), 0.0
            )
    signed = np.where(worse[:, None], -changes, changes)
    codes = _largest(signed)
    if urgent is None:
        codes[signed.sum(axis=1) <= 0] = ""
    knew, knows = (run.records["customers"]["knows"].to_numpy(dtype=bool)[places] for run in (before, after))
    codes[(knew != knows) & (knew == worse)] = KNOWN
    codes[_only_rivals_differ(before, after, times)] = RIVALS
    return codes


def utility_changes(before: Run, after: Run) -> NDArray[np.float64]:
    """Utility of each term at the end of the run, or when the customer moved away, after less before: customers x TERMS.

    The surcharge counts for single needs only; here it is 0.
    """
    case = before.case
    old, new = (run.records["customers"] for run in (before, after))
    weights, everyone = _weights(before), np.arange(len(old))

    def weight(name: str) -> NDArray[np.float64]:
        return np.array([getattr(w, name) for w in weights])

    def change(name: str) -> NDArray[np.float64]:
        return (new[f"{name}_end"] - old[f"{name}_end"]).to_numpy(dtype="float64")

    # The row of a customer who moved away shows what it remembered then.
    end = old["moved"].fillna(before.history.weeks * WEEK - 1).to_numpy(dtype="int64")
    money, promise, points = (
        _offered(after, everyone, end, values=True) - _offered(before, everyone, end, values=True)
    ).T
    terms = [
        weight("product") * change("product"),
        weight("service") * change("service"),
        weight("personnel") * change("personnel"),
        weight("personnel") * case.market.bond * change("bond"),
        -weight("hour") * (1 - PROMISE_COUNTS) * change("hours"),
        -weight("energy") * change("energy"),
        money,
        promise,
        points,
    ]
    # The image is not recorded: it is the rest of the value.
    image = change("value") - np.sum(terms, axis=0)
    return np.column_stack([*terms, image, np.zeros(len(old))])


def _offered(run: Run, places: Whole, times: Whole, values: bool = False) -> NDArray[np.float64]:
    """Utility of OFFERED to these rows of customers at these times (s): choices x 3.

    values: as in the customers' value, where deadlines count only in contracts; classes B and C weigh them at each need.
    """
    customers, history = run.records["customers"], run.history
    weights = _weights(run)
    money, hour, beyond = (
        np.array([getattr(w, name) for w in weights])[places] for name in ("money", "hour", "beyond")
    )
    classes = customers["klass"].astype(str).to_numpy()[places]
    by_class = [history.values(times, attrgetter(f"promise.hours.{klass}")) for klass in CLASSES]
    of_class = [classes == klass for klass in CLASSES]
    hours = np.select(of_class, by_class)
    # The deadline of a need is not in the records: its class's mean stands for it.
    late = np.select(of_class, [history.values(times, partial(_beyond, run, klass)) for klass in CLASSES])
    price = -np.log(history.values(times, lambda policy: policy.price.level))
    members = classes != CLASSES[0]
    if values:
        late[members] = 0.0
    points = -np.log(1 - run.case.loyalty.felt * _points(run, times) * members)
    return np.column_stack([money * price, -hour * PROMISE_COUNTS * hours - beyond * late, money * points])


def _beyond(run: Run, klass: ClassLetter, policy: Policy) -> float:
    """The hours by which a policy's promise lies beyond the deadlines of a class on average."""
    return expected_hours_beyond(run.case, klass, policy["promise.hours"][klass])


def _surcharge(run: Run, places: Whole, times: Whole) -> NDArray[np.float64]:
    """Utility of the surcharge to these rows of customers for an urgent need of usual price at these times (s).

    A customer pays at most the usual share of the price, and does without above it; class A settles by contract.
    """
    requests, case = run.case.requests, run.case
    money = np.array([weights.money for weights in _weights(run)])[places]
    classes = run.records["customers"]["klass"].astype(str).to_numpy()[places]
    freight = np.average(
        [case.zones[centre.zone].freight for centre in case.centres],
        weights=[centre.weight for centre in case.centres],
    )
    price = np.array([freight + case.classes[klass].contribution for klass in CLASSES])
    price = np.select([classes == klass for klass in CLASSES], price.tolist())
    surcharge = run.history.values(times, lambda policy: policy.price.express_surcharge)
    felt = surcharge_felt(surcharge, requests.pays * price, price)
    return -money * felt * (classes != CLASSES[0])


def _points(run: Run, times: Whole) -> NDArray[np.float64]:
    """The share of the price given back in points at these times (s), as `Loyalty` of the model begins and ends it."""
    shares, begin, before = np.zeros(len(times)), 0, run.history.first.loyalty.points
    for start in (0, *run.history.changes):
        loyalty = run.history.at(start).loyalty
        if loyalty.points != before:
            begin, before = start, loyalty.points
        shares[times >= start] = 0.0
        shares[(times >= start) & (times < begin + loyalty.weeks * WEEK)] = loyalty.points
    return shares


def _only_rivals_differ(before: Run, after: Run, times: Whole) -> NDArray[np.bool_]:
    """Times (s) at which another firm of the market had decided differently, but not this one. Settling counts as time 0."""

    def since(pairs: Any) -> float:
        return min((time for pair in pairs if (time := first_difference(*pair)) is not None), default=inf)

    own = since([(before.history, after.history)])
    rivals = -inf
    if len(before.rivals) == len(after.rivals):
        rivals = since(zip(before.rivals, after.rivals, strict=True))
    seconds = np.maximum(times, 0)
    return (seconds >= rivals) & (seconds < own)


def _weights(run: Run) -> list[Weights]:
    customers = run.records["customers"]
    kinds = list(zip(customers["klass"].astype(str), customers["type"].astype(str), strict=True))
    by_kind = {kind: Weights.of(run.case, *kind) for kind in dict.fromkeys(kinds)}  # type: ignore[arg-type]
    return [by_kind[kind] for kind in kinds]


def _largest(changes: NDArray[np.float64]) -> Codes:
    """The term of the largest change of each row, "" where none is above 0."""
    if not len(changes):
        return np.zeros(0, dtype=object)
    codes = np.array(TERMS, dtype=object)[changes.argmax(axis=1)]
    return np.where(changes.max(axis=1) > LEAST, codes, "")
