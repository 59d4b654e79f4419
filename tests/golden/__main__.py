"""Command line of the golden runs."""

from __future__ import annotations

import sys

from tests.golden import CASES, off, update

if sys.argv[1:2] != ["update"] or not set(sys.argv[2:]) <= set(CASES):
    sys.exit(f"python -m tests.golden update [{'|'.join(CASES)} ...]")
update(sys.argv[2:] or CASES)
if not sys.argv[2:]:
    off.update()
