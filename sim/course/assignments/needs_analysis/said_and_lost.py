"""What customers say is important (a survey), and what lowers their satisfaction (a simulated year of orders)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.course.assignments.needs_analysis.variant import ASPECTS, SEGMENTS, Variant, build_case
from sim.course.data.columns import yes_no
from sim.course.data.kept import firm_year
from sim.course.fair_tables import Draw, Tables
from sim.measures.failure_losses import FAILURES

ANSWERS = 90
ON_TEN, EMPTY, ZERO = 0.25, 0.08, 0.04
"""Shares of answers on a scale of 10, with an empty cell, with nothing but zeros."""
UNASKED = ("damaged", "goods")
"""Failures that no column of the survey asks for."""
FEWEST_ALONE = 25
"""Number of orders with only this failure that a year must have, for each failure."""
LEAST_LEAD = {"severity": 0.03, "lost": 0.004, "unasked": 0.003}
"""Points of satisfaction by which the greatest failure must lead: in one case, in sum, in sum of those nobody asks about."""
LEAST_SHARE, LEAST_DIFFERENCE = 0.08, 0.002


def make_orders(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """A year of judged and unjudged orders."""
    records = firm_year(build_case(variant), seed=draw.seed, replication=draw.attempt)
    orders, contacts = records["orders"], records["contacts"]
    orders = orders[orders["status"].astype(str) == "delivered"].reset_index(drop=True)
    contacts = contacts[contacts["kind"] == "order"]
    in_time = (contacts["answered"] - contacts["time"] <= contacts["target"]).fillna(False).astype(bool)
    asked = draw.streams.of(orders["order"]).uniform("asked") < 0.9
    segment = draw.streams.of(orders["customer"]).choice([1] * len(SEGMENTS), "segment")
    table = pd.DataFrame(
        {
            "order": orders["order"],
            "segment": np.array(SEGMENTS)[segment],
            "late": yes_no(orders["delivered"] > orders["promised"]),
            "damaged": yes_no(orders["damaged"].fillna(False)),
            "goods_ok": yes_no((orders["wrong"] == 0).fillna(True)),
            "contact_ok": yes_no(~orders["order"].isin(contacts.loc[~in_time, "order"])),
            "satisfaction": orders["satisfaction"].where(asked).astype("Int64"),
        }
    )
    return {"orders": table}


def is_fair_year(variant: Variant, made: Tables) -> bool:
    """Whether each failure can be measured, and the greatest is clear: in one case, in sum, among those nobody asks about."""
    severity, frequency, alone = measured(made["orders"])
    lost = severity * frequency
    clear = (
        _lead(severity) >= LEAST_LEAD["severity"]
        and _lead(lost) >= LEAST_LEAD["lost"]
        and _lead(lost[list(UNASKED)]) >= LEAST_LEAD["unasked"]
    )
    return bool(alone.min() >= FEWEST_ALONE and clear and severity.idxmax() != lost.idxmax())


def measured(orders: pd.DataFrame) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Of each failure: severity in points, frequency as a share, and orders that have it alone."""
    orders = orders.dropna(subset=["satisfaction"])
    satisfaction = orders["satisfaction"].astype(float)
    failed = pd.DataFrame(
        {
            "late": orders["late"] == "yes",
            "damaged": orders["damaged"] == "yes",
            "goods": orders["goods_ok"] == "no",
            "contact": orders["contact_ok"] == "no",
        }
    )
    count = failed.sum(axis=1)
    alone = failed.mul(count == 1, axis=0)
    usual = satisfaction[count == 0].mean()
    severity = pd.Series({name: usual - satisfaction[alone[name]].mean() for name in FAILURES})
    return severity, failed.mean(), alone.sum()


def _lead(values: pd.Series) -> float:
    second, first = np.sort(values.to_numpy(dtype=float))[-2:]
    return float(first - second)


def make_survey(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Answers to the question what matters, some of them on another scale or not filled in."""
    answers = np.arange(ANSWERS)
    stream = draw.streams.of(answers)
    segment = answers % len(SEGMENTS)
    noise = draw.streams.of(answers[:, None], np.arange(len(ASPECTS))[None, :]).lognormal(0.45, "weight")
    shares = np.array(variant.bases)[segment] * noise
    shares /= shares.sum(axis=1, keepdims=True)
    scale = np.where(stream.uniform("scale") < ON_TEN, 10, 100)
    points = np.round(shares * scale[:, None])
    points[stream.uniform("zero") < ZERO] = 0
    table = pd.DataFrame(points, columns=list(ASPECTS)).astype("Int64")
    empty = stream.uniform("empty") < EMPTY
    which = stream.choice([1] * len(ASPECTS), "which is empty")
    for number, aspect in enumerate(ASPECTS):
        table[aspect] = table[aspect].mask(empty & (which == number))
    table.insert(0, "answer", answers + 1)
    table.insert(1, "segment", np.array(SEGMENTS)[segment])
    return {"survey": table}


def is_fair_survey(variant: Variant, made: Tables) -> bool:
    """Whether each segment clearly wants one aspect most, and adding up points or filling gaps with 0 changes the weights."""
    survey = made["survey"]
    weights = _weights(survey.dropna())
    leads = [_lead(row) for _segment, row in weights.iterrows()]
    filled = _weights(survey.fillna(0))
    added = survey.dropna().groupby("segment")[list(ASPECTS)].sum()
    added = added.div(added.sum(axis=1), axis=0)
    far = [_furthest(other, weights) for other in (filled, added)]
    return min(leads) >= LEAST_SHARE and min(far) >= LEAST_DIFFERENCE and weights.idxmax(axis=1).nunique() > 1


def _weights(answers: pd.DataFrame) -> pd.DataFrame:
    total = answers[list(ASPECTS)].sum(axis=1)
    answers, total = answers[total > 0], total[total > 0]
    return answers[list(ASPECTS)].astype(float).div(total, axis=0).groupby(answers["segment"]).mean()


def _furthest(other: Any, weights: pd.DataFrame) -> float:
    """The smallest of the segments' greatest differences."""
    return float((other - weights).abs().max(axis=1).min())
