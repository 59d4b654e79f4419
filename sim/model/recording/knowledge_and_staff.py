"""The tables of knowledge, staff and returns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.model.engine.log import MILLI, NOT_REACHED
from sim.model.firm import Firm
from sim.model.front_office.knowledge import FIELDS, Entries, Knowledge
from sim.model.front_office.staff import ROLES
from sim.model.recording.nulls import or_null
from sim.records.tables import Coded, frame


def knowledge(firm: Firm) -> pd.DataFrame:
    """One row per fact known at the end, by customer and field: first those in people's heads, then those in the file."""
    known, relations = firm.office.knowledge, firm.office.relations
    rows = [np.zeros((0, 5), dtype=np.int64)]
    if known is not None:
        state = known.state(firm.end)
        customers = range(len(known.needed))
        people = np.array(
            [NOT_REACHED if relations is None else relations.team.number(one) for one in customers]
        )
        head = _rows(known, state.head, people[known.customer])
        rows.append(head[head[:, 2] != NOT_REACHED])  # without a person there is no row
        rows.append(_rows(known, state.file, np.full(len(known.customer), NOT_REACHED)))
    place, field, holder, correct, as_of = np.concatenate(rows).T
    customer = place + firm.context.customers * np.array(firm.context.residents)[place]
    return frame(
        "knowledge",
        {
            "customer": customer,
            "field": Coded(field, FIELDS),
            "holder": or_null(holder),
            "correct": correct,
            "as_of": as_of,
        },
    )


def _rows(known: Knowledge, facts: Entries, holder: Ints) -> Ints:
    """Known facts as rows: place of the customer, field, holder, whether it is right, and since when it is known."""
    as_of = np.array(facts.as_of, dtype=np.int64)
    rows = np.column_stack(
        [known.customer, known.field, holder, np.array(facts.right, dtype=np.int64), as_of]
    )
    return rows[as_of != NOT_REACHED]


def staff(firm: Firm) -> pd.DataFrame:
    """One row per person and week."""
    rows = firm.office.staff.rows.table()
    scaled = {name: rows[name] / MILLI for name in ("hours", "load", "skill", "satisfaction", "errors")}
    return frame(
        "staff", {**rows, **scaled, "role": Coded(rows["role"], ROLES), "left": rows["left"].astype(bool)}
    )


def returns(firm: Firm) -> pd.DataFrame:
    """One row per order with goods that were ready to go back by the end."""
    goods_returns = firm.office.goods_returns
    rows = [] if goods_returns is None else [one for one in goods_returns.all if one.ready < firm.end]
    none = np.zeros(0, dtype=np.int64)
    return frame(
        "returns",
        {
            "customer": [one.customer for one in rows] or none,
            "order": [one.order for one in rows] or none,
            "ready": [one.ready for one in rows] or none,
            "collected": or_null([one.collected for one in rows]),
        },
    )
