"""The value of two offers to four types of senders, here and in another town, and five improvements of equal cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.customer_value.variant import Variant
from sim.course.fair_tables import Draw, Tables

TERMS = ("product", "service", "personnel", "image", "money", "time", "energy")
GIVEN_UP = ("money", "time", "energy")
"""Terms that a customer gives up; the others a customer gets."""
OFFERS = {"fast": (20, 9, 5, 4, 22, 5, 1), "cheap": (19, 6, 3, 2, 10, 10, 3)}
TYPES = {
    "economy": (1.0, 0.8, 0.6, 0.5, 1.6, 0.4, 0.8),
    "ethics": (1.0, 1.0, 1.2, 2.0, 0.8, 0.8, 1.0),
    "personality": (1.1, 1.1, 1.6, 1.2, 0.8, 0.8, 1.0),
    "convenience": (1.0, 1.2, 1.0, 0.8, 0.5, 2.2, 1.6),
}
STEPS = {
    "price": ("money", -1.0, -1.0),
    "faster": ("time", -1.6, -0.4),
    "friendlier": ("personnel", 0.5, 1.4),
    "famous": ("image", 0.4, 1.4),
    "easier": ("energy", -1.6, -0.4),
}
"""Step -> the term that it changes, and by how much, from one value to another, CNY to an average sender."""
MORE = ("friendlier", "famous")
"""Steps that give more; the others cost a sender less."""
LEAST_LEAD = 0.15


def make_offers(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables offers, types, steps and felt. The two prices stand in the course's material; all else is made up."""
    streams = draw.streams
    terms = np.arange(len(TERMS))
    offers = pd.DataFrame({"term": TERMS})
    for number, (name, amounts) in enumerate(OFFERS.items()):
        factor = 0.9 + 0.2 * streams.of(number, terms).uniform("offers")
        offers[name] = [
            amount if term == "money" else round(amount * f * 2) / 2
            for term, amount, f in zip(TERMS, amounts, factor, strict=True)
        ]
    shift = np.round(0.2 * streams.of(np.arange(len(TYPES))[:, None], terms).uniform("types") - 0.1, 1)
    types = pd.DataFrame(np.array(list(TYPES.values())) + shift, columns=list(TERMS)).round(1)
    types.insert(0, "type", list(TYPES))
    sizes = streams.of(np.arange(len(STEPS))).uniform("steps")
    steps = pd.DataFrame(
        [
            (step, term, round(low + (high - low) * size, 1))
            for (step, (term, low, high)), size in zip(STEPS.items(), sizes, strict=True)
        ],
        columns=["step", "term", "change"],
    )
    values = np.round(streams.of(np.arange(len(TYPES))[:, None], [[0, 1]]).normal("felt") * 4, 1)
    felt = pd.DataFrame(values, columns=["fast", "cheap"])
    felt.insert(0, "type", list(TYPES))
    return {"offers": offers, "types": types, "steps": steps, "felt": felt}


def is_fair_offers(variant: Variant, made: Tables) -> bool:
    """Whether economy senders alone take the cheap offer and want a lower price, and others want different steps, clearly."""
    offers, types = made["offers"].set_index("term"), made["types"].set_index("type")
    signs = pd.Series({term: -1 if term in GIVEN_UP else 1 for term in TERMS})
    values = (types * signs) @ offers.loc[list(TERMS)]
    cheap = (values["cheap"] > values["fast"]).to_dict()
    gains = step_gains(made["steps"], made["types"])
    lead = gains.apply(lambda row: float(np.subtract(*row.nlargest(2))), axis=1)
    best = gains.idxmax(axis=1)
    largest = made["steps"].set_index("step")["change"].abs().nlargest(2)
    plain = (offers.loc[list(TERMS)].mul(signs, axis=0)).sum()
    apart = made["felt"].set_index("type")
    return bool(
        cheap == {name: name == "economy" for name in TYPES}
        and plain["fast"] > plain["cheap"]
        and lead.min() >= LEAST_LEAD
        and (best == "price").to_dict() == {name: name == "economy" for name in TYPES}
        and best.nunique() >= 3
        and gains[list(MORE)].idxmax(axis=1).nunique() > 1
        and largest.iloc[0] > largest.iloc[1]
        and (apart["fast"] - apart["cheap"]).abs().min() > 0.5
    )


def step_gains(steps: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """The increase in an offer's worth by each step: a row per type, a column per step."""
    rows = steps.set_index("step")
    signs = rows["term"].map(lambda term: -1 if term in GIVEN_UP else 1)
    factors = types.set_index("type")[rows["term"]].set_axis(rows.index, axis=1)
    return factors * (rows["change"] * signs)
