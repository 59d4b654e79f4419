"""Students' own simulations: each name under each number of luck, as results, as a table, and compared in pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.base.progress import progress_bar
from sim.theory.intervals import interval

Results = dict[int, dict[Any, dict[str, float]]]
"""Number of luck -> name of what was tried -> figures."""


def try_each(
    names: Iterable[Any], numbers: Iterable[int], make: Callable[[Any, int], dict[str, float]]
) -> Results:
    """The results of `make` for each name and number, with a progress bar."""
    tried, wanted = list(names), [int(number) for number in numbers]
    results: Results = {number: {} for number in wanted}
    with progress_bar(True, _("simulating")) as report:
        for done, (number, name) in enumerate(((n, name) for n in wanted for name in tried), start=1):
            results[number][name] = make(name, number)
            if report is not None:
                report(done / (len(wanted) * len(tried)))
    return results


def as_table(results: Mapping[int, Mapping[Any, Mapping[str, float]]], tried: str = "system") -> pd.DataFrame:
    """The results as a table: a row for each number and name. tried: the column of the names.

    Examples
    --------
    >>> as_table({0: {"none": {"minutes": 20.0}}}).to_dict("records")
    [{'number': 0, 'system': 'none', 'minutes': 20.0}]
    """
    rows = [
        {"number": number, tried: name, **values}
        for number, names in results.items()
        for name, values in names.items()
    ]
    return pd.DataFrame(rows)


def low_and_high(differences: pd.Series) -> tuple[float, float]:
    """The 95 % interval of the mean of paired differences.

    Examples
    --------
    >>> low, high = low_and_high(pd.Series([1.0, 2.0, 3.0]))
    >>> low < 2 < high
    True
    """
    if differences.nunique() == 1:
        return float(differences.iloc[0]), float(differences.iloc[0])
    found = interval(differences)
    return float(found.low), float(found.high)
