"""The tables of complaints and surveys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.case.complaints import SOURCES, STEPS
from sim.model.engine.log import NOT_REACHED
from sim.model.firm import Firm
from sim.model.recording.nulls import or_null
from sim.records.tables import Coded, frame


def complaints(firm: Firm) -> pd.DataFrame:
    """One row per formal complaint."""
    rows = firm.complaints.all
    none = np.zeros(0, dtype=np.int64)
    steps: dict[str, Any] = {
        step: or_null([row.times.get(step, NOT_REACHED) for row in rows]) for step in STEPS
    }
    return frame(
        "complaints",
        {
            "complaint": np.arange(len(rows)),
            "customer": [row.customer for row in rows] or none,
            "order": [row.order for row in rows] or none,
            "cause": Coded([SOURCES.index(row.source) for row in rows], SOURCES),
            "asked": [row.asked for row in rows],
            "opened": [row.opened for row in rows] or none,
            **steps,
            "compensation": ([row.compensation for row in rows], steps["agreed"][1]),
            "outcome": [np.nan if row.share_restored is None else row.share_restored for row in rows],
        },
    )


def surveys(firm: Firm) -> pd.DataFrame:
    """One row per customer asked."""
    rows = firm.surveys.all
    return frame(
        "surveys",
        {
            "customer": [row.customer for row in rows],
            "wave": [row.wave for row in rows],
            "time": [row.time for row in rows],
            "order": [row.order for row in rows],
            "satisfaction": (
                [row.satisfaction or 0 for row in rows],
                [row.satisfaction is None for row in rows],
            ),
        },
    )
