"""Why customers chose differently in two runs: the term of value that differs most, as each remembers it at the end."""

from __future__ import annotations

from math import log

import numpy as np
import pandas as pd

from sim.case.utility import PROMISE_COUNTS, Weights
from sim.measures.run import Run
from sim.policy.classes import CLASSES

KNOWN = "term_known"
TERMS = (
    "term_product",
    "term_service",
    "term_personnel",
    "term_bond",
    "term_time",
    "term_energy",
    "term_money",
    "term_promise",
)


def choice_reasons(before: Run, after: Run) -> pd.Series:
    """By customer: the code of the term whose utility differs most, "" if none differs (or the market is frozen).

    For a customer who knows the firm in only one of the runs, that is the reason. Both are runs of one case.
    """
    old, new = (run.records["customers"] for run in (before, after))
    differences = np.nan_to_num(_utility_changes(before, after))
    codes = np.array([*TERMS, ""], dtype=object)
    largest = np.abs(differences).argmax(axis=1)
    largest[np.abs(differences).max(axis=1) < 1e-9] = len(TERMS)
    reasons = codes[largest]
    reasons[(old["knows"] != new["knows"]).to_numpy()] = KNOWN
    return pd.Series(reasons, index=old["customer"].to_numpy())


def _utility_changes(before: Run, after: Run) -> np.ndarray:
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
    return np.column_stack(
        [
            weight("product") * change("product"),
            weight("service") * change("service"),
            weight("personnel") * change("personnel"),
            weight("personnel") * case.market.bond * change("bond"),
            -hour * (1 - PROMISE_COUNTS) * change("hours"),
            -weight("energy") * change("energy"),
            weight("money") * cheaper,
            -hour * PROMISE_COUNTS * np.array([promised[klass] for klass, _type in kinds]),  # type: ignore[index]
        ]
    )
