"""The result of a trial over several replications: treated customers beside untreated ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from sim.measures.client_evenings import event_guests
from sim.measures.window import bounds
from sim.records.schema import Records

GROUPS = ["not_treated", "treated"]


def forgiven(trials: Sequence[Any]) -> pd.DataFrame:
    """Compare the share of the bad memory that handling complaints took back.

    Parameters
    ----------
    trials : sequence of Run
        Runs with a trial, one a replication.

    Returns
    -------
    DataFrame
        One row per replication: mean share taken back, of those not treated and of those treated, and the difference.

    Examples
    --------
    >>> from sim import Trial, run
    >>> trial = Trial("complaints.compensation", 0.9)
    >>> forgiven([run("corner", {"survey.waves": 12}, weeks=8, trial=trial)]).columns.tolist()
    ['not_treated', 'treated', 'difference']
    """
    tables = [_with_treated(run.records, run.records["complaints"]) for run in trials]
    return _side_by_side([table.groupby("treated")["outcome"].mean() for table in tables])


def complainants_who_left(trials: Sequence[Any]) -> pd.DataFrame:
    """Compare how many of the customers with a complaint left for good.

    Parameters
    ----------
    trials : sequence of Run
        Runs with a trial, one a replication.

    Returns
    -------
    DataFrame
        As `forgiven`: shares of the customers who had a complaint, and left in the run.

    Examples
    --------
    >>> from sim import Trial, run
    >>> trial = Trial("complaints.compensation", 0.9)
    >>> complainants_who_left([run("corner", {"survey.waves": 12}, weeks=8, trial=trial)]).index.tolist()
    [1]
    """
    tables = [_with_treated(run.records, run.records["complaints"]) for run in trials]
    people = [table.drop_duplicates("customer") for table in tables]
    return _side_by_side([one["left"].notna().groupby(one["treated"]).mean() for one in people])


def bond_of_treated(trials: Sequence[Any]) -> pd.DataFrame:
    """Compare the bond at the end.

    Parameters
    ----------
    trials : sequence of Run
        Runs with a trial, one a replication.

    Returns
    -------
    DataFrame
        As `forgiven`: mean bond of all customers, 0 to 1.

    Examples
    --------
    >>> from sim import Trial, run
    >>> trial = Trial("loyalty.social_hours", 6)
    >>> bond_of_treated([run("corner", weeks=4, trial=trial)]).columns[-1]
    'bond_difference'
    """
    means = [run.records["customers"].groupby("treated")["bond_end"].mean() for run in trials]
    return _side_by_side(means).set_axis(["bond_not_treated", "bond_treated", "bond_difference"], axis=1)


def share_of_treated(trials: Sequence[Any], since: int) -> pd.DataFrame:
    """Compare the share of their needs that customers gave to the firm.

    Parameters
    ----------
    trials : sequence of Run
        Runs with a trial, one a replication.
    since : int
        Week of the run, from 0; earlier needs do not count.

    Returns
    -------
    DataFrame
        As `forgiven`: shares of the needs.

    Examples
    --------
    >>> from sim import Trial, run
    >>> trial = Trial("complaints.compensation", 0.9)
    >>> share_of_treated([run("corner", weeks=4, trial=trial)], since=2).columns.tolist()
    ['not_treated', 'treated', 'difference']
    """
    chosen = [run.records["customers"].query("treated")["customer"] for run in trials]
    return share_of_chosen(trials, chosen, since)


def share_of_chosen(runs: Sequence[Any], chosen: Sequence[Collection[int]], since: int) -> pd.DataFrame:
    """Compare the share of their needs that chosen customers and all others gave to the firm.

    Parameters
    ----------
    runs : sequence of Run
        One a replication.
    chosen : sequence of collection of int
        Numbers of the chosen customers, for each run.
    since : int
        Week of the run, from 0; earlier needs do not count.

    Returns
    -------
    DataFrame
        One row per replication: share of others ("not_treated") and of the chosen ("treated"), and the difference.

    Examples
    --------
    >>> from sim import run
    >>> table = share_of_chosen([run("corner", weeks=4)], [[0, 1, 2]], since=0)
    >>> bool((table["treated"] > 0).all())
    True
    """
    means = []
    for run, customers in zip(runs, chosen, strict=True):
        needs = run.records["needs"]
        needs = needs[(needs["time"] >= since * 7 * 86_400) & (needs["time"] < bounds(run.records)[1])]
        means.append((needs["state"] != "elsewhere").groupby(needs["customer"].isin(customers)).mean())
    return _side_by_side(means)


def share_of_guests(runs: Sequence[Any], since: int) -> pd.DataFrame:
    """Compare the share of their needs that the guests of a client event and all others gave to the firm.

    Parameters
    ----------
    runs : sequence of Run
        One a replication.
    since : int
        Week of the run, from 0; earlier needs do not count.

    Returns
    -------
    DataFrame
        One row per replication: share of others and of guests, and the difference.

    Examples
    --------
    >>> from sim import run
    >>> evening = {"event.week": 1, "event.invited": 10, "event.budget": 5000}
    >>> share_of_guests([run("corner", evening, weeks=4)], since=2).columns.tolist()
    ['others', 'of_guests', 'difference']
    """
    table = share_of_chosen(runs, [event_guests(run.records)["customer"] for run in runs], since)
    return table.set_axis(["others", "of_guests", "difference"], axis=1)


def _with_treated(records: Records, table: pd.DataFrame) -> pd.DataFrame:
    return table.merge(records["customers"][["customer", "treated", "left"]])


def _side_by_side(means: Sequence[pd.Series]) -> pd.DataFrame:
    rows = [[float(one.get(False, float("nan"))), float(one.get(True, float("nan")))] for one in means]
    numbers = pd.RangeIndex(1, len(rows) + 1, name="trial")
    table = pd.DataFrame(rows, columns=GROUPS, index=pd.Index(list(numbers), name="trial"))
    table["difference"] = table["treated"] - table["not_treated"]
    return table
