"""Typical wrong answers of assignment 1: at least three a question, each with the hint that it must get.

WRONG: name of the part -> label of the mistake -> (the wrong answer, id of the intended hint). Functions take what the
student's take; for values the answer is made from the case by `value`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.course.assignments.service_measures import wait_if_nobody_hangs_up
from sim.theory import erlang_c
from tests.support.reference_solution import reference

R = reference("service_measures")


def seconds(later, earlier, hours=3600):
    """What `.dt.seconds` makes of a length of time: whole days are lost."""
    return (later - earlier).dt.seconds / hours


def delivered(orders):
    return orders[orders["status"] == "delivered"]


# --- q1


def clean_twice(raw, facts):
    orders = raw[raw["customer"] != facts["test_customer"]]
    orders = orders[
        (orders["promised"] >= facts["year_start"]) & (orders["promised"] < facts["year_end"])
    ].copy()
    minutes = orders["hall"] == facts["minutes_hall"]
    orders.loc[minutes, "preparation"] /= 60
    return orders


def clean_tests(raw, facts):
    return R.clean(raw, facts | {"test_customer": ""})


def clean_undelivered(raw, facts):
    return R.clean(raw.dropna(subset=["delivered"]), facts)


def clean_other_years(raw, facts):
    return R.clean(
        raw, facts | {"year_start": pd.Timestamp("2000-01-01"), "year_end": pd.Timestamp("2100-01-01")}
    )


def clean_minutes(raw, facts):
    return R.clean(raw, facts | {"minutes_hall": ""})


# --- q2


def m01_units(lines):
    lines = lines.dropna(subset=["on_hand"])
    return lines[["on_hand", "quantity"]].min(axis=1).sum() / lines["quantity"].sum()


def m01_all(lines):
    return (lines["on_hand"] >= lines["quantity"]).mean()


def m01_some(lines):
    return (lines["on_hand"].dropna() > 0).mean()


def m02_never_out(stock):
    return (stock.groupby("good")["in_stock"].apply(lambda one: (one != "no").all())).mean()


def m02_not_counted(stock):
    return (stock["in_stock"] == "yes").mean()


def m03_all(orders):
    return ((orders["status"] == "delivered") & (orders["damaged"] == "no")).mean()


def m03_delivered(orders):
    return (delivered(orders)["damaged"] == "no").mean()


def m03_damaged(orders):
    return 1 - R.m03(orders)


# --- q3


def m04_days_lost(orders):
    some = delivered(orders)
    cycle = seconds(some["delivered"], some["accepted"])
    promised = seconds(some["promised"], some["accepted"])
    return {
        "mean": cycle.mean(),
        "sd": cycle.std(),
        "p95": cycle.quantile(0.95),
        "reliability": (cycle <= 1.1 * promised).mean(),
    }


def m04_placed(orders):
    return R.m04(orders.assign(accepted=orders["placed"]))


def m04_strict(orders):
    some = delivered(orders)
    return R.m04(orders) | {"reliability": (some["delivered"] <= some["promised"]).mean()}


def m04_minutes(orders):
    good = R.m04(orders)
    return good | {key: good[key] * 60 for key in ("mean", "sd", "p95")}


def m05_mean(orders):
    some = delivered(orders)
    return R._hours(some["delivered"], some["placed"]).mean()


def m05_days_lost(orders):
    some = delivered(orders)
    return seconds(some["delivered"], some["placed"]).median()


def m05_accepted(orders):
    return R.m05(orders.assign(placed=orders["accepted"]))


def m06_zero(orders):
    return orders["preparation"].fillna(0).mean()


def m06_median(orders):
    return orders["preparation"].median()


# --- q4


def m07_units(orders):
    return orders["shipped"].sum() / orders["ordered"].sum()


def m07_part(orders):
    return (orders["shipped"] > 0).mean()


def m07_delivered(orders):
    return R.m07(delivered(orders))


def m08_delivered(orders):
    return R.m08(delivered(orders))


def m08_late(orders):
    return 1 - (orders["delivered"] > orders["promised"]).mean()


def m08_share_late(orders):
    return 1 - R.m08(orders)


def m08_by_class_delivered(orders):
    return R.m08_by_class(delivered(orders))


def m08_by_class_of_all(orders):
    kept = orders[orders["delivered"] <= orders["promised"]]
    return kept.groupby("klass").size() / len(orders)


def m08_by_class_late(orders):
    return 1 - R.m08_by_class(orders)


# --- q5


def m09_all(needs, minimum):
    return minimum, (needs["outcome"] == "turned_away").mean()


def m09_of_accepted(needs, minimum):
    return minimum, (needs["outcome"] == "turned_away").sum() / (needs["outcome"] == "accepted").sum()


def m09_no_abandoned(needs, minimum):
    return R.m09(needs[needs["outcome"] != "abandoned"], minimum)


def m10_all(requests):
    return ((requests["kind"] == "special") & (requests["met"] == "yes")).mean()


def m10_every_kind(requests):
    return (requests["met"] == "yes").mean()


def m10_zero(requests):
    special = requests[requests["kind"] == "special"]
    return (special["met"] == "yes").mean() if len(special) else 0.0


def m11_expedite(requests):
    return (requests.loc[requests["kind"] == "expedite", "met"] == "yes").mean()


def m11_mean_of_two(requests):
    return (m11_expedite(requests) + (requests.loc[requests["kind"] == "delay", "met"] == "yes").mean()) / 2


def m11_all(requests):
    return (requests["kind"].isin(["expedite", "delay"]) & (requests["met"] == "yes")).mean()


def m12_answered(contacts):
    return R.m12(contacts.dropna(subset=["answered"]))


def m12_unweighted(contacts):
    wait = (contacts["answered"] - contacts["time"]).dt.total_seconds() / 60
    return (wait <= contacts["target"]).mean()


def m12_plain_mean(contacts):
    wait = (contacts["answered"] - contacts["time"]).dt.total_seconds() / 60
    return (wait <= contacts["target"]).groupby(contacts["channel"]).mean().mean()


# --- q6


def perfect_product(orders):
    return (1 - R.why(orders)).prod()


def perfect_sum(orders):
    return 1 - R.why(orders).sum()


def perfect_delivered(orders):
    return R.perfect(delivered(orders))


def why_invoice(orders):
    found = R.why(orders).copy()
    found["price"] = (orders["invoiced"] != orders["quoted"]).mean()
    return found


def why_late(orders):
    found = R.why(orders).copy()
    found["time"] = (orders["delivered"] > orders["promised"]).mean()
    return found


def why_delivered(orders):
    return R.why(delivered(orders))


# --- q7


def phase_of(slot: int, word: str) -> Callable[[Any], dict[int, str]]:
    def value(case: Any) -> dict[int, str]:
        table = case.table("incidents")
        number = int(table.loc[table["slot"] == slot, "number"].iloc[0])
        return R.phase(case) | {number: word}

    return value


def phase_same(case):
    return dict.fromkeys(range(1, 13), "during")


# --- q8


def w_day_seconds(calls, clerks):
    days = calls["time"].dt.date.nunique()
    return erlang_c(len(calls) / days / 12, R._handling(calls) * 60, clerks).mean_wait_minutes


def w_day_answered(calls, clerks):
    some = calls.dropna(subset=["answered"])
    days = calls["time"].dt.date.nunique()
    return erlang_c(len(some) / days / 12, R._handling(calls), clerks).mean_wait_minutes


def w_day_24(calls, clerks):
    days = calls["time"].dt.date.nunique()
    return erlang_c(len(calls) / days / 24, R._handling(calls), clerks).mean_wait_minutes


def w_hour_seconds(calls, clerks):
    return R.w_hour(calls.assign(ended=calls["answered"] + (calls["ended"] - calls["answered"]) * 60), clerks)


def w_hour_month(calls, clerks):
    rates = calls.groupby(calls["time"].dt.hour).size()
    return rates.map(lambda rate: erlang_c(rate, R._handling(calls), clerks).mean_wait_minutes)


def w_hour_answered(calls, clerks):
    some = calls.dropna(subset=["answered"])
    days = calls["time"].dt.date.nunique()
    rates = some.groupby(some["time"].dt.hour).size() / days
    return rates.map(lambda rate: erlang_c(rate, R._handling(calls), clerks).mean_wait_minutes)


def w_log_answered(calls):
    return R.w_log(calls.dropna(subset=["answered"]))


def w_log_hours(calls):
    until = calls["answered"].fillna(calls["ended"])
    wait = (until - calls["time"]).dt.total_seconds() / 60
    return wait.groupby(calls["time"].dt.hour).mean().mean()


def w_log_zero(calls):
    wait = (calls["answered"] - calls["time"]).dt.total_seconds() / 60
    return wait.fillna(0).mean()


# --- q9


def causes_slow(case):
    right_ = R.causes(case)
    return {"c": 6.0, "e": right_["e"]}


def causes_percent(case):
    return {key: 100 * value for key, value in R.causes(case).items()}


def causes_mean_hour(case):
    calls, clerks = case.read("calls"), case.facts["clerks"]
    mean = len(calls) / 20 / 12 * R._handling(calls) / 60 / clerks
    return R.causes(case) | {"b": mean}


def w_patient_log(case):
    return R.w_log(case.read("calls"))


def w_patient_formula(case):
    return R.w_day(case.read("calls"), case.facts["clerks"])


def w_patient_sum(case):
    return sum(wait_if_nobody_hangs_up(case, seed) for seed in range(30))


def w_patient_all(case):
    return [wait_if_nobody_hangs_up(case, seed) for seed in range(30)]


# --- q10


def kept_year(orders, klass, hours, share):
    mine = orders[orders["klass"] == klass]
    kept = R._hours(mine["delivered"], mine["accepted"]) <= hours
    return 12 if kept.mean() >= share else 0


def kept_delivered(orders, klass, hours, share):
    return R.kept_months(delivered_only(orders), klass, hours, share)


def kept_days_lost(orders, klass, hours, share):
    mine = orders[orders["klass"] == klass]
    kept = seconds(mine["delivered"], mine["accepted"]) <= hours
    return int((kept.groupby(mine["promised"].dt.month).mean() >= share).sum())


def kept_accepted_month(orders, klass, hours, share):
    mine = orders[orders["klass"] == klass]
    kept = R._hours(mine["delivered"], mine["accepted"]) <= hours
    return int((kept.groupby(mine["accepted"].dt.month).mean() >= share).sum())


def delivered_only(orders):
    return orders.dropna(subset=["delivered"])


def _best(case, allowed, net):
    orders, fees = case.read("orders"), case.read("fees")
    best = {}
    for klass in "ABC":
        rows = fees[fees["klass"] == klass].copy()
        mine = orders[orders["klass"] == klass]
        cycle = R._hours(mine["delivered"], mine["accepted"])
        rows["year"] = [(cycle <= h).mean() >= s for h, s in zip(rows["hours"], rows["share"], strict=True)]
        rows = rows[allowed(rows)]
        row = rows.assign(net=net(rows)).sort_values("net").iloc[-1]
        best[klass] = (int(row["hours"]), float(row["share"]))
    return best


def promise_year(case):
    return _best(case, lambda rows: rows["year"], lambda rows: rows["fee"])


def promise_no_penalty(case):
    return _best(case, lambda rows: rows["kept"] >= 11, lambda rows: rows["fee"])


def promise_same(case):
    """One promise for all classes: the best of those that all of them keep in 11 months."""
    rows = []
    for (hours, share), some in case.read("fees").groupby(["hours", "share"]):
        if some["kept"].min() >= 11:
            rows.append(((some["fee"] - some["penalty"] * (12 - some["kept"])).sum(), hours, share))
    _net, hours, share = max(rows)
    return dict.fromkeys("ABC", (int(hours), float(share)))


def percent(name: str) -> Callable[..., float]:
    return lambda *inputs: 100 * getattr(R, name)(*inputs)


WRONG: dict[str, dict[str, tuple[Any, str]]] = {
    "clean": {
        "rows twice": (clean_twice, "twice"),
        "tests left in": (clean_tests, "tests"),
        "undelivered dropped": (clean_undelivered, "undelivered"),
        "other years left in": (clean_other_years, "years"),
        "minutes left": (clean_minutes, "minutes"),
    },
    "m01": {
        "units over units": (m01_units, "units"),
        "percent": (percent("m01"), "shape"),
        "never allocated counted": (m01_all, "allocated"),
        "some is enough": (m01_some, "full"),
    },
    "m02": {
        "never out": (m02_never_out, "counts"),
        "not counted is out": (m02_not_counted, "empty-count"),
        "percent": (percent("m02"), "shape"),
    },
    "m03": {
        "over all orders": (m03_all, "denominator"),
        "lost left out": (m03_delivered, "lost"),
        "damaged instead": (m03_damaged, "opposite"),
    },
    "m04": {
        "days lost": (m04_days_lost, "days"),
        "from first contact": (m04_placed, "start"),
        "late as unreliable": (m04_strict, "reliable"),
        "minutes": (m04_minutes, "unit"),
    },
    "m05": {
        "mean": (m05_mean, "median"),
        "days lost": (m05_days_lost, "days"),
        "from acceptance": (m05_accepted, "start"),
    },
    "m06": {
        "empty as zero": (m06_zero, "zero"),
        "minutes": (lambda orders: R.m06(orders) * 60, "unit"),
        "median": (m06_median, "mean"),
    },
    "m07": {
        "units over units": (m07_units, "units"),
        "part shipments": (m07_part, "part"),
        "delivered only": (m07_delivered, "all-orders"),
    },
    "m08": {
        "delivered only": (m08_delivered, "overdue"),
        "not late": (m08_late, "overdue"),
        "share late": (m08_share_late, "opposite"),
    },
    "m08_by_class": {
        "delivered only": (m08_by_class_delivered, "overdue"),
        "of all orders": (m08_by_class_of_all, "own-class"),
        "share late": (m08_by_class_late, "opposite"),
    },
    "m09": {
        "all needs": (m09_all, "asked"),
        "per accepted": (m09_of_accepted, "asked"),
        "abandoned dropped": (m09_no_abandoned, "abandoned"),
    },
    "m10": {
        "all requests": (m10_all, "asked"),
        "every kind": (m10_every_kind, "kind"),
        "zero for nobody": (m10_zero, "nobody"),
    },
    "m11": {
        "expedite only": (m11_expedite, "both"),
        "mean of two shares": (m11_mean_of_two, "pooled"),
        "all requests": (m11_all, "asked"),
    },
    "m12": {
        "hung up dropped": (m12_answered, "abandoned"),
        "no weights": (m12_unweighted, "weights"),
        "plain mean of channels": (m12_plain_mean, "weights"),
    },
    "perfect": {
        "product": (perfect_product, "product"),
        "one minus the sum": (perfect_sum, "sum"),
        "delivered only": (perfect_delivered, "all-orders"),
    },
    "why": {
        "undelivered on time": (why_late, "overdue"),
        "no invoice is wrong": (why_invoice, "invoice"),
        "delivered only": (why_delivered, "all-orders"),
    },
    "phase": {
        "lateness in a complaint": (phase_of(0, "during"), "act"),
        "follow-up of the service": (phase_of(4, "during"), "follow-up"),
        "all the same": (phase_same, "every-phase"),
    },
    "w_day": {
        "handling in seconds": (w_day_seconds, "seconds"),
        "answered only": (w_day_answered, "answered"),
        "24 hours": (w_day_24, "open"),
    },
    "w_hour": {
        "handling in seconds": (w_hour_seconds, "seconds"),
        "calls of all days": (w_hour_month, "a-day"),
        "answered only": (w_hour_answered, "answered"),
    },
    "w_log": {
        "answered only": (w_log_answered, "hung-up"),
        "hours unweighted": (w_log_hours, "unweighted"),
        "hung up as no wait": (w_log_zero, "hung-up"),
    },
    "causes": {
        "the formula is wrong": (causes_slow, "assumption"),
        "percent": (causes_percent, "figure"),
        "mean hour": (causes_mean_hour, "peak"),
    },
    "w_patient": {
        "as in the log": (w_patient_log, "patient"),
        "by the formula": (w_patient_formula, "formula"),
        "added up": (w_patient_sum, "added-up"),
        "all thirty": (w_patient_all, "shape"),
    },
    "kept_months": {
        "the year's mean": (kept_year, "year"),
        "delivered only": (kept_delivered, "overdue"),
        "days lost": (kept_days_lost, "days"),
        "month of acceptance": (kept_accepted_month, "month"),
    },
    "promise": {
        "the year's mean": (promise_year, "year"),
        "same for all": (promise_same, "same"),
        "no penalty": (promise_no_penalty, "net"),
    },
}


def difficulty(case: Any) -> dict[str, float]:
    """What makes a variant easy or hard."""
    raw, orders, calls = case.read("raw_orders"), case.read("orders"), case.read("calls")
    failed = R.why(orders).sort_values()
    return {
        "orders": len(orders),
        "raw rows too many": len(raw) - len(orders),
        "undelivered": orders["delivered"].isna().sum(),
        "smallest class": orders["klass"].value_counts().min(),
        "smallest month of a class": orders.groupby([orders["klass"], orders["promised"].dt.month])
        .size()
        .min(),
        "special requests": (case.read("requests")["kind"] == "special").sum(),
        "lead of the weakest right": failed.iloc[-1] - failed.iloc[-2],
        "on time": R.m08(orders),
        "perfect": R.perfect(orders),
        "hung up": calls["answered"].isna().mean(),
        "wait by the formula": R.w_day(calls, case.facts["clerks"]),
        "wait in the log": R.w_log(calls),
    }


BAND = {
    "orders": (3000, 9000),
    "raw rows too many": (150, 2000),
    "undelivered": (25, 400),
    "smallest class": (400, 3000),
    "smallest month of a class": (20, 300),
    "special requests": (100, 900),
    "lead of the weakest right": (0, 0.3),  # no question asks which one it is
    "on time": (0.80, 0.97),
    "perfect": (0.6, 0.92),
    "hung up": (0.10, 0.26),
    "wait by the formula": (1.0, 15.0),
    "wait in the log": (0.2, 1.5),
}
"""Within which variants are of like difficulty."""


def patient_months(case: Any, answer: int) -> float:
    """A right answer from 30 months of seeds that no other answer has."""
    months = range(10_000 + 100 * answer, 10_030 + 100 * answer)
    return sum(wait_if_nobody_hangs_up(case, seed) for seed in months) / len(months)


SIMULATED = {"w_patient": patient_months}
"""Parts whose right answer depends on the student's own seeds: name -> (case, number of the answer) -> answer."""
