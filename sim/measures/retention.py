"""Customers by how their first failure was handled, and what became of them (SAT-06). A failure: satisfaction 1 or 2."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import WEEK, YEAR
from sim.measures.measured_value import ratio
from sim.measures.voices import failures
from sim.measures.window import bounds, customers_at_start, end_times, is_frozen
from sim.records.schema import Records

HANDLED = ("no failure", "silent", "recovered", "not recovered", "open")
"""No failure yet; a failure without a complaint (mentions to staff are lost, so they count as silence); a complaint, or a
finding of a survey, that made up for some of the failure (outcome > 0); one that did not; one that was still open at the
end."""


def retention(records: Records, weeks: int = 26, klass: str | None = None) -> pd.DataFrame:
    """Compare customers by how their first failure was handled.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers, orders, needs and complaints.
    weeks : int, optional
        How long customers are followed after the failed order ended.
    klass : {"A", "B", "C"}, optional
        Only customers of this class.

    Returns
    -------
    DataFrame
        Rows HANDLED, over the customers at the start: customers (who were in the state), years (customer-years in it),
        left (in that time), kept (share still there after `weeks` weeks, exp(-left / years as a customer x weeks)),
        orders (placed, a customer in `weeks` weeks, including those who left), wallet (share of their needs given to
        the firm). NaN where years is 0; kept is NaN also in a frozen market, where nobody can leave.

    Notes
    -----
    A customer moves from "no failure" to another state at its first failure in the window, so that time before the
    failure is not credited to those who failed later (person-time at risk). Customers who order more meet a failure
    sooner, and customers choose themselves whether to complain: compare within a class, and use a trial
    (`sim.Trial`) to learn what handling does.

    References
    ----------
    Clayton and Hills (1993), Statistical models in epidemiology.

    Examples
    --------
    >>> from sim import run
    >>> retention(run("corner", weeks=8).records, weeks=4)["customers"].to_dict()
    {'no failure': 152, 'silent': 22, 'recovered': 0, 'not recovered': 0, 'open': 0}
    """
    spells = _spells(records, weeks * WEEK)
    if klass is not None:
        spells = spells[spells["klass"] == klass]
    rows = []
    for name in HANDLED:
        mine = spells[spells["state"] == name]
        span, at_risk, left = mine["span"].sum(), mine["at_risk"].sum(), int(mine["left"].sum())
        kept = np.exp(-ratio(left, at_risk) * weeks * WEEK) if not is_frozen(records) else np.nan
        orders = ratio(mine["orders"].sum() * weeks * WEEK, span)
        wallet = ratio(mine["orders"].sum(), mine["needs"].sum())
        rows.append((len(mine), float(span) / YEAR, left, float(kept), orders, wallet))
    columns = ["customers", "years", "left", "kept", "orders", "wallet"]
    return pd.DataFrame(rows, index=pd.Index(HANDLED, name="handled"), columns=columns)


def _spells(records: Records, most: int) -> pd.DataFrame:
    """One row per customer and state: customer, klass, state, span (s), at_risk (s of it before leaving), left, orders, needs."""
    start, end = bounds(records)
    table = customers_at_start(records)
    first = first_failures(records).reindex(table["customer"])
    failed = first["ended"].clip(upper=end).fillna(end).to_numpy(dtype="int64")
    starts = np.full(len(table), start)
    before = pd.DataFrame({"state": HANDLED[0], "from": starts, "to": failed}, index=table.index)
    after = pd.DataFrame(
        {"state": first["state"].to_numpy(), "from": failed, "to": np.minimum(failed + most, end)},
        index=table.index,
    )
    spells = pd.concat([before, after]).join(table[["customer", "klass", "left"]])
    gone = spells["left"].to_numpy(dtype="float64", na_value=np.inf)
    spells["span"] = spells["to"] - spells["from"]
    spells["left"] = (gone > spells["from"]) & (gone <= spells["to"])
    spells["at_risk"] = np.clip(np.minimum(gone, spells["to"]) - spells["from"], 0, None)
    spells["orders"] = _rows_in(spells, records["orders"], "placed")
    spells["needs"] = _rows_in(spells, records["needs"], "time")
    return spells[spells["at_risk"] > 0]


def first_failures(records: Records) -> pd.DataFrame:
    """When each customer's first failed order of the window ended, and how that was handled.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders and complaints.

    Returns
    -------
    DataFrame
        Index: customer; ended (s), state: one of HANDLED but the first.

    Examples
    --------
    >>> from sim import run
    >>> first_failures(run("corner", weeks=8).records)["state"].value_counts().to_dict()
    {'silent': 22}
    """
    failed = failures(records)
    first = failed.assign(ended=end_times(failed)).sort_values("ended", kind="stable")
    first = first.drop_duplicates("customer")
    complaints = records["complaints"].drop_duplicates("order").set_index("order")
    outcome = first["order"].map(complaints["outcome"]).to_numpy(dtype="float64")
    silent = ~first["order"].isin(complaints.index).to_numpy()
    state = np.select([silent, outcome > 0, outcome <= 0], HANDLED[1:4], HANDLED[4])
    return pd.DataFrame({"ended": first["ended"].to_numpy(), "state": state}, index=first["customer"])


def _rows_in(spells: pd.DataFrame, table: pd.DataFrame, time: str) -> Any:
    """The number of rows of the table in each spell: of its customer, after its beginning, up to its end."""
    most = max(1, int(table[time].max() if len(table) else 0), int(spells["to"].max() if len(spells) else 0))
    low = int(min(0, table[time].min() if len(table) else 0))
    # All customers on one axis, one after the other, so that one sorted search serves all.
    step = most - low + 2
    keys = np.sort(table["customer"].to_numpy() * step + (table[time].to_numpy() - low))
    own = spells["customer"].to_numpy() * step
    starts, ends = (
        np.searchsorted(keys, own + (spells[side].to_numpy() - low), side="right") for side in ("from", "to")
    )
    return ends - starts
