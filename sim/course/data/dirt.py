"""Faults of real exports: repeated rows, test rows, one place that uses another unit, forgotten cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams

TEST_CUSTOMERS = ("TEST", "DEMO", "TRAINING")
"""Names by which test rows can be recognised."""


def sample(size: int, count: int, streams: RandomStreams, purpose: str) -> Any:
    """`count` different positions below `size`, in ascending order.

    Examples
    --------
    >>> len(set(sample(100, 5, RandomStreams(1), "tests")))
    5
    """
    return np.sort(np.argsort(streams.of(np.arange(size)).uniform(purpose), kind="stable")[:count])


def with_tests(table: pd.DataFrame, count: int, streams: RandomStreams, **values: Any) -> pd.DataFrame:
    """The table with `count` of its rows copied as test rows. values: column -> what it holds in test rows, a number counts on.

    Examples
    --------
    >>> orders = pd.DataFrame({"order": [1, 2], "customer": ["A", "B"]})
    >>> with_tests(orders, 1, RandomStreams(1), order=900, customer="TEST")["order"].tolist()
    [1, 2, 900]
    """
    tests = table.iloc[sample(len(table), count, streams, "tests")].copy()
    for column, value in values.items():
        tests[column] = np.arange(value, value + count) if isinstance(value, int) else value
    return pd.concat([table, tests], ignore_index=True)


def forgotten(values: pd.Series, share: float, uniform: Any) -> pd.Series:
    """The values with a share of them empty. uniform: a random number from 0 to 1 for each.

    Examples
    --------
    >>> forgotten(pd.Series(["yes", "no"]), 0.5, np.array([0.1, 0.9])).tolist()
    [nan, 'no']
    """
    return values.mask(np.asarray(uniform) < share)


def in_other_unit(values: pd.Series, where: pd.Series, factor: float, digits: int = 4) -> pd.Series:
    """The values, multiplied by `factor` where a place writes another unit.

    Examples
    --------
    >>> in_other_unit(pd.Series([1.0, 2.0]), pd.Series([False, True]), 60).tolist()
    [1.0, 120.0]
    """
    return (values * factor).where(where, values).round(digits)
