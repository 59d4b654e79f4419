"""The value of customers: share of wallet, the measured ABC table, contribution rating and lifetime value.

Classes A, B, C are given beforehand, by potential; this file measures the result.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.base.units import YEAR
from sim.measures.churn import ALL, each_class, true_churn
from sim.measures.measured_value import NAN, Value, ratio, share, with_unit
from sim.measures.window import bounds, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

CUTS = (0.05, 0.20)
"""Shares of customers, from the top, that end A and B (CUS-02: 5, 15 and 80 %)."""
RATINGS = ("grow", "hold", "develop", "review")
"""Upper half of its class and growing; upper half, not growing; lower half and growing; lower half, not growing."""


def wallet(records: Records) -> pd.DataFrame:
    """Share of wallet: which part of their needs customers give to the firm.

    Parameters
    ----------
    records : dict of DataFrame
        Reads needs and customers.

    Returns
    -------
    DataFrame
        Rows A, B, C, all: needs (of the window), given (to this firm, however they ended), share (NaN without needs).

    Notes
    -----
    A firm does not see the needs that went elsewhere: it would have to ask.

    Examples
    --------
    >>> from sim import run
    >>> wallet(run("corner", weeks=2).records)["share"].round(2).to_dict()
    {'A': 0.77, 'B': 0.71, 'C': 0.63, 'all': 0.71}
    """
    needs = records["needs"]
    needs = needs[within(needs["time"], records)]
    klass = needs["customer"].map(records["customers"].set_index("customer")["klass"])
    given = needs["state"] != "elsewhere"
    rows = []
    for _name, mine in each_class(klass):
        counts = int(mine.sum()), int((given & mine).sum())
        rows.append((*counts, ratio(counts[1], counts[0])))
    index = pd.Index([*CLASSES, ALL], name="klass")
    return pd.DataFrame(rows, index=index, columns=["needs", "given", "share"])


def measured_class(table: pd.DataFrame) -> pd.Series:
    """Classify customers by rank of contribution: the first 5 % are A, the next 15 % B, the rest C.

    Parameters
    ----------
    table : DataFrame
        What `sim.measures.contribution.contributions` returned.

    Returns
    -------
    Series of category
        Class by customer; cuts are rounded, ties go by customer number.

    Examples
    --------
    >>> import pandas as pd
    >>> "".join(measured_class(pd.DataFrame({"contribution": range(20)})))
    'CCCCCCCCCCCCCCCCBBBA'
    """
    order = np.lexsort((table.index.to_numpy(), -table["contribution"].to_numpy(dtype="float64")))
    limits = [round(cut * len(table)) for cut in CUTS]
    rank = np.empty(len(table), dtype=np.int64)
    rank[order] = np.arange(len(table))
    codes = np.searchsorted(limits, rank, side="right")
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(CLASSES)), index=table.index)


def abc(table: pd.DataFrame) -> pd.DataFrame:
    """ABC table of customers by measured contribution.

    Parameters
    ----------
    table : DataFrame
        What `sim.measures.contribution.contributions` returned.

    Returns
    -------
    DataFrame
        Rows A, B, C as measured: customers, contribution (fen), share (of all contribution; the three add up to 1; NaN
        where the sum is not above 0), given_A, given_B, given_C (how many had each class beforehand).

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> result = run("corner", weeks=2)
    >>> abc(contributions(result.records, result.case))["share"].round(2).to_dict()
    {'A': 0.44, 'B': 0.35, 'C': 0.21}
    """
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
    """Share of customers whose measured class is the one given beforehand.

    Parameters
    ----------
    table : DataFrame
        What `sim.measures.contribution.contributions` returned.

    Returns
    -------
    dict
        "value" (0 to 1) and "n" (customers).

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> result = run("corner", weeks=2)
    >>> abc_agreement(contributions(result.records, result.case))["n"]
    99
    """
    agree = measured_class(table).astype(str) == table["klass"].astype(str)
    return with_unit(share(agree.sum(), len(table)), "share")


def rating(table: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Rate customers by contribution from two angles (CUS-08): standing in their class, and growth.

    Parameters
    ----------
    table, first, second : DataFrame
        What `sim.measures.contribution.contributions` returned for the window, its first and its second half.

    Returns
    -------
    DataFrame
        One row per customer (index): klass, standing, growth, rating (one of RATINGS). NaN, and no rating, for the only
        customer of a class and for one without contribution.

    Notes
    -----
    standing: share of the other customers of its class that contribute less, a tie counting half (0 to 1). growth:
    (b - a) / (|a| + |b|) of the customer's contribution in the halves, less the same of its whole class, which removes
    the season; a growth of 0 is not growing. The scales are assumed.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> from sim.measures.window import split_window
    >>> result = run("corner", weeks=8)
    >>> tables = [contributions(r, result.case) for r in (result.records, *split_window(result.records, 2))]
    >>> rating(*tables)["rating"].value_counts(sort=False).to_dict()
    {'grow': 37, 'hold': 38, 'develop': 34, 'review': 37}
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
    """Margin multiple: what a yearly margin is worth if it continues with a constant probability.

    Parameters
    ----------
    retention : float
        Probability that the margin continues, a year (r).
    discount : float
        Rate of discount, a year (i).

    Returns
    -------
    float
        r / (1 + i - r), in yearly margins, the first one a year from now; NaN where 1 + i <= r, as the sum has no end.

    References
    ----------
    Gupta and Lehmann (2003), Customers as assets. Journal of Interactive Marketing 17, 9-24.

    Examples
    --------
    >>> round(multiple(0.8, 0.1), 2)
    2.67
    """
    return retention / (1 + discount - retention) if 1 + discount > retention else NAN


def lifetime_value(records: Records, table: pd.DataFrame, discount: float = 0.10) -> pd.DataFrame:
    """Lifetime value of a customer of each class.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers, orders (customer) and window.
    table : DataFrame
        What `sim.measures.contribution.contributions` returned.
    discount : float, optional
        Rate of discount, a year; assumed.

    Returns
    -------
    DataFrame
        Rows A, B, C: margin (fen a year of a customer), retention (share a year, 1 - true yearly churn), multiple,
        value (fen: margin x multiple), why (the reason where value is NaN).

    Notes
    -----
    margin: contribution of the window / customer-years, which begin when a customer joins and end when it leaves. A firm
    that sees only lapses would use `sim.measures.churn.observable_churn` in place of the true churn.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> result = run("corner", weeks=8)
    >>> values = lifetime_value(result.records, contributions(result.records, result.case))
    >>> values["multiple"].round(2).to_dict()
    {'A': 10.0, 'B': 10.0, 'C': 2.17}
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
    """Lifetime value of each customer.

    Parameters
    ----------
    records, table, discount
        As in `lifetime_value`.

    Returns
    -------
    Series of float
        Fen by customer: its contribution a year x the multiple of its class; 0 for a customer who has left by the end;
        NaN where the multiple of its class is NaN.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> result = run("corner", weeks=8)
    >>> values = customer_value(result.records, contributions(result.records, result.case))
    >>> len(values), int((values == 0).sum())
    (149, 9)
    """
    start, end = bounds(records)
    times = lifetime_value(records, table, discount)["multiple"].to_dict()
    a_year = table["contribution"] * (YEAR / (end - start))
    value = a_year * table["klass"].astype(object).map(times).astype(float)
    left = records["customers"].set_index("customer")["left"].reindex(table.index)
    gone = (left < end).fillna(False).astype(bool)
    return value.mask(gone & value.notna(), 0.0).rename("value")
