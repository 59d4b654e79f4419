"""The pages of levers in `docs/`: `python -m tools.levers_page update` writes them."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.base.i18n import using
from sim.cli.levers_page import lever_page
from sim.policy.policy import Policy

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAMES = {"en": "levers.md", "zh": "levers.zh.md"}


def pages() -> dict[Path, str]:
    """What each page should be: the levers at their general defaults."""
    found = {}
    for lang, name in NAMES.items():
        with using(lang):
            found[DOCS / name] = lever_page(Policy())
    return found


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit("python -m tools.levers_page update")
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
