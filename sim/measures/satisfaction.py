"""Satisfaction from 1 to 5: of orders, of customers, and as surveys show it (SAT-01, SAT-03).

Orders count if they were placed in the window and have been judged by its end; the others are reported as censored.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.measures.measured_value import NAN, Z95, Value, mean, share, with_unit
from sim.measures.window import placed_in_window, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

DISSATISFIED, SATISFIED = 2, 4
"""Scores up to the first number mean dissatisfied, from the second on satisfied."""


def satisfaction(records: Records) -> Value:
    """Mean satisfaction of the orders of the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed, satisfaction).

    Returns
    -------
    dict
        "value" (1 to 5), "n" (orders judged), "sd", "shares" (of 1, 2, 3, 4, 5; they add up to 1), "satisfied" and
        "dissatisfied" (shares), "censored" (orders not judged by the end).

    Examples
    --------
    >>> from sim import run
    >>> result = satisfaction(run("corner", weeks=2).records)
    >>> round(result["value"], 2), result["n"], result["censored"]
    (4.25, 284, 21)
    """
    orders = placed_in_window(records)
    judged = orders["satisfaction"].dropna().to_numpy(dtype="int64")
    n = len(judged)
    return with_unit(
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
    """Mean satisfaction of the orders of the window, by customer class.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed, satisfaction, klass).

    Returns
    -------
    DataFrame
        Rows A, B, C: orders (judged), satisfaction (mean, 1 to 5), dissatisfied (share); NaN where orders is 0.

    Examples
    --------
    >>> from sim import run
    >>> satisfaction_by_class(run("corner", weeks=2).records)["satisfaction"].round(2).to_dict()
    {'A': 4.29, 'B': 4.07, 'C': 4.27}
    """
    orders = placed_in_window(records).dropna(subset="satisfaction")
    rows = []
    for klass in CLASSES:
        judged = orders.loc[orders["klass"] == klass, "satisfaction"]
        average = mean(judged)
        dissatisfied = share((judged <= DISSATISFIED).sum(), len(judged))["value"]
        rows.append((average["n"], average["value"], dissatisfied))
    columns = ["orders", "satisfaction", "dissatisfied"]
    return pd.DataFrame(rows, index=pd.Index(CLASSES, name="klass"), columns=columns)


def customer_satisfaction(records: Records) -> Value:
    """Mean satisfaction over customers, each with the mean of its orders.

    Every customer weighs the same, as in a survey; in `satisfaction` customers with more orders weigh more.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed, customer, satisfaction).

    Returns
    -------
    dict
        "value" (1 to 5) and "n" (customers).

    Examples
    --------
    >>> from sim import run
    >>> result = customer_satisfaction(run("corner", weeks=2).records)
    >>> round(result["value"], 2), result["n"]
    (4.16, 94)
    """
    orders = placed_in_window(records).dropna(subset="satisfaction")
    return with_unit(mean(orders.groupby("customer")["satisfaction"].mean()), "1-5")


def survey(records: Records) -> Value:
    """Compare the surveys of the window with the truth.

    Parameters
    ----------
    records : dict of DataFrame
        Reads surveys and orders.

    Returns
    -------
    dict
        "value": mean of the answers (1 to 5); "n": answers; "asked"; "response" (share who answered); "sd"; "margin":
        95 % margin of error, 1.96 sd / sqrt(n); "low", "high"; "dissatisfied" (share of the answers); "true":
        `customer_satisfaction`; "error": value - true; "covers": whether the interval holds the true mean (None where
        either is unknown).

    Notes
    -----
    The margin covers sampling luck only: neither those who do not answer, nor the fact that an answer is about the
    latest order alone. There is no correction for the small number of customers, as waves ask the same ones again.

    References
    ----------
    Cochran (1977), Sampling techniques, 3rd ed.

    Examples
    --------
    >>> from sim import load_case, run
    >>> policy = load_case("corner").policy.replace(**{"survey.waves": 12, "survey.sample": 20})
    >>> result = survey(run("corner", policy, weeks=8).records)
    >>> result["asked"], result["n"]
    (40, 10)
    """
    surveys = records["surveys"]
    asked = surveys[within(surveys["time"], records)]
    answers = asked["satisfaction"].dropna().to_numpy(dtype="int64")
    n = len(answers)
    average = mean(answers)
    sd = float(answers.std(ddof=1)) if n > 1 else NAN
    margin = Z95 * sd / sqrt(n) if n > 1 else NAN
    true = customer_satisfaction(records)["value"]
    error = average["value"] - true
    why = _("nobody was asked") if not len(asked) else _("nobody answered")
    return with_unit(
        average
        | {
            "asked": len(asked),
            "response": share(n, len(asked))["value"],
            "sd": sd,
            "margin": margin,
            "low": average["value"] - margin,
            "high": average["value"] + margin,
            "dissatisfied": share((answers <= DISSATISFIED).sum(), n)["value"],
            "true": true,
            "error": error,
            "covers": None if np.isnan(error) or np.isnan(margin) else bool(abs(error) <= margin),
        },
        "1-5",
        why,
    )


def survey_waves(records: Records) -> pd.DataFrame:
    """The surveys of the window, wave by wave.

    Parameters
    ----------
    records : dict of DataFrame
        Reads surveys.

    Returns
    -------
    DataFrame
        One row per wave (index): asked, answers, response (share), satisfaction (mean; NaN without an answer), margin
        (95 % margin of error).

    Examples
    --------
    >>> from sim import load_case, run
    >>> policy = load_case("corner").policy.replace(**{"survey.waves": 12, "survey.sample": 20})
    >>> survey_waves(run("corner", policy, weeks=8).records)["answers"].to_dict()
    {0: 7, 1: 3}
    """
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


def satisfaction_shares(runs: Mapping[str, Any]) -> pd.DataFrame:
    """Compare how many orders got 1, 2, 3, 4 and 5.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run.

    Returns
    -------
    DataFrame
        Share of the orders judged, by satisfaction (rows) and run (columns).

    Examples
    --------
    >>> from sim import run
    >>> satisfaction_shares({"today": run("corner", weeks=2)}).index.tolist()
    [1, 2, 3, 4, 5]
    """
    shares = {name: satisfaction(run.records)["shares"] for name, run in runs.items()}
    return pd.DataFrame(shares).rename_axis("satisfaction")
