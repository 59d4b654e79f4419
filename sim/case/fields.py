"""Types of the fields of a case: numbers with bounds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.base.units import YEAR_DAYS

# Far beyond any firm; up to it all amounts in fen and all seconds are exact.
LARGEST = 1e9
Share = Annotated[float, Field(ge=0, le=1)]
YearlyShare = Annotated[float, Field(ge=0, le=0.99)]
"""A share that is lost in a year: below 1."""
Positive = Annotated[float, Field(gt=0, le=LARGEST)]
NonNegative = Annotated[float, Field(ge=0, le=LARGEST)]
Spread = Annotated[float, Field(ge=0, le=2)]
Day = Annotated[int, Field(ge=0, lt=YEAR_DAYS)]
