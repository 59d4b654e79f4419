"""Data for reasoning back from requests to problems: where customers lose time, and why Shunda's power fails."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.needs_analysis.variant import CAUSES, STAGES, Variant
from sim.course.data.banks import read_bank
from sim.course.data.columns import dates, ids, yes_no
from sim.course.fair_tables import Draw, Tables

REQUESTS = read_bank(__package__, "requests")
LITERAL = ("road", "invoice", "desk", "gate", "stock", "road")
"""Slot of a request -> the stage that its words speak of."""
CUSTOMERS, ORDERS_EACH = 20, 35
HOURS = {"desk": 1.0, "stock": 2.0, "warehouse": 4.0, "gate": 5.0, "road": 12.0}
WRONG_INVOICES, WRONG_INVOICES_OF_ONE = 0.04, 0.30
LONGER, LONGER_ON_ROAD = 3.5, 2.2
"""How many times as long the orders of a customer with a problem take at its stage."""
LEAST_RATIO = 1.15
"""The greatest ratio of a customer must be this many times the next."""
MOST_LITERAL = 2
"""Most of the six requests whose words may name the problem."""

OUTAGES, YEAR_START = 60, "2013-01-07"
MACHINES = ("cold_store", "line_1", "line_2", "gate")
NIGHT_FROM, NIGHT_TO, OVERLOAD = 22, 6, 400
LONG, LONG_SHARE = 4.0, 0.4
"""Outages from the true cause: how many times as long, and which share of all."""
LEAST_LEAD = 0.1


def make_stages(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Hours that orders spend at each stage, and the requests of six customers."""
    streams = draw.streams
    customer = np.repeat(np.arange(CUSTOMERS), ORDERS_EACH)
    stream = streams.of(customer, np.tile(np.arange(ORDERS_EACH), CUSTOMERS))
    order = np.argsort(streams.of(np.arange(CUSTOMERS)).uniform("customers"), kind="stable")
    asking = {int(place): stage for place, stage in zip(order, variant.problems, strict=False)}
    problem = np.array([asking.get(place, "") for place in range(CUSTOMERS)])[customer]
    columns = {}
    for stage, mean in HOURS.items():
        factor = np.where(problem == stage, LONGER_ON_ROAD if stage == "road" else LONGER, 1.0)
        columns[stage] = np.round(stream.exponential(stage) * mean * factor, 2)
    wrong = stream.uniform("invoice") < np.where(problem == "invoice", WRONG_INVOICES_OF_ONE, WRONG_INVOICES)
    names = ids("K", np.arange(1, CUSTOMERS + 1), 2)
    mixed = np.argsort(stream.uniform("sequence"), kind="stable")
    stages = pd.DataFrame(
        {"customer": names.to_numpy()[customer], **columns, "invoice_ok": yes_no(~wrong)}
    ).iloc[mixed]
    stages.insert(0, "order", np.arange(1, len(stages) + 1))
    asked = REQUESTS.draw(streams)
    asked["customer"] = names.to_numpy()[order[: len(variant.problems)]]
    asked = asked.sort_values("customer", ignore_index=True)
    return {"stages": stages.reset_index(drop=True), "requests": asked[["customer", "slot", "choice"]]}


def localize_requests(table: pd.DataFrame) -> pd.DataFrame:
    """The requests in the current language."""
    texts = [REQUESTS.text(int(s), int(c)) for s, c in zip(table["slot"], table["choice"], strict=True)]
    return pd.DataFrame({"customer": table["customer"], "request": texts})


def is_fair_stages(variant: Variant, made: Tables) -> bool:
    """Whether each of the six has one clear problem, which its words seldom name, and hours alone do not show it."""
    ratios = _ratios(made["stages"]).loc[made["requests"]["customer"]]
    sorted_ratios = np.sort(ratios.to_numpy(), axis=1)
    clear = (sorted_ratios[:, -1] >= LEAST_RATIO * sorted_ratios[:, -2]).all()
    behind = ratios.idxmax(axis=1).to_numpy()
    literal = np.array(LITERAL)[made["requests"]["slot"]]
    return bool(clear and len(set(behind)) == len(STAGES) and (literal == behind).sum() <= MOST_LITERAL)


def _ratios(stages: pd.DataFrame) -> pd.DataFrame:
    values = stages[list(HOURS)].assign(invoice=(stages["invoice_ok"] == "no").astype(float))
    own = values.groupby(stages["customer"])
    return own.mean() / ((values.sum() - own.sum()).div(len(values) - own.size(), axis=0))


def make_outages(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """A year of outages: the long ones come from the true cause, most of the short ones from another."""
    stream = draw.streams.of(np.arange(OUTAGES))
    long = stream.uniform("long") < LONG_SHARE
    minutes = np.maximum(5, np.round(stream.exponential("minutes") * 20 * np.where(long, LONG, 1) / 5) * 5)

    def has(cause: str) -> np.ndarray:
        chance = np.full(OUTAGES, 0.15)
        if variant.cause == cause:
            chance = np.where(long, 0.95, 0.05)
        elif variant.decoy == cause:
            chance = np.where(long, 0.15, 0.85)
        return np.asarray(stream.uniform("has " + cause) < chance)

    night, overload, old = (has(cause) for cause in CAUSES[1:])
    day = np.floor(stream.uniform("day") * 52 * 7)
    hour = np.where(night, 22 + 8 * stream.uniform("hour"), 6 + 16 * stream.uniform("hour"))
    seconds = day * 86400 + np.floor(hour * 12) * 300
    other = stream.choice([0 if n == variant.machine else 1 for n in range(len(MACHINES))], "machine")
    waits = 0.6 + 0.35 * stream.uniform("wait") if variant.cause == "a" else 0.4 * stream.uniform("wait")
    waits = np.where(long | (variant.cause != "a"), waits, 0.25 * stream.uniform("wait"))
    load = np.where(overload, 405 + 80 * stream.uniform("load"), 120 + 275 * stream.uniform("load"))
    table = pd.DataFrame(
        {
            "start": dates(seconds, YEAR_START),
            "minutes": minutes.astype(int),
            "waited": np.round(minutes * waits).astype(int),
            "load": np.round(load).astype(int),
            "machine": np.array(MACHINES)[np.where(old, variant.machine, other)],
        }
    )
    return {"outages": table.sort_values(["start", "minutes"], ignore_index=True)}


def is_fair_outages(variant: Variant, made: Tables) -> bool:
    """Whether minutes clearly name the true cause, and counting outages names another one."""
    outages = made["outages"]
    shares = _shares(outages, outages["minutes"])
    rest = shares.drop(variant.cause)
    ones = pd.Series(1.0, outages.index)
    counted = _shares(outages, ones).drop("a")
    misled = counted.idxmax() == variant.decoy and (
        variant.cause == "a" or counted[variant.decoy] > counted[variant.cause] + 0.03
    )
    return bool(shares[variant.cause] >= rest.max() + LEAST_LEAD and misled)


def counted_cause(outages: pd.DataFrame) -> str:
    """The cause, apart from waiting, with most outages, instead of most minutes."""
    return str(_shares(outages, pd.Series(1.0, outages.index)).drop("a").idxmax())


def _shares(outages: pd.DataFrame, weight: pd.Series) -> pd.Series:
    hour = outages["start"].dt.hour
    found = {
        "a": outages["waited"].sum() / outages["minutes"].sum(),
        "b": weight[(hour >= NIGHT_FROM) | (hour < NIGHT_TO)].sum() / weight.sum(),
        "c": weight[outages["load"] > OVERLOAD].sum() / weight.sum(),
        "d": (weight.groupby(outages["machine"]).sum() / weight.sum()).max(),
    }
    return pd.Series(found)
