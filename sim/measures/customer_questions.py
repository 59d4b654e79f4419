"""The six questions that tell customers apart (CUS-07), each answered by a short table; without rows if no customer fits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.case.case import Case
from sim.measures.contribution import contributions
from sim.measures.measured_value import NAN
from sim.measures.window import placed_in_window, split_window, within
from sim.records.schema import Records


def effective(table: pd.DataFrame) -> pd.DataFrame:
    """Question 1: which customers are effective?

    Parameters
    ----------
    table : DataFrame
        What `sim.measures.contribution.contributions` returned.

    Returns
    -------
    DataFrame
        Its rows of customers who ordered and contribute more than 0, the largest contribution first.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> result = run("corner", weeks=2)
    >>> len(effective(contributions(result.records, result.case)))
    87
    """
    ordering = table[(table["orders"] > 0) & (table["contribution"] > 0)]
    return ordering.sort_values("contribution", ascending=False, kind="stable")


def profit_over_time(records: Records, case: Case, count: int = 4) -> pd.DataFrame:
    """Question 2: how does the contribution of each customer change over time?

    Parameters
    ----------
    records : dict of DataFrame
        As in `sim.measures.contribution.contributions`.
    case : Case
        The firm.
    count : int, optional
        Number of equal parts of the window.

    Returns
    -------
    DataFrame
        One row per customer (index), one column per part (1, 2, ...): contribution in fen, 0 where nothing was booked.

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=4)
    >>> profit_over_time(result.records, result.case, 2).sum().round().to_dict()
    {1: 8861852.0, 2: 6761081.0}
    """
    columns = {
        number: contributions(part, case)["contribution"]
        for number, part in enumerate(split_window(records, count), 1)
    }
    return pd.DataFrame(columns).fillna(0.0).rename_axis("customer")


def most_wanted(records: Records, table: pd.DataFrame, top: int = 10) -> pd.DataFrame:
    """Question 3: from which customers does the firm most want more orders?

    Parameters
    ----------
    records : dict of DataFrame
        Reads needs.
    table : DataFrame
        What `sim.measures.contribution.contributions` returned.
    top : int, optional
        At most this many rows.

    Returns
    -------
    DataFrame
        One row per customer (index), the largest gain first: given, elsewhere (needs of the window), each (fen a need
        given), gain (fen: elsewhere x each, what its other needs would bring). Only gains above 0.

    Notes
    -----
    A firm does not see needs that went elsewhere: it must ask. An order may be served in a later week than its need
    arose.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.contribution import contributions
    >>> result = run("corner", weeks=4)
    >>> wanted = most_wanted(result.records, contributions(result.records, result.case), top=2)
    >>> wanted["gain"].round().to_dict()
    {2: 596721.0, 8: 373358.0}
    """
    wanted = _by_provider(records).join(table["contribution"], how="inner")
    wanted["each"] = wanted["contribution"] / wanted["given"].where(wanted["given"] > 0)
    wanted["gain"] = wanted["elsewhere"] * wanted["each"]
    wanted = wanted[wanted["gain"] > 0].drop(columns="contribution")
    return wanted.sort_values("gain", ascending=False, kind="stable").head(top)


def repeated_complaints(records: Records, least: int = 2) -> pd.DataFrame:
    """Question 4: which key or suitable customers (A and B) complained repeatedly?

    Parameters
    ----------
    records : dict of DataFrame
        Reads complaints and customers.
    least : int, optional
        At least this many complaints.

    Returns
    -------
    DataFrame
        One row per customer (index), the most complaints first: klass, complaints (opened in the window by the customer,
        not found by a survey).

    Examples
    --------
    >>> from sim import run
    >>> repeated_complaints(run("corner", weeks=8).records, least=1)["complaints"].to_dict()
    {}
    """
    table = records["complaints"]
    own = table[within(table["opened"], records) & ~table["asked"].astype(bool)]
    counts = own["customer"].value_counts().rename("complaints")
    klass = records["customers"].set_index("customer")["klass"]
    joined = klass.to_frame().join(counts, how="inner")
    joined = joined[joined["klass"].isin(["A", "B"]) & (joined["complaints"] >= least)]
    return joined.sort_values("complaints", ascending=False, kind="stable")


def largest_before(records: Records, top: int = 10) -> pd.DataFrame:
    """Question 5: do the largest customers of the first half still order as much in the second?

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders. Two years of records compare years.
    top : int, optional
        At most this many rows.

    Returns
    -------
    DataFrame
        One row per customer (index), the most orders in the first half first: before, now (orders placed in each half),
        change (now / before - 1).

    Examples
    --------
    >>> from sim import run
    >>> largest_before(run("corner", weeks=8).records, top=2)["change"].round(2).to_dict()
    {1: 0.05, 2: 0.21}
    """
    first, second = (placed_in_window(half)["customer"].value_counts() for half in split_window(records, 2))
    table = pd.DataFrame({"before": first, "now": second}).fillna(0).astype("int64")
    table = table[table["before"] > 0].sort_values("before", ascending=False, kind="stable").head(top)
    change = table["now"] / table["before"] - 1 if len(table) else NAN
    return table.assign(change=change).rename_axis("customer")


def mostly_elsewhere(records: Records, most: int = 2) -> pd.DataFrame:
    """Question 6: which customers order once or twice from the firm, and more elsewhere?

    Parameters
    ----------
    records : dict of DataFrame
        Reads needs.
    most : int, optional
        At most this many needs given to the firm.

    Returns
    -------
    DataFrame
        One row per customer (index), the most needs elsewhere first: given (1 to `most`), elsewhere (needs of the window).

    Examples
    --------
    >>> from sim import run
    >>> mostly_elsewhere(run("corner", weeks=8).records)["elsewhere"].head(3).to_dict()
    {278: 4, 38: 3, 55: 3}
    """
    needs = _by_provider(records)
    few = needs[needs["given"].between(1, most) & (needs["elsewhere"] > needs["given"])]
    return few.sort_values("elsewhere", ascending=False, kind="stable")


def _by_provider(records: Records) -> pd.DataFrame:
    """By customer: needs of the window given to this firm, and elsewhere."""
    needs = records["needs"]
    needs = needs[within(needs["time"], records)]
    away = (needs["state"] == "elsewhere").to_numpy()
    flags = pd.DataFrame({"given": ~away, "elsewhere": away}).astype(np.int64)
    return flags.groupby(needs["customer"].to_numpy()).sum().rename_axis("customer")
