"""Lesson 3, part 5: three teams in one market, nine times over.

Nine markets of two years take about a minute, so their figures come with Kefu; `python -m tools.three_teams update` writes
them, and a test runs the markets again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.i18n import N_, _
from sim.base.units import FEN
from sim.experiments.market import run_market
from sim.measures.market_gains import gained_shares
from sim.measures.run import Run
from sim.theory.intervals import interval

TEAMS: dict[str, dict[str, float]] = {
    "points": {"loyalty.points": 0.08},
    "social": {"loyalty.social_hours": 6},
    "links": {"loyalty.integration": 1},
}
"""What each team does."""
NAMES = {"points": N_("points team"), "social": N_("social team"), "links": N_("links team")}
ACCOUNTS = {"points": "points", "social": "social", "links": "integration"}
"""The account that each team's bond is paid from."""
MARKETS = 9
WEEKS = 104
FILE = Path("sim") / "course" / "lessons" / "three_teams.json"


def run_teams(number: int, weeks: int = WEEKS) -> tuple[dict[str, Run], pd.DataFrame]:
    """Run a market of three teams, and the same market without their programmes.

    Parameters
    ----------
    number : int
        Number of the replication.
    weeks : int, default 104
        How long.

    Returns
    -------
    tuple of dict of str to Run, DataFrame
        The firms, and the points of share that each gained, by half year.

    Examples
    --------
    >>> firms, gains = run_teams(0, weeks=26)
    >>> bool(gains.loc["points", "half_1"] > 0)
    True
    """
    firms = dict(run_market("corner", TEAMS, weeks=weeks, replication=number).firms)
    idle = run_market("corner", {team: {} for team in TEAMS}, weeks=weeks, replication=number)
    return firms, gained_shares(firms, idle.firms)


def team_costs(firms: Mapping[str, Run]) -> pd.Series:
    """Work out the cost of each team's bond.

    Parameters
    ----------
    firms : dict of str to Run
        What `run_teams` returns.

    Returns
    -------
    Series
        CNY, by team.

    Examples
    --------
    >>> firms, _gains = run_teams(0, weeks=2)
    >>> bool((team_costs(firms) > 0).all())
    True
    """
    costs = {team: -firms[team].money["accounts"][account] / FEN for team, account in ACCOUNTS.items()}
    return pd.Series(costs, name="CNY")


def nine_markets() -> pd.DataFrame:
    """Read what the teams gained in nine markets.

    Returns
    -------
    DataFrame
        One row per team and market: percentage points of share gained in each half year.

    Examples
    --------
    >>> nine_markets().shape
    (27, 4)
    """
    text = (resources("sim") / "course" / "lessons" / FILE.name).read_text(encoding="utf-8")
    rows = {(team, market): row for team, rows in json.loads(text).items() for market, row in enumerate(rows)}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(rows, names=["team", "market"])
    return table.set_axis([f"half_{number}" for number in range(1, len(table.columns) + 1)], axis=1)


def named_teams(teams: Any) -> Any:
    """Give the teams their names in the current language.

    Parameters
    ----------
    teams : dict or Series or DataFrame
        By team.

    Returns
    -------
    dict or Series or DataFrame
        The same with names for codes.

    Examples
    --------
    >>> named_teams({"points": 1})
    {'points team': 1}
    """
    names = {team: _(name) for team, name in NAMES.items()}
    if isinstance(teams, Mapping):
        return {names[team]: value for team, value in teams.items()}
    return teams.rename(index=names)


def with_intervals(gains: pd.DataFrame) -> pd.DataFrame:
    """Tell what the teams gained on average, and how sure that is.

    Parameters
    ----------
    gains : DataFrame
        What `nine_markets` returns.

    Returns
    -------
    DataFrame
        One row per team; for the first half year, the last one, and the change between them, a text: mean and 95 % interval in
        percentage points.

    Examples
    --------
    >>> with_intervals(nine_markets()).loc["points", "half_1"]
    '+0.77 (+0.68 to +0.85)'
    """
    last = gains.columns[-1]
    wanted = {"half_1": gains["half_1"], last: gains[last], "change": gains[last] - gains["half_1"]}
    table = {name: values.groupby("team", sort=False).apply(_mean_text) for name, values in wanted.items()}
    return pd.DataFrame(table)


def _mean_text(values: pd.Series) -> str:
    mean, low, high, _count = interval(values)
    return _("{mean} ({low} to {high})").format(mean=f"{mean:+.2f}", low=f"{low:+.2f}", high=f"{high:+.2f}")
