"""The share of customers who are still there after some months: the estimate of Kaplan and Meier, with its interval."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.units import DAY, YEAR_DAYS
from sim.base.validation import check_int
from sim.measures.measured_value import Z95
from sim.measures.window import bounds, customers_at_start, is_frozen
from sim.records.schema import Records

MONTH = YEAR_DAYS * DAY // 12
"""Seconds of a month: a twelfth of a year."""


def survival(records: Records, klass: str | None = None, months: int | None = None) -> pd.DataFrame:
    """Estimate what share of the customers at the start is still there, month by month.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers, orders (customer) and window.
    klass : {"A", "B", "C"}, optional
        Only customers of this class.
    months : int, optional
        How many; the default is all whole months of the window.

    Returns
    -------
    DataFrame
        One row per month from 0, at its end: month, at_risk (customers still watched), left (so far), moved (so far closed or
        moved away, which is no leaving), kept (share still there), low, high (95 % interval). No rows if the market is
        frozen, where nobody can leave, or if there are no such customers.

    Raises
    ------
    InputError
        If `months` is not a whole number of at least 1.

    Notes
    -----
    Whenever a customer leaves, the share kept is multiplied by 1 - left / at risk. Customers who close or move away are
    watched until then. The interval is Greenwood's on the scale log(-log), where it stays between 0 and 1.

    References
    ----------
    Kaplan and Meier (1958), Nonparametric estimation from incomplete observations, JASA 53. Kalbfleisch and Prentice
    (2002), The statistical analysis of failure time data, section 1.4.

    Examples
    --------
    >>> from sim import run
    >>> survival(run("corner", weeks=9).records)[["month", "at_risk", "left", "kept"]].round(3).to_dict("list")
    {'month': [0, 1, 2], 'at_risk': [152, 149, 147], 'left': [0, 1, 3], 'kept': [1.0, 0.993, 0.98]}
    """
    start, end = bounds(records)
    whole = (end - start) // MONTH
    if months is not None:
        check_int("months", months, 1)
        whole = min(whole, months)
    table = customers_at_start(records)
    if klass is not None:
        table = table[table["klass"] == klass]
    columns = ["month", "at_risk", "left", "moved", "kept", "low", "high"]
    if is_frozen(records) or table.empty:
        return pd.DataFrame(columns=columns)
    left, moved = (_seconds(table[name]) for name in ("left", "moved"))
    left = np.where(moved <= left, np.inf, left)  # those who move away are in both columns
    watched = np.minimum(np.minimum(left, moved), end)
    rows = []
    for month in range(whole + 1):
        until = start + month * MONTH
        kept, spread = 1.0, 0.0
        for moment in np.unique(left[left < until]):
            gone, at_risk = int((left == moment).sum()), int((watched >= moment).sum())
            kept *= 1 - gone / at_risk
            spread += gone / (at_risk * (at_risk - gone)) if at_risk > gone else math.inf
        rows.append(
            (
                month,
                int((watched >= until).sum()),
                int((left < until).sum()),
                int((moved < until).sum()),
                kept,
                *_ends(kept, spread),
            )
        )
    return pd.DataFrame(rows, columns=columns)


def _seconds(times: pd.Series) -> NDArray[np.float64]:
    """The times; infinity for never."""
    return times.to_numpy(dtype="float64", na_value=np.inf)


def _ends(kept: float, spread: float) -> tuple[float, float]:
    """The interval of a share kept. spread: Greenwood's sum."""
    if not 0 < kept < 1:
        return kept, kept
    half = Z95 * math.sqrt(spread) / abs(math.log(kept))
    return kept ** math.exp(half), kept ** math.exp(-half)
