"""Why customers chose differently in two runs: the term of value that fell or rose most, as each remembers it at the end."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd

from sim.case.utility import PROMISE_COUNTS, Weights
from sim.measures.run import Run
from sim.policy.classes import CLASSES

KNOWN = "term_known"
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
)


def choice_reasons(before: Run, after: Run) -> pd.DataFrame:
    """By customer: the term whose utility fell most ("lost") and the one that rose most ("won") from run to run.

    "" where none did, or the market is frozen. For a customer who knows the firm in only one of the runs, that is the
    reason. Both are runs of one case.
    """
    old, new = (run.records["customers"] for run in (before, after))
    changes = np.nan_to_num(utility_changes(before, after))
    knew, knows = (table["knows"].to_numpy(dtype=bool) for table in (old, new))
    reasons = {
        "lost": np.where(knew & ~knows, KNOWN, _largest(-changes)),
        "won": np.where(knows & ~knew, KNOWN, _largest(changes)),
    }
    return pd.DataFrame(reasons, index=old["customer"].to_numpy())


def _largest(changes: np.ndarray) -> np.ndarray:
    """The term of the largest change of each row, "" where none is above 0."""
    codes = np.array(TERMS, dtype=object)[changes.argmax(axis=1)]
    return np.where(changes.max(axis=1) > LEAST, codes, "")


def utility_changes(before: Run, after: Run) -> np.ndarray:
    """Utility of each term after, less that before: customers x TERMS."""
    case = before.case
    old, new = (run.records["customers"] for run in (before, after))
    kinds = list(zip(old["klass"].astype(str), old["type"].astype(str), strict=True))
    by_kind = {kind: Weights.of(case, *kind) for kind in dict.fromkeys(kinds)}  # type: ignore[arg-type]
    weights = [by_kind[kind] for kind in kinds]

    def weight(name: str) -> np.ndarray:
        return np.array([getattr(w, name) for w in weights])

    def change(name: str) -> np.ndarray:
        return (new[f"{name}_end"] - old[f"{name}_end"]).to_numpy(dtype="float64")

    hour = weight("hour")
    promised = {
        klass: getattr(after.policy.promise.hours, klass) - getattr(before.policy.promise.hours, klass)
        for klass in CLASSES
    }
    cheaper = -log(after.policy.price.level / before.policy.price.level)
    terms = [
        weight("product") * change("product"),
        weight("service") * change("service"),
        weight("personnel") * change("personnel"),
        weight("personnel") * case.market.bond * change("bond"),
        -hour * (1 - PROMISE_COUNTS) * change("hours"),
        -weight("energy") * change("energy"),
        weight("money") * cheaper,
        -hour * PROMISE_COUNTS * np.array([promised[klass] for klass, _type in kinds]),  # type: ignore[index]
    ]
    # No record holds the last two apart: what is left of the value is the image, and the points where there are any.
    rest, nothing = change("value") - np.sum(terms, axis=0), np.zeros(len(kinds))
    points = before.policy.loyalty.points != after.policy.loyalty.points
    return np.column_stack([*terms, *((rest, nothing) if points else (nothing, rest))])
