"""Calls to place an order, hour by hour: how busy the clerks are, and how long customers wait."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isinf

import pandas as pd

from sim.base.units import DAY, HOUR
from sim.measures.orders import order_contacts
from sim.measures.run import Run
from sim.measures.window import bounds
from sim.records.schema import Records
from sim.theory import erlang_c


def calls_by_hour(run: Run) -> pd.DataFrame:
    """Describe the calls of each hour of the day.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    DataFrame
        One row for each hour of the day with calls: calls_an_hour, minutes_a_call, mean_wait (minutes, of those who were
        answered), gave_up (share of the callers). On all days of the window, also those without calls.

    Examples
    --------
    >>> from sim import run
    >>> table = calls_by_hour(run("corner", weeks=2))
    >>> bool(table.loc[10, "calls_an_hour"] > table.loc[17, "calls_an_hour"])
    True
    """
    calls = telephone_calls(run.records)
    start, end = bounds(run.records)
    groups = calls.groupby("hour")
    return pd.DataFrame(
        {
            "calls_an_hour": groups.size() / ((end - start) / DAY),
            "minutes_a_call": groups["minutes"].mean(),
            "mean_wait": groups["wait"].mean(),
            "gave_up": groups["gave_up"].mean(),
        }
    )


def telephone_calls(records: Records) -> pd.DataFrame:
    """List the calls to place an order.

    Parameters
    ----------
    records : dict of DataFrame
        Reads contacts and window.

    Returns
    -------
    DataFrame
        One row per call: hour of the day, wait and minutes (of the talk; both empty for those who gave up), gave_up.

    Examples
    --------
    >>> from sim import run
    >>> calls = telephone_calls(run("corner", weeks=2).records)
    >>> bool(calls["wait"].isna().equals(calls["gave_up"]))
    True
    """
    calls = order_contacts(records)
    calls = calls[calls["channel"] == "telephone"]
    return pd.DataFrame(
        {
            "hour": (calls["time"] % DAY // HOUR).astype(int),
            "wait": ((calls["answered"] - calls["time"]) / 60).astype("Float64"),
            "minutes": ((calls["resolved"] - calls["answered"]) / 60).astype("Float64"),
            "gave_up": calls["answered"].isna(),
        }
    )


def waits_with(calls_an_hour: float, minutes_a_call: float, clerks: Sequence[int]) -> pd.DataFrame:
    """Work out by Erlang C how long callers wait, with few clerks and with more.

    Parameters
    ----------
    calls_an_hour, minutes_a_call : float
        How many call, and how long a call takes.
    clerks : sequence of int
        Numbers of clerks to try.

    Returns
    -------
    DataFrame
        One row for each number of clerks: load (share of time that a clerk is busy), waiting (share of callers who have to
        wait), mean_wait and wait_95 (minutes that 95 % of the callers do not exceed). Nobody gives up.

    Examples
    --------
    >>> from sim.measures.telephone import waits_with
    >>> waits_with(9, 12, [2, 3])["mean_wait"].round(1).tolist()
    [51.2, 3.5]
    """
    rows = {}
    for number in clerks:
        queue = erlang_c(calls_an_hour, minutes_a_call, number)
        late = inf if isinf(queue.mean_wait_minutes) else queue.wait_percentile_minutes(0.95)
        rows[number] = [queue.utilisation_share, queue.waiting_share, queue.mean_wait_minutes, late]
    columns = ["load", "waiting", "mean_wait", "wait_95"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("clerks")


def wait_summary(records: Records) -> pd.Series:
    """Describe the waits on the telephone in five numbers.

    Parameters
    ----------
    records : dict of DataFrame
        Reads contacts and window.

    Returns
    -------
    Series
        mean_wait, median_wait, wait_95 and longest_wait of the callers who were answered, in minutes; gave_up: the share of all
        callers who gave up, and so are in none of the other numbers.

    Examples
    --------
    >>> from sim import run
    >>> bool(wait_summary(run("corner", weeks=2).records)["longest_wait"] > 10)
    True
    """
    calls = telephone_calls(records)
    wait = calls["wait"].dropna().astype(float)
    values = {
        "mean_wait": wait.mean(),
        "median_wait": wait.median(),
        "wait_95": wait.quantile(0.95),
        "longest_wait": wait.max(),
        "gave_up": calls["gave_up"].mean(),
    }
    return pd.Series(values)
