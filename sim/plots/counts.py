"""Counts and means by hour, day and week, from which several pictures are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.units import DAY, HOUR, WEEK
from sim.measures.run import Run
from sim.records.schema import Records


def hour(times: Any) -> Any:
    """Hour of the day, 0 to 23."""
    return np.asarray(times, dtype="int64") % DAY // HOUR


def by_hour(times: Any) -> Any:
    """The number of times in each hour of the day."""
    return np.bincount(hour(times), minlength=24)


def by_week(times: Any, run: Run) -> Any:
    """The number of times in each observed week."""
    week = np.asarray(times, dtype="int64") // WEEK - run.first_week
    return np.bincount(np.clip(week, 0, run.weeks - 1), minlength=run.weeks)


def divide(part: Any, whole: Any) -> list[float]:
    """part / whole, element by element; NaN where whole is 0."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    shares = np.divide(part, whole, where=whole > 0, out=np.full(len(whole), np.nan))
    return [round(float(x), 6) for x in shares]


def goods_out_of_stock(records: Records) -> tuple[Any, Any]:
    """Times (s) at which the number of goods without stock changes, and that number from then on."""
    stock = records["stock"]
    stock = stock[stock["event"] != "ordered"].sort_values(["good", "time"], kind="stable")
    empty = (stock["on_hand"] == 0).astype(int)
    change = empty.groupby(stock["good"]).diff().fillna(empty).to_numpy()
    time = stock["time"].to_numpy()
    order = np.argsort(time, kind="stable")
    level = np.cumsum(change[order])
    return time[order], level


def daily_mean(times: Any, levels: Any, start: int, end: int) -> list[float]:
    """Mean over each day of a quantity that changes to `levels` at `times`."""
    edges = np.arange(start, end + 1, DAY)
    moments = np.unique(np.concatenate([edges, times[(times > start) & (times < end)]]))
    height = levels[np.maximum(np.searchsorted(times, moments[:-1], side="right") - 1, 0)]
    area = np.bincount((moments[:-1] - start) // DAY, weights=height * np.diff(moments))
    return [round(float(x), 3) for x in area / DAY]
