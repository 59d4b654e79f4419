"""Watches the memory and processes that a submission uses in all, which limits of single processes do not cover (Linux)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sim.marking.sandbox.limits import Limits

PAUSE = 0.1
"""Seconds between two looks."""
MEMORY, PROCESSES = "too much memory", "too many processes"


class Watch(threading.Thread):
    """Looks at all processes in the process namespace of `pid`, and calls `end` if they use more than the limits allow.

    found: why it called `end`; "" if it did not.
    """

    def __init__(self, pid: int, limits: Limits, end: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.found = ""
        self._limits, self._end = limits, end
        self._stop = threading.Event()
        self._space = _space(pid)

    def run(self) -> None:
        """Look until told to stop."""
        while not self._stop.wait(PAUSE):
            if self.now():
                self._end()
                return

    def now(self) -> str:
        """The limit that is exceeded now, or was when `end` was called."""
        self.found = self.found or self.look()
        return self.found

    def look(self) -> str:
        """The limit that is exceeded now; "" if none is."""
        names = (entry.name for entry in os.scandir("/proc"))
        pids = [name for name in names if name.isdigit() and _space(int(name)) == self._space]
        threads = sum(_threads(pid) for pid in pids)
        if threads > self._limits.processes:
            return PROCESSES
        if sum(map(_resident, pids)) <= self._limits.memory:
            return ""
        return MEMORY if sum(map(_proportional, pids)) > self._limits.memory else ""

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()


def _space(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")  # noqa: PTH115 - this is called often
    except OSError:
        return ""


def _threads(pid: str) -> int:
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/task"))  # noqa: PTH208
    return 0


def _resident(pid: str) -> int:
    """Bytes in memory, including those shared with other processes; quick to read."""
    with suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * os.sysconf("SC_PAGESIZE")
    return 0


def _proportional(pid: str) -> int:
    """Bytes in memory, counting only its share of memory that several processes use."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
