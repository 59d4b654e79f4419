"""Exit codes of the command line."""

from __future__ import annotations

STOPPED = 130
"""What shells report for a program stopped by Ctrl-C."""
