"""`python -m tools.lever_effects update [--case C] | check`: the page of effects, docs/levers-effects.md.

`update` keeps its results as they come: after an interruption the same command goes on. With --case it makes one section again
and leaves the others. `check` runs nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import using
from sim.case.load import case_names, load_case
from sim.cli.exit_codes import STOPPED, WRONG_INPUT
from tools.kept_figures import BUILD
from tools.lever_effects.page import faults, page_of, sections_of
from tools.lever_effects.settings import OTHER, SETTINGS, Settings
from tools.lever_effects.table import section

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "levers-effects.md"
PARTS = 20
"""Lines of progress for each case."""


def update(
    page: Path, settings: Mapping[str, Settings], only: str | None, keep: Path, workers: int | None = None
) -> None:
    """Write the page, all sections or `only` one. Raises InputError for a case that is not there."""
    sections = sections_of(page.read_text(encoding="utf-8")) if page.exists() else {}
    for name in [only] if only else list(settings):
        case, how = load_case(name), settings.get(name, OTHER)
        sections[case.name] = how.id, section(case, how, keep, workers, _Lines(case.name))
        order = [*settings, *sections]
        write_atomic(page, page_of({name: sections[name] for name in order if name in sections}))


def main(words: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser("python -m tools.lever_effects", description=__doc__)
    parser.add_argument("what", choices=("update", "check"))
    parser.add_argument("--case", choices=case_names(), help="make this section only")
    parser.add_argument("--workers", type=int, help="processes (one a core)")
    given = parser.parse_args(words)
    settings = {name: SETTINGS.get(name, OTHER) for name in case_names()}
    if given.what == "check":
        text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        wrong = faults(text, settings) if text else ["there is no page"]
        for line in wrong:
            print(f"{PAGE.name}: {line}")
        if wrong:
            print("python -m tools.lever_effects update")
        return 1 if wrong else 0
    try:
        update(PAGE, settings, given.case, BUILD / "lever-effects", given.workers)
    except InputError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        print("Interrupted: the same command goes on from here.", file=sys.stderr)
        return STOPPED
    return 0


class _Lines:
    """Writes a line each time another part is done."""

    def __init__(self, name: str) -> None:
        self._name, self._part = name, -1

    def __call__(self, share: float) -> None:
        part = int(share * PARTS)
        if part > self._part:
            self._part = part
            print(f"{self._name}: {part * 100 // PARTS} %", file=sys.stderr, flush=True)


if __name__ == "__main__":
    with using("en"):
        sys.exit(main(sys.argv[1:]))
