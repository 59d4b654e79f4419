"""Why customers chose otherwise in two runs: the term of value that differs most, by what each remembers at the end."""

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


def reasons(before: Run, after: Run) -> pd.Series:
    """By customer: the code of the term that differs most in utility, "" if none does (or the market is frozen).

    A customer who knows the firm in one of the runs only chose by that. Two runs of one case.
    """
    one, two = (run.records["customers"] for run in (before, after))
    differences = np.nan_to_num(_differences(before, after, one, two))
    codes = np.array([*TERMS, ""], dtype=object)
    largest = np.abs(differences).argmax(axis=1)
    largest[np.abs(differences).max(axis=1) < 1e-9] = len(TERMS)
    chosen = codes[largest]
    chosen[(one["knows"] != two["knows"]).to_numpy()] = KNOWN
    return pd.Series(chosen, index=one["customer"].to_numpy())


def _differences(before: Run, after: Run, one: pd.DataFrame, two: pd.DataFrame) -> np.ndarray:
    """Utility of each term after, less that before: customers x TERMS."""
    case = before.case
    kinds = list(zip(one["klass"].astype(str), one["type"].astype(str), strict=True))
    known = {kind: Weights.of(case, *kind) for kind in dict.fromkeys(kinds)}  # type: ignore[arg-type]
    weights = [known[kind] for kind in kinds]

    def weight(name: str) -> np.ndarray:
        return np.array([getattr(w, name) for w in weights])

    def moved(name: str) -> np.ndarray:
        return (two[f"{name}_end"] - one[f"{name}_end"]).to_numpy(dtype="float64")

    hour = weight("hour")
    promised = [
        getattr(after.policy.promise.hours, k) - getattr(before.policy.promise.hours, k) for k in CLASSES
    ]
    by_class = dict(zip(CLASSES, promised, strict=True))
    cheaper = -log(after.policy.price.level / before.policy.price.level)
    return np.column_stack(
        [
            weight("product") * moved("product"),
            weight("service") * moved("service"),
            weight("personnel") * moved("personnel"),
            weight("personnel") * case.market.bond * moved("bond"),
            -hour * (1 - PROMISE_COUNTS) * moved("hours"),
            -weight("energy") * moved("energy"),
            weight("money") * cheaper,
            -hour * PROMISE_COUNTS * np.array([by_class[k] for k, _type in kinds]),
        ]
    )
