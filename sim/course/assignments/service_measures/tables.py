"""A year of the branch as the files that a student gets: what the run recorded, written as firms write it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.base.units import DAY
from sim.course.assignments.service_measures.dirt import dirty
from sim.course.assignments.service_measures.hotline import log
from sim.course.assignments.service_measures.incidents import incidents
from sim.course.assignments.service_measures.promises import fees
from sim.course.assignments.service_measures.soundness import sound
from sim.course.assignments.service_measures.variant import HALLS, MORE_WEEKS, START, WEEKS, Variant, case_of
from sim.experiments.simulate import run
from sim.records.schema import Records

YEAR_END = WEEKS * 7 * DAY
COUNTED_AT = 20 * 3600
"""Second of the day at which stock is counted."""
MOST_ATTEMPTS = 20
"""Years that are tried before the last one is taken as it is."""
NOT_COUNTED = 0.03
"""Share of counts that were forgotten."""

NOT_READ = 0.015
"""Share of lines for which the scanner did not write down what was on hand."""

Tables = dict[str, pd.DataFrame]


def tables(chosen: Variant, seed: int) -> Tables:
    """All files of a variant, a year under the luck of `seed`: name -> table.

    "raw_orders" is as the branch exports it; "orders" is what cleaning must make of it. A year that makes no fair
    assignment is skipped for the next one. The same arguments give the same tables.
    """
    for attempt in range(MOST_ATTEMPTS):
        made = _made(chosen, seed, attempt)
        if sound(made, chosen.hotline):
            break
    return made


def _made(chosen: Variant, seed: int, attempt: int) -> Tables:
    luck = RandomStreams(seed, attempt)
    records = year(chosen, seed, attempt)
    everything = _orders(records, luck)
    promised = everything.pop("_promised")
    orders = everything[(promised >= 0) & (promised < YEAR_END)].reset_index(drop=True)
    return {
        "raw_orders": dirty(everything, chosen, luck),
        "orders": orders,
        "lines": _lines(records, orders, luck),
        "stock": _stock(records, luck),
        "needs": _needs(records),
        "requests": _requests(records, orders),
        "contacts": _contacts(records),
        "incidents": incidents(luck),
        "calls": log(chosen.hotline, luck),
        "fees": fees(chosen, orders),
    }


def year(chosen: Variant, seed: int, attempt: int = 0) -> Records:
    """Records of the branch; the window is the year, and every order promised in it has met its fate."""
    records = dict(run(case_of(chosen), weeks=WEEKS + MORE_WEEKS, seed=seed, replication=attempt).records)
    records["window"] = pd.DataFrame({"start": [0], "end": [YEAR_END]})
    return records


def stamps(seconds: Any) -> pd.Series:
    """Date and time of seconds since the start of the year; empty stays empty."""
    return pd.Timestamp(START) + pd.to_timedelta(pd.Series(seconds).astype("Float64"), unit="s")


def yes_no(values: Any) -> Any:
    """ "yes", "no" or empty."""
    return pd.Series(values).astype("boolean").astype(object).map({True: "yes", False: "no"})


def _orders(records: Records, luck: RandomStreams) -> pd.DataFrame:
    """Every order that was accepted, also before and after the year; "_promised" in seconds, for who sorts them out."""
    orders = records["orders"]
    orders = orders[orders["promised"].notna()].sort_values(["accepted", "order"], kind="stable")
    orders = orders.reset_index(drop=True)
    hall = luck.of(orders["customer"]).choice([1] * len(HALLS), "hall")
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    waited = contacts["answered"] - contacts["time"]
    late_contact = contacts.loc[~(waited <= contacts["target"]).fillna(False).astype(bool), "order"]
    asked = orders["special_asked"].astype(bool)
    granted = orders["special_granted"].fillna(False).astype(bool)
    return pd.DataFrame(
        {
            "order": orders["order"],
            "customer": "K" + orders["customer"].astype(str).str.zfill(4),
            "klass": orders["klass"].astype(str),
            "hall": np.array(HALLS)[hall],
            "placed": stamps(orders["placed"]),
            "accepted": stamps(orders["accepted"]),
            "promised": stamps(orders["promised"]),
            "delivered": stamps(orders["delivered"]),
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
            "quoted": (orders["quoted"] / 100).astype("Float64").round(2),
            "invoiced": (orders["invoiced"] / 100).astype("Float64").round(2),
            "_promised": orders["promised"].astype("int64"),
        }
    )


def _lines(records: Records, orders: pd.DataFrame, luck: RandomStreams) -> pd.DataFrame:
    lines = records["lines"]
    lines = lines[lines["order"].isin(orders["order"])].reset_index(drop=True)
    unread = luck.of(lines["order"], lines["good"]).uniform("read") < NOT_READ
    return pd.DataFrame(
        {
            "order": lines["order"],
            "good": "G" + lines["good"].astype(str).str.zfill(3),
            "quantity": lines["quantity"],
            "on_hand": lines["on_hand_at_allocation"].mask(unread).astype("Int64"),
        }
    )


def _stock(records: Records, luck: RandomStreams) -> pd.DataFrame:
    """The evening count: every good, every day of the year; some counts were forgotten."""
    stock = records["stock"]
    stock = stock[stock["event"] != "ordered"].sort_values(["good", "time"], kind="stable")
    evenings = np.arange(WEEKS * 7) * DAY + COUNTED_AT
    parts = []
    for good, events in ((int(str(good)), events) for good, events in stock.groupby("good")):
        last = np.searchsorted(events["time"].to_numpy(), evenings, side="right") - 1
        there = pd.Series(events["on_hand"].to_numpy()[last] > 0)
        forgotten = luck.of(good, np.arange(len(evenings))).uniform("count") < NOT_COUNTED
        parts.append(
            pd.DataFrame(
                {
                    "good": f"G{good:03d}",
                    "day": stamps(evenings).dt.normalize(),
                    "in_stock": yes_no(there.mask(forgotten)),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _needs(records: Records) -> pd.DataFrame:
    needs = records["needs"]
    needs = needs[(needs["time"] >= 0) & (needs["time"] < YEAR_END)].sort_values("time", kind="stable")
    state = needs["state"].astype(str)
    kept = state.where(state.isin(["elsewhere", "turned_away", "abandoned"]), "accepted")
    return pd.DataFrame(
        {
            "need": np.arange(1, len(needs) + 1),
            "time": stamps(needs["time"]).to_numpy(),
            "outcome": kept.to_numpy(),
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
        some = recorded[recorded[asked].astype(bool)]
        parts.append(
            pd.DataFrame(
                {"order": some.index, "kind": kind, "met": yes_no(some[met].fillna(False)).to_numpy()}
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
            "time": stamps(contacts["time"]).to_numpy(),
            "answered": stamps(contacts["answered"]).to_numpy(),
            "target": (contacts["target"] / 60).astype(int).to_numpy(),
        }
    )
