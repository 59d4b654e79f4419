"""The pictures of causes in `docs/`: `python -m tools.causal_map update` draws them."""

from __future__ import annotations

import sys
from pathlib import Path

from sim import causal_map
from sim.base.i18n import using

DOCS = Path(__file__).resolve().parent.parent / "docs"


def pictures() -> dict[Path, str]:
    """What each picture should be."""
    found = {}
    for lang in ("en", "zh"):
        with using(lang):
            found[DOCS / f"causal_map.{lang}.svg"] = causal_map().svg
    return found


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit("python -m tools.causal_map update")
    for path, svg in pictures().items():
        path.write_text(svg, encoding="utf-8", newline="\n")
