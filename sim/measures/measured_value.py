"""The value that a measure returns: with its unit and what was counted, or the reason why there is no value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _

Value = dict[str, Any]
"""At least "value" and "n" (how many were counted); further fields as each measure says."""
NAN = float("nan")
Z95 = 1.959963984540054
"""Normal quantile of a two-sided 95 % interval."""


def with_unit(found: Value, unit: str, why: str = "") -> Value:
    """Add the unit to a value, and the reason if the value is NaN.

    Parameters
    ----------
    found : dict
        "value" and whatever else the measure reports.
    unit : str
        "share", "hours", "orders", "fen" or "1-5".
    why : str, optional
        The reason for a NaN; if empty, that there was nothing to count.

    Returns
    -------
    dict
        "value", "unit", the other fields, and "why" where value is NaN.

    Examples
    --------
    >>> with_unit({"value": 0.5, "n": 4}, "share")
    {'value': 0.5, 'unit': 'share', 'n': 4}
    """
    value = {"value": found["value"], "unit": unit, **{k: v for k, v in found.items() if k != "value"}}
    if np.isnan(value["value"]):
        value["why"] = why or _("nothing to count in the window")
    return value


def share(part: Any, whole: int) -> Value:
    """Share of a whole, with the whole as its count.

    Parameters
    ----------
    part, whole : int
        Numbers of things.

    Returns
    -------
    dict
        "value" (0 to 1; NaN where `whole` is 0) and "n" (`whole`).

    Examples
    --------
    >>> share(3, 4)
    {'value': 0.75, 'n': 4}
    """
    return {"value": float(part) / whole if whole else NAN, "n": int(whole)}


def mean(values: Any) -> Value:
    """Mean of the values that are not null.

    Parameters
    ----------
    values : array-like of numbers
        May hold nulls.

    Returns
    -------
    dict
        "value" (NaN where there is none) and "n" (values that are not null).

    Examples
    --------
    >>> mean([1, 2, None])
    {'value': 1.5, 'n': 2}
    """
    known = pd.Series(values).dropna().to_numpy(dtype="float64")
    return {"value": float(known.mean()) if len(known) else NAN, "n": len(known)}


def ratio(top: Any, bottom: Any) -> float:
    """Divide two numbers; NaN where `bottom` is not above 0.

    Parameters
    ----------
    top, bottom : number
        Numerator and denominator.

    Returns
    -------
    float
        `top` / `bottom`, or NaN.

    Examples
    --------
    >>> ratio(1, 4), ratio(1, 0)
    (0.25, nan)
    """
    return float(top) / float(bottom) if bottom > 0 else NAN
