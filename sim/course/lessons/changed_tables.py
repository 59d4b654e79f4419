"""A table of lesson 0 that a slip has changed: = in place of == writes into a column, and every later answer is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.lessons.firm_orders import firm_orders, raw_orders

TABLES: Mapping[str, Callable[[], pd.DataFrame]] = {"orders": firm_orders, "raw": raw_orders}
"""Name in the lesson -> what loads it."""


def changed_table(names: Mapping[str, Any]) -> str:
    """Say which table has changed since it was loaded, and how to get it back.

    Parameters
    ----------
    names : Mapping of str to Any
        The notebook's names.

    Returns
    -------
    str
        One or two sentences; "" if no table has changed.

    Examples
    --------
    >>> orders = firm_orders()
    >>> orders["channel"] = "web"
    >>> changed_table({"orders": orders})  # doctest: +ELLIPSIS
    'A single = has written into the column “channel” of orders. Run the cell with orders = firm_orders() again, ...'
    """
    for name, load in TABLES.items():
        now, then = names.get(name), load()
        if now is None or (isinstance(now, pd.DataFrame) and now.equals(then)):
            continue
        again = f"{name} = {load.__name__}()"
        columns = _written(now, then)
        if columns:
            text = _(
                "A single = has written into the column “{columns}” of {name}. Run the cell with {again} again, to get the table "
                "back; then write == to compare."
            )
            return text.format(columns=_(", ").join(columns), name=name, again=again)
        text = _(
            "{name} is no longer the whole table. Run the cell with {again} again, to get it back; give what you choose from it "
            "another name."
        )
        return text.format(name=name, again=again)
    return ""


def _written(now: Any, then: pd.DataFrame) -> list[str]:
    """The columns that hold something else, or are new, if the rows are still the same ones."""
    if not isinstance(now, pd.DataFrame) or len(now) != len(then):
        return []
    return [str(name) for name in now.columns if name not in then or not now[name].equals(then[name])]
