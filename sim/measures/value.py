"""What customers are worth: share of wallet, the measured ABC table, contribution rating and lifetime value.

Classes A, B, C are potential, given beforehand; what is measured here is what came of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.base.units import YEAR
from sim.measures.churn import ALL, true_churn
from sim.measures.service import Value, bounds, share
from sim.measures.windows import NAN, ratio, said, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

CUTS = (0.05, 0.20)
"""Shares of customers, from the top, that end A and B (CUS-02: 5, 15 and 80 %)."""
RATINGS = ("grow", "hold", "develop", "review")
"""Above the middle of its class and growing; above, not growing; below and growing; below, not growing."""


def wallet(records: Records) -> pd.DataFrame:
    """Rows A, B, C, all: needs of the window, given (to this firm, however they ended), share; NaN without needs.

    A firm does not see the needs that went elsewhere: it would have to ask.
    """
    needs = records["needs"]
    needs = needs[within(needs["time"], records)]
    klass = needs["customer"].map(records["customers"].set_index("customer")["klass"])
    given = needs["state"] != "elsewhere"
    rows = []
    for name in (*CLASSES, ALL):
        mine = klass.notna() if name == ALL else klass == name
        counts = int(mine.sum()), int((given & mine).sum())
        rows.append((*counts, ratio(counts[1], counts[0])))
    index = pd.Index([*CLASSES, ALL], name="klass")
    return pd.DataFrame(rows, index=index, columns=["needs", "given", "share"])


def measured_class(table: pd.DataFrame) -> pd.Series:
    """A, B or C by rank of contribution: the first 5 % of the customers of `contributions`, the next 15 %, the rest (rounded;
    ties by customer number). Index as in the table."""
    order = np.lexsort((table.index.to_numpy(), -table["contribution"].to_numpy(dtype="float64")))
    limits = [round(cut * len(table)) for cut in CUTS]
    rank = np.empty(len(table), dtype=np.int64)
    rank[order] = np.arange(len(table))
    codes = np.searchsorted(limits, rank, side="right")
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(CLASSES)), index=table.index)


def abc(table: pd.DataFrame) -> pd.DataFrame:
    """From `contributions`: rows A, B, C as measured: customers, contribution (fen), share (of all contribution; the three add up
    to 1; NaN where all is not above 0), and how many of them were given as A, B, C (given_A, given_B, given_C)."""
    measured = measured_class(table)
    total = float(table["contribution"].sum())
    rows = []
    for name in CLASSES:
        mine = table[measured == name]
        amount = float(mine["contribution"].sum())
        given = [int((mine["klass"] == klass).sum()) for klass in CLASSES]
        rows.append((len(mine), amount, ratio(amount, total), *given))
    columns = ["customers", "contribution", "share", *(f"given_{name}" for name in CLASSES)]
    return pd.DataFrame(rows, index=pd.Index(CLASSES, name="measured"), columns=columns)


def abc_agreement(table: pd.DataFrame) -> Value:
    """From `contributions`: share of customers whose measured class is the given one, and their number."""
    agree = measured_class(table).astype(str) == table["klass"].astype(str)
    return said(share(agree.sum(), len(table)), "share")


def rating(table: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Contribution rating from two angles (CUS-08): by customer, klass, standing, growth and rating (one of RATINGS).

    table, first, second: `contributions` of the window, of its first and of its second half. standing: share of the other
    customers of its class that contribute less, a tie counting half (0 to 1). growth: (b - a) / (|a| + |b|) of the customer's
    contribution in the halves, less the same of its whole class, so that the season falls out. The scales are
    assumed; a growth of 0 does not grow. NaN, and no rating, for the only customer of a class or one without contribution.
    """
    klass = table["klass"].astype(object)
    ranks = table["contribution"].groupby(klass).rank(method="average")
    others = klass.map(klass.value_counts()).astype(float) - 1
    standing = (ranks - 1) / others.where(others > 0)
    halves = [half["contribution"].reindex(table.index).fillna(0.0) for half in (first, second)]
    of_class = _growth(*(half.groupby(klass).sum() for half in halves))
    growth = _growth(*halves) - klass.map(of_class).astype(float)
    known = standing.notna() & growth.notna()
    which = np.where(standing >= 0.5, 0, 2) + np.where(growth > 0, 0, 1)
    ratings = pd.Categorical.from_codes(np.where(known, which, -1), categories=pd.Index(RATINGS))
    return pd.DataFrame({"klass": table["klass"], "standing": standing, "growth": growth, "rating": ratings})


def _growth(before: pd.Series, after: pd.Series) -> pd.Series:
    size = before.abs() + after.abs()
    return (after - before) / size.where(size > 0)


def multiple(retention: float, discount: float) -> float:
    """r / (1 + i - r): what a yearly margin is worth that goes on with probability r a year, the first one a year from now
    (Gupta and Lehmann, 2003). NaN where 1 + i <= r: the sum has no end."""
    return retention / (1 + discount - retention) if 1 + discount > retention else NAN


def lifetime_value(records: Records, table: pd.DataFrame, discount: float = 0.10) -> pd.DataFrame:
    """Rows A, B, C: margin (fen a year of a customer), retention (share a year, 1 - true yearly churn), multiple, value (fen:
    margin x multiple), why (where value is NaN). table: `contributions`; discount: a year, assumed.

    margin: contribution of the window / customer-years, which a customer ends by leaving and begins by joining. A
    firm that sees only lapse would put `observable_churn` in place of the true one.
    """
    start, end = bounds(records)
    customers = records["customers"].set_index("customer").reindex(table.index)
    begins = _times(customers["joined"], start).clip(min=start)
    ends = _times(customers["left"], end).clip(max=end)
    years = pd.Series((ends - begins).clip(min=0) / YEAR, index=table.index)
    churn = true_churn(records)["yearly"].to_dict()
    rows = []
    for name in CLASSES:
        mine = (table["klass"] == name).to_numpy()
        margin = ratio(table["contribution"][mine].sum(), years[mine].sum())
        kept = 1 - churn[name]
        times = multiple(kept, discount)
        why = "" if not np.isnan(margin * times) else _("no customers, or nobody can leave")
        rows.append((margin, kept, times, margin * times, why))
    columns = ["margin", "retention", "multiple", "value", "why"]
    return pd.DataFrame(rows, index=pd.Index(CLASSES, name="klass"), columns=columns)


def _times(column: pd.Series, missing: int) -> Any:
    return column.to_numpy(dtype="float64", na_value=missing)


def customer_value(records: Records, table: pd.DataFrame, discount: float = 0.10) -> pd.Series:
    """Lifetime value of each customer of `contributions` (fen): its contribution a year x the multiple of its class; 0 for one
    who has left by the end; NaN where the class's multiple is."""
    start, end = bounds(records)
    times = lifetime_value(records, table, discount)["multiple"].to_dict()
    a_year = table["contribution"] * (YEAR / (end - start))
    value = a_year * table["klass"].astype(object).map(times).astype(float)
    left = records["customers"].set_index("customer")["left"].reindex(table.index)
    gone = (left < end).fillna(False).astype(bool)
    return value.mask(gone & value.notna(), 0.0).rename("value")
