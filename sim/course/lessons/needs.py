"""Lesson 4: the sentences, the talk and the small files that it reads, in the current language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files as resources
from typing import Any

import pandas as pd

from sim.base.i18n import language
from sim.base.yaml_text import from_yaml


@cache
def _content() -> dict[str, Any]:
    file = resources("sim") / "course" / "lessons" / "needs.yaml"
    content: dict[str, Any] = from_yaml(file.read_text(encoding="utf-8"))
    return content


def sentences(name: str) -> pd.DataFrame:
    """Read sentences to sort.

    Parameters
    ----------
    name : {"sentences", "questions", "persons"}
        What was said, what was asked, or who is who.

    Returns
    -------
    DataFrame
        number and sentence, one row each.

    Examples
    --------
    >>> sentences("questions")["sentence"].iloc[0]
    'How does a night without power go?'
    """
    rows = [(number, row[language()]) for number, row in enumerate(_content()[name], 1)]
    return pd.DataFrame(rows, columns=["number", "sentence"])


def sorted_right(name: str) -> dict[str, str]:
    """Say how sentences are sorted rightly, by the rows of the prediction.

    Parameters
    ----------
    name : {"sentences", "questions", "persons"}
        As for `sentences`.

    Returns
    -------
    dict of str to str
        Row of the prediction -> kind.

    Examples
    --------
    >>> sorted_right("questions")
    {'n1': 'open', 'n2': 'closed', 'n3': 'open', 'n4': 'closed'}
    """
    return {f"n{number}": str(row["kind"]) for number, row in enumerate(_content()[name], 1)}


def talk() -> pd.DataFrame:
    """Read a talk between the consultant and manager Zheng.

    Returns
    -------
    DataFrame
        turn, said (by the consultant) and reply (Zheng's), one row a turn.

    Examples
    --------
    >>> talk()["said"].iloc[2]
    'On which shifts do you work?'
    """
    rows = [(turn, *row[language()]) for turn, row in enumerate(_content()["talk"], 1)]
    return pd.DataFrame(rows, columns=["turn", "said", "reply"])


def steps_right() -> dict[str, str]:
    """Say which step each turn of `talk` is, and which turn comes too early, by the rows of the prediction.

    Returns
    -------
    dict of str to str
        Row of the prediction -> step, or turn.

    Examples
    --------
    >>> steps_right()["early"]
    'n2'
    """
    steps = [int(row["step"]) for row in _content()["talk"]]
    early = next(turn for turn, step in enumerate(steps, 1) if any(later < step for later in steps[turn:]))
    return {f"n{turn}": f"step_{step}" for turn, step in enumerate(steps, 1)} | {"early": f"n{early}"}


def requests() -> pd.DataFrame:
    """Read what three customers of the small firm ask for.

    Returns
    -------
    DataFrame
        customer and request.

    Examples
    --------
    >>> requests()["customer"].tolist()
    [22, 18, 21]
    """
    rows = [(row["customer"], row[language()]) for row in _content()["requests"]]
    return pd.DataFrame(rows, columns=["customer", "request"])


def customer_files() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, str]:
    """Read three small files about the same firms, and how the name of a company may end.

    Returns
    -------
    tuple of DataFrame, DataFrame, DataFrame, str
        crm (company, contact, mobile, ships, updated); visits (the same with visited); web (time, visitor, firm, page); the
        ending of a company's name that says nothing.

    Examples
    --------
    >>> crm, visits, web, ending = customer_files()
    >>> len(crm), len(visits), len(web), ending
    (3, 2, 7, 'co.,ltd.')
    """
    crm, visits, web = (_table(name) for name in ("crm", "visits", "web"))
    crm["updated"], visits["visited"] = pd.to_datetime(crm["updated"]), pd.to_datetime(visits["visited"])
    web["time"] = pd.to_datetime(web["time"])
    return crm, visits, web, str(_content()["ending"][language()])


def survey_answers() -> pd.DataFrame:
    """Read answers to the question what matters most.

    Returns
    -------
    DataFrame
        answer, klass, and the points for speed, reliability, price and care.

    Examples
    --------
    >>> int(survey_answers()["care"].isna().sum())
    1
    """
    return pd.DataFrame(_content()["survey"])


def _table(name: str) -> pd.DataFrame:
    rows = [
        {key: value[language()] if isinstance(value, dict) else value for key, value in row.items()}
        for row in _content()[name]
    ]
    return pd.DataFrame(rows)
