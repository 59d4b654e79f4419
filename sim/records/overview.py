"""The tables of a run at a glance."""

from __future__ import annotations

import pandas as pd

from sim.base.i18n import _
from sim.records.labels import TABLE_NAMES
from sim.records.schema import Records


def list_tables(records: Records) -> pd.DataFrame:
    """List the tables of a run.

    Parameters
    ----------
    records : dict of DataFrame
        The records of a run.

    Returns
    -------
    DataFrame
        One row per table: what one of its rows is, in the current language, and how many rows it has.

    Examples
    --------
    >>> from sim import run
    >>> list_tables(run("corner", weeks=2).records).loc["complaints"].iloc[0]
    'a complaint'
    """
    rows = {name: [_(TABLE_NAMES[name]), len(table)] for name, table in records.items()}
    heads = [_("one row is"), _("rows")]
    return pd.DataFrame.from_dict(rows, orient="index", columns=heads).rename_axis(_("table"))
