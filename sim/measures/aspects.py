"""Quality as the facts of an order show it, on the scale 1 to 5: the course's five aspects of satisfaction (SAT-01) and
the five dimensions of service quality (SVC-07).

Every order is checked by facts: passed (1), failed (0), or nothing to judge by (NaN). The score of an order on an aspect
is 1 + 4 x (mean of its checks that can be judged); the score of the aspect is the mean over the orders that have one.
The aspects and dimensions are the course's (dimensions: Parasuraman, Zeithaml and Berry, 1988); which fact belongs to
which is assumed. No score enters the model: customers judge in `sim/model/customers/satisfaction.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import N_
from sim.base.units import HOUR
from sim.measures.measured_value import Value, mean, with_unit
from sim.measures.orders import answered_in_time
from sim.measures.window import placed_in_window
from sim.records.schema import Records

CHECKS = (
    "promise",
    "punctuality",
    "price",
    "contact",
    "request",
    "timing",
    "undamaged",
    "receiver",
    "goods",
    "complete",
    "address",
    "recovery",
)
"""promise: delivered no later than promised; punctuality: the same by degrees, see PUNCTUALITY; price: invoice equals
quote; contact: answered within the channel's target; request: special request granted; timing: urgent or delayed order
delivered as asked; undamaged; receiver: the right one; goods: no wrong line; complete: all units; address: noted down
correctly; recovery: a complaint made up for some of the failure."""

PUNCTUALITY = ((0, 1.0), (4, 0.75), (12, 0.5), (24, 0.25))
"""Hours late, at most, and the result of the check; 0 for later orders and those that never arrived. As scores 5, 4, 3,
2, 1. Assumed."""

ASPECTS: Mapping[str, tuple[str, ...]] = {
    "idea": ("promise", "price"),
    "behaviour": ("contact", "request"),
    "sight and sound": ("undamaged", "receiver"),
    "product": ("goods", "complete"),
    "service": ("punctuality",),
}
"""The course's aspects. Idea: the firm keeps its word. Behaviour: how its staff treat the customer. Sight and sound:
how the goods are handed over. Product: all goods that were ordered. Service: the time of delivery."""

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "tangibles": ("undamaged",),
    "reliability": ("promise", "goods", "complete", "price"),
    "responsiveness": ("contact", "timing"),
    "assurance": ("address", "receiver"),
    "empathy": ("request", "recovery"),
}
"""The five dimensions. Tangibles: the look of the goods. Reliability: exactly as promised. Responsiveness: promptness.
Assurance: competence. Empathy: care for the individual customer, also after a failure."""

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
    """Check the orders of the window by facts.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed in the window, fate known), contacts and complaints.

    Returns
    -------
    DataFrame
        One row per order (index: its number), one column for each of CHECKS: 0 to 1, NaN where it cannot be judged.

    Notes
    -----
    An order that was accepted and did not arrive failed promise, punctuality and complete.

    Examples
    --------
    >>> from sim import run
    >>> order_checks(run("corner", weeks=2).records)[["promise", "price"]].mean().round(2).to_dict()
    {'promise': 1.0, 'price': 1.0}
    """
    orders = placed_in_window(records)
    orders = orders[orders["status"] != "in_progress"]
    arrived, accepted = orders["delivered"].notna(), orders["accepted"].notna()
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    answered = answered_in_time(contacts).groupby(contacts["order"].astype("Int64")).min()
    complaints = records["complaints"].dropna(subset="outcome")
    recovered = (complaints["outcome"] > 0).groupby(complaints["order"]).max()
    late = (orders["delivered"] - orders["promised"]).to_numpy(dtype="float64", na_value=np.nan)
    checks = {
        "promise": _where(accepted, (orders["delivered"] <= orders["promised"]) & arrived),
        "punctuality": np.where(accepted, _punctuality(late), np.nan),
        "price": _where(arrived, orders["invoiced"] == orders["quoted"]),
        "contact": _numbers(orders["order"].map(answered)),
        "request": _numbers(orders["special_granted"]),
        "timing": _numbers(orders["expedite_met"].fillna(orders["delay_met"])),
        "undamaged": _numbers(~orders["damaged"]),
        "receiver": _numbers(orders["receiver_ok"]),
        "goods": _where(arrived, orders["wrong"] == 0),
        "complete": _where(accepted, (orders["shipped"] == orders["ordered"]) & arrived),
        "address": _numbers(orders["address_ok"]),
        "recovery": _numbers(orders["order"].map(recovered)),
    }
    return pd.DataFrame(checks, index=pd.Index(orders["order"], name="order"))[list(CHECKS)]


def _punctuality(late: Any) -> Any:
    """The check by seconds late (NaN: never arrived)."""
    result = np.zeros(len(late))
    for hours, passed in reversed(PUNCTUALITY):
        result[late <= hours * HOUR] = passed
    return result


def _numbers(values: pd.Series) -> Any:
    return values.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)


def _where(judged: pd.Series, passed: pd.Series) -> Any:
    return np.where(judged, _numbers(passed.fillna(False)), np.nan)


def scores(checks: pd.DataFrame, mapping: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Turn checks into scores from 1 to 5.

    Parameters
    ----------
    checks : DataFrame
        What `order_checks` returned.
    mapping : dict of str to tuple of str
        ASPECTS or DIMENSIONS: name -> its checks.

    Returns
    -------
    DataFrame
        One row per order, one column per aspect or dimension; NaN where none of its checks can be judged.

    Examples
    --------
    >>> import pandas as pd
    >>> checks = pd.DataFrame({"promise": [1.0, 0.0], "price": [1.0, 1.0]})
    >>> scores(checks, {"idea": ("promise", "price")})["idea"].tolist()
    [5.0, 3.0]
    """
    return pd.DataFrame(
        {name: 1 + 4 * checks[list(facts)].mean(axis=1) for name, facts in mapping.items()},
        index=checks.index,
    )


def aspects(records: Records) -> dict[str, Value]:
    """Score the five aspects of satisfaction (SAT-01).

    Parameters
    ----------
    records : dict of DataFrame
        As in `order_checks`.

    Returns
    -------
    dict of str to dict
        For each of ASPECTS: "value" (1 to 5), "n" (orders that can be judged), "kept" (mean of each check).

    Examples
    --------
    >>> from sim import run
    >>> {name: round(a["value"], 1) for name, a in aspects(run("corner", weeks=2).records).items()}
    {'idea': 5.0, 'behaviour': 4.1, 'sight and sound': 5.0, 'product': 5.0, 'service': 5.0}
    """
    return _means(records, ASPECTS)


def dimensions(records: Records) -> dict[str, Value]:
    """Score the five dimensions of service quality (SVC-07).

    Parameters
    ----------
    records : dict of DataFrame
        As in `order_checks`.

    Returns
    -------
    dict of str to dict
        For each of DIMENSIONS: "value" (1 to 5), "n" (orders that can be judged), "kept" (mean of each check).

    Examples
    --------
    >>> from sim import run
    >>> round(dimensions(run("corner", weeks=2).records)["reliability"]["value"], 1)
    5.0
    """
    return _means(records, DIMENSIONS)


def _means(records: Records, mapping: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
    checks = order_checks(records)
    table = scores(checks, mapping)
    return {
        name: with_unit(
            mean(table[name]) | {"kept": {fact: mean(checks[fact])["value"] for fact in facts}}, "1-5"
        )
        for name, facts in mapping.items()
    }
