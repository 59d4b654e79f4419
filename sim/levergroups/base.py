"""What every group of levers is built from."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sim.boundary import Frozen


class Levers(Frozen):
    """A group of levers."""


def lever(default: Any, low: float | None, high: float | None, **about: Any) -> Any:
    """A field with its unit, ledger account, effect numbers (docs/model.md), record column and meaning."""
    return Field(default, ge=low, le=high, json_schema_extra=about)


def _staffing(value: Any) -> Any:
    """A list of 24 stays hourly; anything else must be one number."""
    return tuple(value) if isinstance(value, list) else value


MOST_STAFF = 60
OnDuty = Annotated[int, Field(ge=0, le=MOST_STAFF)]
Hourly = Annotated[tuple[OnDuty, ...], Field(min_length=24, max_length=24)]
Staffing = Annotated[OnDuty | Hourly, BeforeValidator(_staffing)]
