"""Lesson 9, steps 4 and 5: positions between rivals, and the volume from which an extra service pays."""

from __future__ import annotations

import pandas as pd

from sim.course.assignments.service_strategy.positions import NOBODY, PRICES, SPEEDS
from sim.course.assignments.service_strategy.years import years
from sim.theory.intervals import interval

COLLECTING_WEEK = 500
"""CNY a week that taking goods back costs the branch of the lesson."""
BRANCH, SHOWN = 5, (10, 15, 22)


def nine_positions() -> pd.DataFrame:
    """Profit of an express firm by speed (rows) and price (columns), thousand CNY a year: means of two years.

    Examples
    --------
    >>> nine_positions().shape
    (3, 3)
    """
    table = years("positions")
    table = table[(table["newcomer"] == NOBODY) & table["price"].isin(SHOWN)]
    profit = table["income"] - table["lorries"] - table["carriage"] - table["other"]
    grid = (profit / 1000).groupby([table["speed"], table["price"]]).mean().unstack()
    return grid.loc[list(SPEEDS), [price for price in PRICES if price in SHOWN]]


def gain_by_share() -> pd.DataFrame:
    """The gain of taking goods back for a year, CNY, by share of a retailer's orders with returns.

    Returns
    -------
    DataFrame
        Index: share; mean, low and high: mean of six years and its 95 % interval.

    Examples
    --------
    >>> gain_by_share().columns.tolist()
    ['mean', 'low', 'high']
    """
    table = years("returns").query("branch == @BRANCH")
    profit = table.pivot(index=["share", "number"], columns="collect", values="profit")
    gain = profit["yes"] - profit["no"] - 52 * COLLECTING_WEEK
    rows = {share: interval(gains)[:3] for share, gains in gain.groupby("share")}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "low", "high"])
    return found.rename_axis("share")
