"""The parts that lever groups are built from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from sim.base.validation import FrozenModel
from sim.policy.classes import CLASSES


class Levers(FrozenModel):
    """A group of levers."""


def lever(default: Any, low: float | None, high: float | None, **about: Any) -> Any:
    """A field with its unit, ledger account, effect numbers (docs/model.md), record column and meaning."""
    return Field(default, ge=low, le=high, json_schema_extra=about)


def list_to_tuple(value: Any) -> Any:
    """A list becomes a tuple; anything else stays."""
    return tuple(value) if isinstance(value, list) else value


class ByClass(Levers):
    """A lever with a value for each customer class: fields A, B and C."""


def each_class(value: Any) -> Any:
    """A single value applies to every class."""
    if isinstance(value, Mapping | BaseModel | list | tuple | bool | None):
        return value
    return dict.fromkeys(CLASSES, value)


MAX_STAFF = 60
OnDuty = Annotated[int, Field(ge=0, le=MAX_STAFF)]
Hourly = Annotated[tuple[OnDuty, ...], Field(min_length=24, max_length=24)]
Staffing = Annotated[OnDuty | Hourly, BeforeValidator(list_to_tuple)]
