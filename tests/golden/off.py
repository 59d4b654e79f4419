"""Records with nobody who tires or leaves and every lever of relations, CRM and staff off: `corner` for a year, `jiaying` for
eight weeks, both with seed 0. Saved table by table and column by column, so that later columns do not count.

What is off changes nothing: with these levers off the model wrote the same bytes as before it had them, but for what was
mended since (who is counted as known, joined and left; what mending a complaint can do; whom a survey asks).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import load_case, run

WEEKS = {"corner": 52, "jiaying": 8}
SAVED = Path(__file__).parent / "off.json"


def digests(records: dict[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """By table and column, a digest of all cells; words count as words, whatever the other categories."""
    return {
        name: {str(column): _digest(table[column]) for column in table.columns}
        for name, table in records.items()
    }


def _digest(column: pd.Series) -> str:
    """Sixteen hexadecimal digits of a SHA-256."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        cells = "\n".join("" if pd.isna(cell) else str(cell) for cell in column).encode()
    else:
        kind = "float64" if column.dtype == np.float64 else "int64"
        cells = column.isna().to_numpy().tobytes() + column.to_numpy(dtype=kind, na_value=0).tobytes()
    return hashlib.sha256(cells).hexdigest()[:16]


def now(name: str) -> dict[str, dict[str, str]]:
    """The digests of a case as the model is now."""
    return digests(run(load_case(name).replace(staff=None), weeks=WEEKS[name]).records)


def update() -> None:
    """Save all digests as they are now."""
    text = json.dumps({name: now(name) for name in WEEKS}, indent=1)
    SAVED.write_text(text + "\n", encoding="utf-8", newline="\n")


def saved() -> dict[str, Any]:
    """What was saved: case, table, column, digest."""
    loaded: dict[str, Any] = json.loads(SAVED.read_text(encoding="utf-8"))
    return loaded
