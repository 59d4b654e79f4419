"""A survey that asks the large customers first, and the customers who left with their earlier complaints and mentions.

The shares are assumed, near those of a year of Jiaying: 5 in 100 leavers had complained, 42 had mentioned it, 20 had kept
silent; of those asked, A customers are the most content.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.satisfaction_retention.variant import Variant
from sim.course.data.columns import ids
from sim.course.fair_tables import Draw, Tables

CUSTOMERS = {"A": 100, "B": 300, "C": 1600}
ASKED = {"A": 100, "B": 300, "C": 300}
CONTENT = {"A": 4.45, "B": 4.2, "C": 3.85}
"""Mean satisfaction of a class before it is rounded to 1, 2, ..., 5."""
LEAST_BIAS = 0.05
"""The least amount by which the plain mean of the answers is too high."""
LEAVERS = 400
ACTS = {"complained": 0.05, "mentioned": 0.42, "silent": 0.20, "content": 0.33}
LATE_COMPLAINTS, LATE_FAILURES = 8, 12
"""Complaints and failures that came after the customer had left."""
YEAR_START = "2024-01-01"


def make_survey(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """All customers with their class, and those who were asked with their answers."""
    klass = np.repeat(list(CUSTOMERS), list(CUSTOMERS.values()))
    customers = pd.DataFrame({"customer": ids("K", range(1, len(klass) + 1), 4), "klass": klass})
    asked = pd.concat([customers[customers["klass"] == k].head(n) for k, n in ASKED.items()])
    stream = draw.streams.of(asked.index.to_numpy())
    felt = asked["klass"].map(CONTENT).to_numpy() + 0.85 * stream.normal("felt")
    answers = stream.uniform("answers") < variant.response
    asked = asked.assign(satisfaction=np.where(answers, np.clip(np.round(felt), 1, 5), np.nan))
    return {"customers": customers, "survey": asked.reset_index(drop=True)}


def is_fair_survey(variant: Variant, made: Tables) -> bool:
    """Whether the plain mean is too high by enough."""
    means = made["survey"].groupby("klass")["satisfaction"].mean()
    weights = made["customers"]["klass"].value_counts(normalize=True)
    return bool(made["survey"]["satisfaction"].mean() - (means * weights).sum() >= LEAST_BIAS)


def make_leavers(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Who left, and when; their orders with the satisfaction that an institute asked for, complaints, and mentions."""
    streams = draw.streams
    stream = streams.of(np.arange(LEAVERS))
    did = np.array(list(ACTS))[stream.choice(list(ACTS.values()), "did")]
    day = 100 + 260 * stream.uniform("left")
    leavers = pd.DataFrame({"customer": np.arange(LEAVERS), "day": day, "did": did})
    failed = leavers[leavers["did"] != "content"]
    failed = failed.assign(
        ended=failed["day"] - 60 * stream.take(failed.index).uniform("failed") - 1, satisfaction=1
    )
    failed["satisfaction"] += (stream.take(failed.index).uniform("how bad") < 0.6).astype(int)
    orders = pd.concat([_good_orders(leavers, streams), failed, _after(leavers, stream)])
    orders = orders.sort_values(["ended", "customer"], ignore_index=True)
    orders["order"] = ids("O", range(1, len(orders) + 1), 5)
    bad = orders[(orders["satisfaction"] <= 2) & (orders["ended"] < orders["day"])]
    spoke = bad.assign(time=bad["ended"] + 0.5)
    late = leavers[leavers["did"] == "mentioned"].head(LATE_COMPLAINTS)
    late = orders[orders["customer"].isin(late["customer"]) & (orders["satisfaction"] <= 2)]
    complained = spoke[spoke["did"] == "complained"]
    complaints = pd.concat([complained, late.assign(time=late["day"] + 3)])
    both = complained.iloc[::2].assign(
        time=complained["time"].iloc[::2] + 0.2
    )  # who complains may also mention it
    mentions = pd.concat([spoke[spoke["did"] == "mentioned"], both])
    return {
        "leavers": _named(leavers.sort_values("day"), "day", "left")[["customer", "left"]],
        "orders": _named(orders, "ended", "ended")[["order", "customer", "ended", "satisfaction"]],
        "complaints": _named(complaints.sort_values("time"), "time", "opened")[
            ["customer", "order", "opened"]
        ],
        "mentions": _named(mentions.sort_values("time"), "time", "time")[["customer", "time"]],
    }


def _good_orders(leavers: pd.DataFrame, streams: RandomStreams) -> pd.DataFrame:
    """Three orders of each without a failure, before it left."""
    rows = leavers.loc[leavers.index.repeat(3)].reset_index(drop=True)
    stream = streams.of(np.arange(len(rows)), 1)
    return rows.assign(
        ended=rows["day"] - 90 * stream.uniform("good") - 1,
        satisfaction=3 + (3 * stream.uniform("rating")).astype(int),
    )


def _after(leavers: pd.DataFrame, stream: object) -> pd.DataFrame:
    """Failures of orders that were still on their way when the customer had decided to leave."""
    content = leavers[leavers["did"] == "content"].head(LATE_FAILURES)
    return content.assign(ended=content["day"] + 2, satisfaction=1)


def _named(rows: pd.DataFrame, seconds: str, column: str) -> pd.DataFrame:
    """With ids, and the days of a column as dates."""
    dates = (pd.Timestamp(YEAR_START) + pd.to_timedelta(rows[seconds], unit="D")).dt.floor("min")
    return rows.assign(**{"customer": ids("K", rows["customer"] + 1, 4), column: dates}).reset_index(
        drop=True
    )
