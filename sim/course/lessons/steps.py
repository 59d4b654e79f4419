"""The small checks of lesson 0: the right results, those of typical slips, and the words for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from sim.base.i18n import N_, _, sentences
from sim.course.lessons.firm_orders import firm_orders, raw_orders
from sim.course.lessons.kind_hints import kind_hint
from sim.workspace.error_words import in_words

LESSON = "00_python_for_this_course"
DOTS_IN_FUNCTION = N_(
    "Not done yet: write your code behind return, in place of the three dots, and run the cell."
)
TRIES = 3
"""After so many wrong answers the solution is shown."""


@dataclass(frozen=True)
class Step:
    """right: works out the answer. slips: what a typical slip gives, and what to say about it. code: a solution, in one line."""

    right: Callable[[], Any]
    code: str
    slips: tuple[tuple[Callable[[], Any], str], ...] = ()
    hint: str = ""
    function: bool = False


def _share_late(orders: pd.DataFrame) -> float:
    return float((~(orders["delivered"] <= orders["promised"])).mean())


def _hours() -> pd.Series:
    orders = firm_orders()
    return (orders["delivered"] - orders["placed"]).dt.total_seconds() / 3600


def _share_of(orders: pd.DataFrame, klass: str) -> float:
    return float((orders["klass"] == klass).mean())


STEPS: Mapping[str, Step] = {
    "days": Step(
        lambda: 50 / 24,
        "days = 50 / 24",
        (
            (lambda: 50 * 24, N_("A day has 24 hours: there are fewer days than hours. Divide.")),
            (lambda: 24 / 50, N_("The other way round: the hours are divided by 24.")),
            (lambda: 26 / 24, N_("The name hours holds 26. The question is about 50 hours.")),
            (lambda: 50, N_("These are the hours. Divide them by 24.")),
        ),
        N_("Divide the hours by 24."),
    ),
    "mean_ordered": Step(
        lambda: firm_orders()["ordered"].mean(),
        'mean_ordered = orders["ordered"].mean()',
        (
            (
                lambda: firm_orders()["ordered"].median(),
                N_("This is the median: half of the orders have fewer. Use .mean()."),
            ),
            (lambda: firm_orders()["ordered"].sum(), N_("This is the sum of all orders. Use .mean().")),
            (
                lambda: firm_orders()["shipped"].mean(),
                N_("This is the mean of another column: take “ordered”."),
            ),
        ),
        N_("Take the column with square brackets, then put .mean() behind it."),
    ),
    "large_a": Step(
        lambda: firm_orders().query("klass == 'A' and ordered > 30"),
        'large_a = orders[(orders["klass"] == "A") & (orders["ordered"] > 30)]',
        (
            (
                lambda: firm_orders().query("klass == 'A'"),
                N_("The second condition is missing: these are all orders of A."),
            ),
            (
                lambda: firm_orders().query("ordered > 30"),
                N_("The first condition is missing: these are orders of all classes."),
            ),
            (
                lambda: firm_orders().query("klass == 'A' or ordered > 30"),
                N_("| means “or”. Both conditions must hold: use &."),
            ),
            (
                lambda: firm_orders().query("klass == 'A' and ordered >= 30"),
                N_("More than 30: use >, not >=."),
            ),
        ),
        N_("Put each condition in round brackets, with & between them."),
    ),
    "share_web": Step(
        lambda: (firm_orders()["channel"] == "web").mean(),
        'share_web = (orders["channel"] == "web").mean()',
        (
            (
                lambda: (firm_orders()["channel"] == "web").sum(),
                N_("This counts orders. A share is a mean: use .mean()."),
            ),
            (
                lambda: 100 * (firm_orders()["channel"] == "web").mean(),
                N_("Write a share between 0 and 1, not in percent."),
            ),
        ),
        N_('orders["channel"] == "web" is True or False in each row; the mean of it is the share.'),
    ),
    "share_late": Step(
        lambda: _share_late(firm_orders()),
        'share_late = 1 - (orders["delivered"] <= orders["promised"]).mean()',
        (
            (
                lambda: (firm_orders()["delivered"] > firm_orders()["promised"]).mean(),
                N_(
                    "Orders that never arrived are missing: a comparison with an empty cell is False. Begin with those in time."
                ),
            ),
            (
                lambda: 1 - _share_late(firm_orders()),
                N_("This is the share in time. The share of the others is 1 less that."),
            ),
        ),
        N_("First the share that was delivered no later than promised; the others are late."),
    ),
    "median_hours": Step(
        lambda: _hours().median(),
        'median_hours = ((orders["delivered"] - orders["placed"]).dt.total_seconds() / 3600).median()',
        (
            (lambda: _hours().mean(), N_("This is the mean. Use .median().")),
            (lambda: _hours().median() * 3600, N_("This is in seconds. Divide by 3600.")),
            (lambda: _hours().median() * 60, N_("This is in minutes. Divide by 3600, not by 60.")),
            (lambda: -_hours().median(), N_("The later time comes first: delivered minus placed.")),
        ),
        N_("delivered minus placed, then .dt.total_seconds(), divided by 3600, then .median()."),
    ),
    "mean_by_class": Step(
        lambda: firm_orders().groupby("klass")["ordered"].mean(),
        'mean_by_class = orders.groupby("klass")["ordered"].mean()',
        (
            (
                lambda: firm_orders().groupby("klass").size(),
                N_("This counts orders. Take the mean of the column “ordered”."),
            ),
            (
                lambda: firm_orders().groupby("klass")["ordered"].sum(),
                N_("This is the sum in each class. Use .mean()."),
            ),
        ),
        N_('orders.groupby("klass") makes the groups; then the column in square brackets; then .mean().'),
    ),
    "late_by_class": Step(
        lambda: (
            (~(firm_orders()["delivered"] <= firm_orders()["promised"]))
            .groupby(firm_orders()["klass"])
            .mean()
        ),
        'late_by_class = late.groupby(orders["klass"]).mean()',
        (
            (
                lambda: (
                    (firm_orders()["delivered"] <= firm_orders()["promised"])
                    .groupby(firm_orders()["klass"])
                    .mean()
                ),
                N_("This is the share in time. Group the late ones."),
            ),
        ),
        N_('late is True or False in each row: late.groupby(orders["klass"]).mean().'),
    ),
    "share_of": Step(
        lambda: _share_of,
        'def share_of(orders, klass): return (orders["klass"] == klass).mean()',
        (
            (
                lambda: lambda orders, klass: None,
                N_("It returns nothing: the last line must begin with return."),
            ),
            (
                lambda: lambda orders, klass: _share_of(orders, "A"),
                N_('It always looks at class A: use klass, not "A".'),
            ),
            (
                lambda: lambda orders, klass: _share_of(firm_orders(), klass),
                N_("It looks at another table: use the name in the brackets after def."),
            ),
        ),
        N_("Inside the function use the two names in the brackets: orders and klass."),
        function=True,
    ),
    "clean_orders": Step(
        lambda: raw_orders().drop_duplicates("order"),
        'clean_orders = raw.drop_duplicates("order")',
        ((raw_orders, N_("Some orders still occur twice.")),),
        N_('raw.drop_duplicates("order") keeps the first row of each order number.'),
    ),
}


@dataclass(frozen=True)
class Judgement:
    """Whether a step is right (None: nothing done yet), and what to say."""

    right: bool | None
    text: str


def judge_step(name: str, answer: Any, tries: int = 0) -> Judgement:
    """Judge an answer. tries: how many wrong ones there were before."""
    step = STEPS[name]
    if answer is ...:
        text = _(
            "Not done yet: write your code behind {name} = in place of the three dots, and run the cell."
        )
        return Judgement(None, text.format(name=name) if not step.function else _(DOTS_IN_FUNCTION))
    value = _value(name, answer)
    if isinstance(value, Exception):
        text = _("The function stops with an error: {error}.").format(
            error=f"{type(value).__name__}: {value}"
        )
        return Judgement(False, sentences(text, in_words(value)))
    if isinstance(value, list) and value and all(part is ... for part in value):
        return judge_step(name, ...)
    if same(value, _right(name)):
        return Judgement(True, _("Right."))
    said = next(
        (_(text) for slip, text in step.slips if same(value, _called(slip) if step.function else slip())), ""
    )
    said = said or kind_hint(value, _right(name)) or _(step.hint)
    if tries + 1 >= TRIES:
        said += " " + _("One way to write it: {code}").format(code=step.code)
    return Judgement(False, _("Not yet. {hint}").format(hint=said))


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same: numbers apart from rounding, tables and lists of numbers in any sequence of the rows."""
    if isinstance(other, pd.DataFrame):
        return (
            isinstance(one, pd.DataFrame)
            and list(one.columns) == list(other.columns)
            and _rows(one) == _rows(other)
        )
    if isinstance(other, pd.Series):
        if not isinstance(one, pd.Series) or set(one.index) != set(other.index):
            return False
        return all(same(one[name], other[name]) for name in other.index)
    if isinstance(other, list):
        return isinstance(one, list) and len(one) == len(other) and all(map(same, one, other))
    if one is None or other is None:
        return one is other
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(other)))
    except (TypeError, ValueError):
        return False


def _rows(table: pd.DataFrame) -> list[Any]:
    return sorted(table["order"])


def _value(name: str, answer: Any) -> Any:
    """The answer; for a function its results on two small tables, or the error that stops it."""
    if not STEPS[name].function:
        return answer
    try:
        return _called(lambda: answer)
    except Exception as error:
        return error


def _called(make: Callable[[], Any]) -> list[Any]:
    function = make()
    tables = [pd.DataFrame({"klass": list(text), "order": range(len(text))}) for text in ("AABC", "BBBAC")]
    return [function(table, klass) for table in tables for klass in ("A", "C")]


@cache
def _right(name: str) -> Any:
    step = STEPS[name]
    return _called(step.right) if step.function else step.right()
