"""The hotline and its log: calls by the hour, one queue, first come first served, callers who hang up (renege)."""

from __future__ import annotations

import heapq
import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.variant import Hotline
from sim.course.data.kept import kept

OPENS, CLOSES = 8, 20
DAYS = 20
FIRST_DAY = "2024-03-04"
"""A Monday; four weeks from Monday to Friday follow."""
PEAK_PROFILE = (0.62, 0.95, 1.22, 1.55, 1.22, 0.95)
"""Calls in the hours around the peak, as multiples of the mean; the rest is spread evenly over the other hours."""
HOURS_BEFORE_PEAK = 3
"""Index of the peak in PEAK_PROFILE."""
MONTHS_SIMULATED = tuple(range(30))
"""Seeds of the months that question 9 asks for."""
FEWEST_HUNG_UP, MOST_HUNG_UP = 0.10, 0.26
LEAST_OVERLOAD = 1.05
"""Least load of the hotline in its busiest hour."""


class DayOfCalls(NamedTuple):
    """A day's calls, in hours: when each arrived (hour of the day), its wait, whether the caller hung up, its handling time."""

    arrived: np.ndarray
    wait: np.ndarray
    hung_up: np.ndarray
    handling: np.ndarray


def daily_profile(peak: int) -> np.ndarray:
    """Calls in each opening hour as a multiple of the mean hour; the mean is 1."""
    hours = np.arange(OPENS, CLOSES)
    index = hours - peak + HOURS_BEFORE_PEAK
    inside = (index >= 0) & (index < len(PEAK_PROFILE))
    weights = np.where(inside, np.array(PEAK_PROFILE)[index.clip(0, len(PEAK_PROFILE) - 1)], 0.0)
    weights[~inside] = (len(hours) - weights.sum()) / (~inside).sum()
    return weights


def call_log(hotline: Hotline, streams: RandomStreams) -> pd.DataFrame:
    """The month's calls: call, time, answered (empty: hung up), ended (when the call ended or the caller hung up)."""
    parts = []
    for day in range(DAYS):
        midnight = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=day + day // 5 * 2)
        calls = simulate_day(hotline, streams, day, patient=False)
        answered = calls.arrived + calls.wait
        ended = answered + np.where(calls.hung_up, 0.0, calls.handling)

        def at(hours: np.ndarray, midnight: pd.Timestamp = midnight) -> pd.Series:
            return midnight + pd.to_timedelta(pd.Series(np.round(hours * 3600)), unit="s")

        columns = {
            "time": at(calls.arrived),
            "answered": at(answered).mask(calls.hung_up),
            "ended": at(ended),
        }
        parts.append(pd.DataFrame(columns))
    log = pd.concat(parts, ignore_index=True)
    log.insert(0, "call", np.arange(1, len(log) + 1))
    return log


def is_overloaded(calls: pd.DataFrame, clerks: int) -> bool:
    """Whether the busiest hour has more calls than the clerks can take, and enough callers hang up, but not most of them."""
    hung_up = calls["answered"].isna().mean()
    busiest = calls["time"].dt.hour.value_counts().iloc[0] / calls["time"].dt.date.nunique()
    handling = np.nanmean((calls["ended"] - calls["answered"]).to_numpy() / np.timedelta64(1, "h"))
    return FEWEST_HUNG_UP <= hung_up <= MOST_HUNG_UP and bool(busiest * handling / clerks >= LEAST_OVERLOAD)


def patient_wait(hotline: Hotline, streams: RandomStreams) -> float:
    """Mean wait in minutes of one simulated month in which nobody hangs up."""
    waits = [simulate_day(hotline, streams, day, patient=True).wait for day in range(DAYS)]
    return float(np.concatenate(waits).mean() * 60)


def wait_if_nobody_hangs_up(case: Any, seed: int) -> float:
    """Mean wait in minutes of a simulated month in which nobody hangs up at the case's hotline. Each seed gives another month."""
    hotline = case.variant.hotline
    wait = kept("hotline", hotline, seed, make=lambda: patient_wait(hotline, RandomStreams(int(seed))))
    return float(wait)


def simulate_day(hotline: Hotline, streams: RandomStreams, day: int, *, patient: bool) -> DayOfCalls:
    """One day at the hotline; patient: nobody hangs up."""
    calls_by_hour = daily_profile(hotline.peak) * hotline.calls_an_hour
    expected_calls = np.concatenate([[0.0], np.cumsum(calls_by_hour)])
    most_calls = int(expected_calls[-1] + 10 * math.sqrt(expected_calls[-1]) + 10)
    call_streams = streams.of(day, np.arange(most_calls))
    # A Poisson process with a rate that changes by the hour: exponential gaps on the scale of expected calls.
    steps = np.cumsum(call_streams.exponential("call"))
    arrived = np.interp(steps[steps < expected_calls[-1]], expected_calls, np.arange(OPENS, CLOSES + 1))
    handling = call_streams.exponential("handling")[: len(arrived)] * hotline.handling / 60
    patience = call_streams.exponential("patience")[: len(arrived)] * hotline.patience / 60
    free_at = [0.0] * hotline.clerks  # a heap: when each clerk is free
    wait = np.empty(len(arrived))
    hung_up = np.zeros(len(arrived), dtype=bool)
    for n, now in enumerate(arrived):
        wait[n] = max(0.0, free_at[0] - now)
        if not patient and wait[n] > patience[n]:
            wait[n], hung_up[n] = patience[n], True
        else:
            heapq.heapreplace(free_at, now + wait[n] + handling[n])
    return DayOfCalls(arrived, wait, hung_up, handling)
