"""Made-up figures of lesson 5, in the current language: two offers, four types of senders, four parcel counters."""

from __future__ import annotations

import pandas as pd

from sim.base.i18n import N_, _

TERMS = {
    N_("product value"): (20, 19),
    N_("service value"): (9, 6),
    N_("personnel value"): (5, 3),
    N_("image value"): (4, 2),
    N_("money cost"): (-22, -10),
    N_("time cost"): (-5, -10),
    N_("energy cost"): (-1, -3),
}
"""Term of customer value -> CNY that an average sender sees in the fast and in the cheap offer; what is given is below 0."""
TYPES = {
    N_("economy type"): (1.0, 0.8, 0.6, 0.5, 1.6, 0.4, 0.8),
    N_("ethics type"): (1.0, 1.0, 1.2, 2.0, 0.8, 0.8, 1.0),
    N_("personality type"): (1.1, 1.1, 1.6, 1.2, 0.8, 0.8, 1.0),
    N_("convenience type"): (1.0, 1.2, 1.0, 0.8, 0.5, 2.2, 1.6),
}
"""Buying type -> its factor for each term."""
BANDS = (N_("morning, from 6"), N_("noon, from 10"), N_("evening, from 14"), N_("night, from 20"))
COUNTERS = {
    "P1": (0.15, 0.50, 0.30, 0.05),
    "P2": (0.42, 0.13, 0.38, 0.07),
    "P3": (0.12, 0.18, 0.60, 0.10),
    "P4": (0.05, 0.30, 0.35, 0.30),
}
"""Counter -> shares of its visits."""
TEA, CUPS, BOXES, INK = N_("tea"), N_("cups"), N_("boxes"), N_("ink")
EIGHT_ORDERS = (
    (TEA, CUPS, BOXES),
    (TEA, CUPS),
    (TEA, BOXES),
    (BOXES,),
    (BOXES, INK),
    (BOXES, INK),
    (BOXES,),
    (TEA, BOXES),
)


def offers(price: float = 22) -> pd.DataFrame:
    """Two offers by the terms of customer value. price: of the fast one; the base prices are those of the course.

    Examples
    --------
    >>> offers().sum().tolist()
    [10, 7]
    """
    columns = [_("fast firm"), _("cheap firm")]
    table = pd.DataFrame(list(TERMS.values()), index=[_(term) for term in TERMS], columns=columns)
    table.loc[_("money cost"), _("fast firm")] = -price
    return table


def factors() -> pd.DataFrame:
    """Factors by which the four buying types weigh the terms.

    Examples
    --------
    >>> factors().shape
    (4, 7)
    """
    return pd.DataFrame(
        list(TYPES.values()), index=[_(name) for name in TYPES], columns=[_(term) for term in TERMS]
    )


def counter_visits() -> pd.DataFrame:
    """A hundred visits of each of four parcel counters: counter, time (of day, in its sequence).

    Examples
    --------
    >>> counter_visits()["counter"].value_counts().tolist()
    [100, 100, 100, 100]
    """
    bands = [_(name) for name in BANDS]
    rows = [
        (counter, band)
        for counter, shares in COUNTERS.items()
        for band, share in zip(bands, shares, strict=True)
        for _visit in range(round(100 * share))
    ]
    table = pd.DataFrame(rows, columns=["counter", "time"])
    return table.assign(time=pd.Categorical(table["time"], bands, ordered=True))


def eight_orders() -> pd.DataFrame:
    """The eight orders that the lesson works out on paper: a row for each order and good.

    Examples
    --------
    >>> eight_orders()["order"].nunique()
    8
    """
    rows = [(number, _(good)) for number, goods in enumerate(EIGHT_ORDERS, 1) for good in goods]
    return pd.DataFrame(rows, columns=["order", "good"])
