"""What a lesson costs a student's computer: seconds of CPU, seconds on the clock, and bytes of the saved notebook.

python -m tests.benchmarks.lessons [--lang en|zh] [NUMBER ...]   such as 00 02; all lessons, if none is named
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from sim.workspace.notebooks import edition, to_bytes
from tests.support.notebooks import MOST_BYTES, SOURCES, offline, read

MOST_SECONDS = 60


def measure(path: Path, lang: str, folder: Path) -> tuple[float, float, int]:
    """CPU seconds of the kernel, seconds on the clock, bytes with outputs."""
    os.environ.update(offline(folder, lang))
    notebook = nbformat.reads(to_bytes(edition(read(path), lang)).decode(), as_version=4)
    before, started = _cpu(), time.monotonic()
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}})
    client.execute(stderr=subprocess.DEVNULL)
    return _cpu() - before, time.monotonic() - started, len(nbformat.writes(notebook).encode())


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Print a line for each lesson; 1 if one needs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*")
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    values = parser.parse_args()
    failed = False
    print(f"{'lesson':30} {'CPU, s':>8} {'clock, s':>9} {'MB':>6}")
    for path in SOURCES:
        if values.numbers and path.stem[:2] not in values.numbers:
            continue
        with tempfile.TemporaryDirectory() as folder:
            cpu, clock, size = measure(path, values.lang, Path(folder))
        failed |= cpu > MOST_SECONDS or size > MOST_BYTES
        print(f"{path.stem:30} {cpu:8.1f} {clock:9.1f} {size / 1e6:6.2f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
