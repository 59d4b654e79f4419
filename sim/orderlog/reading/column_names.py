"""The fields of an order log, and the names by which their columns are recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sim.base.i18n import N_
from sim.orderlog.reading.characters import simplified
from sim.orderlog.reading.synonyms import (
    ACTUAL,
    DELIVERY,
    MOMENT,
    NOT_A_TIME,
    ORDERING,
    OTHER_STEPS,
    PLAIN_DELIVERY,
    PLAN,
    SYNONYMS,
)
from sim.records.schema import TABLES, Column

ORDER_FIELDS = {column.name: column for column in TABLES["orders"]}
FURTHER = (
    Column("earliest", "int", "s", N_("earliest time of the promised slot")),
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
EXACT, BY_PARTS, PLAIN = 0, 1, 2
"""How a name is recognised, the best first: in the list, by its parts, or by the list but possibly a plan."""


def normalise(name: str) -> str:
    """A name without differences of width, case, spaces, punctuation, traditional characters, and a unit in brackets."""
    text = simplified(unicodedata.normalize("NFKC", name)).casefold()
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
    parts = _parts(name)
    by_parts = _by_parts(parts)
    known = KNOWN.get(normalise(name))
    if known is not None:
        field, rank = known
        if field in ("delivered", "promised") and by_parts and by_parts[0] != field and "(" in name:
            return by_parts  # Delivery date (planned)
        if field == "delivered" and by_parts and by_parts[1] == BY_PARTS:
            return by_parts
        return field, PLAIN if normalise(name) in _PLAIN else EXACT, rank
    return by_parts


def is_known(name: str) -> bool:
    """Whether a column of this name is recognised."""
    return len(name) < 80 and recognise(name) is not None


def _parts(name: str) -> list[str]:
    """The words of a name: "ActualDelivery_date" -> actual, delivery, date."""
    text = simplified(unicodedata.normalize("NFKC", name))
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return [part.casefold() for part in re.findall(r"[^\W\d_]+", text)]


def _by_parts(parts: Sequence[str]) -> tuple[str, int, int] | None:
    """The time that a name in no list is, by its parts: a delivery (planned or actual), or the placing of an order."""
    if not 1 <= len(parts) <= 7 or _has(parts, NOT_A_TIME, whole=True):
        return None
    if _has(parts, DELIVERY):
        if _has(parts, PLAN):
            return "promised", BY_PARTS, 0
        actual = _has(parts, ACTUAL, whole=True)
        moment = _has(parts, MOMENT, whole=True) or len(parts) == 1
        return (
            ("delivered", BY_PARTS if actual else PLAIN, 0 if actual else 100) if actual or moment else None
        )
    if _has(parts, MOMENT, whole=True) and not _has(parts, OTHER_STEPS):
        if _has(parts, PLAN):
            return "promised", PLAIN, 100
        if _has(parts, ORDERING):
            return "placed", PLAIN, 100
    return None


def _has(parts: Sequence[str], stems: Sequence[str], *, whole: bool = False) -> bool:
    """Whether a part begins with a stem, or is one; a Chinese part may hold it anywhere."""
    for part in parts:
        for stem in stems:
            if stem.isascii() or not "\u4e00" <= stem[0] <= "\u9fff":
                if part == stem or (not whole and part.startswith(stem)):
                    return True
            elif stem in part:
                return True
    return False


def list_names(header: Sequence[str]) -> str:
    """The names of columns for a message, shortened."""
    names = [" ".join(name.split()) for name in header if name]  # a heading may have line breaks
    short = [name if len(name) <= 40 else name[:37] + "..." for name in names[:30]]
    return ", ".join(short) + (", ..." if len(names) > 30 else "")
