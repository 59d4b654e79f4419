"""The hotline's log: calls by the hour, clerks in one queue, callers who hang up. First come, first served."""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.variant import Hotline
from sim.theory import erlang_c

OPENS, CLOSES = 8, 20
DAYS = 20
FIRST_DAY = "2024-03-04"
"""A Monday; four weeks from Monday to Friday follow."""
RUSH = (0.62, 0.95, 1.22, 1.55, 1.22, 0.95)
"""Calls of the hours around the peak, as multiples of the mean; the other hours share what is left equally."""
RUSH_BEFORE = 3
"""The peak is this many places after the first of RUSH."""


def profile(peak: int) -> np.ndarray:
    """Calls of each opening hour as a multiple of the mean hour; the mean is 1."""
    hours = np.arange(OPENS, CLOSES)
    place = hours - peak + RUSH_BEFORE
    inside = (place >= 0) & (place < len(RUSH))
    weights = np.where(inside, np.array(RUSH)[place.clip(0, len(RUSH) - 1)], 0.0)
    weights[~inside] = (len(hours) - weights.sum()) / (~inside).sum()
    return weights


def log(hotline: Hotline, luck: RandomStreams) -> pd.DataFrame:
    """The month's calls: call, time, answered (empty: hung up), ended (of the call, or when the caller hung up)."""
    parts = []
    for day in range(DAYS):
        midnight = pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=day + day // 5 * 2)
        came, wait, hung_up, handling = _day(hotline, luck, day, patient=False)
        leaves = came + wait + np.where(hung_up, 0.0, handling)

        def at(hours: np.ndarray, midnight: pd.Timestamp = midnight) -> pd.Series:
            return midnight + pd.to_timedelta(pd.Series(np.round(hours * 3600)), unit="s")

        answered = at(came + wait).mask(hung_up)
        parts.append(pd.DataFrame({"time": at(came), "answered": answered, "ended": at(leaves)}))
    calls = pd.concat(parts, ignore_index=True)
    calls.insert(0, "call", np.arange(1, len(calls) + 1))
    return calls


def patient_wait(hotline: Hotline, luck: RandomStreams) -> float:
    """Mean wait, minutes, of one simulated month in which nobody hangs up."""
    waits = [_day(hotline, luck, day, patient=True)[1] for day in range(DAYS)]
    return float(np.concatenate(waits).mean() * 60)


def wait_by_formula(calls: pd.DataFrame, clerks: int) -> float:
    """What Erlang C says of the mean hour of a log: minutes."""
    open_hours = (CLOSES - OPENS) * calls["time"].dt.normalize().nunique()
    handling = np.nanmean((calls["ended"] - calls["answered"]).to_numpy() / np.timedelta64(1, "m"))
    return erlang_c(len(calls) / open_hours, float(handling), clerks).mean_wait_minutes


def wait_if_nobody_hangs_up(case: Any, seed: int) -> float:
    """One simulated month of the case's hotline with patient callers: their mean wait, minutes. Another seed, another month."""
    return patient_wait(case.tool("hotline"), RandomStreams(seed))


def _day(
    hotline: Hotline, luck: RandomStreams, day: int, *, patient: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """One day: when each call came (hour of the day), its wait, whether it hung up, its handling; hours."""
    weights = profile(hotline.peak)
    reached = np.concatenate([[0.0], np.cumsum(weights * hotline.calls_an_hour)])
    most = int(reached[-1] + 10 * math.sqrt(reached[-1]) + 10)
    each = luck.of(day, np.arange(most))
    passed = np.cumsum(each.exponential("call"))
    came = np.interp(passed[passed < reached[-1]], reached, np.arange(OPENS, CLOSES + 1))
    handling = each.exponential("handling")[: len(came)] * hotline.handling / 60
    patience = each.exponential("patience")[: len(came)] * hotline.patience / 60
    free = [0.0] * hotline.clerks
    wait = np.empty(len(came))
    hung_up = np.zeros(len(came), dtype=bool)
    for n, now in enumerate(came):
        wait[n] = max(0.0, free[0] - now)
        if not patient and wait[n] > patience[n]:
            wait[n], hung_up[n] = patience[n], True
        else:
            heapq.heapreplace(free, now + wait[n] + handling[n])
    return came, wait, hung_up, handling
