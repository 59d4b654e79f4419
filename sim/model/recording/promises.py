"""The table of promises that were made in talks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.firm import Firm
from sim.model.recording.nulls import or_null
from sim.records.tables import Coded, frame

WHAT = ("hours", "notice", "invoice")


def promises(firm: Firm) -> pd.DataFrame:
    """All promises, in order of time."""
    rows = firm.talks.promised
    codes = np.array([WHAT.index(row.promise.what) for row in rows], dtype=np.int64)
    return frame(
        "promises",
        {
            "customer": np.array([row.number for row in rows], dtype=np.int64),
            "what": Coded(codes, WHAT),
            "value": np.array([row.promise.value for row in rows], dtype=float),
            "time": np.array([row.since for row in rows], dtype=np.int64),
            "broken": or_null(np.array([row.broken_at for row in rows], dtype=np.int64)),
        },
    )
