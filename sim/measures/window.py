"""Selects the records of the observed window: orders, times, and customers at its start."""

from __future__ import annotations

import pandas as pd

from sim.base.validation import check_int
from sim.records.schema import Records


def bounds(records: Records) -> tuple[int, int]:
    """Start and end of the observed window.

    Parameters
    ----------
    records : dict of DataFrame
        Records of a run or of an order log; only the table window is read.

    Returns
    -------
    tuple of int
        Start and end, seconds; the end is not part of the window.

    Examples
    --------
    >>> from sim import run
    >>> bounds(run("corner", weeks=2).records)
    (0, 1209600)
    """
    window = records["window"]
    return int(window["start"].iloc[0]), int(window["end"].iloc[0])


def with_window(records: Records, start: int, end: int) -> Records:
    """Set another window, for measures of a part of the time.

    Parameters
    ----------
    records : dict of DataFrame
        Records; they are not changed.
    start, end : int
        The new window, seconds.

    Returns
    -------
    dict of DataFrame
        The same tables with another window.

    Examples
    --------
    >>> from sim import run
    >>> bounds(with_window(run("corner", weeks=2).records, 0, 3600))
    (0, 3600)
    """
    return records | {"window": pd.DataFrame({"start": [start], "end": [end]})}


def split_window(records: Records, count: int) -> list[Records]:
    """Cut the window into parts of equal length.

    Parameters
    ----------
    records : dict of DataFrame
        Records; they are not changed.
    count : int
        Number of parts, at least 1.

    Returns
    -------
    list of dict of DataFrame
        The same tables `count` times, each with its part of the window (to the second).

    Examples
    --------
    >>> from sim import run
    >>> [bounds(half) for half in split_window(run("corner", weeks=2).records, 2)]
    [(0, 604800), (604800, 1209600)]
    """
    check_int("count", count, 1)
    start, end = bounds(records)
    cuts = [start + (end - start) * place // count for place in range(count + 1)]
    return [with_window(records, cuts[place], cuts[place + 1]) for place in range(count)]


def within(times: pd.Series, records: Records) -> pd.Series:
    """The times that lie in the window.

    Parameters
    ----------
    times : Series of int
        Seconds; null does not lie in the window.
    records : dict of DataFrame
        Records with a window.

    Returns
    -------
    Series of bool
        One value per time, with the same index.

    Examples
    --------
    >>> import pandas as pd
    >>> from sim import run
    >>> within(pd.Series([-1, 0, 1209600]), run("corner", weeks=2).records).tolist()
    [False, True, False]
    """
    start, end = bounds(records)
    return ((times >= start) & (times < end)).fillna(False).astype(bool)


def placed_in_window(records: Records) -> pd.DataFrame:
    """Orders whose first contact lies in the window, whatever became of them.

    Orders that were turned away or abandoned were never promised anything and are included.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed).

    Returns
    -------
    DataFrame
        Rows of orders.

    Examples
    --------
    >>> from sim import run
    >>> len(placed_in_window(run("corner", weeks=2).records))
    305
    """
    orders = records["orders"]
    return orders[within(orders["placed"], records)]


def promised_in_window(records: Records) -> pd.DataFrame:
    """Orders whose promised time falls in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised).

    Returns
    -------
    DataFrame
        Rows of orders.

    Examples
    --------
    >>> from sim import run
    >>> len(promised_in_window(run("corner", weeks=2).records))
    296
    """
    orders = records["orders"]
    return orders[within(orders["promised"], records)]


def fate_known(records: Records) -> pd.DataFrame:
    """Orders promised for the window whose fate is known by its end.

    An order log may lack promises: an order without one counts when it was delivered, or else placed.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised, status; without promised: delivered, placed).

    Returns
    -------
    DataFrame
        Rows of orders that are not in progress.

    Examples
    --------
    >>> from sim import run
    >>> len(fate_known(run("corner", weeks=2).records))
    289
    """
    orders = records["orders"]
    due = end_times(orders) if "promised" not in orders else orders["promised"]
    if "promised" in orders and "delivered" in orders:
        due = due.fillna(orders["delivered"])
    return orders[within(due, records) & (orders["status"] != "in_progress")]


def is_frozen(records: Records) -> bool:
    """Whether the market was frozen, so that no customer could come, leave or change their mind.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers (value_start), which is empty in a frozen market.

    Returns
    -------
    bool
        True for a frozen market.

    Examples
    --------
    >>> from sim import run
    >>> is_frozen(run("corner", weeks=2).records)
    False
    """
    values = records["customers"]["value_start"]
    return len(values) > 0 and bool(values.isna().all())


def knew_at_start(records: Records) -> pd.Series:
    """The customers who knew the firm when the window began.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers (knows, joined).

    Returns
    -------
    Series of bool
        One value per row of customers.

    Examples
    --------
    >>> from sim import run
    >>> int(knew_at_start(run("corner", weeks=2).records).sum())
    173
    """
    start, _end = bounds(records)
    customers = records["customers"]
    return customers["knows"] & ~(customers["joined"] >= start).fillna(False)


def customers_at_start(records: Records) -> pd.DataFrame:
    """The firm's customers when the window began.

    They knew the firm, had not left, and have an order in the records (also before the window). Customers who left
    during the warm-up have no order and are not counted; nor are those who knew the firm but never ordered.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers and orders (customer).

    Returns
    -------
    DataFrame
        Rows of customers.

    Examples
    --------
    >>> from sim import run
    >>> len(customers_at_start(run("corner", weeks=2).records))
    125
    """
    start, _end = bounds(records)
    customers = records["customers"]
    left = (customers["left"] < start).fillna(False)
    return customers[
        knew_at_start(records) & ~left & customers["customer"].isin(records["orders"]["customer"])
    ]


def end_times(orders: pd.DataFrame) -> pd.Series:
    """When each order ended.

    Parameters
    ----------
    orders : DataFrame
        Rows of orders (delivered, placed).

    Returns
    -------
    Series of int
        Seconds: the delivery, or else the first contact, as records hold no other time for orders that failed.

    Examples
    --------
    >>> from sim import run
    >>> orders = placed_in_window(run("corner", weeks=2).records)
    >>> bool((end_times(orders) >= orders["placed"]).all())
    True
    """
    return orders["delivered"].fillna(orders["placed"]).astype("int64")
