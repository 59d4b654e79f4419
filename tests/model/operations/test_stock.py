"""The firm's stock against the textbook: periodic review, order up to S, Poisson demand, unmet demand waits.

Every R days at 6:00 a good's stock on hand and on order, less what is owed, is brought up to S; what is ordered comes
after L days. So at time u after a review, L <= u < L + R, all that was ordered up to that review has come and nothing
later has: stock on hand less what is owed is S less the demand of those u days. Orders come evenly around the clock,
so they see u evenly spread over L to L + R, whatever the hour of the review; they find goods if less than S was
asked for in u days. This is `fill_rate_share` of `base_stock` (not `no_stockout_share`, which is of whole cycles).
What they find on hand is its `mean_on_hand_units` (Poisson arrivals see time averages), and units owed on average
are demand a day times the mean wait for goods (Little). All of it holds exactly from L days after the first review.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.base.units import DAY
from sim.model.demand.baskets import Baskets
from sim.model.demand.wants import seconds
from sim.model.operations.stock import StockState
from sim.theory import base_stock
from tests.support.parameters import thorough_after
from tests.support.statistical_rule import agrees
from tests.support.tiny_firm import ALWAYS_OPEN, run_wants, tiny_case, wants_of

DEMAND = [0.8, 1.5]
"""Units a day of each good."""
FORECAST = [0.3, 0.8]
"""Units a day that the firm expects, and never learns better: so that shortages are many."""
SAFETY = 0.5


@pytest.mark.parametrize(
    ("seed", "review", "lead", "days"), thorough_after(1, [(31, 1, 2, 1500), (32, 3, 1.5, 2100)])
)
def test_stock_is_base_stock(seed, review, lead, days):
    # Lines are expected to be of one unit, so that their variance is that of Poisson demand.
    case = tiny_case(
        **ALWAYS_OPEN, **{f"classes.{name}.quantity": 1 for name in "ABC"}, **{"goods.lead_days": lead}
    )
    cover = review + lead
    levels = [math.ceil(mean * cover + SAFETY * math.sqrt(mean * cover)) for mean in FORECAST]
    found = []
    for rng in map(np.random.default_rng, np.random.SeedSequence(seed).spawn(100)):
        number = rng.poisson(sum(DEMAND) * days)
        placed = np.sort(seconds(rng.uniform(0, days * DAY, number)))
        good = rng.choice(len(DEMAND), number, p=np.array(DEMAND) / sum(DEMAND))
        asked = wants_of(placed, Baskets(good[:, None], np.ones((number, 1), dtype=np.int64)), handling=0)
        records = run_wants(
            asked,
            StockState(list(levels), list(FORECAST), []),
            (days + 100) * DAY,
            case,
            **{
                "stock.review_days": review,
                "stock.safety_factor": SAFETY,
                "stock.backorder_days": 28,
                "fleet.consolidation_hours": 96,
            },
        )
        orders = records["orders"]
        counted = placed >= (cover + 1) * DAY
        waited = (orders["released"] - orders["accepted"]).to_numpy(float) / DAY
        on_hand = records["lines"]["on_hand_at_allocation"].to_numpy(float)
        for one in range(len(DEMAND)):
            mine = counted & (good == one)
            found.append([np.mean(on_hand[mine] > 0), np.mean(on_hand[mine]), np.mean(waited[mine])])
    for one, (demand, level) in enumerate(zip(DEMAND, levels, strict=True)):
        theory = base_stock(demand, lead, level, review)
        available, on_hand, waited = zip(*found[one :: len(DEMAND)], strict=True)
        assert agrees(available, theory.fill_rate_share).verdict
        assert agrees(on_hand, theory.mean_on_hand_units).verdict
        assert agrees(waited, theory.mean_backorders_units / demand).verdict
