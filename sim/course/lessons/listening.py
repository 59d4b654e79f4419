"""Material of lesson 8: two halls that handle complaints in different ways, samples of customers, bonds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.resources import files

import numpy as np
import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language
from sim.base.streams import RandomStreams
from sim.base.units import WEEK
from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.trials import as_table, try_each
from sim.experiments.simulate import run
from sim.measures.retention import first_failures
from sim.measures.run import Run
from sim.measures.window import bounds, customers_at_start

ASKED = {"complaints.formal": 0.5, "market.newest": {"A": 0.05, "B": 0.2, "C": 0.35}}
"""Every second customer speaks after a failure, by lot; customers judge by what they saw last."""
QUICK = {"complaints.handlers": 4, "complaints.compensation": 0.5, "complaints.return_visit": True}
SLOW_HOURS = {"passed": 60, "explained": 120, "approved": 60, "acted": 100}
BONDS: Mapping[str, Mapping[str, float]] = {
    "points": {"loyalty.points": 0.06},
    "social": {"loyalty.social_hours": 6},
    "links": {"loyalty.integration": 1.0},
}
PROGRAMME_WEEKS = 52


def hall(name: str) -> Case:
    """Jiaying with one way of handling complaints: "north" settles them in days and pays, "south" lets them wait.

    Examples
    --------
    >>> hall("south").policy["complaints.compensation"]
    0.0
    """
    case = load_case("jiaying").replace(**ASKED)
    if name == "north":
        return case.replace(policy=case.policy.replace(**QUICK).model_dump(mode="json"))
    case = case.replace(**{"complaints.wait_hours": SLOW_HOURS})
    return case.replace(policy=case.policy.replace(**{"complaints.compensation": 0}).model_dump(mode="json"))


def latest_answers(year: Run) -> pd.DataFrame:
    """The answers that customers would give today: customer, klass, satisfaction with its latest order.

    Examples
    --------
    >>> from sim import run
    >>> latest_answers(run("corner", weeks=4)).columns.tolist()
    ['customer', 'klass', 'satisfaction']
    """
    orders = year.records["orders"].dropna(subset="satisfaction")
    latest = orders.drop_duplicates("customer", keep="last")
    answers = latest[["customer", "klass", "satisfaction"]].sort_values("customer", ignore_index=True)
    return answers.astype({"satisfaction": float})


def sample_means(answers: pd.DataFrame, sizes: tuple[int, ...], times: int = 20) -> pd.DataFrame:
    """Draw samples of these sizes so many times: a row for each, with size, mean and margin (95 %).

    Examples
    --------
    >>> answers = pd.DataFrame({"satisfaction": [3.0, 4.0, 5.0] * 20})
    >>> sample_means(answers, (10, 40), times=3)["size"].tolist()
    [10, 10, 10, 40, 40, 40]
    """
    rows = []
    for size in sizes:
        for time in range(times):
            luck = RandomStreams(8, time).of(np.arange(len(answers))).uniform("sample")
            drawn = answers["satisfaction"].to_numpy()[np.argsort(luck, kind="stable")[:size]]
            rows.append((size, drawn.mean(), 1.96 * drawn.std(ddof=1) / size**0.5))
    return pd.DataFrame(rows, columns=["size", "mean", "margin"])


def complaint_causes(year: Run) -> pd.DataFrame:
    """The complaints of a year: order, its cause in the firm, paid (CNY of compensation).

    Examples
    --------
    >>> from sim import run
    >>> complaint_causes(run("corner", weeks=4)).columns.tolist()
    ['order', 'cause', 'paid']
    """
    complaints = year.records["complaints"].merge(
        year.records["orders"][["order", "cause"]], on="order", suffixes=("_", "")
    )
    paid = complaints["compensation"].astype("float64").fillna(0) / 100
    return complaints.assign(paid=paid)[["order", "cause", "paid"]]


def after_failure(year: Run) -> pd.DataFrame:
    """Customers after their first failure: klass, handled, weeks (watched), left ("yes", "no").

    handled: silent, mended, not mended; and, for all who were there at the start, no failure, until their first one.

    Examples
    --------
    >>> from sim import run
    >>> after_failure(run("corner", weeks=8))["handled"].value_counts().to_dict()
    {'no failure': 152, 'silent': 22}
    """
    start, end = bounds(year.records)
    people = customers_at_start(year.records).set_index("customer")
    first = first_failures(year.records).reindex(people.index)
    failed = first["ended"].clip(upper=end)
    words = {"silent": "silent", "recovered": "mended", "not recovered": "not mended", "open": "not mended"}
    after = people.assign(begin=failed, handled=first["state"].map(words)).dropna(subset="handled")
    before = people.assign(begin=start, handled="no failure", until=failed.fillna(end))
    both = pd.concat([before, after.assign(until=end)])
    stop = both[["left", "moved"]].astype("float64").min(axis=1).fillna(end + 1)
    gone = both["left"].notna() & (both["left"].astype("float64") <= both["until"])
    watched = (np.minimum(stop, both["until"]) - both["begin"]).astype("float64")
    both = both.assign(weeks=np.where(gone, watched // WEEK + 1, watched // WEEK).astype(int))
    both = both.assign(left=np.where(gone, "yes", "no"))[watched >= 0]
    return both.reset_index()[["customer", "klass", "handled", "weeks", "left"]]


def kept_by_week(rows: pd.DataFrame, weeks: int = 26) -> list[float]:
    """The share still there after 0, 1, ... weeks, of Kaplan and Meier.

    Examples
    --------
    >>> rows = pd.DataFrame({"weeks": [1, 2, 3, 5], "left": ["yes", "no", "yes", "no"]})
    >>> kept_by_week(rows, 3)
    [1.0, 0.75, 0.75, 0.375]
    """
    ends = np.arange(weeks + 1)
    gone = np.bincount(rows.loc[rows["left"] == "yes", "weeks"], minlength=weeks + 1)[: weeks + 1]
    at_risk = (rows["weeks"].to_numpy()[:, None] >= ends).sum(axis=0)
    return [float(share) for share in np.cumprod(1 - gone / np.maximum(at_risk, 1))]


GROUPS = (("north", "no failure"), ("north", "mended"), ("north", "silent"), ("south", "not mended"))
"""Hall and handling of the curves that are compared."""


def kept_curves(
    halls: Mapping[str, pd.DataFrame], names: Sequence[str], klass: str = "C"
) -> tuple[dict[str, list[float]], dict[str, list[int]]]:
    """For each of GROUPS, by these names: the share kept week by week, and when customers were watched for the last time.

    Examples
    --------
    >>> rows = small_pilot().assign(klass="C", handled="silent")
    >>> kept_curves({"north": rows, "south": rows}, ["none", "mended", "silent", "slow"])[1]["silent"]
    [2, 2, 4, 4, 4, 4]
    """
    curves, ends = {}, {}
    for name, (hall_name, handled) in zip(names, GROUPS, strict=True):
        rows = halls[hall_name]
        rows = rows[(rows["klass"] == klass) & (rows["handled"] == handled)]
        curves[name] = kept_by_week(rows)
        ends[name] = rows.loc[rows["left"] == "no", "weeks"].tolist()
    return curves, ends


def nearer(no_failure: float, mended: float, silent: float, slow: float) -> dict[str, str]:
    """Whether helped customers are nearer to those without a failure or to the silent, and how slow help compares with silence.

    Examples
    --------
    >>> nearer(0.9, 0.85, 0.6, 0.62)
    {'mended': 'none', 'slow': 'alike'}
    """
    return {
        "mended": "none" if no_failure - mended < mended - silent else "silent",
        "slow": "alike" if abs(slow - silent) < 0.1 else "better",
    }


def won_by_half(case: Case, names: Sequence[str], numbers: int = 2) -> pd.DataFrame:
    """The gain of each of BONDS over none in 78 weeks: a row for each, by these names; means over this many kinds of luck.

    Columns: first_six_weeks, half_1, half_2, half_3 (orders), profit (CNY).

    Examples
    --------
    >>> won_by_half(load_case("corner"), [], numbers=1).shape
    (0, 5)
    """
    policies: dict[str, Mapping[str, float]] = {"": {}, **dict(zip(names, BONDS.values(), strict=False))}
    years = try_each(policies, range(numbers), lambda name, number: _orders(case, policies[name], number))
    table = as_table(years, "programme").groupby("programme", sort=False).mean().drop(columns="number")
    return table.iloc[1:] - table.iloc[0]


def _orders(case: Case, levers: Mapping[str, float], number: int) -> dict[str, float]:
    policy = case.policy.replace(**levers, **{"loyalty.weeks": PROGRAMME_WEEKS})
    year = run(case, policy, weeks=78, replication=number)
    week = year.records["orders"]["placed"] // WEEK
    spans = {"first_six_weeks": (0, 5), "half_1": (0, 25), "half_2": (26, 51), "half_3": (52, 77)}
    orders = {name: float(week.between(*span).sum()) for name, span in spans.items()}
    return {**orders, "profit": float(year.money["profit"]) / 100}


def staff_quantities(names: Sequence[str]) -> dict[str, Callable[[Run], float]]:
    """What `compare` looks at, by these names: the pickers' workload (hours of work that came, an hour on duty), satisfaction
    (1 to 5), and errors (times the usual).

    Examples
    --------
    >>> list(staff_quantities(["load", "staff", "errors"]))
    ['load', 'staff', 'errors']
    """
    return {
        name: partial(_picker, column)
        for name, column in zip(names, ("load", "satisfaction", "errors"), strict=True)
    }


def _picker(column: str, year: Run) -> float:
    staff = year.records["staff"]
    return float(staff.loc[(staff["role"] == "picker") & (staff["week"] >= 0), column].astype(float).mean())


def _texts(name: str) -> list[dict[str, str]]:
    path = files(__package__) / "listening.yaml"
    rows: list[dict[str, str]] = from_yaml(path.read_text(encoding="utf-8"))[name]
    return rows


def steps_and_hours() -> pd.DataFrame:
    """Steps of handling a complaint, and the hours that a branch allows for each: step, what, hours.

    Examples
    --------
    >>> steps_and_hours()["hours"].sum()
    np.int64(126)
    """
    rows = [
        {"step": row["step"], "what": row[language()], "hours": int(row["hours"])} for row in _texts("steps")
    ]
    return pd.DataFrame(rows)


def small_pilot() -> pd.DataFrame:
    """Eight customers after a failure, to work out on paper: customer, weeks (watched), left.

    Examples
    --------
    >>> round(kept_by_week(small_pilot(), 4)[-1], 2)
    0.7
    """
    return pd.DataFrame(
        {
            "customer": list("ABCDEFGH"),
            "weeks": [1, 2, 2, 3, 4, 4, 4, 4],
            "left": ["yes", "no", "no", "yes", "no", "no", "no", "no"],
        }
    )


def two_classes() -> pd.DataFrame:
    """Two classes: the share kept half a year in silence and after help, and a customer's contribution a year, CNY.

    Examples
    --------
    >>> two_classes()["klass"].tolist()
    ['B', 'C']
    """
    return pd.DataFrame(
        {"klass": ["B", "C"], "silent": [0.80, 0.61], "mended": [0.91, 0.84], "contribution": [5200, 330]}
    )
