"""Whether a year makes a fair assignment: every question has one answer, and typical mistakes change it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.hotline import patient_wait, wait_by_formula
from sim.course.assignments.service_measures.promises import MONTHS, MOST_BROKEN
from sim.course.assignments.service_measures.variant import Hotline
from sim.measures.service import CHANNEL_WEIGHTS

LEAST_GAIN = 100
"""CNY between the best promise of a class and the next."""
LEAST_GAP = 5e-4
"""Between a right share and a wrong one."""
LEAST_HOURS = 7e-4
"""Between a right mean of hours and a wrong one."""
FEWEST_HUNG_UP, MOST_HUNG_UP = 0.10, 0.26
LEAST_OVERLOAD = 1.05
"""Utilisation of the busiest hour of the hotline."""
MOST_BY_FORMULA = 0.7
"""Wait by the formula, as a share of the wait of patient callers. A right answer lies within a fifth of that."""
TRIED_MONTHS = 20


def sound(made: Mapping[str, pd.DataFrame], hotline: Hotline) -> bool:
    """Whether the year can be handed out."""
    return (
        _line_is_overloaded(made["calls"], hotline.clerks)
        and _formula_is_no_answer(made["calls"], hotline)
        and _wishes_differ(made["requests"])
        and _channels_differ(made["contacts"])
        and _goods_differ(made["lines"], made["orders"])
        and _promises_differ(made["orders"], made["fees"])
    )


def _wishes_differ(requests: pd.DataFrame) -> bool:
    """No mixture of kinds of wishes has by chance the share of the kind that is asked for."""
    met = (requests["met"] == "yes").groupby(requests["kind"]).agg(["mean", "size"])
    timed = met.loc[["expedite", "delay"]]
    together = (timed["mean"] * timed["size"]).sum() / timed["size"].sum()
    every = (met["mean"] * met["size"]).sum() / met["size"].sum()
    return _apart(together, timed["mean"].mean(), timed["mean"].iloc[0]) and _apart(
        met["mean"]["special"], every
    )


def _channels_differ(contacts: pd.DataFrame) -> bool:
    """Neither all contacts together nor the plain mean of the channels has the weighted share by chance."""
    waited = (contacts["answered"] - contacts["time"]).to_numpy() / np.timedelta64(1, "m")
    served = pd.Series(waited <= contacts["target"].to_numpy())  # an empty time is none in time
    by_channel = served.groupby(contacts["channel"]).mean()
    weighted = (by_channel * pd.Series(CHANNEL_WEIGHTS)).sum()
    return _apart(weighted, served.mean(), by_channel.mean())


def _goods_differ(lines: pd.DataFrame, orders: pd.DataFrame) -> bool:
    """Counted in units, lines and orders are not by chance complete as often as counted one by one."""
    seen = lines.dropna(subset=["on_hand"])
    units = np.minimum(seen["on_hand"], seen["quantity"]).sum() / seen["quantity"].sum()
    whole = (seen["on_hand"] - seen["quantity"] >= 0).mean()
    shipped = orders["shipped"].sum() / orders["ordered"].sum()
    hours = orders["preparation"]  # of some orders there is none, and that must show in the mean
    if hours.mean() - hours.sum() / len(hours) < LEAST_HOURS:
        return False
    return _apart(whole, units) and _apart((orders["shipped"] - orders["ordered"] == 0).mean(), shipped)


def _apart(right: float, *wrong: float) -> bool:
    return all(abs(right - other) >= LEAST_GAP for other in wrong)


def _promises_differ(orders: pd.DataFrame, fees: pd.DataFrame) -> bool:
    """One promise of each class is clearly best; who forgets the months, the penalty or the classes finds another."""
    if orders.groupby("klass")["promised"].apply(lambda promised: promised.dt.month.nunique()).min() < MONTHS:
        return False
    best, dearest, year_breaks = [], [], False
    for klass, offers in fees.groupby("klass"):
        own = orders.loc[orders["klass"] == klass, ["accepted", "delivered"]]
        took = (own["delivered"] - own["accepted"]).to_numpy() / np.timedelta64(1, "h")
        year = (took[:, None] <= offers["hours"].to_numpy()).mean(axis=0)  # an empty time is no time in time
        broken, fee = MONTHS - offers["kept"].to_numpy(), offers["fee"].to_numpy()
        allowed = broken <= MOST_BROKEN
        left = np.where(allowed, fee - offers["penalty"].to_numpy() * broken, -np.inf)
        first, second = np.argsort(-left)[:2]
        if left[first] - left[second] < LEAST_GAIN:
            return False
        by_year = np.argmax(np.where(year >= offers["share"].to_numpy(), fee, -np.inf))
        year_breaks |= bool(broken[by_year] > MOST_BROKEN)
        best.append(int(first))
        dearest.append(int(np.argmax(np.where(allowed, fee, -np.inf))))
    # Offers stand in the same sequence in every class, so equal places are equal promises.
    return len(set(best)) > 1 and len(set(dearest)) > 1 and year_breaks and dearest != best


def _line_is_overloaded(calls: pd.DataFrame, clerks: int) -> bool:
    """The busiest hour has no answer by the formula, and enough callers hang up, but not most."""
    hung_up = calls["answered"].isna().mean()
    busiest = calls["time"].dt.hour.value_counts().iloc[0] / calls["time"].dt.date.nunique()
    handling = np.nanmean((calls["ended"] - calls["answered"]).to_numpy() / np.timedelta64(1, "h"))
    return FEWEST_HUNG_UP <= hung_up <= MOST_HUNG_UP and bool(busiest * handling / clerks >= LEAST_OVERLOAD)


def _formula_is_no_answer(calls: pd.DataFrame, hotline: Hotline) -> bool:
    """Who takes the formula's wait for that of patient callers is clearly wrong."""
    patient = np.mean([patient_wait(hotline, RandomStreams(month)) for month in range(TRIED_MONTHS)])
    return bool(wait_by_formula(calls, hotline.clerks) <= MOST_BY_FORMULA * patient)
