"""Stock formulas."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.base.validation import check_int, check_number


@dataclass(frozen=True)
class BaseStock:
    """Order up to S, unmet demand waits (backorders), demand in single units."""

    fill_rate_share: float
    """Demand met from the shelf at once; also the share of time with stock on hand (ready rate), because
    Poisson demand sees time averages."""
    no_stockout_share: float
    """Review cycles in which demand is always met: cycle service level."""
    mean_on_hand_units: float
    mean_backorders_units: float


def base_stock(
    demand_per_day: float, lead_days: float, order_up_to_units: int, review_days: float = 0.0
) -> BaseStock:
    """Every `review_days` order up to S, goods come after `lead_days`; Poisson demand, unmet demand waits.

    With R = 0 every unit sold is ordered at once (S-1, S): stock on hand less backorders is S less the demand
    of a lead time. With R > 0 (R, S) it is S less the demand of a time that grows from L to L + R, the
    protection interval, in every cycle: averages are taken over that time (Zipkin, chapters 6 and 9).
    """
    check_number("demand_per_day", demand_per_day, 0)
    check_number("lead_days", lead_days, 0)
    check_number("review_days", review_days, 0)
    check_int("order_up_to_units", order_up_to_units, 0)
    least, most = demand_per_day * lead_days, demand_per_day * (lead_days + review_days)
    # Demand beyond this has no chance worth counting.
    units = np.arange(math.ceil(most + 12 * math.sqrt(most) + 50))
    chance_most, above_most = _poisson(most, units)
    if most > least:
        _chance, above_least = _poisson(least, units)
        # The mean of the chance of exactly k over the interval is a difference of tails.
        chance = (above_most - above_least) / (most - least)
    else:
        chance = chance_most
    short = order_up_to_units - units
    return BaseStock(
        fill_rate_share=float(chance[short > 0].sum()),
        no_stockout_share=float(chance_most[short >= 0].sum()),
        mean_on_hand_units=float(chance @ np.maximum(short, 0)),
        mean_backorders_units=float(chance @ np.maximum(-short, 0)),
    )


def _poisson(mean: float, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For k = 0, 1, ...: the chance of exactly k and that of more than k."""
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(units[1:]))))
    exactly = np.exp(units * math.log(mean) - mean - log_factorial) if mean > 0 else (units == 0) * 1.0
    above = np.append(np.cumsum(exactly[:0:-1])[::-1], 0.0)
    return exactly, above
