"""Knowledge of customers and bonds with them: people and file, accounts of managers who left, and what became of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from sim.base.units import FEN
from sim.measures.contribution import contributions
from sim.measures.run import Run
from sim.records.schema import Records

QUARTER_WEEKS, YEAR_WEEKS = 13, 52


def places_of_knowledge(records: Records) -> pd.DataFrame:
    """Count the facts about customers that are in a head, and in the file.

    Parameters
    ----------
    records : dict of DataFrame
        Reads knowledge.

    Returns
    -------
    DataFrame
        Rows "in_a_head" and "in_the_file"; count: facts; right: the share of them that is correct.

    Examples
    --------
    >>> from sim import run
    >>> policy = {"relations.managers": 1, "relations.visits": {"A": 12, "B": 6, "C": 0}}
    >>> places_of_knowledge(run("corner", policy, weeks=8).records).index.tolist()
    ['in_a_head', 'in_the_file']
    """
    facts = records["knowledge"]
    place = facts["holder"].isna().map({True: "in_the_file", False: "in_a_head"})
    table = facts.groupby(place)["correct"].agg(["count", "mean"])
    return table.reindex(["in_a_head", "in_the_file"]).set_axis(["count", "right"], axis=1).rename_axis(None)


def managers_who_left(records: Records) -> pd.DataFrame:
    """List the account managers who left in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads staff.

    Returns
    -------
    DataFrame
        person, week (from 0), satisfaction of the person at that time.

    Examples
    --------
    >>> from sim import run
    >>> managers_who_left(run("corner", weeks=2).records).columns.tolist()
    ['person', 'week', 'satisfaction']
    """
    staff = records["staff"]
    gone = staff[(staff["role"] == "manager") & staff["left"].astype(bool) & (staff["week"] >= 0)]
    return gone[["person", "week", "satisfaction"]]


def accounts_of(records: Records, people: Collection[int]) -> list[int]:
    """List the customers that some account managers look after at the end.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers.
    people : collection of int
        Numbers of the managers.

    Returns
    -------
    list of int
        Numbers of the customers.

    Examples
    --------
    >>> from sim import run
    >>> accounts_of(run("corner", weeks=2).records, [0])
    []
    """
    customers = records["customers"]
    return [int(c) for c in customers.loc[customers["manager"].isin(list(people)), "customer"]]


def accounts_of_others(records: Records, people: Collection[int]) -> list[int]:
    """List the customers that all other account managers look after at the end.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers.
    people : collection of int
        Numbers of the managers whose customers are left out.

    Returns
    -------
    list of int
        Numbers of the customers.

    Examples
    --------
    >>> from sim import run
    >>> accounts_of_others(run("corner", weeks=2).records, [0])
    []
    """
    managers = records["customers"]["manager"].dropna().unique()
    return accounts_of(records, set(managers) - set(people))


def relationships(runs: Mapping[str, Run], customers: Collection[int]) -> pd.DataFrame:
    """Compare the results of some customers in several runs.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run.
    customers : collection of int
        Numbers of the customers.

    Returns
    -------
    DataFrame
        Rows: bond (mean at the end, 0 to 1), orders, contribution (CNY); one column per run.

    Examples
    --------
    >>> from sim import run
    >>> relationships({"today": run("corner", weeks=2)}, [0, 1]).index.tolist()
    ['bond', 'orders', 'contribution']
    """
    return pd.DataFrame({name: _relationship(run, customers) for name, run in runs.items()})


def _relationship(run: Run, customers: Collection[int]) -> dict[str, float]:
    chosen = list(customers)
    bonds = run.records["customers"].set_index("customer").reindex(chosen)["bond_end"]
    sums = contributions(run.records, run.case).reindex(chosen)[["orders", "contribution"]].sum()
    return {
        "bond": float(bonds.mean()),
        "orders": float(sums["orders"]),
        "contribution": float(sums["contribution"]) / FEN,
    }


def changed_relationships(before: Run, after: Run, customers: Collection[int]) -> dict[str, float]:
    """Compare the results of some customers in one run with those in another one.

    Parameters
    ----------
    before, after : Run
        Two runs.
    customers : collection of int
        Numbers of the customers.

    Returns
    -------
    dict of str to float
        The second run less the first: bond, orders, contribution (CNY).

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=2)
    >>> changed_relationships(result, result, [0, 1])["orders"]
    0.0
    """
    table = relationships({"before": before, "after": after}, customers)
    return {str(name): float(value) for name, value in (table["after"] - table["before"]).items()}


def when_back(bonds: pd.DataFrame) -> str:
    """Tell how long it takes until a bond is back where it would have been.

    Parameters
    ----------
    bonds : DataFrame
        What `bonds_over_time` returns; the first course is that without a loss, the second one that with it.

    Returns
    -------
    str
        "quarter" or "year" (of the weeks after the lowest point), or "later".

    Examples
    --------
    >>> table = pd.DataFrame({"nobody left": [0.3, 0.3, 0.3], "left": [0.1, 0.2, 0.3]}, index=[29, 39, 52])
    >>> when_back(table)
    'year'
    """
    whole, hurt = bonds.iloc[:, 0], bonds.iloc[:, 1]
    lowest = (hurt - whole).idxmin()
    back = [week for week in bonds.index if week > lowest and hurt[week] >= whole[week]]
    weeks = back[0] - lowest if back else YEAR_WEEKS + 1
    return "quarter" if weeks <= QUARTER_WEEKS else "year" if weeks <= YEAR_WEEKS else "later"


def weighted_bond(records: Records) -> float:
    """Work out how well the firm's people know the customers, large ones counting more.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers.

    Returns
    -------
    float
        Mean bond at the end, weighted by the needs of each customer; 0 to 1.

    Examples
    --------
    >>> from sim import run
    >>> weighted_bond(run("corner", weeks=2).records) >= 0
    True
    """
    customers = records["customers"]
    return float((customers["bond_end"] * customers["needs_a_year"]).sum() / customers["needs_a_year"].sum())


def bonds_over_time(courses: Mapping[str, Sequence[Run]], customers: Collection[int]) -> pd.DataFrame:
    """Put the bond of some customers into a table, week by week.

    Parameters
    ----------
    courses : dict of str to sequence of Run
        Name -> runs of growing length that differ in nothing else.
    customers : collection of int
        Numbers of the customers.

    Returns
    -------
    DataFrame
        Mean bond at the end of each run, by its weeks (rows) and name (columns).

    Examples
    --------
    >>> from sim import run
    >>> bonds_over_time({"today": [run("corner", weeks=2)]}, [0]).index.tolist()
    [2]
    """
    made = {
        name: {run.weeks: _relationship(run, customers)["bond"] for run in runs}
        for name, runs in courses.items()
    }
    return pd.DataFrame(made).rename_axis("week")
