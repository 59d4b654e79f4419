"""Is a change worth explaining?"""

from __future__ import annotations

from typing import Literal

from sim.explanations.quantity import Quantity
from sim.explanations.splits import Split
from sim.measures.goals import TWO_ERRORS

Verdict = Literal["unaffected", "small", "chance", "real"]


def worth_explaining(quantity: Quantity, before: float, after: float, split: Split) -> Verdict:
    """Judge a change by its size, and by the chance that the pair of runs itself shows.

    unaffected: no part of it moved at all. Otherwise two rules, in this order:

    1. small: nobody would act on it. The limit is 0.1 points of a share, 0.02 of satisfaction, and 0.5 % of the level
       before for everything else (`Quantity.smallest`); these limits are assumed.
    2. chance: the differences moved the quantity up and down about equally, so the net change is within two standard
       errors of 0. The standard error comes from the differences d of this one pair: sqrt(sum of d squared)
       (`splits.py`; paired differences: Law 2015, Simulation modeling and analysis, section 10.2.1). It knows only
       this one pair, and takes trips as independent although several can miss the same goods, so it calls a change
       real somewhat too often: `compare` with more replications tells more. Accounts that follow from the
       policy alone have no error; those that move with the orders (kilometres, stock) have that of their weekly
       differences around the mean.

    real: neither rule holds. Parts that are certain, such as wages, or beyond three standard errors are named all the same.
    """
    change = after - before
    if not change and not split.parts["change"].any():
        return "unaffected"
    if abs(change) < quantity.smallest(before):
        return "small"
    return "chance" if abs(change) < TWO_ERRORS * split.error else "real"
