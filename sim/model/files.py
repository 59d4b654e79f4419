"""From the front office to records: what is known, who worked, what was sent back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.firm import Firm
from sim.model.knowledge import FIELDS, Holder, Knowledge
from sim.model.log import NEVER
from sim.model.staff import MILLI, ROLES
from sim.records import Coded, frame


def knowledge(firm: Firm) -> pd.DataFrame:
    """One row a fact known at the end: first what is in heads, then the file, by customer and field."""
    known, relations = firm.office.knowledge, firm.office.relations
    rows: list[tuple[int, int, int, bool, int]] = []
    if known is not None:
        people = [NEVER] * len(known.needed)
        if relations is not None:
            people = [relations.number(customer) for customer in range(len(known.needed))]
        rows += _rows(known, known.head, people, firm.end)
        rows += _rows(known, known.file, [NEVER] * len(known.needed), firm.end, written=True)
    columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.zeros(0, dtype=np.int64)] * 5
    customer, field, holder, correct, as_of = columns
    return frame(
        "knowledge",
        {
            "customer": customer,
            "field": Coded(field, FIELDS),
            "holder": (np.maximum(holder, 0), holder == NEVER),
            "correct": correct,
            "as_of": as_of,
        },
    )


def _rows(
    known: Knowledge, holder: Holder, people: list[int], end: int, written: bool = False
) -> list[tuple[int, int, int, bool, int]]:
    """Rows of a holder; what is in the head of nobody is no row."""
    found = []
    for slot, (customer, field) in enumerate(zip(known.customer.tolist(), known.field.tolist(), strict=True)):
        right = known.holds(holder, slot, end)
        if right is not None and (written or people[customer] != NEVER):
            found.append((customer, field, people[customer], right, holder.as_of[slot]))
    return found


def staff(firm: Firm) -> pd.DataFrame:
    """One row a person and week."""
    rows = firm.office.staff.rows.table()
    scaled = {name: rows[name] / MILLI for name in ("hours", "load", "skill", "satisfaction", "errors")}
    return frame(
        "staff", {**rows, **scaled, "role": Coded(rows["role"], ROLES), "left": rows["left"].astype(bool)}
    )


def returns(firm: Firm) -> pd.DataFrame:
    """One row an order of which goods were ready to go back by the end."""
    reverse = firm.office.reverse
    rows = [] if reverse is None else [one for one in reverse.all if one.ready < firm.end]
    none = np.zeros(0, dtype=np.int64)
    collected = np.array([one.collected for one in rows], dtype=np.int64)
    return frame(
        "returns",
        {
            "customer": [one.customer for one in rows] or none,
            "order": [one.order for one in rows] or none,
            "ready": [one.ready for one in rows] or none,
            "collected": (np.where(collected == NEVER, 0, collected), collected == NEVER),
        },
    )
