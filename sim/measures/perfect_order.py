"""Seven rights one by one, and all together."""

from __future__ import annotations

import pandas as pd

from sim.measures.service_formulas import perfect_orders
from sim.records.schema import Records


def kept_rights(records: Records) -> pd.Series:
    """Compare the seven rights with the perfect order.

    Parameters
    ----------
    records : dict of DataFrame
        The records of a run.

    Returns
    -------
    Series
        Share of the orders in which each right was kept; "multiplied": the product of the seven; "counted": the share of
        orders in which all seven were.

    Examples
    --------
    >>> from sim import run
    >>> kept = kept_rights(run("corner", weeks=2).records)
    >>> bool(kept["counted"] < kept["time"])
    True
    """
    found = perfect_orders(records, None)
    kept = pd.Series({name: 1 - share for name, share in found["failed_rights"].items()})
    kept["multiplied"] = kept.prod()
    kept["counted"] = found["value"]
    return kept.rename("share")
