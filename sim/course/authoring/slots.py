"""For `mistakes.py`: answers to questions on banks of texts, by the slots of the texts."""

from __future__ import annotations

from typing import Any


def at(case: Any, table: str, *slots: int, bank: str = "", key: str = "number") -> list[int]:
    """The numbers of the texts of these slots; `bank`: of that bank only, where a table holds several."""
    rows = case.table(table)
    if bank:
        rows = rows[rows["bank"] == bank]
    return rows.loc[rows["slot"].isin(slots), key].astype(int).tolist()


def instead(answer: dict[Any, Any], places: list[Any], value: Any) -> dict[Any, Any]:
    """The answer with `value` in these places."""
    return answer | dict.fromkeys(places, value)


def numbered(words: str, between: str | None = None) -> dict[int, str]:
    """The words of a text by their number, from 1.

    Examples
    --------
    >>> numbered("open closed")
    {1: 'open', 2: 'closed'}
    """
    return dict(enumerate(words.split(between), 1))
