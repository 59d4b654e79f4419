"""The loss of satisfaction by failure: how much each costs in one case, how often it happens, and the total."""

from __future__ import annotations

import pandas as pd

from sim.measures.orders import delivered_orders, stage_hours
from sim.records.schema import Records

FAILURES = ("late", "damaged", "goods", "contact")
"""Delivered late; damaged; wrong goods; not served in time when ordering."""


def order_failures(records: Records) -> pd.DataFrame:
    """Tell of each judged order which failures it had.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised, status, delivered, damaged, wrong, satisfaction) and contacts (kind, order, time, answered,
        target).

    Returns
    -------
    DataFrame
        One row a delivered order that was judged (index: its number): late, damaged, goods and contact (bool), and
        satisfaction, 1 to 5.

    Examples
    --------
    >>> from sim import run
    >>> list(order_failures(run("corner", weeks=2).records))
    ['late', 'damaged', 'goods', 'contact', 'satisfaction']
    """
    orders = delivered_orders(records)
    orders = orders[orders["satisfaction"].notna()]
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    in_time = (contacts["answered"] - contacts["time"] <= contacts["target"]).fillna(False).astype(bool)
    failed = {
        "late": orders["delivered"] > orders["promised"],
        "damaged": orders["damaged"],
        "goods": orders["wrong"] > 0,
        "contact": orders["order"].isin(contacts.loc[~in_time, "order"]),
    }
    table = pd.DataFrame(failed).fillna(False).astype(bool)
    return table.assign(satisfaction=orders["satisfaction"].astype(float)).set_index(
        pd.Index(orders["order"], name="order")
    )


def failure_losses(records: Records) -> pd.DataFrame:
    """Tell what each failure costs in satisfaction.

    Parameters
    ----------
    records : dict of DataFrame
        As for `order_failures`.

    Returns
    -------
    DataFrame
        One row a failure: severity (points of satisfaction that an order with this failure alone has less than one without
        any), frequency (share of the judged orders that have it, alone or with others), lost (their product: points that
        an average order loses), and n_alone (orders with this failure alone).

    Notes
    -----
    The judgement is a derived importance: it comes from what happened, and nobody was asked what matters [1]_.

    References
    ----------
    .. [1] J. A. Martilla, J. C. James, "Importance-Performance Analysis", Journal of Marketing 41 (1977), 77-79.

    Examples
    --------
    >>> from sim import run
    >>> failure_losses(run("corner", weeks=2).records).index.tolist()
    ['late', 'damaged', 'goods', 'contact']
    """
    orders = order_failures(records)
    failed, judged = orders[list(FAILURES)], orders["satisfaction"]
    failures = failed.sum(axis=1)
    rows = {}
    for name in FAILURES:
        only = failed[name] & (failures == 1)
        severity = judged[failures == 0].mean() - judged[only].mean()
        share = failed[name].mean()
        rows[name] = {
            "severity": severity,
            "frequency": share,
            "lost": severity * share,
            "n_alone": only.sum(),
        }
    table = pd.DataFrame(rows).T.rename_axis("failure")
    return table.astype({"n_alone": int})


def customer_hours(records: Records) -> pd.DataFrame:
    """Hours that each delivered order spent in each stage, with its customer.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (customer, promised, status, and the times of all stages).

    Returns
    -------
    DataFrame
        One row an order (index: its number): customer, then one column a stage.

    Examples
    --------
    >>> from sim import run
    >>> list(customer_hours(run("corner", weeks=2).records))
    ['customer', 'desk', 'stock', 'picking', 'packing', 'dispatch', 'road']
    """
    hours = stage_hours(records)
    customer = records["orders"].set_index("order")["customer"].reindex(hours.index)
    hours.insert(0, "customer", customer.astype(int))
    return hours
