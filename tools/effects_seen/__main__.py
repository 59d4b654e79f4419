"""`python -m tools.effects_seen update | check`: the page docs/effects-seen.md.

`update` takes some minutes. `check` runs nothing: it compares the page with the trials.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.i18n import using
from tools.effects_seen.measure import results
from tools.effects_seen.page import faults, page_of

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "effects-seen.md"


def main(words: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser("python -m tools.effects_seen", description=__doc__)
    parser.add_argument("what", choices=("update", "check"))
    parser.add_argument("--workers", type=int, help="processes (one a core)")
    given = parser.parse_args(words)
    if given.what == "update":
        write_atomic(PAGE, page_of(results(given.workers)))
        return 0
    wrong = faults(PAGE.read_text(encoding="utf-8") if PAGE.exists() else "")
    for line in wrong:
        print(f"{PAGE.name}: {line}")
    if wrong:
        print("python -m tools.effects_seen update")
    return 1 if wrong else 0


if __name__ == "__main__":
    with using("en"):
        sys.exit(main(sys.argv[1:]))
