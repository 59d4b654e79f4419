"""Stock that is replenished by a base stock policy.

Source: Zipkin, "Foundations of Inventory Management" (2000).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.base.validation import check_int, check_number


@dataclass(frozen=True)
class BaseStock:
    """The result of `base_stock`.

    Attributes
    ----------
    fill_rate_share : float
        Share of demand that is met from stock at once. It is also the share of time with stock on hand (ready rate),
        because Poisson arrivals see time averages.
    no_stockout_share : float
        Cycle service level: share of review cycles in which all demand is met.
    mean_on_hand_units : float
        Mean stock on hand.
    mean_backorders_units : float
        Mean number of units that customers wait for.
    """

    fill_rate_share: float
    no_stockout_share: float
    mean_on_hand_units: float
    mean_backorders_units: float


def base_stock(
    demand_per_day: float, lead_days: float, order_up_to_units: int, review_days: float = 0.0
) -> BaseStock:
    """Return service level and stock of a base stock policy: order up to S at every review, unmet demand waits.

    Parameters
    ----------
    demand_per_day : float
        Rate of the Poisson demand, in units; each customer asks for one.
    lead_days : float
        Time L from order to receipt.
    order_up_to_units : int
        Base stock level S.
    review_days : float, default 0
        Time R between reviews; 0: every unit sold is ordered at once.

    Returns
    -------
    BaseStock

    Raises
    ------
    InputError
        If an argument is out of range.

    Notes
    -----
    With R = 0 (policy S-1, S), stock on hand less backorders is S less the demand of a lead time. With R > 0 (policy
    R, S) it is S less the demand of a time that grows from L to L + R, the protection interval, in every cycle;
    averages are taken over that time (Zipkin 2000, chapters 6 and 9).

    Examples
    --------
    >>> from sim.theory import base_stock
    >>> stock = base_stock(demand_per_day=10, lead_days=3, order_up_to_units=60, review_days=2)
    >>> round(stock.fill_rate_share, 3), round(stock.mean_on_hand_units, 1)
    (0.986, 20.0)
    """
    check_number("demand_per_day", demand_per_day, 0)
    check_number("lead_days", lead_days, 0)
    check_number("review_days", review_days, 0)
    check_int("order_up_to_units", order_up_to_units, 0)
    least, most = demand_per_day * lead_days, demand_per_day * (lead_days + review_days)
    # Larger demand has a negligible probability.
    units = np.arange(math.ceil(most + 12 * math.sqrt(most) + 50))
    probability_most, above_most = _poisson(most, units)
    if most > least:
        _probability, above_least = _poisson(least, units)
        # The mean probability of exactly k over the interval is a difference of tails.
        probability = (above_most - above_least) / (most - least)
    else:
        probability = probability_most
    left = order_up_to_units - units
    return BaseStock(
        fill_rate_share=float(probability[left > 0].sum()),
        no_stockout_share=float(probability_most[left >= 0].sum()),
        mean_on_hand_units=float(probability @ np.maximum(left, 0)),
        mean_backorders_units=float(probability @ np.maximum(-left, 0)),
    )


def _poisson(mean: float, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For k = 0, 1, ...: the probability of exactly k and of more than k."""
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(units[1:]))))
    exactly = np.exp(units * math.log(mean) - mean - log_factorial) if mean > 0 else (units == 0) * 1.0
    above = np.append(np.cumsum(exactly[:0:-1])[::-1], 0.0)
    return exactly, above
