"""The pictures of causes in `docs/`: `python -m tools.causal_map update|check`."""

from __future__ import annotations

import sys
from pathlib import Path

from sim import causal_map
from sim.base.i18n import using
from tools.drift import update_or_check

DOCS = Path(__file__).resolve().parent.parent / "docs"


def pictures() -> dict[Path, str]:
    """What each picture should be."""
    found = {}
    for lang in ("en", "zh"):
        with using(lang):
            found[DOCS / f"causal_map.{lang}.svg"] = causal_map().svg
    return found


if __name__ == "__main__":
    sys.exit(update_or_check("tools.causal_map", pictures()))
