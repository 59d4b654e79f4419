"""Dissatisfied customers who speak and those who stay silent (SAT-02), also among those who left.

A failure is an order of satisfaction 1 or 2. Orders count if they were placed in the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.measures.measured_value import NAN, Z95, Value, ratio, share, with_unit
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.window import end_times, placed_in_window, within
from sim.records.schema import Records

VOICES = ("complained", "found", "mentioned", "silent", "content")
"""The strongest thing a customer did before leaving: complained formally; was found by a survey; mentioned it to
front-line staff; had a failure and said nothing; had no failure in the records (moved away, a better offer)."""


def failures(records: Records) -> pd.DataFrame:
    """Orders of the window that disappointed the customer.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed, satisfaction).

    Returns
    -------
    DataFrame
        Rows of orders with satisfaction 1 or 2.

    Examples
    --------
    >>> from sim import run
    >>> len(failures(run("corner", weeks=2).records))
    6
    """
    return _failed(placed_in_window(records))


def _failed(orders: pd.DataFrame) -> pd.DataFrame:
    return orders[(orders["satisfaction"] <= DISSATISFIED).fillna(False)]


def formal_share(records: Records) -> Value:
    """Share of failures after which the customer complained formally, unasked.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders, complaints and contacts.

    Returns
    -------
    dict
        "value": share of failed orders; "n": failed orders; "low", "high": 95 % Wilson interval; "customers",
        "by_customer": customers with a failure, and the share of them who complained at least once; "mentioned": share
        of failed orders mentioned to front-line staff.

    Notes
    -----
    The course says 2 to 10 %.

    Examples
    --------
    >>> from sim import run
    >>> formal = formal_share(run("corner", weeks=8).records)
    >>> formal["n"], formal["customers"], round(formal["value"], 3)
    (39, 22, 0.0)
    """
    failed = failures(records)
    complaints, contacts = records["complaints"], records["contacts"]
    formal = failed["order"].isin(complaints.loc[~complaints["asked"].astype(bool), "order"])
    mentioned = failed["order"].isin(contacts.loc[contacts["kind"] == "mention", "order"])
    by_customer = formal.groupby(failed["customer"]).any()
    low, high = wilson(int(formal.sum()), len(failed))
    more = {
        "low": low,
        "high": high,
        "customers": len(by_customer),
        "by_customer": share(by_customer.sum(), len(by_customer))["value"],
        "mentioned": share(mentioned.sum(), len(failed))["value"],
    }
    return with_unit(share(formal.sum(), len(failed)) | more, "share")


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % confidence interval of a share.

    Parameters
    ----------
    hits, n : int
        `hits` of `n`.

    Returns
    -------
    tuple of float
        Low and high end, 0 to 1; NaN where `n` is 0.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = wilson(1, 20)
    >>> round(low, 3), round(high, 3)
    (0.009, 0.236)
    """
    if not n:
        return NAN, NAN
    part, square = hits / n, Z95**2
    centre = (part + square / (2 * n)) / (1 + square / n)
    half = Z95 * np.sqrt(part * (1 - part) / n + square / (4 * n * n)) / (1 + square / n)
    return float(centre - half), float(centre + half)


def leavers(records: Records) -> pd.DataFrame:
    """The customers who left in the window, and how they spoke up before.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers, orders, contacts and complaints, also from before the window.

    Returns
    -------
    DataFrame
        One row per customer: customer, klass, left (s), failures (failed orders that had ended by then), voice (one of
        VOICES).

    Examples
    --------
    >>> from sim import run
    >>> leavers(run("corner", weeks=8).records).head(3)
       customer klass     left  failures      voice
    0        46     C  4234952         0    content
    1        58     C  3666731         1  mentioned
    2        78     C  1720934         0    content
    """
    customers = records["customers"]
    gone = customers.loc[within(customers["left"], records), ["customer", "klass", "left"]].copy()
    gone["left"] = gone["left"].astype("int64")
    limit = gone.set_index("customer")["left"]

    def count(table: pd.DataFrame, time: pd.Series) -> Any:
        """Rows of the table by each customer before it left."""
        before = time.to_numpy() <= table["customer"].map(limit).fillna(-np.inf).to_numpy()
        return gone["customer"].map(table.loc[before, "customer"].value_counts()).fillna(0).to_numpy("int64")

    failed, contacts, complaints = _failed(records["orders"]), records["contacts"], records["complaints"]
    asked = complaints["asked"].astype(bool)
    mentions = contacts[contacts["kind"] == "mention"]
    gone["failures"] = count(failed, end_times(failed))
    spoken = [
        count(complaints[~asked], complaints.loc[~asked, "opened"]) > 0,
        count(complaints[asked], complaints.loc[asked, "opened"]) > 0,
        count(mentions, mentions["time"]) > 0,
        gone["failures"].to_numpy() > 0,
    ]
    gone["voice"] = pd.Categorical(np.select(spoken, VOICES[:4], VOICES[4]), categories=VOICES)
    return gone.reset_index(drop=True)


def voices(records: Records) -> pd.DataFrame:
    """How the customers who left had spoken up before.

    Parameters
    ----------
    records : dict of DataFrame
        As in `leavers`.

    Returns
    -------
    DataFrame
        Rows VOICES: customers, share (of all who left), of_failed (share of those who left after a failure; NaN for
        "content"). NaN where nobody left.

    Examples
    --------
    >>> from sim import run
    >>> voices(run("corner", weeks=8).records)["customers"].to_dict()
    {'complained': 0, 'found': 0, 'mentioned': 2, 'silent': 0, 'content': 6}
    """
    counts = leavers(records)["voice"].value_counts(sort=False).reindex(list(VOICES)).astype("int64")
    total, failed = int(counts.sum()), int(counts.drop("content").sum())
    table = pd.DataFrame({"customers": counts, "share": [ratio(c, total) for c in counts]})
    table["of_failed"] = [NAN if name == "content" else ratio(counts[name], failed) for name in VOICES]
    table.index.name = "voice"
    return table


def complaints_by_origin(runs: Mapping[str, Any]) -> pd.DataFrame:
    """Count the complaints that customers brought, and those that a survey found.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run.

    Returns
    -------
    DataFrame
        Number of complaints: "brought" and "found_by_survey" (rows), by run (columns).

    Examples
    --------
    >>> from sim import run
    >>> complaints_by_origin({"today": run("corner", weeks=2)}).index.tolist()
    ['brought', 'found_by_survey']
    """
    asked = {name: run.records["complaints"]["asked"].astype(bool) for name, run in runs.items()}
    counted = {name: [int((~one).sum()), int(one.sum())] for name, one in asked.items()}
    return pd.DataFrame(counted, index=["brought", "found_by_survey"])
