"""Command line of the golden runs."""

from __future__ import annotations

import sys

from tests.golden import update

if sys.argv[1:] != ["update"]:
    sys.exit("python -m tests.golden update")
update()
