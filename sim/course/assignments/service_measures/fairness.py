"""Whether a year makes a fair assignment: every question has one right answer, and typical mistakes change it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.hotline import erlang_c_wait, patient_wait
from sim.course.assignments.service_measures.promises import MONTHS, MOST_BROKEN
from sim.course.assignments.service_measures.variant import Hotline
from sim.measures.service_formulas import CHANNEL_WEIGHTS

LEAST_GAIN = 100
"""Least difference in CNY between the best promise of a class and the next."""
LEAST_GAP = 5e-4
"""Least difference between a right share and a wrong one."""
LEAST_HOURS = 7e-4
"""Least difference between a right mean of hours and a wrong one."""
FEWEST_HUNG_UP, MOST_HUNG_UP = 0.10, 0.26
LEAST_OVERLOAD = 1.05
"""Least load of the hotline in its busiest hour."""
MOST_BY_FORMULA = 0.7
"""Largest wait by the formula, as a share of the wait of patient callers. A right answer lies within a fifth of that wait."""
TRIAL_MONTHS = 20


def is_fair(tables: Mapping[str, pd.DataFrame], hotline: Hotline) -> bool:
    """Whether the year can be handed out."""
    return (
        _hotline_is_overloaded(tables["calls"], hotline.clerks)
        and _formula_is_wrong(tables["calls"], hotline)
        and _requests_differ(tables["requests"])
        and _channels_differ(tables["contacts"])
        and _goods_differ(tables["lines"], tables["orders"])
        and _promises_differ(tables["orders"], tables["fees"])
    )


def _requests_differ(requests: pd.DataFrame) -> bool:
    """Mixing kinds of requests does not happen to give the share of the kind that is asked for."""
    met = (requests["met"] == "yes").groupby(requests["kind"]).agg(["mean", "size"])
    timing = met.loc[["expedite", "delay"]]
    pooled = (timing["mean"] * timing["size"]).sum() / timing["size"].sum()
    all_kinds = (met["mean"] * met["size"]).sum() / met["size"].sum()
    return _differ(pooled, timing["mean"].mean(), timing["mean"].iloc[0]) and _differ(
        met["mean"]["special"], all_kinds
    )


def _channels_differ(contacts: pd.DataFrame) -> bool:
    """Neither all contacts together nor the plain mean of the channels happens to give the weighted share."""
    wait = (contacts["answered"] - contacts["time"]).to_numpy() / np.timedelta64(1, "m")
    in_time = pd.Series(wait <= contacts["target"].to_numpy())  # an unanswered contact is not in time
    by_channel = in_time.groupby(contacts["channel"]).mean()
    weighted = (by_channel * pd.Series(CHANNEL_WEIGHTS)).sum()
    return _differ(weighted, in_time.mean(), by_channel.mean())


def _goods_differ(lines: pd.DataFrame, orders: pd.DataFrame) -> bool:
    """Counting units does not happen to give the share of complete lines or orders; empty hours change their mean."""
    known = lines.dropna(subset=["on_hand"])
    units = np.minimum(known["on_hand"], known["quantity"]).sum() / known["quantity"].sum()
    complete_lines = (known["on_hand"] - known["quantity"] >= 0).mean()
    shipped_units = orders["shipped"].sum() / orders["ordered"].sum()
    complete_orders = (orders["shipped"] - orders["ordered"] == 0).mean()
    hours = orders["preparation"]
    if hours.mean() - hours.sum() / len(hours) < LEAST_HOURS:
        return False
    return _differ(complete_lines, units) and _differ(complete_orders, shipped_units)


def _differ(right: float, *wrong: float) -> bool:
    return all(abs(right - other) >= LEAST_GAP for other in wrong)


def _promises_differ(orders: pd.DataFrame, fees: pd.DataFrame) -> bool:
    """One promise of each class is clearly best; ignoring the months, the penalty or the classes leads to another."""
    if orders.groupby("klass")["promised"].apply(lambda promised: promised.dt.month.nunique()).min() < MONTHS:
        return False
    best_net, best_fee, year_misleads = [], [], False
    for klass, offers in fees.groupby("klass"):
        own = orders.loc[orders["klass"] == klass, ["accepted", "delivered"]]
        cycle = (own["delivered"] - own["accepted"]).to_numpy() / np.timedelta64(1, "h")
        # A cycle that never ended is not within any hours.
        share_of_year = (cycle[:, None] <= offers["hours"].to_numpy()).mean(axis=0)
        broken, fee = MONTHS - offers["kept"].to_numpy(), offers["fee"].to_numpy()
        allowed = broken <= MOST_BROKEN
        net = np.where(allowed, fee - offers["penalty"].to_numpy() * broken, -np.inf)
        first, second = np.argsort(-net)[:2]
        if not allowed.any() or net[first] - net[second] < LEAST_GAIN:
            return False
        by_year = np.argmax(np.where(share_of_year >= offers["share"].to_numpy(), fee, -np.inf))
        year_misleads |= bool(broken[by_year] > MOST_BROKEN)
        best_net.append(int(first))
        best_fee.append(int(np.argmax(np.where(allowed, fee, -np.inf))))
    # Every class has the same offers in the same order, so equal indices are equal promises.
    return len(set(best_net)) > 1 and len(set(best_fee)) > 1 and year_misleads and best_fee != best_net


def _hotline_is_overloaded(calls: pd.DataFrame, clerks: int) -> bool:
    """The formula has no answer for the busiest hour, and enough callers hang up, but not most of them."""
    hung_up = calls["answered"].isna().mean()
    busiest = calls["time"].dt.hour.value_counts().iloc[0] / calls["time"].dt.date.nunique()
    handling = np.nanmean((calls["ended"] - calls["answered"]).to_numpy() / np.timedelta64(1, "h"))
    return FEWEST_HUNG_UP <= hung_up <= MOST_HUNG_UP and bool(busiest * handling / clerks >= LEAST_OVERLOAD)


def _formula_is_wrong(calls: pd.DataFrame, hotline: Hotline) -> bool:
    """The formula's wait is clearly not that of patient callers."""
    patient = np.mean([patient_wait(hotline, RandomStreams(month)) for month in range(TRIAL_MONTHS)])
    return bool(erlang_c_wait(calls, hotline.clerks) <= MOST_BY_FORMULA * patient)
