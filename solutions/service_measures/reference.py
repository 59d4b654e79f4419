"""Reference solution of assignment 1. Functions take the same inputs as the student's; values take the student's case."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.answers.kinds import DictOf, Number
from sim.course.assignments.service_measures.hotline import patient_wait
from sim.course.assignments.service_measures.incidents import BANK
from sim.theory import erlang_c

HOUR = 3600
OPEN_HOURS = 12
REFERENCE_MONTHS = 60
"""Simulated months whose mean is the reference of the patient wait."""
STUDENT_MONTHS = 30
STANDARD_ERRORS = 5.0
"""Standard errors by which a right answer may differ: about one in two million differs by more."""


def clean(raw: pd.DataFrame, facts: dict[str, Any]) -> pd.DataFrame:
    orders = raw.drop_duplicates("order")
    orders = orders[orders["customer"] != facts["test_customer"]]
    in_year = (orders["promised"] >= facts["year_start"]) & (orders["promised"] < facts["year_end"])
    orders = orders[in_year].copy()
    minutes = orders["hall"] == facts["minutes_hall"]
    orders.loc[minutes, "preparation"] = orders.loc[minutes, "preparation"] / 60
    return orders


def m01(lines: pd.DataFrame) -> float:
    known = lines[lines["on_hand"].notna()]
    return float((known["on_hand"] >= known["quantity"]).mean())


def m02(stock: pd.DataFrame) -> float:
    counted = stock["in_stock"].dropna()
    return float((counted == "yes").mean())


def m03(orders: pd.DataFrame) -> float:
    ended = orders[orders["status"].isin(["delivered", "lost"])]
    return float(((ended["status"] == "delivered") & (ended["damaged"] == "no")).mean())


def _hours(later: pd.Series, earlier: pd.Series) -> pd.Series:
    return (later - earlier).dt.total_seconds() / HOUR


def m04(orders: pd.DataFrame) -> dict[str, float]:
    delivered = orders[orders["status"] == "delivered"]
    cycle = _hours(delivered["delivered"], delivered["accepted"])
    promised = _hours(delivered["promised"], delivered["accepted"])
    return {
        "mean": cycle.mean(),
        "sd": cycle.std(),
        "p95": cycle.quantile(0.95),
        "reliability": (cycle <= 1.1 * promised).mean(),
    }


def m05(orders: pd.DataFrame) -> float:
    delivered = orders[orders["status"] == "delivered"]
    return _hours(delivered["delivered"], delivered["placed"]).median()


def m06(orders: pd.DataFrame) -> float:
    return orders["preparation"].mean()


def m07(orders: pd.DataFrame) -> float:
    return (orders["shipped"] == orders["ordered"]).mean()


def m08(orders: pd.DataFrame) -> float:
    return (orders["delivered"] <= orders["promised"]).mean()


def m08_by_class(orders: pd.DataFrame) -> pd.Series:
    return (orders["delivered"] <= orders["promised"]).groupby(orders["klass"]).mean()


def m09(needs: pd.DataFrame, minimum: float) -> tuple[float, float]:
    ours = needs[needs["outcome"] != "elsewhere"]
    return minimum, (ours["outcome"] == "turned_away").mean()


def m10(requests: pd.DataFrame) -> float:
    special = requests[requests["kind"] == "special"]
    return (special["met"] == "yes").mean()


def m11(requests: pd.DataFrame) -> float:
    timing = requests[requests["kind"].isin(["expedite", "delay"])]
    return (timing["met"] == "yes").mean()


def m12(contacts: pd.DataFrame) -> float:
    wait = (contacts["answered"] - contacts["time"]).dt.total_seconds() / 60
    in_time = (wait <= contacts["target"]).groupby(contacts["channel"]).mean()
    return 0.4 * in_time["telephone"] + 0.3 * in_time["web"] + 0.2 * in_time["mail"] + 0.1 * in_time["edi"]


def _failed(orders: pd.DataFrame) -> pd.DataFrame:
    arrived = orders["status"] == "delivered"
    return pd.DataFrame(
        {
            "product": ~arrived
            | (orders["shipped"] != orders["ordered"])
            | (orders["wrong_goods"] == "yes")
            | (orders["damaged"] == "yes"),
            "want": orders["special"] == "refused",
            "time": ~(orders["delivered"] <= orders["promised"]),
            "place": orders["address_ok"] == "no",
            "price": orders["invoiced"].notna() & (orders["invoiced"] != orders["quoted"]),
            "channel": orders["contact_ok"] == "no",
            "customer": orders["receiver_ok"] == "no",
        }
    )


def why(orders: pd.DataFrame) -> pd.Series:
    return _failed(orders).mean()


def perfect(orders: pd.DataFrame) -> float:
    return (~_failed(orders).any(axis=1)).mean()


PHASES = (
    "after",
    "before",
    "during",
    "during",
    "after",
    "before",
    "during",
    "before",
    "during",
    "after",
    "before",
    "during",
)
"""By slot of the incidents."""
assert len(PHASES) == len(BANK)


def phase(case: Any) -> dict[int, str]:
    table = case.table("incidents")
    return {
        int(number): PHASES[int(slot)] for number, slot in zip(table["number"], table["slot"], strict=True)
    }


def _handling(calls: pd.DataFrame) -> float:
    return (calls["ended"] - calls["answered"]).dt.total_seconds().mean() / 60


def w_day(calls: pd.DataFrame, clerks: int) -> float:
    days = calls["time"].dt.date.nunique()
    return erlang_c(len(calls) / days / OPEN_HOURS, _handling(calls), clerks).mean_wait_minutes


def w_hour(calls: pd.DataFrame, clerks: int) -> pd.Series:
    days = calls["time"].dt.date.nunique()
    handling = _handling(calls)
    rates = calls.groupby(calls["time"].dt.hour).size() / days
    return rates.map(lambda rate: erlang_c(rate, handling, clerks).mean_wait_minutes)


def w_log(calls: pd.DataFrame) -> float:
    until = calls["answered"].fillna(calls["ended"])
    return (until - calls["time"]).dt.total_seconds().mean() / 60


def causes(case: Any) -> dict[str, float]:
    calls, clerks = case.read("calls"), case.facts["clerks"]
    days = calls["time"].dt.date.nunique()
    busiest = calls.groupby(calls["time"].dt.hour).size().max() / days
    return {"b": busiest * _handling(calls) / 60 / clerks, "e": calls["answered"].isna().mean()}


@cache
def _patient_waits(hotline: Any) -> pd.Series:
    return pd.Series([patient_wait(hotline, RandomStreams(seed, 1)) for seed in range(REFERENCE_MONTHS)])


def w_patient(case: Any) -> float:
    return float(_patient_waits(case.variant.hotline).mean())


def kind_of(part: Any, case: Any) -> Any:
    """The kind of a value; its tolerance may follow from the noise of the student's own variant."""
    if part.name == "w_patient":
        spread = float(_patient_waits(case.variant.hotline).std())
        return Number(
            "minutes", tolerance=STANDARD_ERRORS * spread * (1 / REFERENCE_MONTHS + 1 / STUDENT_MONTHS) ** 0.5
        )
    if part.name == "causes":
        return DictOf(dict.fromkeys(("b", "e"), Number("", tolerance=0.005)))
    return part.kind


def kept_months(orders: pd.DataFrame, klass: str, hours: float, share: float) -> int:
    mine = orders[orders["klass"] == klass]
    kept = _hours(mine["delivered"], mine["accepted"]) <= hours
    return int((kept.groupby(mine["promised"].dt.month).mean() >= share).sum())


def promise(case: Any) -> dict[str, tuple[float, float]]:
    fees = case.read("fees")
    best: dict[str, tuple[float, float]] = {}
    for klass in ("A", "B", "C"):
        rows = fees[fees["klass"] == klass].copy()
        rows["net"] = rows["fee"] - rows["penalty"] * (12 - rows["kept"])
        row = rows[rows["kept"] >= 11].sort_values("net").iloc[-1]
        best[klass] = (int(row["hours"]), float(row["share"]))
    return best
