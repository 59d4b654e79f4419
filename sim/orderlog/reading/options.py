"""The user's options for an order log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sim.orderlog.reading.order_columns import Words
from sim.orderlog.reading.promise_rule import Rule


@dataclass(frozen=True)
class Options:
    """The user's options for a file; see `read_orders`."""

    columns: Mapping[str, str]
    words: Words
    ignore: tuple[str, ...]
    level: str | None
    promise: Rule | None
    zone: tzinfo | None
    date_order: str | None
    start: str | int | datetime | None
    end: str | int | datetime | None
