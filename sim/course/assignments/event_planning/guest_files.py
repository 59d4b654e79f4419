"""The guest file: the contribution of each of Tianye's customers in 2013, and cost and possible gain of inviting it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import FEN, WEEK
from sim.course.assignments.event_planning.variant import (
    LAST_YEAR,
    THIS_YEAR,
    Variant,
    build_case,
)
from sim.course.data.columns import ids, yes_no
from sim.course.data.kept import firm_year
from sim.course.fair_tables import Draw, Tables
from sim.measures.contribution import contributions

CUSTOMERS = 60
MORE = {"A": 0.025, "B": 0.025, "C": 0.035}
"""The rise of a guest's contribution in the next year; for a class A customer only once its contract is settled again."""
HALF_LIFE, YEAR = 30, 52
"""Weeks in which half of what an evening did fades; weeks of a contract."""
REACHED = 0.6
"""Chance that an invitation to the wrong person still reaches the right one."""
MUST = 2
FRIENDS = 12
"""Guests on the director's list."""


def make_year(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The table year: data of each customer from the records of 2013 and of the week of the evening."""
    replication = int(draw.streams.of(0).uniform("year")[0] * 1000) + 1000 * draw.attempt
    last = build_case(variant, LAST_YEAR)
    records = firm_year(last, weeks=YEAR, seed=variant.firm, replication=replication)
    brought = contributions(records, last)["contribution"] / FEN
    customers = records["customers"].set_index("customer").reindex(range(CUSTOMERS))
    return {
        "year": pd.DataFrame(
            {
                "customer": range(CUSTOMERS),
                "klass": customers["klass"].astype(str),
                "home": customers["home"].astype(str),
                "a_year": brought.reindex(range(CUSTOMERS)).fillna(0.0).clip(lower=0).round(-2),
                "present": customers["moved"].isna(),
                "known": _known(variant),
                "ends": customers["contract_ends"].astype("Float64") / WEEK,
            }
        )
    }


def _known(variant: Variant) -> pd.Series:
    """Whether the right contact person is known in the week of the evening. Without an evening the model keeps no such table."""
    case = build_case(variant, THIS_YEAR)
    evening = case.policy.replace(**{"event.week": 1, "event.budget": 1.0, "event.invited": 1})
    facts = firm_year(case, evening, weeks=1, seed=variant.firm)["knowledge"]
    right = facts[(facts["field"].astype(str) == "contact") & facts["holder"].isna() & facts["correct"]]
    return pd.Series(range(CUSTOMERS)).isin(right["customer"])


def make_guests(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The table guests: costs, chances, who must be asked, and the director's list."""
    year, case = made["year"], build_case(variant)
    zone = year["home"].map({centre.name.en: centre.zone for centre in case.centres})
    wait = year["ends"] % YEAR
    fades = 2.0 ** (-wait / HALF_LIFE) * (YEAR - wait) / YEAR
    more = year["klass"].map(MORE) * fades.fillna(1.0)
    extra = 100 * (_lot(len(year), draw, "extra") * 4).astype(int)
    settles = pd.Timestamp(THIS_YEAR) + pd.to_timedelta((wait * 7).round(), unit="D")
    guests = pd.DataFrame(
        {
            "customer": ids("T", year["customer"], 2),
            "klass": year["klass"],
            "zone": zone,
            "a_year": year["a_year"],
            "chance": year["klass"].map(case.event.comes),
            "known": yes_no(year["known"]),
            "cost": variant.fair + zone.map(variant.travel) + extra,
            "settles": settles.dt.strftime("%Y-%m"),
            "more": more.astype(float).round(4),
            "present": yes_no(year["present"]),
        }
    )
    guests["must"] = yes_no(_must(guests, draw))
    guests["director"] = yes_no(_director(variant, guests, draw))
    guests["value"] = value(guests, variant.gift).to_numpy().round(2)
    return {"guests": guests}


def _lot(size: int, draw: Draw, purpose: str) -> Any:
    return draw.streams.of(np.arange(size)).uniform(purpose)


def _must(guests: pd.DataFrame, draw: Draw) -> pd.Series:
    """Two present customers of class B or C whose contact is known."""
    can = (guests["present"] == "yes") & (guests["klass"] != "A") & (guests["zone"] != "inland")
    order = pd.Series(_lot(len(guests), draw, "must")).where(can, 2)
    return order.rank() <= MUST


def _director(variant: Variant, guests: pd.DataFrame, draw: Draw) -> pd.Series:
    """The director's dozen: the largest, the nearest, or old friends, who are small for the most part."""
    luck = pd.Series(_lot(len(guests), draw, "director"))
    key = {
        "large": -guests["a_year"] / guests["a_year"].max() + 0.1 * luck,
        "near": guests["cost"] / variant.fair + luck,
        "friends": guests["klass"].map({"A": 0.8, "B": 0.5, "C": 0.0}) + luck,
    }[variant.director]
    return key.where(guests["present"] == "yes", 9).rank() <= FRIENDS


def value(guests: pd.DataFrame, gift: float) -> pd.Series:
    """The expected gain of inviting each customer, CNY, by customer."""
    chance = guests["chance"].where(guests["known"] == "yes", REACHED * guests["chance"])
    net = chance * (guests["more"] * guests["a_year"] - gift) - guests["cost"]
    return net.where(guests["present"] == "yes", 0.0).set_axis(guests["customer"])


def most_worth(variant: Variant, guests: pd.DataFrame) -> float:
    """A bound that no list exceeds: the last guest who does not fit whole is counted in part."""
    worth, cost = _columns(variant, guests)
    chosen = (guests["must"] == "yes").to_numpy()
    total, left = worth[chosen].sum(), variant.list_budget - cost[chosen].sum()
    for place in np.argsort(-worth / cost, kind="stable"):
        if not chosen[place] and worth[place] > 0 and left > 0:
            part = min(1.0, left / cost[place])
            total, left = total + part * worth[place], left - part * cost[place]
    return float(total)


def filled(budget: float, guests: pd.DataFrame, key: Any) -> list[str]:
    """Those who must be asked, then others by `key`, the greatest first, as far as the money goes."""
    cost, can = guests["cost"].to_numpy(), (guests["present"] == "yes").to_numpy()
    chosen = np.flatnonzero(guests["must"] == "yes").tolist()
    left = budget - cost[chosen].sum()
    for place in np.argsort(-np.asarray(key), kind="stable"):
        if not can[place] or place in chosen or key[place] == -np.inf:
            continue
        if cost[place] <= left:
            chosen.append(int(place))
            left -= cost[place]
    return [str(guests["customer"].iloc[place]) for place in sorted(chosen)]


def slips(variant: Variant, guests: pd.DataFrame) -> dict[str, list[str]]:
    """The lists of some simple rules, none of which is good: the largest, the cheapest, the best for half the money."""
    cost, money = guests["cost"], variant.list_budget
    return {
        "largest": filled(money, guests, guests["a_year"].to_numpy()),
        "cheap": filled(money, guests, -cost.to_numpy(dtype=float)),
        "money-left": filled(0.6 * money, guests, gain(variant, guests)),
    }


def gain(variant: Variant, guests: pd.DataFrame) -> Any:
    """Worth per yuan; minus infinity for a guest who is not worth the cost."""
    worth, cost = _columns(variant, guests)
    return np.where(worth > 0, worth / cost, -np.inf)


def is_fair_list(variant: Variant, made: Tables) -> bool:
    """Whether simple rules give poor lists, and the best worth per yuan gives a good one."""
    guests = made["guests"]
    worth, _cost = _columns(variant, guests)
    names = guests["customer"]

    def total(chosen: list[str]) -> float:
        return float(worth[names.isin(chosen)].sum())

    most, poor = most_worth(variant, guests), slips(variant, guests)
    good = filled(variant.list_budget, guests, gain(variant, guests))
    return (
        total(good) >= 0.975 * most
        and all(total(chosen) <= 0.89 * most for chosen in poor.values())
        and bool((guests["present"] == "no").any())
    )


def _columns(variant: Variant, guests: pd.DataFrame) -> tuple[Any, Any]:
    return value(guests, variant.gift).to_numpy(), guests["cost"].to_numpy()
