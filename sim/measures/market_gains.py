"""What a firm gains or loses in a market by a decision: its share beside that in the same market without the decision."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.base.units import DAY
from sim.measures.run import Run

HALF_YEAR = 182 * DAY


def gained_shares(firms: Mapping[str, Run], idle: Mapping[str, Run]) -> pd.DataFrame:
    """Tell how many points of share the firms of a market won or lost, half year by half year.

    Parameters
    ----------
    firms : dict of str to Run
        Name -> firm of a market.
    idle : dict of str to Run
        The same firms in the same market with the same random numbers, in which every firm keeps its policy.

    Returns
    -------
    DataFrame
        Percentage points of all needs; one row per firm, one column per half year of 182 days ("half_1", ...).

    Examples
    --------
    >>> from sim import run_market
    >>> market = run_market("corner", {"one": {}, "two": {}}, weeks=2)
    >>> float(gained_shares(market.firms, market.firms).loc["one", "half_1"])
    0.0
    """
    gains = {name: 100 * (_by_half(firms[name]) - _by_half(idle[name])) for name in firms}
    table = pd.DataFrame(gains).T
    return table.set_axis([f"half_{number}" for number in range(1, len(table.columns) + 1)], axis=1)


def _by_half(firm: Run) -> pd.Series:
    needs = firm.records["needs"].query("time >= 0")
    return (needs["state"] != "elsewhere").groupby((needs["time"] // HALF_YEAR).astype(int)).mean()
