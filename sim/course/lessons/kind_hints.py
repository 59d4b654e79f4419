"""Hints for an answer of the wrong kind: a text instead of a number, a column, a table without rows, ..."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _

MOST_DECIMALS = 4


def kind_hint(value: Any, right: Any) -> str:
    """A hint if an answer is of the wrong kind, or rounded; "" if it is not.

    Parameters
    ----------
    value : Any
        The answer; of a function the list of what it gives.
    right : Any
        The right one.

    Returns
    -------
    str
        A sentence.

    Examples
    --------
    >>> kind_hint("50 / 24", 50 / 24)
    'This is a text: without the quotation marks Python calculates.'
    >>> kind_hint(2.08, 50 / 24)
    'Almost: the number is rounded. Let Python calculate, and do not round.'
    """
    if isinstance(value, list) and isinstance(right, list):
        pairs = zip(value, right, strict=False)
        return next((said for mine, its in pairs if (said := kind_hint(mine, its))), "")
    said = _no_value(value)
    if said:
        return said
    if isinstance(right, pd.DataFrame):
        return _for_a_table(value, right)
    if isinstance(right, pd.Series):
        return _for_groups(value)
    return _for_a_number(value, right)


def _no_value(value: Any) -> str:
    """If it is none that can be used."""
    if type(value).__name__ in ("Shown", "ShownText"):
        return _("show(...) only shows, and gives nothing to go on with. Write the calculation alone.")
    if callable(value):
        return _("The function is not called: round brackets are missing behind its name.")
    if isinstance(value, str):
        return _("This is a text: without the quotation marks Python calculates.")
    if isinstance(value, pd.api.typing.DataFrameGroupBy):
        return _(
            'The groups are made. Take a column of them, with ["..."], and then a function such as .mean().'
        )
    if isinstance(value, pd.api.typing.SeriesGroupBy):
        return _("The groups are made. Only a function such as .mean() is missing behind them.")
    return ""


def _for_a_table(value: Any, right: pd.DataFrame) -> str:
    if isinstance(value, pd.Series):
        return _("This is one column. Put the condition into the square brackets of the table: orders[...].")
    if not isinstance(value, pd.DataFrame):
        return _("A table is expected.")
    if not len(value):
        return _no_such_word()
    return _("The table has {mine} rows; {right} are right.").format(mine=len(value), right=len(right))


def _for_groups(value: Any) -> str:
    if isinstance(value, pd.DataFrame):
        return _('These are several columns. Take one column of the groups, with ["..."], then the function.')
    if isinstance(value, pd.Series) and len(value) > MOST_DECIMALS:
        return _("This is a whole column. Group it by the class first, then take a function such as .mean().")
    if not isinstance(value, pd.Series):
        return _("One number for each class is wanted: group by the class.")
    return ""


def _for_a_number(value: Any, right: Any) -> str:
    if isinstance(value, pd.Series) and value.dtype == bool:
        return _(
            "This is True or False in each row. A function behind it makes one number: .mean() gives the share."
        )
    if isinstance(value, pd.Series):
        return _(
            "This is a whole column. A function behind it, such as .mean() or .median(), makes one number of it."
        )
    if isinstance(value, pd.DataFrame):
        return _("One number is wanted, not a table.")
    if not isinstance(value, int | float | np.number) or not isinstance(right, int | float | np.number):
        return ""
    if value == 0:
        return _no_such_word()
    if any(value == round(float(right), places) for places in range(MOST_DECIMALS + 1)):
        return _("Almost: the number is rounded. Let Python calculate, and do not round.")
    return ""


def _no_such_word() -> str:
    return _(
        'No row is left. Compare the word in your code with those in the table, letter by letter: the class is "A", a channel '
        'is "web".'
    )
