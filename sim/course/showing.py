"""Shows answers in a notebook, or as text where there is none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.course.answers.plain import brief

MOST_ROWS = 12
SHORT = 6
"""Values that still fit on one line."""


def display_table(table: pd.DataFrame) -> None:
    """A table, its first rows only if it is long."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        print(table.head(MOST_ROWS))
        return
    if get_ipython() is None:
        print(table.head(MOST_ROWS))
    else:
        display(table.head(MOST_ROWS))


def show(head: str, answer: Any) -> None:
    """An answer under a heading: a value on the same line, a table below it."""
    if isinstance(answer, pd.DataFrame):
        print(head)
        display_table(answer)
    elif isinstance(answer, pd.Series) and len(answer) > SHORT:
        print(head)
        display_table(answer.to_frame(answer.name or ""))
    else:
        print(head, brief(answer))
