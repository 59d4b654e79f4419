"""Satisfaction from 1 to 5: of orders, of customers, and what a survey tells of it (SAT-01, SAT-03).

Orders count if they were placed in the window and have been judged by its end; the others are reported as censored.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.measures.service import Value, share
from sim.measures.windows import NAN, Z95, mean, placed_in_window, said, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

DISSATISFIED, SATISFIED = 2, 4
"""Up to the first one is dissatisfied, from the second one on satisfied."""


def satisfaction(records: Records) -> Value:
    """Mean satisfaction of orders: value (1 to 5), n, sd, shares (of 1, 2, 3, 4, 5; they add up to 1), satisfied and
    dissatisfied (shares), censored (orders not judged by the end)."""
    orders = placed_in_window(records)
    judged = orders["satisfaction"].dropna().to_numpy(dtype="int64")
    n = len(judged)
    return said(
        mean(judged)
        | {
            "sd": float(judged.std(ddof=1)) if n > 1 else NAN,
            "shares": {points: share((judged == points).sum(), n)["value"] for points in range(1, 6)},
            "satisfied": share((judged >= SATISFIED).sum(), n)["value"],
            "dissatisfied": share((judged <= DISSATISFIED).sum(), n)["value"],
            "censored": len(orders) - n,
        },
        "1-5",
    )


def satisfaction_by_class(records: Records) -> pd.DataFrame:
    """Rows A, B, C: orders judged, their mean satisfaction (1 to 5) and the share dissatisfied; NaN where orders is 0."""
    orders = placed_in_window(records).dropna(subset="satisfaction")
    rows = []
    for klass in CLASSES:
        judged = orders.loc[orders["klass"] == klass, "satisfaction"]
        found = mean(judged)
        bad = share((judged <= DISSATISFIED).sum(), len(judged))["value"]
        rows.append((found["n"], found["value"], bad))
    columns = ["orders", "satisfaction", "dissatisfied"]
    return pd.DataFrame(rows, index=pd.Index(CLASSES, name="klass"), columns=columns)


def customer_satisfaction(records: Records) -> Value:
    """Mean over customers of the mean of each one's orders: value (1 to 5), n (customers). Every customer weighs the same, as
    in a survey; in `satisfaction` who orders more weighs more."""
    orders = placed_in_window(records).dropna(subset="satisfaction")
    return said(mean(orders.groupby("customer")["satisfaction"].mean()), "1-5")


def survey(records: Records) -> Value:
    """What the surveys of the window say, and what is true.

    value: mean of the answers (1 to 5); n: answers; asked; response (share who answered); sd; margin: 95 % margin of error,
    1.96 sd / sqrt(n) (Cochran, 1977; the few customers are no reason to make it smaller: waves ask the same ones again);
    low, high; dissatisfied (share of the answers); true: `customer_satisfaction`; error: value - true; covers: whether
    the interval holds the true mean (None where either is unknown). The margin knows luck only: it says nothing of
    those who do not answer, nor of the fact that an answer is about the latest order alone.
    """
    surveys = records["surveys"]
    asked = surveys[within(surveys["time"], records)]
    answers = asked["satisfaction"].dropna().to_numpy(dtype="int64")
    n = len(answers)
    found = mean(answers)
    sd = float(answers.std(ddof=1)) if n > 1 else NAN
    margin = Z95 * sd / sqrt(n) if n > 1 else NAN
    true = customer_satisfaction(records)["value"]
    error = found["value"] - true
    why = _("nobody was asked") if not len(asked) else _("nobody answered")
    return said(
        found
        | {
            "asked": len(asked),
            "response": share(n, len(asked))["value"],
            "sd": sd,
            "margin": margin,
            "low": found["value"] - margin,
            "high": found["value"] + margin,
            "dissatisfied": share((answers <= DISSATISFIED).sum(), n)["value"],
            "true": true,
            "error": error,
            "covers": None if np.isnan(error) or np.isnan(margin) else bool(abs(error) <= margin),
        },
        "1-5",
        why,
    )


def survey_waves(records: Records) -> pd.DataFrame:
    """One row a wave (index): asked, answers, response (share), satisfaction (mean; NaN without an answer), margin of error."""
    surveys = records["surveys"]
    asked = surveys[within(surveys["time"], records)]
    answered = asked["satisfaction"].astype("Float64")
    table = answered.groupby(asked["wave"]).agg(["size", "count", "mean", "std"])
    counts = table["count"].to_numpy(dtype="float64")
    spread = table["std"].to_numpy(dtype="float64", na_value=np.nan)
    return pd.DataFrame(
        {
            "asked": table["size"].astype("int64"),
            "answers": table["count"].astype("int64"),
            "response": counts / table["size"].to_numpy(dtype="float64"),
            "satisfaction": table["mean"].to_numpy(dtype="float64", na_value=np.nan),
            "margin": Z95 * spread / np.sqrt(np.maximum(counts, 1)),
        },
        index=table.index,
    )
