"""Columns as firms write them: dates in place of seconds, words in place of True and False."""

from __future__ import annotations

from typing import Any

import pandas as pd


def dates(seconds: Any, start: str) -> pd.Series:
    """Dates and times of seconds since `start`; empty stays empty.

    Examples
    --------
    >>> dates([0, None, 90], "2024-01-01").tolist()
    [Timestamp('2024-01-01 00:00:00'), NaT, Timestamp('2024-01-01 00:01:30')]
    """
    return pd.Timestamp(start) + pd.to_timedelta(pd.Series(seconds).astype("Float64"), unit="s")


def yes_no(values: Any) -> pd.Series:
    """The words yes and no; empty stays empty.

    Examples
    --------
    >>> yes_no([True, False, None]).tolist()
    ['yes', 'no', nan]
    """
    return pd.Series(values).astype("boolean").astype(object).map({True: "yes", False: "no"})


def yuan(fen: Any) -> pd.Series:
    """Amounts in CNY of amounts in fen; empty stays empty.

    Examples
    --------
    >>> yuan([1250]).tolist()
    [12.5]
    """
    return (pd.Series(fen) / 100).astype("Float64").round(2)


def ids(letter: str, numbers: Any, digits: int) -> pd.Series:
    """Ids such as K0007. The letter keeps them texts when a file is read again.

    Examples
    --------
    >>> ids("K", [7], 4).tolist()
    ['K0007']
    """
    return letter + pd.Series(numbers).astype(str).str.zfill(digits)
