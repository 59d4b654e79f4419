"""Single numbers of a run by which systems for customer relations are compared."""

from __future__ import annotations

from sim.measures.customer_file import use_of_file
from sim.measures.run import Run


def minutes_a_call(run: Run) -> float:
    """Measure how long an order by telephone takes.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    float
        Mean minutes from answer to end.

    Examples
    --------
    >>> from sim import run
    >>> 10 < minutes_a_call(run("corner", weeks=2)) < 40
    True
    """
    return float(use_of_file({"run": run})["run"]["minutes_a_call"])


def calls_given_up(run: Run) -> float:
    """Measure which share of the callers with an order hang up before anybody answers.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    float
        Share of calls, 0 to 1.

    Examples
    --------
    >>> from sim import run
    >>> 0 <= calls_given_up(run("corner", weeks=2)) < 0.5
    True
    """
    contacts = run.records["contacts"]
    calls = contacts[(contacts["kind"] == "order") & (contacts["channel"] == "telephone")]
    return float(calls["answered"].isna().mean())


def wrong_addresses(run: Run) -> float:
    """Measure which share of the orders goes to a wrong address.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    float
        Share of orders, 0 to 1.

    Examples
    --------
    >>> from sim import run
    >>> 0 <= wrong_addresses(run("corner", weeks=2)) < 0.1
    True
    """
    return float((~run.records["orders"]["address_ok"].dropna().astype(bool)).mean())


def bond_of_large(run: Run) -> float:
    """Measure how well the customers of classes A and B are known at the end.

    Parameters
    ----------
    run : Run
        A run of an open market.

    Returns
    -------
    float
        Mean bond, 0 to 1.

    Examples
    --------
    >>> from sim import run
    >>> 0 <= bond_of_large(run("corner", weeks=2)) <= 1
    True
    """
    customers = run.records["customers"]
    large = customers[customers["klass"].isin(["A", "B"])]
    return float(large["bond_end"].astype(float).mean())
