"""Effects of a customer file at the order desk, and its cost."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.base.units import FEN
from sim.measures.run import Run


def use_of_file(runs: Mapping[str, Run]) -> pd.DataFrame:
    """Compare what a customer file did at the order desk, and what it cost.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run.

    Returns
    -------
    DataFrame
        Rows: minutes_a_call (of a telephone order), wrong_addresses, facts (in the file), system_cost (CNY); one column per run.

    Examples
    --------
    >>> from sim import run
    >>> use_of_file({"no system": run("corner", weeks=2)}).loc["system_cost"].tolist()
    [0.0]
    """
    return pd.DataFrame({name: _use(run) for name, run in runs.items()})


def _use(run: Run) -> dict[str, float]:
    calls = run.records["contacts"].query("kind == 'order' and channel == 'telephone'")
    accounts = pd.Series(run.money["accounts"], dtype=float)
    bill = accounts.reindex(["crm", "crm_training", "crm_data"]).fillna(0.0).sum()
    return {
        "minutes_a_call": float((calls["resolved"] - calls["answered"]).mean()) / 60,
        "wrong_addresses": float((~run.records["orders"]["address_ok"].dropna().astype(bool)).sum()),
        "facts": float(len(run.records["knowledge"])),
        "system_cost": abs(bill) / FEN,
    }


def gain_left(use: pd.DataFrame) -> pd.Series:
    """Work out how much of the time that a full customer file saves on the telephone each run still saves.

    Parameters
    ----------
    use : DataFrame
        What `use_of_file` returns; the first run has no file, the second one uses it fully.

    Returns
    -------
    Series
        Percent of the minutes saved in the second run, by run.

    Examples
    --------
    >>> calls = pd.DataFrame({"none": [10.0], "full": [8.0], "half": [9.0]}, index=["minutes_a_call"])
    >>> float(gain_left(calls)["half"])
    50.0
    """
    minutes = use.loc["minutes_a_call"]
    return 100 * (minutes.iloc[0] - minutes) / (minutes.iloc[0] - minutes.iloc[1])


def same_orders(runs: Mapping[str, Run]) -> pd.Series:
    """Tell which runs have the very same orders as the first one, to the second.

    Parameters
    ----------
    runs : dict of str to Run
        Name -> run.

    Returns
    -------
    Series
        Name -> True or False.

    Examples
    --------
    >>> from sim import run
    >>> bool(same_orders({"one": run("corner", weeks=2)})["one"])
    True
    """
    first = next(iter(runs.values())).records["orders"]
    same = {other: run.records["orders"].equals(first) for other, run in runs.items()}
    return pd.Series(same, name="same_orders")
