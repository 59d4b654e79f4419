"""The pages of levers in `docs/`: `python -m tools.levers_page update|check`."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.base.i18n import using
from sim.cli.levers_page import levers_page
from sim.policy.policy import Policy
from tools.drift import update_or_check

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAMES = {"en": "levers.md", "zh": "levers.zh.md"}


def pages() -> dict[Path, str]:
    """What each page should be: the levers at their general defaults."""
    found = {}
    for lang, name in NAMES.items():
        with using(lang):
            found[DOCS / name] = levers_page(Policy())
    return found


if __name__ == "__main__":
    sys.exit(update_or_check("tools.levers_page", pages()))
