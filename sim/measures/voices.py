"""Who speaks and who is silent (SAT-02): the dissatisfied, and those who left.

A failure is an order of satisfaction 1 or 2. Orders count if they were placed in the window.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.measures.satisfaction import DISSATISFIED
from sim.measures.service import Value, share
from sim.measures.windows import NAN, Z95, ended, placed_in_window, ratio, said, within
from sim.records.schema import Records

VOICES = ("complained", "found", "mentioned", "silent", "content")
"""The loudest thing a customer did before leaving: complained formally; was found by a survey; mentioned it to front-line
staff; had a failure and said nothing; had no failure in the records (moved away, a better offer)."""


def failures(records: Records) -> pd.DataFrame:
    """Orders placed in the window with satisfaction 1 or 2."""
    orders = placed_in_window(records)
    return orders[(orders["satisfaction"] <= DISSATISFIED).fillna(False)]


def formal_share(records: Records) -> Value:
    """Of the dissatisfied, who complained formally, unasked. value: share of failed orders; n: failed orders; low, high: 95 %
    Wilson interval; customers, by_customer: the customers with a failure, and the share of them who complained at least once;
    mentioned: share of failed orders mentioned to front-line staff. The course says 2 to 10 %."""
    bad = failures(records)
    complaints, contacts = records["complaints"], records["contacts"]
    formal = bad["order"].isin(complaints.loc[~complaints["asked"].astype(bool), "order"])
    mentioned = bad["order"].isin(contacts.loc[contacts["kind"] == "mention", "order"])
    per = formal.groupby(bad["customer"]).any()
    low, high = wilson(int(formal.sum()), len(bad))
    more = {
        "low": low,
        "high": high,
        "customers": len(per),
        "by_customer": share(per.sum(), len(per))["value"],
        "mentioned": share(mentioned.sum(), len(bad))["value"],
    }
    return said(share(formal.sum(), len(bad)) | more, "share")


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson, 1927); NaN where n is 0."""
    if not n:
        return NAN, NAN
    part, square = hits / n, Z95**2
    centre = (part + square / (2 * n)) / (1 + square / n)
    half = Z95 * np.sqrt(part * (1 - part) / n + square / (4 * n * n)) / (1 + square / n)
    return float(centre - half), float(centre + half)


def leavers(records: Records) -> pd.DataFrame:
    """One row a customer who left in the window: customer, klass, left (s), failures (orders of satisfaction 1 or 2 ended by
    then), voice (one of VOICES). Complaints, findings and mentions up to that time count, also those before the window."""
    customers = records["customers"]
    gone = customers.loc[within(customers["left"], records), ["customer", "klass", "left"]].copy()
    gone["left"] = gone["left"].astype("int64")
    limit = gone.set_index("customer")["left"]

    def count(table: pd.DataFrame, time: pd.Series) -> Any:
        before = time.to_numpy() <= table["customer"].map(limit).fillna(-np.inf).to_numpy()
        return gone["customer"].map(table.loc[before, "customer"].value_counts()).fillna(0).to_numpy("int64")

    orders, contacts, complaints = records["orders"], records["contacts"], records["complaints"]
    bad = orders[(orders["satisfaction"] <= DISSATISFIED).fillna(False)]
    asked = complaints["asked"].astype(bool)
    mentions = contacts[contacts["kind"] == "mention"]
    gone["failures"] = count(bad, ended(bad))
    spoken = [
        count(complaints[~asked], complaints.loc[~asked, "opened"]) > 0,
        count(complaints[asked], complaints.loc[asked, "opened"]) > 0,
        count(mentions, mentions["time"]) > 0,
        gone["failures"].to_numpy() > 0,
    ]
    gone["voice"] = pd.Categorical(np.select(spoken, VOICES[:4], VOICES[4]), categories=VOICES)
    return gone.reset_index(drop=True)


def voices(records: Records) -> pd.DataFrame:
    """Rows VOICES: customers who left, share of all who left, share of those who left after a failure ("content" has none).

    NaN where nobody left.
    """
    counts = leavers(records)["voice"].value_counts(sort=False).reindex(list(VOICES)).astype("int64")
    total, failed = int(counts.sum()), int(counts.drop("content").sum())
    table = pd.DataFrame({"customers": counts, "share": [ratio(c, total) for c in counts]})
    table["of_failed"] = [NAN if name == "content" else ratio(counts[name], failed) for name in VOICES]
    table.index.name = "voice"
    return table
