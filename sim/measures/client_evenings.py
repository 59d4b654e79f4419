"""Events for customers: who comes, and what a guest costs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.base.units import FEN
from sim.measures.run import Run
from sim.records.schema import Records


def event_guests(records: Records) -> pd.DataFrame:
    """List the customers who came to the client event.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers and contacts.

    Returns
    -------
    DataFrame
        Rows of customers.

    Examples
    --------
    >>> from sim import run
    >>> len(event_guests(run("corner", weeks=2).records))
    0
    """
    came = records["contacts"].query("kind == 'event'")
    return records["customers"].merge(came[["customer"]])


def guest_lists(evenings: Mapping[str, Run]) -> pd.DataFrame:
    """Compare who came to several client events, and what that cost.

    Parameters
    ----------
    evenings : dict of str to Run
        Name -> run with a client event.

    Returns
    -------
    DataFrame
        One row per evening: guests of class A, B and C, guests_needs (their needs a year), cost_a_guest (CNY).

    Examples
    --------
    >>> from sim import run
    >>> evening = run("corner", {"event.week": 1, "event.invited": 10, "event.budget": 5000}, weeks=2)
    >>> guest_lists({"lot": evening}).columns.tolist()
    ['A', 'B', 'C', 'guests_needs', 'cost_a_guest']
    """
    rows = {}
    for name, run in evenings.items():
        guests = event_guests(run.records)
        counts = [int((guests["klass"] == klass).sum()) for klass in "ABC"]
        cost = -run.money["accounts"]["event"] / FEN / max(1, len(guests))
        rows[name] = [*counts, float(guests["needs_a_year"].sum()), cost]
    columns = ["A", "B", "C", "guests_needs", "cost_a_guest"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)
