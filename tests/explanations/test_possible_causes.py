"""Which cause can follow from a difference at which stage: by hand, and in real runs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.explanations.order_differences import different_orders, possible_causes
from sim.records.labels import ARISES_AT, CAUSES
from sim.records.schema import STAGES, TABLES
from tests.support.random_pairs import random_pairs


def test_every_cause_arises_at_a_stage() -> None:
    assert list(ARISES_AT) != [] and set(ARISES_AT) == set(CAUSES)
    assert set(ARISES_AT.values()) <= set(STAGES)


def test_by_hand() -> None:
    rows = [
        # first difference, cause before, cause after, later stages with a difference, named
        ("stock", None, "stock", "", "stock"),  # at the stage itself
        ("stock", "stock", "stock", "", "stock"),  # for longer, or shorter
        ("desk", None, "stock", "stock", "stock"),  # a consequence: the goods were there in the first run
        ("desk", "stock", None, "stock", "stock"),  # the other way round
        ("desk", "stock", "stock", "stock", ""),  # without goods in both runs: not due to the desk
        ("promise", "stock", None, "picking", ""),  # punctual by a later promise: the goods came no sooner
        ("picking", None, "stock", "packing", ""),  # allocated alike in both runs, so not due to picking
        ("picking", "lorry", "stock", "dispatch", "lorry"),  # what the first run had may be due to it
        ("billing", "closed_road", "closed_road", "", ""),
        ("road", None, None, "", ""),
        ("price", "damage", "damage", "", ""),
    ]
    stages, old, new, later, expected = zip(*rows, strict=True)
    before, after = (pd.Series(causes, dtype=pd.CategoricalDtype(list(CAUSES))) for causes in (old, new))
    differs_at = {
        name: np.array([name in places for places in zip(stages, later, strict=True)]) for name in STAGES
    }
    found = possible_causes(np.array(stages, dtype=object), before, after, differs_at)
    assert found.tolist() == list(expected)


def test_in_real_runs_an_order_has_reached_the_stage_at_which_its_cause_arises() -> None:
    """What a stage records is there: an order out of stock was accepted, one that missed its lorry was packed."""
    reached = {"desk": "placed", "promise": "accepted", "flex": "accepted", "stock": "accepted"}
    reached |= {
        "picking": "released",
        "packing": "released",
        "dispatch": "packed",
        "road": "dispatched",
        "door": "dispatched",
    }
    assert {column.name for column in TABLES["orders"]} >= set(reached.values())
    seen = set()
    for before, after in random_pairs(12, seed=3, weeks=6):
        for result in (before, after):
            orders = result.records["orders"].dropna(subset="cause")
            for cause, rows in orders.groupby("cause", observed=True):
                assert rows[reached[ARISES_AT[cause]]].notna().all(), cause
                seen.add(cause)
    assert len(seen) > 12


def test_in_real_runs_most_new_causes_follow_from_the_first_difference() -> None:
    """Where only one run has a cause, it nearly always arises where the orders first differ, or later.

    Not where the promise differs first: a later promise makes a late order punctual, whatever had delayed it, so that the
    cause is gone though the order went the same way.
    """
    possible = total = 0
    for before, after in random_pairs(16, seed=3, weeks=6):
        rows = different_orders(before, after).query("stage not in ('choice', 'price', 'promise')")
        causes = [
            r.records["orders"].set_index("order")["cause"].reindex(rows["order"]) for r in (before, after)
        ]
        in_one = causes[0].isna().to_numpy() != causes[1].isna().to_numpy()
        total += in_one.sum()
        possible += (rows["cause"].to_numpy()[in_one] != "").sum()
    assert total > 300
    assert possible / total > 0.9
