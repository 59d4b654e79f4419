"""Exit codes of the command line."""

from __future__ import annotations

DIFFERS = 1
"""A check found that something is not as it should be."""
WRONG_INPUT = 2
STOPPED = 130
"""What shells report for a program stopped by Ctrl-C."""
READER_LEFT = 141
"""What shells report for a program whose reader closed the pipe (`| head`)."""
