"""A year of the branch as the tables that a student gets: the records of a run in the form in which firms keep them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.base.units import DAY
from sim.course.assignments.service_measures.export_faults import add_faults
from sim.course.assignments.service_measures.fairness import is_fair
from sim.course.assignments.service_measures.hotline import call_log
from sim.course.assignments.service_measures.incidents import incidents
from sim.course.assignments.service_measures.promises import fees
from sim.course.assignments.service_measures.variant import (
    EXTRA_WEEKS,
    HALLS,
    START,
    WEEKS,
    Variant,
    build_case,
)
from sim.experiments.simulate import run
from sim.records.schema import Records

YEAR_END = WEEKS * 7 * DAY
COUNTED_AT = 20 * 3600
"""Second of the day at which stock is counted."""
MOST_ATTEMPTS = 20
"""Years that are tried for a fair one; the last one is taken as it is."""
SHARE_NOT_COUNTED = 0.03
"""Share of stock counts that were forgotten."""
SHARE_NOT_SCANNED = 0.015
"""Share of lines for which the stock on hand was not recorded."""

Tables = dict[str, pd.DataFrame]


def make_tables(variant: Variant, seed: int) -> Tables:
    """All tables of a variant in the year of `seed`, by name. The same arguments give the same tables.

    "raw_orders" is the branch's export; "orders" is the result of cleaning it. A year that would not make a fair
    assignment is skipped.
    """
    for attempt in range(MOST_ATTEMPTS):
        tables = _make_year(variant, seed, attempt)
        if is_fair(tables, variant.hotline):
            break
    return tables


def _make_year(variant: Variant, seed: int, attempt: int) -> Tables:
    streams = RandomStreams(seed, attempt)
    records = simulate_year(variant, seed, attempt)
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
        "incidents": incidents(streams),
        "calls": call_log(variant.hotline, streams),
        "fees": fees(variant, orders),
    }


def simulate_year(variant: Variant, seed: int, attempt: int = 0) -> Records:
    """Records of the branch; the window is the year, and the fate of every order promised in it is known."""
    result = run(build_case(variant), weeks=WEEKS + EXTRA_WEEKS, seed=seed, replication=attempt)
    return {**result.records, "window": pd.DataFrame({"start": [0], "end": [YEAR_END]})}


def _dates(seconds: Any) -> pd.Series:
    """Date and time of seconds since the start of the year; empty stays empty."""
    return pd.Timestamp(START) + pd.to_timedelta(pd.Series(seconds).astype("Float64"), unit="s")


def _yes_no(values: Any) -> Any:
    return pd.Series(values).astype("boolean").astype(object).map({True: "yes", False: "no"})


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
            "customer": "K" + orders["customer"].astype(str).str.zfill(4),
            "klass": orders["klass"].astype(str),
            "hall": np.array(HALLS)[hall],
            "placed": _dates(orders["placed"]),
            "accepted": _dates(orders["accepted"]),
            "promised": _dates(orders["promised"]),
            "delivered": _dates(orders["delivered"]),
            "preparation": ((orders["packed"] - orders["released"]) / 3600).astype("Float64").round(4),
            "ordered": orders["ordered"],
            "shipped": orders["shipped"].fillna(0),
            "status": orders["status"].astype(str),
            "damaged": _yes_no(orders["damaged"]),
            "wrong_goods": _yes_no((orders["wrong"] > 0).fillna(False)),
            "special": np.where(asked, np.where(granted, "granted", "refused"), "not asked"),
            "address_ok": _yes_no(orders["address_ok"].fillna(True)),
            "receiver_ok": _yes_no(orders["receiver_ok"]),
            "contact_ok": _yes_no(~orders["order"].isin(late_contact)),
            "quoted": (orders["quoted"] / 100).astype("Float64").round(2),
            "invoiced": (orders["invoiced"] / 100).astype("Float64").round(2),
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
            "good": "G" + lines["good"].astype(str).str.zfill(3),
            "quantity": lines["quantity"],
            "on_hand": lines["on_hand_at_allocation"].mask(not_scanned).astype("Int64"),
        }
    )


def _stock(records: Records, streams: RandomStreams) -> pd.DataFrame:
    """The evening counts of every good on every day of the year; some were forgotten."""
    stock = records["stock"]
    stock = stock[stock["event"] != "ordered"].sort_values(["good", "time"], kind="stable")
    evenings = np.arange(WEEKS * 7) * DAY + COUNTED_AT
    parts = []
    for good, events in ((int(str(good)), events) for good, events in stock.groupby("good")):
        last = np.searchsorted(events["time"].to_numpy(), evenings, side="right") - 1
        in_stock = pd.Series(events["on_hand"].to_numpy()[last] > 0)
        forgotten = streams.of(good, np.arange(len(evenings))).uniform("count") < SHARE_NOT_COUNTED
        parts.append(
            pd.DataFrame(
                {
                    "good": f"G{good:03d}",
                    "day": _dates(evenings).dt.normalize(),
                    "in_stock": _yes_no(in_stock.mask(forgotten)),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _needs(records: Records) -> pd.DataFrame:
    needs = records["needs"]
    needs = needs[(needs["time"] >= 0) & (needs["time"] < YEAR_END)].sort_values("time", kind="stable")
    state = needs["state"].astype(str)
    outcome = state.where(state.isin(["elsewhere", "turned_away", "abandoned"]), "accepted")
    return pd.DataFrame(
        {
            "need": np.arange(1, len(needs) + 1),
            "time": _dates(needs["time"]).to_numpy(),
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
                    "met": _yes_no(requested[met].fillna(False)).to_numpy(),
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
            "time": _dates(contacts["time"]).to_numpy(),
            "answered": _dates(contacts["answered"]).to_numpy(),
            "target": (contacts["target"] / 60).astype(int).to_numpy(),
        }
    )
