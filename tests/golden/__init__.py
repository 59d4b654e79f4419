"""Golden runs: a year of each case, as saved.

After an intended change of the model `python -m tests.golden update [CASE ...]` saves them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim import run

FOLDER = Path(__file__).parent
CASES = ("corner", "express", "jiaying", "tianye")


def year(case: str) -> dict[str, Any]:
    """What is compared of a year with seed 0."""
    result = run(case)
    return {"counts": result.counts, "measures": result.measures, "money": result.money}


def saved(case: str) -> dict[str, Any]:
    """What was saved."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{case}.json").read_text(encoding="utf-8"))
    return loaded


def update(cases: Sequence[str] = CASES) -> None:
    """Save the years as they are now."""
    for case in cases:
        text = json.dumps(year(case), indent=1, ensure_ascii=False)
        (FOLDER / f"{case}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
