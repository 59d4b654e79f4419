"""The runs of the explorers that were used last, so that going back and forth does not simulate again.

One store for all explorers of a notebook, with a limit in bytes: clicking on does not fill the memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from sim.measures.run import Run

MOST_BYTES = 40_000_000
"""Bytes of records that are kept. At least two runs are: those that stand side by side."""
FEWEST = 2


class KeptRuns:
    """Runs by their inputs; those unused for longest are dropped first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._runs: OrderedDict[Hashable, tuple[Run, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Run]) -> Run:
        """The run of this key; made, if it is not there."""
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
                return self._runs[key][0]
        run = make()
        with self._lock:
            self._runs[key] = run, _bytes(run)
            self._runs.move_to_end(key)
            while (
                len(self._runs) > FEWEST
                and sum(size for _run, size in self._runs.values()) > self._most_bytes
            ):
                self._runs.popitem(last=False)
        return run

    def __len__(self) -> int:
        """The number of runs that are kept."""
        return len(self._runs)


def _bytes(run: Run) -> int:
    return sum(int(table.memory_usage().sum()) for table in run.records.values())


KEPT = KeptRuns()
"""The store of this process."""
