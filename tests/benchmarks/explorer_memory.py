"""How much memory a kernel takes while somebody clicks in the explorer.

python -m tests.benchmarks.explorer_memory [--clicks N] [--weeks W] [--case C]

The explorer is driven as its widgets drive it: levers set and undone, changes explained, quarters played and taken back. The
last line is what the process has grown by since the first clicks were done, which load libraries and fill caches. A person
clicks about every four seconds: 300 clicks are twenty minutes.
"""

from __future__ import annotations

import argparse
import gc

import psutil

from sim import load_case
from sim.ui.explorer import Explorer

SETTLED = 20
"""Clicks after which what is loaded once is loaded."""
LONGEST = 300
"""Seconds that a click may take."""
MEGABYTE = 2**20


def grown(clicks: int, weeks: int, case: str = "corner") -> float:
    """MB by which the process has grown from click SETTLED to the last one."""
    explorer = Explorer(load_case(case), weeks, 0)
    explorer.session.start()
    explorer.session.worker.wait(LONGEST)
    before = 0.0
    for number in range(clicks):
        _click(explorer, number)
        if not explorer.session.worker.wait(LONGEST):
            raise SystemExit("the explorer hangs")
        if number == SETTLED - 1:
            before = _megabytes()
    return _megabytes() - before


def _click(explorer: Explorer, number: int) -> None:
    """One of six things that somebody does, one after another; every setting is a new one."""
    session = explorer.session
    kind = number % 6
    if kind in (0, 1, 3):
        factor = 0.5 + (number * 37 % 500) / 200
        explorer._set(explorer.policy.replace(**{"stock.safety_factor": factor}), None)
    elif kind == 2:
        session.explain("m08")
    elif kind == 4:
        explorer._move(lambda exploration: exploration.undo())
    elif session.game.over:
        explorer._rewind(0)
    else:
        session.play()


def _megabytes() -> float:
    gc.collect()
    return psutil.Process().memory_info().rss / MEGABYTE


def main() -> None:
    """Print the growth."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clicks", type=int, default=300)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--case", default="corner")
    values = parser.parse_args()
    print(f"grown by {grown(values.clicks, values.weeks, values.case):.0f} MB")


if __name__ == "__main__":
    main()
