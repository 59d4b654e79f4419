"""Material of lesson 7: cards to sort, a firm that tries systems, four offers, a complaint's path, a roll-out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language
from sim.case.case import Case
from sim.case.load import load_case

LISTS = ("level", "type", "subsystem", "module")
USED = {"crm.backing": 0.9, "crm.training_hours": 24, "crm.data_care": 6}
"""How a system is used that is used well."""
MANAGED: dict[str, Any] = {
    "relations.managers": 5,
    "relations.visits": {"A": 12, "B": 6, "C": 0},
    "complaints.handlers": [0] * 9 + [1] * 9 + [0] * 6,
}
"""Account managers who visit, and somebody for complaints."""
FINDINGS = ("unknown", "yes", "no")
POINTS = {"Lantu": (9, 4, 8), "Beichen": (7, 8, 7), "Qiming": (8, 9, 8), "Tonglu": (5, 9, 5)}
"""Vendor -> mean points by criterion: functions, ease, support."""
WEIGHTS = (0.5, 0.2, 0.3)
JUDGES = (-1, 1, 0)
"""Deviation of each judge from the mean; the third one has no opinion on the support of Beichen."""
COSTS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("Lantu", "licence", (90_000,)),
    ("Lantu", "support", (0, 12_000, 12_000, 12_000, 12_000, 12_000)),
    ("Beichen", "set-up", (10_000,)),
    ("Beichen", "rent", (0, 20_000, 24_000, 28_800, 34_560, 41_470)),
)
"""Vendor, item, CNY in the years 0 to 5."""
HOURS = (0.2, 20.0, 4.0, 6.0, 16.0, 0.3)
"""Hours of a complaint at each station."""
DAYS = (3, 2, 5, 4, 2, 4, 5, 15, 5, 10)
BEFORE = (None, "A", "B", "B", "C D", "E", "F", "B", "G", "G H I")
OWNER = (0, 0, 1, 2, 1, 1, 0, 2, 3, 1)
"""Of the tasks of the roll-out: working days, what must be done before, number of the owner."""


@cache
def _content() -> dict[str, Any]:
    text = (files(__package__) / "choosing_a_crm.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = from_yaml(text)
    return content


def _word(table: str, name: str | int) -> str:
    return str(_content()[table][name][language()])


def cards() -> pd.DataFrame:
    """Read seven features and the drawer of each in four lists of the course, a row for each card and list.

    Returns
    -------
    DataFrame
        feature, list and drawer; a feature that belongs to no drawer of a list has no row there.

    Examples
    --------
    >>> cards().head(1).to_dict("records")
    [{'feature': 'call centre', 'list': 'level', 'drawer': 'channel'}]
    """
    rows = [
        (card["text"][language()], _word("lists", name), _word("drawers", card[name]))
        for card in _content()["cards"]
        for name in LISTS
        if name in card
    ]
    return pd.DataFrame(rows, columns=["feature", "list", "drawer"])


def firm_with_managers() -> Case:
    """Make the small firm with five account managers; clerks and pickers who leave are replaced at once.

    Returns
    -------
    Case
        `corner`, changed.

    Examples
    --------
    >>> firm_with_managers().policy.relations.managers
    5
    """
    corner = load_case("corner")
    changes = {"staff.vacancy_weeks": 0, "staff.newcomer": 1.0}
    return corner.replace(**changes, policy=corner.policy.replace(**MANAGED).model_dump(mode="json"))


def system(kind: str, **levers: Any) -> dict[str, Any]:
    """Give the levers of a system that is backed, trained for and cared for.

    Parameters
    ----------
    kind : {"operational", "analytical", "collaborative"}
        The type.
    **levers : float
        Levers of the group crm that differ, such as data_care.

    Returns
    -------
    dict of str to Any
        Lever -> value.

    Examples
    --------
    >>> system("operational", data_care=0)["crm.data_care"]
    0
    """
    return {f"crm.{kind}": True, **USED, **{f"crm.{name}": value for name, value in levers.items()}}


def findings() -> pd.DataFrame:
    """Read three things that were found in a firm.

    Returns
    -------
    DataFrame
        number and found.

    Examples
    --------
    >>> findings()["found"].iloc[0]
    'Money: the treasurer is in high spirits.'
    """
    rows = [(number, row[language()]) for number, row in enumerate(_content()["findings"], 1)]
    return pd.DataFrame(rows, columns=["number", "found"])


def ready_or_not() -> dict[str, str]:
    """Give the conclusion from each of the three findings: yes, no or unknown, by the rows of the prediction.

    Returns
    -------
    dict of str to str
        Row of the prediction -> word.

    Examples
    --------
    >>> ready_or_not()["finding_1"]
    'unknown'
    """
    return {f"finding_{number}": word for number, word in enumerate(FINDINGS, 1)}


def four_offers() -> pd.DataFrame:
    """Read what four vendors write.

    Returns
    -------
    DataFrame
        vendor and text.

    Examples
    --------
    >>> four_offers()["vendor"].tolist()
    ['Lantu', 'Beichen', 'Qiming', 'Tonglu']
    """
    rows = [(_word("vendors", name), _word("offers", name)) for name in POINTS]
    return pd.DataFrame(rows, columns=["vendor", "text"])


def offer_ratings() -> pd.DataFrame:
    """Read what three judges think of the four offers.

    Returns
    -------
    DataFrame
        vendor, criterion, judge and points, 1 to 10; empty: no opinion.

    Examples
    --------
    >>> int(offer_ratings()["points"].isna().sum())
    1
    """
    rows = [
        (_word("vendors", vendor), _word("criteria", criterion), judge, float(min(mean + more, 10)))
        for vendor, means in POINTS.items()
        for criterion, mean in zip(_content()["criteria"], means, strict=True)
        for judge, more in enumerate(JUDGES, 1)
    ]
    table = pd.DataFrame(rows, columns=["vendor", "criterion", "judge", "points"])
    silent = (table["vendor"] == _word("vendors", "Beichen")) & (
        table["criterion"] == _word("criteria", "support")
    )
    table.loc[silent & (table["judge"] == 3), "points"] = None
    return table


def offer_points() -> pd.DataFrame:
    """Give the mean points of the four offers.

    Returns
    -------
    DataFrame
        A row for each vendor, a column for each criterion.

    Examples
    --------
    >>> offer_points().loc["Beichen"].tolist()
    [7.0, 8.0, 7.0]
    """
    table = offer_ratings().pivot_table(index="vendor", columns="criterion", values="points", sort=False)
    return table.rename_axis(index=None, columns=None)


def criteria_weights() -> pd.Series:
    """Give the weights of the three criteria.

    Returns
    -------
    Series
        Criterion -> share.

    Examples
    --------
    >>> round(float(criteria_weights().sum()), 6)
    1.0
    """
    return pd.Series(
        WEIGHTS, index=[_word("criteria", name) for name in _content()["criteria"]], name="weight"
    )


def offer_costs() -> pd.DataFrame:
    """Read what two of the offers cost in five years.

    Returns
    -------
    DataFrame
        vendor, item, year (0 is before the start) and amount in CNY.

    Examples
    --------
    >>> int(offer_costs()["amount"].sum())
    308830
    """
    rows = [
        (_word("vendors", vendor), _word("items", item), year, amount)
        for vendor, item, amounts in COSTS
        for year, amount in enumerate(amounts)
        if amount
    ]
    return pd.DataFrame(rows, columns=["vendor", "item", "year", "amount"])


def complaint_path() -> pd.DataFrame:
    """Read the stations of a complaint.

    Returns
    -------
    DataFrame
        station (index, from 1), work, hours.

    Examples
    --------
    >>> float(complaint_path()["hours"].sum())
    46.5
    """
    work = [row[language()] for row in _content()["stations"]]
    numbers = pd.Index(list(range(1, len(HOURS) + 1)), name="station")
    return pd.DataFrame({"work": work, "hours": HOURS}, index=numbers)


def roll_out() -> pd.DataFrame:
    """Read the tasks of a roll-out.

    Returns
    -------
    DataFrame
        task, work, days (working days), before (tasks that must be done first), owner.

    Examples
    --------
    >>> int(roll_out()["days"].sum())
    55
    """
    owners = [row[language()] for row in _content()["owners"]]
    return pd.DataFrame(
        {
            "task": list("ABCDEFGHIJ"),
            "work": [row[language()] for row in _content()["tasks"]],
            "days": DAYS,
            "before": BEFORE,
            "owner": [owners[number] for number in OWNER],
        }
    )
