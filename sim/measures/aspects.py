"""Quality as an order's facts show it, on the scale 1 to 5: the course's five aspects of satisfaction (SAT-01) and the five
dimensions of service quality (SVC-07).

Every order is checked by facts: kept (1), failed (0), or cannot be judged (null). An aspect's score of an order is
1 + 4 x (mean of its checks that can be judged); the score of the aspect is the mean over the orders with at least one. The
aspects and dimensions are the course's (dimensions: Parasuraman, Zeithaml and Berry, 1988); which fact speaks for which is
assumed. No score enters the model: customers judge in `sim/model/customers/satisfaction.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import N_
from sim.base.units import HOUR
from sim.measures.service import Value, served_in_time
from sim.measures.windows import mean, placed_in_window, said
from sim.records.schema import Records

CHECKS = (
    "promise",
    "pace",
    "price",
    "contact",
    "wish",
    "timing",
    "undamaged",
    "receiver",
    "goods",
    "complete",
    "address",
    "mended",
)
"""promise: delivered no later than promised; pace: the same by degrees, see PACE; price: invoice equals quote; contact: taken up
within the channel's target; wish: special request granted; timing: urgent or delayed order delivered as asked; undamaged;
receiver: the right one; goods: no wrong line; complete: all units; address: taken down right; mended: a complaint took some of
the bad memory back."""

PACE = ((0, 1.0), (4, 0.75), (12, 0.5), (24, 0.25))
"""Hours late, at most, and what is left of `pace`; later than all, or never, 0. A score of 5, 4, 3, 2, 1. Assumed."""

ASPECTS: Mapping[str, tuple[str, ...]] = {
    "idea": ("promise", "price"),
    "behaviour": ("contact", "wish"),
    "sight and sound": ("undamaged", "receiver"),
    "product": ("goods", "complete"),
    "service": ("pace",),
}
"""The course's aspects. Idea: the firm keeps its word. Behaviour: how its staff meet the customer. Sight and sound: how
the goods are handed over. Product: what was ordered, all of it. Service: the delivery's time."""

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "tangibles": ("undamaged",),
    "reliability": ("promise", "goods", "complete", "price"),
    "responsiveness": ("contact", "timing"),
    "assurance": ("address", "receiver"),
    "empathy": ("wish", "mended"),
}
"""The five dimensions. Tangibles: the goods as seen. Reliability: what was promised, exactly. Responsiveness: prompt. Assurance:
done by who knows how. Empathy: the single customer's wish, and care after a failure."""

NAMES = {
    "idea": N_("idea"),
    "behaviour": N_("behaviour"),
    "sight and sound": N_("sight and sound"),
    "product": N_("product"),
    "service": N_("service"),
    "tangibles": N_("tangibles"),
    "reliability": N_("reliability"),
    "responsiveness": N_("responsiveness"),
    "assurance": N_("assurance"),
    "empathy": N_("empathy"),
}


def order_checks(records: Records) -> pd.DataFrame:
    """CHECKS (columns, 0 to 1, NaN where it cannot be judged) of each order placed in the window whose fate is known (index).

    An order that was accepted and did not arrive has kept neither promise nor pace, and its goods are not complete.
    """
    orders = placed_in_window(records)
    orders = orders[orders["status"] != "in_progress"]
    arrived, accepted = orders["delivered"].notna(), orders["accepted"].notna()
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    served = served_in_time(contacts).groupby(contacts["order"].astype("Int64")).min()
    complaints = records["complaints"].dropna(subset="outcome")
    mended = (complaints["outcome"] > 0).groupby(complaints["order"]).max()
    late = (orders["delivered"] - orders["promised"]).to_numpy(dtype="float64", na_value=np.nan)
    facts = {
        "promise": _only(accepted, (orders["delivered"] <= orders["promised"]) & arrived),
        "pace": np.where(accepted, _pace(late), np.nan),
        "price": _only(arrived, orders["invoiced"] == orders["quoted"]),
        "contact": _number(orders["order"].map(served)),
        "wish": _number(orders["special_granted"]),
        "timing": _number(orders["expedite_met"].fillna(orders["delay_met"])),
        "undamaged": _number(~orders["damaged"]),
        "receiver": _number(orders["receiver_ok"]),
        "goods": _only(arrived, orders["wrong"] == 0),
        "complete": _only(accepted, (orders["shipped"] == orders["ordered"]) & arrived),
        "address": _number(orders["address_ok"]),
        "mended": _number(orders["order"].map(mended)),
    }
    return pd.DataFrame(facts, index=pd.Index(orders["order"], name="order"))[list(CHECKS)]


def _pace(late: Any) -> Any:
    """What is left of `pace` by seconds late (NaN: never came)."""
    left = np.zeros(len(late))
    for hours, kept in reversed(PACE):
        left[late <= hours * HOUR] = kept
    return left


def _number(values: pd.Series) -> Any:
    return values.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)


def _only(judged: pd.Series, kept: pd.Series) -> Any:
    return np.where(judged, _number(kept.fillna(False)), np.nan)


def scores(checks: pd.DataFrame, mapping: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Scores 1 to 5 of each order (rows as in checks), a column an aspect or dimension; NaN where no check can be judged."""
    return pd.DataFrame(
        {name: 1 + 4 * checks[list(facts)].mean(axis=1) for name, facts in mapping.items()},
        index=checks.index,
    )


def aspects(records: Records) -> dict[str, Value]:
    """The five aspects of SAT-01: name -> value (1 to 5), n (orders that say something), kept (share of each check)."""
    return _means(records, ASPECTS)


def dimensions(records: Records) -> dict[str, Value]:
    """The five dimensions of SVC-07: name -> value (1 to 5), n, kept."""
    return _means(records, DIMENSIONS)


def _means(records: Records, mapping: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    checks = order_checks(records)
    table = scores(checks, mapping)
    return {
        name: said(mean(table[name]) | {"kept": {f: mean(checks[f])["value"] for f in facts}}, "1-5")
        for name, facts in mapping.items()
    }
