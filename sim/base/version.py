"""Which edition of Kefu this is."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The version as installed; "unknown" in a tree that was never installed."""
    try:
        return metadata.version("kefu")
    except metadata.PackageNotFoundError:
        return "unknown"
