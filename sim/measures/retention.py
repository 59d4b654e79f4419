"""What becomes of customers by how their first failure was handled (SAT-06). A failure is an order of satisfaction 1 or 2.

A customer passes from "no failure" to one of the other states at its first failure in the window, so that time without a failure
is never credited to those who failed later (person-time at risk; Clayton and Hills, 1993). Who orders much fails sooner, and who
complains has chosen to: compare within a class, and learn what handling does from a trial.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import WEEK, YEAR
from sim.measures.service import bounds
from sim.measures.voices import failures
from sim.measures.windows import ended, is_frozen, present, ratio
from sim.records.schema import Records

HANDLED = ("no failure", "silent", "mended", "not mended", "open")
"""No failure yet; no complaint (mentions are lost, so they count as silence); a complaint, or a finding of a survey, that took
some of the bad memory back (outcome > 0); one that did not; one without an outcome at the end."""


def retention(records: Records, weeks: int = 26, klass: str | None = None) -> pd.DataFrame:
    """Rows HANDLED, over the customers present at the start (of a class).

    customers: were in the state; years: customer-years in it, of the failed at most `weeks` weeks after the failed order ended;
    left: of them, in that time; kept: share still there after `weeks` weeks, exp(-left / years as a customer x weeks);
    orders: placed, a customer in `weeks` weeks, leavers included; wallet: of their needs, the share given to the firm. NaN
    where years is 0; kept also in a frozen market, where nobody can leave.
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
    """One row a customer and state: customer, klass, state, span (s), at_risk (s of it before leaving), left, orders, needs."""
    start, end = bounds(records)
    table = present(records)
    first = _first_failures(records).reindex(table["customer"])
    failed = first["ended"].clip(upper=end).fillna(end).to_numpy(dtype="int64")
    clock = np.full(len(table), start)
    before = pd.DataFrame({"state": HANDLED[0], "from": clock, "to": failed}, index=table.index)
    after = pd.DataFrame(
        {"state": first["state"].to_numpy(), "from": failed, "to": np.minimum(failed + most, end)},
        index=table.index,
    )
    spells = pd.concat([before, after]).join(table[["customer", "klass", "left"]])
    gone = spells["left"].to_numpy(dtype="float64", na_value=np.inf)
    spells["span"] = spells["to"] - spells["from"]
    spells["left"] = (gone > spells["from"]) & (gone <= spells["to"])
    spells["at_risk"] = np.clip(np.minimum(gone, spells["to"]) - spells["from"], 0, None)
    spells["orders"] = _between(records["orders"], "placed", spells)
    spells["needs"] = _between(records["needs"], "time", spells)
    return spells[spells["at_risk"] > 0]


def _first_failures(records: Records) -> pd.DataFrame:
    """By customer: when its first failed order of the window ended (s), and how that was handled."""
    bad = failures(records)
    first = bad.assign(ended=ended(bad)).sort_values("ended", kind="stable").drop_duplicates("customer")
    complaints = records["complaints"].drop_duplicates("order").set_index("order")
    outcome = first["order"].map(complaints["outcome"]).to_numpy(dtype="float64")
    silent = ~first["order"].isin(complaints.index).to_numpy()
    state = np.select([silent, outcome > 0, outcome <= 0], HANDLED[1:4], HANDLED[4])
    return pd.DataFrame({"ended": first["ended"].to_numpy(), "state": state}, index=first["customer"])


def _between(table: pd.DataFrame, time: str, spells: pd.DataFrame) -> Any:
    """Rows of the table that belong to each spell: of its customer, after its beginning, up to its end."""
    most = max(1, int(table[time].max() if len(table) else 0), int(spells["to"].max() if len(spells) else 0))
    low = int(min(0, table[time].min() if len(table) else 0))
    step = (
        most - low + 2
    )  # customers lie one behind the other on one axis, so that one sorted search serves all
    keys = np.sort(table["customer"].to_numpy() * step + (table[time].to_numpy() - low))
    own = spells["customer"].to_numpy() * step
    ends = [np.searchsorted(keys, own + (spells[at].to_numpy() - low), side="right") for at in ("from", "to")]
    return ends[1] - ends[0]
