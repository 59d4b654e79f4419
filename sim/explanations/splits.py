"""A change, split into parts, and how far chance alone could have moved it.

What a quantity counts is a sum or a mean over *pieces*: orders, bookings, customers. Each piece has a value in each run.
The pieces of a group (stage and cause) are taken over from the second run one group after the other, in causal order; the
change of the quantity at each step is the group's part. The parts add up to the whole change by construction.

Where pieces went up and down about equally, the net change could as well be luck. Its standard error from this one
pair: sqrt(sum of d squared), d the sum of the differences of the orders on one trip, since they arrive together, and of
the orders of one customer that only one run has, since one change of mind decides many of them. It is the standard error
of a sum of differences with mean 0 (paired differences with common random numbers: Law 2015, Simulation modeling and
analysis, section 10.2.1; for customers who left it is that of McNemar's test).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
import pandas as pd

from sim.base.i18n import N_
from sim.explanations.choice_terms import RIVALS
from sim.explanations.order_differences import CHOICE, PRICE
from sim.policy.classes import CLASSES
from sim.records.labels import ACCOUNTS, CAUSES, TERMS
from sim.records.schema import STAGES

FAILURE, VALUE, SAME, ACCOUNT = "failure", "value", "same", "account"
"""A failed order before a customer left; what a customer thinks of the firm; orders that went the same; bookings of no order."""
USUAL, MEMORY = "usual", "memory"
"""Of customer equity: what customers usually give; what they give more or less by contract and for what they remember."""
SOURCES = (CHOICE, PRICE, *STAGES, SAME, FAILURE, VALUE, ACCOUNT, USUAL, MEMORY)
"""Where a part of a change can come from, in causal order: what `stage` says in tables of parts."""
REASONS = {**TERMS, RIVALS: N_("what the other firms did"), **CAUSES}
"""Names of the causes of a group of orders or customers."""
PARTS = ("stage", "cause", "count", "lost", "won", "change", "error")
"""count: orders or customers; lost, won: of them, those that only the first or the second run has; error: standard
error of the part, NaN where it is not known."""


@dataclass(frozen=True, eq=False)
class Split:
    """The parts of a change (columns PARTS, in causal order), and `find_error`, which gives its standard error."""

    parts: pd.DataFrame
    find_error: Callable[[], float]

    @cached_property
    def error(self) -> float:
        """The standard error of the whole change."""
        return self.find_error()


def causal_order(stage: str, cause: str) -> tuple[int, int]:
    """The place of a group among all groups."""
    names: list[str] = list(ACCOUNTS) if stage in (ACCOUNT, PRICE) else [*REASONS, *CLASSES]
    return SOURCES.index(stage), names.index(cause) if cause else -1


def joined(*splits: Split) -> Split:
    """The split of a sum of quantities that are split already."""
    parts = pd.concat([split.parts for split in splits], ignore_index=True)
    return Split(parts, lambda: sqrt(sum(split.error**2 for split in splits)))


def split_sum(pieces: pd.DataFrame) -> Split:
    """Split a sum over pieces.

    Columns: stage, cause; unit (what chance moves as one); lost, won (only the first, or the second run has it); before,
    after (0 in the run that does not have the piece).
    """
    pieces = pieces[pieces["before"] != pieces["after"]]
    difference = (pieces["after"] - pieces["before"]).astype("float64")
    parts = _groups(pieces.assign(change=difference, error=difference))
    return Split(parts, lambda: _error(difference, pieces["unit"]))


def split_mean(pieces: pd.DataFrame) -> Split:
    """Split a mean over pieces. Columns as in `split_sum`; before, after: NaN in the run that does not have the piece."""
    had, has = pieces["before"].notna(), pieces["after"].notna()
    weight, total = int(had.sum()), float(pieces["before"].sum())
    start = total / weight if weight else 0.0
    pieces = pieces.assign(
        change=pieces["after"].fillna(0.0) - pieces["before"].fillna(0.0),
        weight=has.astype(int) - had.astype(int),
    )
    pieces = pieces[(pieces["change"] != 0) | (pieces["weight"] != 0)]
    # How each piece moves the mean, to first order.
    pieces["error"] = (pieces["change"] - start * pieces["weight"]) / max(weight, 1)
    parts = _groups(pieces)
    totals, weights = total + parts["change"].cumsum(), weight + parts["weight"].cumsum()
    levels = np.concatenate([[start], np.where(weights > 0, totals / weights.where(weights > 0, 1), 0.0)])
    parts["change"] = np.diff(levels)
    return Split(parts[list(PARTS)], lambda: _error(pieces["error"], pieces["unit"]))


def account_parts(accounts: dict[str, tuple[float, float]]) -> Split:
    """The split of bookings of no order: by account, its change and the standard error of that."""
    rows = [(ACCOUNT, name, 0, 0, 0, change, error) for name, (change, error) in accounts.items() if change]
    parts = pd.DataFrame(rows, columns=list(PARTS))
    return Split(parts, lambda: sqrt(float((parts["error"] ** 2).sum())))


def _groups(pieces: pd.DataFrame) -> pd.DataFrame:
    """Sums by stage and cause, in causal order; `error` becomes the standard error of its sum."""
    groups = pieces.assign(count=1).groupby(["stage", "cause"], sort=False)
    names = [
        name for name in ("count", "lost", "won", "change", "weight") if name == "count" or name in pieces
    ]
    parts = groups[names].sum()
    by_unit = pieces.groupby(["stage", "cause", "unit"], sort=False)["error"].sum()
    parts["error"] = np.sqrt((by_unit**2).groupby(level=[0, 1]).sum())
    order = sorted(parts.index, key=lambda group: causal_order(*group))
    return parts.loc[order].reset_index()


def _error(differences: pd.Series, units: pd.Series) -> float:
    return sqrt(float((differences.groupby(units.to_numpy()).sum() ** 2).sum()))
