"""A year of the branch as tables for a student: the records of a run in the form in which firms keep them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.base.units import DAY
from sim.course.assignments.service_measures import hotline, promises
from sim.course.assignments.service_measures.variant import (
    EXTRA_WEEKS,
    HALLS,
    START,
    WEEKS,
    Variant,
    build_case,
)
from sim.course.data.banks import read_bank
from sim.course.data.columns import dates, ids, yes_no, yuan
from sim.course.data.dirt import in_other_unit, with_tests
from sim.course.fair_tables import Draw, Step, Tables
from sim.experiments.simulate import run
from sim.records.schema import Records

INCIDENTS = read_bank(__package__, "incidents")
COMPLAINT, FOLLOW_UP = 0, 4
"""Slots that are often put into the wrong phase."""
YEAR_END = WEEKS * 7 * DAY
COUNTED_AT = 20 * 3600
"""Second of the day at which stock is counted."""
SHARE_NOT_COUNTED = 0.03
"""Share of stock counts that were forgotten."""
SHARE_NOT_SCANNED = 0.015
"""Share of lines for which the stock on hand was not recorded."""
TEST_ORDERS, FIRST_TEST_ORDER = 24, 900_001
DAYS_TWICE = 6
"""Days in a row whose orders were exported a second time."""


def simulate_year(variant: Variant, seed: int, attempt: int = 0) -> Records:
    """Records of the branch; the window is the year, and the fate of every order promised in it is known."""
    result = run(build_case(variant), weeks=WEEKS + EXTRA_WEEKS, seed=seed, replication=attempt)
    return {**result.records, "window": pd.DataFrame({"start": [0], "end": [YEAR_END]})}


def make_year(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables of a simulated year. "raw_orders" is the branch's export; "orders" is the result of cleaning it."""
    streams = draw.streams
    records = simulate_year(variant, draw.seed, draw.attempt)
    accepted = _accepted_orders(records, streams)
    promised = accepted.pop("_promised")
    orders = accepted[(promised >= 0) & (promised < YEAR_END)].reset_index(drop=True)
    return {
        "raw_orders": add_faults(accepted, variant, streams),
        "orders": orders,
        "lines": _lines(records, orders, streams),
        "stock": _stock(records, streams),
        "needs": _needs(records),
        "requests": _requests(records, orders),
        "contacts": _contacts(records),
        "incidents": INCIDENTS.draw(streams),
        "offers": promises.offers(orders),
    }


def is_fair_year(variant: Variant, tables: Tables) -> bool:
    """Whether every class has orders in every month. Typical mistakes differ on the hand tables, which are marked as well."""
    orders = tables["orders"]
    months = orders["promised"].dt.month.groupby(orders["klass"]).nunique()
    return bool(months.min() == promises.MONTHS)


STEPS = (
    Step(make_year, is_fair_year, tries=20),
    Step(
        lambda variant, draw, made: {"calls": hotline.call_log(variant.hotline, draw.streams)},
        lambda variant, made: hotline.is_overloaded(made["calls"], variant.hotline.clerks),
    ),
    Step(
        lambda variant, draw, made: {"fees": promises.fees(variant, made["offers"], draw.streams)},
        lambda variant, made: promises.differ(made["fees"], made["offers"]["by_year"]),
    ),
)
"""The simulated year; the hotline and the fees are cheap, and drawn again apart from it."""


def add_faults(orders: pd.DataFrame, variant: Variant, streams: RandomStreams) -> pd.DataFrame:
    """The export: `orders` with the faults. Question 1 lists what `clean` must undo."""
    export = with_tests(orders, TEST_ORDERS, streams, order=FIRST_TEST_ORDER, customer=variant.test_customer)
    export = export.sort_values(["accepted", "order"], kind="stable")
    export["preparation"] = in_other_unit(export["preparation"], export["hall"] == variant.minutes_hall, 60)
    first, last = variant.peak
    day = first + int(streams.of(0).uniform("twice")[0] * (last - first - DAYS_TWICE))
    since_start = (export["accepted"] - pd.Timestamp(START)).dt.days
    twice = export[(since_start >= day) & (since_start < day + DAYS_TWICE)]
    return pd.concat([export, twice], ignore_index=True)


def _accepted_orders(records: Records, streams: RandomStreams) -> pd.DataFrame:
    """Every accepted order, those before and after the year as well; "_promised": in seconds, to sort those out."""
    orders = records["orders"]
    orders = orders[orders["promised"].notna()].sort_values(["accepted", "order"], kind="stable")
    orders = orders.reset_index(drop=True)
    hall = streams.of(orders["customer"]).choice([1] * len(HALLS), "hall")
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    wait = contacts["answered"] - contacts["time"]
    late_contact = contacts.loc[~(wait <= contacts["target"]).fillna(False).astype(bool), "order"]
    asked = orders["special_asked"].astype(bool)
    granted = orders["special_granted"].fillna(False).astype(bool)
    return pd.DataFrame(
        {
            "order": orders["order"],
            "customer": ids("K", orders["customer"], 4),
            "klass": orders["klass"].astype(str),
            "hall": np.array(HALLS)[hall],
            "placed": dates(orders["placed"], START),
            "accepted": dates(orders["accepted"], START),
            "promised": dates(orders["promised"], START),
            "delivered": dates(orders["delivered"], START),
            "preparation": ((orders["packed"] - orders["released"]) / 3600).astype("Float64").round(4),
            "ordered": orders["ordered"],
            "shipped": orders["shipped"].fillna(0),
            "status": orders["status"].astype(str),
            "damaged": yes_no(orders["damaged"]),
            "wrong_goods": yes_no((orders["wrong"] > 0).fillna(False)),
            "special": np.where(asked, np.where(granted, "granted", "refused"), "not asked"),
            "address_ok": yes_no(orders["address_ok"].fillna(True)),
            "receiver_ok": yes_no(orders["receiver_ok"]),
            "contact_ok": yes_no(~orders["order"].isin(late_contact)),
            "quoted": yuan(orders["quoted"]),
            "invoiced": yuan(orders["invoiced"]),
            "_promised": orders["promised"].astype("int64"),
        }
    )


def _lines(records: Records, orders: pd.DataFrame, streams: RandomStreams) -> pd.DataFrame:
    lines = records["lines"]
    lines = lines[lines["order"].isin(orders["order"])].reset_index(drop=True)
    not_scanned = streams.of(lines["order"], lines["good"]).uniform("read") < SHARE_NOT_SCANNED
    return pd.DataFrame(
        {
            "order": lines["order"],
            "good": ids("G", lines["good"], 3),
            "quantity": lines["quantity"],
            "on_hand": lines["on_hand_at_allocation"].mask(not_scanned).astype("Int64"),
        }
    )


def _stock(records: Records, streams: RandomStreams) -> pd.DataFrame:
    """The evening counts of every good on every day of the year; some were forgotten."""
    stock = records["stock"]
    stock = stock[stock["event"] != "ordered"].sort_values(["good", "time"], kind="stable")
    evenings = np.arange(WEEKS * 7) * DAY + COUNTED_AT
    goods = stock["good"].astype("int64").unique()
    # One search for all goods: those behind one another, each on a stretch of time of its own.
    stretch = int(stock["time"].max() - stock["time"].min()) + YEAR_END
    place = np.searchsorted(goods, stock["good"].astype("int64")) * stretch
    counted = (np.arange(len(goods)) * stretch)[:, np.newaxis] + evenings
    last = np.searchsorted(place + stock["time"].to_numpy(), counted.ravel(), side="right") - 1
    in_stock = pd.Series(stock["on_hand"].to_numpy()[last] > 0)
    streams_of = streams.of(np.repeat(goods, len(evenings)), np.tile(np.arange(len(evenings)), len(goods)))
    return pd.DataFrame(
        {
            "good": ids("G", np.repeat(goods, len(evenings)), 3),
            "day": dates(np.tile(evenings, len(goods)), START).dt.normalize(),
            "in_stock": yes_no(in_stock.mask(streams_of.uniform("count") < SHARE_NOT_COUNTED)),
        }
    )


def _needs(records: Records) -> pd.DataFrame:
    needs = records["needs"]
    needs = needs[(needs["time"] >= 0) & (needs["time"] < YEAR_END)].sort_values("time", kind="stable")
    state = needs["state"].astype(str)
    outcome = state.where(state.isin(["elsewhere", "turned_away", "abandoned"]), "accepted")
    return pd.DataFrame(
        {
            "need": np.arange(1, len(needs) + 1),
            "time": dates(needs["time"], START).to_numpy(),
            "outcome": outcome.to_numpy(),
        }
    )


def _requests(records: Records, orders: pd.DataFrame) -> pd.DataFrame:
    recorded = records["orders"].set_index("order").loc[orders["order"]]
    parts = []
    for kind, asked, met in (
        ("special", "special_asked", "special_granted"),
        ("expedite", "expedite_asked", "expedite_met"),
        ("delay", "delay_asked", "delay_met"),
    ):
        requested = recorded[recorded[asked].astype(bool)]
        parts.append(
            pd.DataFrame(
                {
                    "order": requested.index,
                    "kind": kind,
                    "met": yes_no(requested[met].fillna(False)).to_numpy(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True).sort_values("order", kind="stable", ignore_index=True)


def _contacts(records: Records) -> pd.DataFrame:
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"].sort_values("time", kind="stable")
    contacts = contacts[(contacts["time"] >= 0) & (contacts["time"] + contacts["target"] <= YEAR_END)]
    return pd.DataFrame(
        {
            "contact": np.arange(1, len(contacts) + 1),
            "channel": contacts["channel"].astype(str).to_numpy(),
            "time": dates(contacts["time"], START).to_numpy(),
            "answered": dates(contacts["answered"], START).to_numpy(),
            "target": (contacts["target"] / 60).astype(int).to_numpy(),
        }
    )
