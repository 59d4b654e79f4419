"""The range of goods and its suppliers."""

from __future__ import annotations

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share, Spread


class Goods(FrozenModel):
    """The range of goods: families of goods that are ordered together."""

    families: int = Field(ge=1, le=2000)
    per_family: int = Field(ge=1, le=20)
    zipf: float = Field(ge=0, le=5, description="popularity: a good is ordered with weight 1 / rank ** zipf")
    together: Share = Field(description="share of further lines from the first line's family")
    lines: tuple[NonNegative, ...] = Field(
        min_length=1, max_length=6, description="weights of 1, 2, ... lines an order"
    )
    value: Positive = Field(description="CNY a unit, mean over goods")
    value_spread: Spread
    suppliers: int = Field(ge=1, le=200)
    lead_days: Positive
    lead_spread: Spread
    smoothing: Share = Field(description="weight of the newest review in the demand forecast")
