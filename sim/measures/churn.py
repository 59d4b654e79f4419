"""Customers who leave and customers who come: true churn, which only the customers know, and observable churn, which the
firm can see."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.base.i18n import _
from sim.base.units import YEAR
from sim.measures.measured_value import NAN, Value, ratio, share, with_unit
from sim.measures.window import bounds, customers_at_start, is_frozen, placed_in_window, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

ALL = "all"


def yearly(part: float, records: Records) -> float:
    """Convert a share of the window into a share a year.

    Parameters
    ----------
    part : float
        Share of customers who left in the window, 0 to 1.
    records : dict of DataFrame
        Reads window.

    Returns
    -------
    float
        1 - (1 - part) ** (year / window): the share that leaves in a year of 52 weeks at a constant risk.

    Examples
    --------
    >>> from sim import run
    >>> round(yearly(0.5, run("corner", weeks=26).records), 2)
    0.75
    """
    start, end = bounds(records)
    return float(1 - (1 - part) ** (YEAR / (end - start))) if end > start else NAN


def each_class(klass: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """Rows of each customer class, and of all together.

    Parameters
    ----------
    klass : Series
        Class of each row, "A", "B" or "C".

    Yields
    ------
    tuple of str and Series of bool
        "A", "B", "C", "all", with the rows that belong to it.

    Examples
    --------
    >>> import pandas as pd
    >>> {name: int(rows.sum()) for name, rows in each_class(pd.Series(["A", "C", "C"]))}
    {'A': 1, 'B': 0, 'C': 2, 'all': 3}
    """
    for name in CLASSES:
        yield name, klass == name
    yield ALL, klass.notna()


def true_churn(records: Records) -> pd.DataFrame:
    """Count the customers who left in the window for good.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers and orders (customer).

    Returns
    -------
    DataFrame
        Rows A, B, C, all: customers (at the start), left (of them, within the window and not back), share, yearly.
        Shares are NaN where there are no customers, or the market is frozen.

    See Also
    --------
    newcomers : New customers, and those of them who left again.

    Examples
    --------
    >>> from sim import run
    >>> true_churn(run("corner", weeks=8).records).loc["all", ["customers", "left"]].astype(int).to_dict()
    {'customers': 152, 'left': 5}
    """
    table = customers_at_start(records)
    return _rates(table, within(table["left"], records), records, unknown=is_frozen(records))


def observable_churn(records: Records) -> pd.DataFrame:
    """Count the customers who lapsed, which is all that a firm can see.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers and orders (customer).

    Returns
    -------
    DataFrame
        As `true_churn`; left counts customers without an order for four of their own mean gaps (`customers.lapsed`).

    Notes
    -----
    Lapsing comes late, since customers who left shortly before the end have not lapsed yet, and a long pause counts as leaving.

    Examples
    --------
    >>> from sim import run
    >>> observable_churn(run("corner", weeks=8).records)["left"].to_dict()
    {'A': 0, 'B': 2, 'C': 16, 'all': 18}
    """
    table = customers_at_start(records)
    return _rates(table, within(table["lapsed"], records), records, unknown=False)


def _rates(table: pd.DataFrame, gone: pd.Series, records: Records, unknown: bool) -> pd.DataFrame:
    rows = []
    for _name, mine in each_class(table["klass"]):
        count, left = int(mine.sum()), int((gone & mine).sum())
        part = NAN if unknown else share(left, count)["value"]
        rows.append((count, left, part, yearly(part, records)))
    index = pd.Index([*CLASSES, ALL], name="klass")
    return pd.DataFrame(rows, index=index, columns=["customers", "left", "share", "yearly"])


def agreement(records: Records) -> Value:
    """Compare lapsing with leaving, over the customers at the start.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers and orders (customer).

    Returns
    -------
    dict
        "value": share of customers on whom the two agree; "n"; "both", "only_left", "only_lapsed", "neither"
        (customers; they add up to n); "precision": share of the lapsed that had left; "recall": share of those who left
        that lapsed. NaN in a frozen market.

    Examples
    --------
    >>> from sim import run
    >>> agreed = agreement(run("corner", weeks=8).records)
    >>> agreed["n"], agreed["both"], agreed["only_left"], agreed["only_lapsed"]
    (152, 1, 4, 17)
    """
    if is_frozen(records):
        return with_unit({"value": NAN, "n": 0}, "share", _("in a frozen market nobody leaves"))
    table = customers_at_start(records)
    left, lapsed = within(table["left"], records), within(table["lapsed"], records)
    both, neither = int((left & lapsed).sum()), int((~left & ~lapsed).sum())
    counts = {
        "both": both,
        "only_left": int(left.sum()) - both,
        "only_lapsed": int(lapsed.sum()) - both,
        "neither": neither,
        "precision": ratio(both, lapsed.sum()),
        "recall": ratio(both, left.sum()),
    }
    return with_unit(share(both + neither, len(table)) | counts, "share")


def newcomers(records: Records) -> pd.DataFrame:
    """Count the customers who came to know the firm in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers and orders (placed, customer).

    Returns
    -------
    DataFrame
        Rows A, B, C, all: possible (there in the window, and did not know the firm at its start), joined (came to know it),
        ordered (of these, placed an order), left (of these, left again), share (joined of possible; NaN where none is
        possible).

    Examples
    --------
    >>> from sim import run
    >>> newcomers(run("corner", weeks=8).records)["joined"].to_dict()
    {'A': 0, 'B': 0, 'C': 5, 'all': 5}
    """
    start, end = bounds(records)
    customers = records["customers"]
    absent = (customers["moved"] < start).fillna(False) | (customers["arrived"] >= end).fillna(False)
    possible = (~customers["knows"] | (customers["joined"] >= start).fillna(False)) & ~absent
    joined = within(customers["joined"], records)
    ordered = joined & customers["customer"].isin(placed_in_window(records)["customer"])
    left = ordered & within(customers["left"], records)
    rows = []
    for _name, mine in each_class(customers["klass"]):
        counts = [int((flag & mine).sum()) for flag in (possible, joined, ordered, left)]
        rows.append((*counts, ratio(counts[1], counts[0])))
    columns = ["possible", "joined", "ordered", "left", "share"]
    return pd.DataFrame(rows, index=pd.Index([*CLASSES, ALL], name="klass"), columns=columns)
