"""Typical mistakes of assignment 1, each with its hint, and what a decision is compared with. Never released.

A mistake takes the right function and its inputs; for a value, the right value and the case.
"""

from __future__ import annotations

import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.answers.plans import Rerun
from sim.course.assignments.service_measures import wait_if_nobody_hangs_up
from sim.course.assignments.service_measures.hotline import DAYS, MONTHS_SIMULATED, simulate_day
from sim.course.authoring.slots import at, instead, numbered
from sim.course.authoring.source import by_hand, mistake, right


def delivered(orders):
    return orders.loc[orders["status"].eq("delivered")]


def lost_days(later, earlier):
    """Hours, as `.dt.seconds` makes them: whole days are lost."""
    return (later - earlier).dt.seconds / 3600


# --- question 1


@mistake("twice", "clean")
def rows_twice(right, raw, facts):
    one = right(
        raw.assign(row=range(len(raw))).rename(columns={"order": "o"}).assign(order=range(len(raw))), facts
    )
    return raw.iloc[one["row"]].assign(preparation=one["preparation"].to_numpy())


mistake("tests", "clean", lambda right, raw, facts: right(raw, facts | {"test_customer": ""}))
mistake("undelivered", "clean", lambda right, raw, facts: right(raw.dropna(subset=["delivered"]), facts))


@mistake("years", "clean")
def other_years_left_in(right, raw, facts):
    return right(raw, facts | {"year_start": pd.Timestamp(2000, 1, 1), "year_end": pd.Timestamp(2100, 1, 1)})


@mistake("years", "clean")
def last_moment_left_in(right, raw, facts):
    return right(raw, facts | {"year_end": facts["year_end"] + pd.Timedelta(seconds=1)})


mistake("minutes", "clean", lambda right, raw, facts: right(raw, facts | {"minutes_hall": ""}))
mistake("minutes", "clean", lambda right, raw, facts: right(raw.assign(hall=facts["minutes_hall"]), facts))


# --- question 2


@mistake("units", "m01")
def units_over_units(right, lines):
    lines = lines.dropna(subset=["on_hand"])
    return lines[["on_hand", "quantity"]].min(axis=1).sum() / lines["quantity"].sum()


mistake("allocated", "m01", lambda right, lines: (lines["on_hand"] >= lines["quantity"]).mean())
mistake(
    "enough",
    "m01",
    lambda right, lines: (lines["on_hand"] > lines["quantity"])[lines["on_hand"].notna()].mean(),
)
mistake("full", "m01", lambda right, lines: (lines["on_hand"].dropna() > 0).mean())


@mistake("counts", "m02")
def never_out(right, stock):
    return (stock.groupby("good")["in_stock"].apply(lambda one: (one != "no").all())).mean()


mistake("empty-count", "m02", lambda right, stock: (stock["in_stock"] == "yes").mean())


@mistake("per-good", "m02")
def mean_over_goods(right, stock):
    return pd.Series({good: right(rows) for good, rows in stock.groupby("good")}).mean()


@mistake("denominator", "m03")
def over_all_orders(right, orders):
    return ((orders["status"] == "delivered") & (orders["damaged"] == "no")).mean()


mistake("opposite", "m03 m08 m08_by_class", lambda right, orders: 1 - right(orders))


# --- questions 3 and 4


@mistake("days", "m04")
def days_lost(right, orders):
    some = delivered(orders)
    cycle = lost_days(some["delivered"], some["accepted"])
    promised = lost_days(some["promised"], some["accepted"])
    kept = (cycle <= 1.1 * promised).mean()
    return {"mean": cycle.mean(), "sd": cycle.std(), "p95": cycle.quantile(0.95), "reliability": kept}


mistake("start", "m04", lambda right, orders: right(orders.assign(accepted=orders["placed"])))


@mistake("reliable", "m04")
def late_is_unreliable(right, orders):
    some = delivered(orders)
    return right(orders) | {"reliability": (some["delivered"] <= some["promised"]).mean()}


@mistake("median", "m05")
def mean_for_median(right, orders):
    some = delivered(orders)
    return (some["delivered"] - some["placed"]).dt.total_seconds().mean() / 3600


@mistake("days", "m05")
def days_lost_to_delivery(right, orders):
    some = delivered(orders)
    return lost_days(some["delivered"], some["placed"]).median()


mistake("start", "m05", lambda right, orders: right(orders.assign(placed=orders["accepted"])))
mistake("zero", "m06", lambda right, orders: orders["preparation"].fillna(0).mean())
mistake("mean", "m06", lambda right, orders: orders["preparation"].median())
mistake("units", "m07", lambda right, orders: orders["shipped"].sum() / orders["ordered"].sum())
mistake("part", "m07", lambda right, orders: (orders["shipped"] > 0).mean())
mistake("lost", "m03", lambda right, orders: right(delivered(orders)))
mistake("all-orders", "m07 why perfect", lambda right, orders: right(delivered(orders)))
mistake("overdue", "m08 m08_by_class", lambda right, orders: right(delivered(orders)))
mistake("overdue", "m08", lambda right, orders: 1 - (orders["delivered"] > orders["promised"]).mean())


@mistake("tie", "m08 m08_by_class why")
def just_in_time_is_late(right, orders):
    return right(orders.assign(promised=orders["promised"] - pd.Timedelta(microseconds=1)))


@mistake("own-class", "m08_by_class")
def of_all_orders(right, orders):
    kept = orders[orders["delivered"] <= orders["promised"]]
    return kept.groupby("klass").size() / len(orders)


# --- questions 5 and 6


mistake("asked", "m09", lambda right, needs, minimum: (minimum, (needs["outcome"] == "turned_away").mean()))


@mistake("asked", "m09")
def over_accepted(right, needs, minimum):
    return minimum, (needs["outcome"] == "turned_away").sum() / (needs["outcome"] == "accepted").sum()


@mistake("abandoned", "m09")
def abandoned_dropped(right, needs, minimum):
    return right(needs[needs["outcome"] != "abandoned"], minimum)


@mistake("asked", "m10")
def of_all_requests(right, requests):
    return ((requests["kind"] == "special") & (requests["met"] == "yes")).mean()


mistake("kind", "m10", lambda right, requests: (requests["met"] == "yes").mean())
mistake("nobody", "m10 m11", lambda right, requests: right(requests) if len(requests) else 0.0)
mistake("both", "m11", lambda right, requests: right(requests[requests["kind"] == "expedite"]))


@mistake("pooled", "m11")
def mean_of_two_shares(right, requests):
    return (requests["met"] == "yes").groupby(requests["kind"]).mean().reindex(["expedite", "delay"]).mean()


@mistake("asked", "m11")
def timing_of_all_requests(right, requests):
    return (requests["kind"].isin(["expedite", "delay"]) & (requests["met"] == "yes")).mean()


mistake("abandoned", "m12", lambda right, contacts: right(contacts.dropna(subset=["answered"])))


def served(contacts):
    return (contacts["answered"] - contacts["time"]).dt.total_seconds() / 60 <= contacts["target"]


mistake("weights", "m12", lambda right, contacts: served(contacts).mean())


@mistake("weights", "m12")
def mean_of_channels(right, contacts):
    return served(contacts).groupby(contacts["channel"]).mean().mean()


@mistake("overdue", "why")
def undelivered_on_time(right, orders):
    return dict(right(orders)) | {"time": (orders["delivered"] > orders["promised"]).mean()}


@mistake("invoice", "why")
def no_invoice_is_wrong(right, orders):
    return dict(right(orders)) | {"price": (orders["invoiced"] != orders["quoted"]).mean()}


mistake("product", "perfect", lambda right, orders: (1 - right.__globals__["why"](orders)).prod())
mistake("sum", "perfect", lambda right, orders: 1 - right.__globals__["why"](orders).sum())


# --- questions 7 to 9


by_hand("phase", numbered("before during after after before during during during before after during before"))
mistake("act", "phase", lambda right, case: instead(right, at(case, "incidents", 0), "during"))
mistake("follow-up", "phase", lambda right, case: instead(right, at(case, "incidents", 4), "during"))
mistake("every-phase", "phase", lambda right, case: dict.fromkeys(right, "during"))
mistake("stayed", "hung_up", lambda right, calls: 1 - right(calls))


@mistake("of-answered", "hung_up")
def over_answered(right, calls):
    return calls["answered"].isna().sum() / calls["answered"].notna().sum()


mistake("hung-up", "w_log", lambda right, calls: right(calls.dropna(subset=["answered"])))


@mistake("hung-up", "w_log")
def hung_up_did_not_wait(right, calls):
    return right(calls.assign(ended=calls["ended"].where(calls["answered"].notna(), calls["time"])))


@mistake("unweighted", "w_log")
def mean_of_hours(right, calls):
    return pd.Series({hour: right(some) for hour, some in calls.groupby(calls["time"].dt.hour)}).mean()


@mistake("a-day", "load")
def calls_of_all_days(right, calls, clerks):
    return right(calls, clerks) * calls["time"].dt.date.nunique()


mistake("clerks", "load", lambda right, calls, clerks: right(calls, 1))
mistake("an-hour", "load", lambda right, calls, clerks: right(calls, clerks) * 60)


@right("w_patient")
def w_patient(case):
    return Rerun(
        of=lambda seed: wait_if_nobody_hangs_up(case, seed),
        tried=case.tried(MONTHS_SIMULATED),
        derive=lambda runs: {"mean": pd.Series(runs).mean()},
    )


@by_hand("w_patient")
def waits_one_by_one(case):
    """Each caller takes the clerk who is free first."""
    runs, hotline = {}, case.variant.hotline
    for seed in MONTHS_SIMULATED:
        waits = []
        for day in range(DAYS):
            calls = simulate_day(hotline, RandomStreams(seed), day, patient=True)
            free = [0.0] * hotline.clerks
            for arrived, handling in zip(calls.arrived, calls.handling, strict=True):
                clerk = free.index(min(free))
                begins = max(arrived, free[clerk])
                waits.append(60 * (begins - arrived))
                free[clerk] = begins + handling
        runs[seed] = sum(waits) / len(waits)
    return {"runs": runs, "mean": sum(runs.values()) / len(runs)}


@mistake("one-month", "w_patient")
def one_month_thirty_times(right, case):
    return {"runs": dict.fromkeys(MONTHS_SIMULATED, right["runs"][0]), "mean": right["runs"][0]}


@mistake("patient", "w_patient")
def seeds_from_one(right, case):
    runs = {seed: wait_if_nobody_hangs_up(case, seed + 1) for seed in MONTHS_SIMULATED}
    return {"runs": runs, "mean": pd.Series(runs).mean()}


mistake("mean-of-months", "w_patient", lambda right, case: right | {"mean": sum(right["runs"].values())})


# --- question 10


@mistake("months", "kept_months")
def the_year_at_once(right, orders, klass, hours, share):
    mine = orders[orders["klass"] == klass]
    in_time = (mine["delivered"] - mine["accepted"]).dt.total_seconds() / 3600 <= hours
    return 12 if in_time.mean() >= share else 0


@mistake("overdue", "kept_months")
def kept_by_delivered(right, orders, klass, hours, share):
    return right(orders.dropna(subset=["delivered"]), klass, hours, share)


@mistake("days", "kept_months")
def kept_with_days_lost(right, orders, klass, hours, share):
    lost = pd.to_timedelta((orders["delivered"] - orders["accepted"]).dt.seconds, unit="s")
    return right(orders.assign(delivered=orders["accepted"] + lost), klass, hours, share)


@mistake("month", "kept_months")
def month_of_acceptance(right, orders, klass, hours, share):
    return right(orders.assign(promised=orders["accepted"]), klass, hours, share)


@by_hand("promise")
def offer_by_offer(case):
    """Every offer, month by month."""
    cycles = {(klass, month): [] for klass in "ABC" for month in range(1, 13)}
    for order in case.read("orders").itertuples():
        hours = (order.delivered - order.accepted).total_seconds() / 3600
        cycles[order.klass, order.promised.month].append(hours)
    nets = {klass: {} for klass in "ABC"}
    for offer in case.read("fees").itertuples():
        kept = 0
        for month in range(1, 13):
            own = cycles[offer.klass, month]
            kept += sum(hours <= offer.hours for hours in own) / len(own) >= offer.share
        if kept >= 11:
            nets[offer.klass][offer.hours, offer.share] = offer.fee - (12 - kept) * offer.penalty
    return {klass: max(found, key=found.get) for klass, found in nets.items()}


def best(case, allowed, net):
    orders, fees, chosen = case.read("orders"), case.read("fees"), {}
    for klass, rows in fees.groupby("klass"):
        mine = orders[orders["klass"] == klass]
        cycle = (mine["delivered"] - mine["accepted"]).dt.total_seconds() / 3600
        year = [(cycle <= h).mean() >= s for h, s in zip(rows["hours"], rows["share"], strict=True)]
        rows = rows.assign(year=year)
        rows = rows[allowed(rows)]
        row = rows.assign(net=net(rows)).sort_values("net").iloc[-1]
        chosen[klass] = (int(row["hours"]), float(row["share"]))
    return chosen


@mistake("year", "promise")
def by_the_year(right, case):
    return best(case, lambda rows: rows["year"], lambda rows: rows["fee"])


@mistake("net", "promise")
def penalty_left_out(right, case):
    return best(case, lambda rows: rows["kept"] >= 11, lambda rows: rows["fee"])


@mistake("same", "promise")
def same_for_all(right, case):
    rows = []
    for (hours, share), some in case.read("fees").groupby(["hours", "share"]):
        if some["kept"].min() >= 11:
            rows.append(((some["fee"] - some["penalty"] * (12 - some["kept"])).sum(), hours, share))
    _net, hours, share = max(rows)
    return dict.fromkeys("ABC", (int(hours), float(share)))
