"""The version of Kefu."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The installed version; "unknown" in a source tree that is not installed."""
    try:
        return metadata.version("kefu")
    except metadata.PackageNotFoundError:
        return "unknown"
