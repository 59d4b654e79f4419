"""The customer classes of a case as a table."""

from __future__ import annotations

import pandas as pd

from sim.case.case import Case


def customer_classes(case: Case) -> pd.DataFrame:
    """Count the customers of each class.

    Parameters
    ----------
    case : Case
        The firm and its market.

    Returns
    -------
    DataFrame
        One row per class: customers, and needs_a_year of one of them.

    Examples
    --------
    >>> from sim import load_case
    >>> customer_classes(load_case("corner")).loc["A"].tolist()
    [10.0, 500.0]
    """
    rows = {name: [group.customers, group.needs_a_year] for name, group in case.classes.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "needs_a_year"]).rename_axis(
        "klass"
    )
