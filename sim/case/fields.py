"""What kinds of figures cases hold, with their bounds, and texts in both languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.base.i18n import language
from sim.base.units import YEAR_DAYS
from sim.base.validation import FrozenModel

# Far beyond any firm; it keeps every amount of fen and every second exact.
MOST = 1e9
Share = Annotated[float, Field(ge=0, le=1)]
AYear = Annotated[float, Field(ge=0, le=0.99)]
"""A share that is lost in a year: never all."""
Positive = Annotated[float, Field(gt=0, le=MOST)]
NotNegative = Annotated[float, Field(ge=0, le=MOST)]
Spread = Annotated[float, Field(ge=0, le=2)]
Day = Annotated[int, Field(ge=0, lt=YEAR_DAYS)]


class Words(FrozenModel):
    """A text in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        """The text in the language in force."""
        return getattr(self, language())
