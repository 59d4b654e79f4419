"""The fields of an order log, and the names by which their columns are recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sim.base.i18n import N_
from sim.orderlog.reading.characters import plain
from sim.orderlog.reading.name_parts import BY_PARTS, PLAIN, by_parts
from sim.orderlog.reading.synonyms import PLAIN_DELIVERY, SECOND, SYNONYMS
from sim.records.schema import TABLES, Column

ORDER_FIELDS = {column.name: column for column in TABLES["orders"]}
FURTHER = (
    Column("earliest", "int", "s", N_("earliest time of the promised slot")),
    Column("within", "category", "", N_("length of time within which delivery was promised")),
    Column("on_time", "bool", "", N_("delivered on time")),
    Column("late", "bool", "", N_("delivered late")),
    Column("carrier", "category", "", N_("who carried it")),
    Column("line", "category", "", N_("line of the order, or its goods")),
    Column("shipment", "category", "", N_("shipment or parcel of the order")),
)
"""Fields of a log that no table of the records has."""
FIELDS = ORDER_FIELDS | {column.name: column for column in FURTHER}
REQUIRED = ("order", "placed", "promised", "delivered")
"""Only these can cost a row."""
TIMES = (
    *REQUIRED[1:],
    *(name for name, column in FIELDS.items() if column.unit == "s" and name not in REQUIRED),
)
EXACT = 0
"""The best way in which a name is recognised: in the list. Then come `BY_PARTS` and `PLAIN`."""


def normalise(name: str) -> str:
    """A name without differences of width, case, accents, spaces, punctuation, traditional characters, or a unit in brackets."""
    text = plain(name).casefold()
    text = re.sub(r"[(\[].*?[)\]]", "", text)
    return re.sub(r"[^\w#]|_", "", text)


KNOWN: dict[str, tuple[str, int]] = {}
"""Normalised name -> field, and its rank among the synonyms."""
for _field in FIELDS:
    for _rank, _name in enumerate((_field, *SYNONYMS.get(_field, "").split())):
        KNOWN.setdefault(normalise(_name), (_field, _rank))
_PLAIN = {normalise(name) for name in PLAIN_DELIVERY.split()}


@lru_cache(maxsize=4096)
def recognise(name: str) -> tuple[str, int, int] | None:
    """Field, how it was recognised, and rank of a column name; None if it is not."""
    parts = by_parts(name)
    known = KNOWN.get(normalise(name))
    if known is None:
        return parts
    field, rank = known
    if field in ("delivered", "promised") and parts and parts[0] != field and "(" in name:
        return parts  # Delivery date (planned)
    if field == "quoted" and parts and parts[0] == "within":
        return parts  # Quoted (min)
    if field == "delivered" and parts and parts[1] == BY_PARTS:
        return parts
    return field, PLAIN if normalise(name) in _PLAIN else EXACT, rank


def further(name: str) -> tuple[str, ...]:
    """Fields that a column of this name could hold, too; its values decide."""
    return SECOND.get(normalise(name), ())


def is_known(name: str) -> bool:
    """Whether a column of this name is recognised."""
    return len(name) < 80 and (recognise(name) is not None or bool(further(name)))


def list_names(header: Sequence[str]) -> str:
    """The names of columns for a message, shortened."""
    names = [" ".join(name.split()) for name in header if name]  # a heading may have line breaks
    short = [name if len(name) <= 40 else name[:37] + "..." for name in names[:30]]
    return ", ".join(short) + (", ..." if len(names) > 30 else "")
