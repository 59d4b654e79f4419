"""The error for a module or name that older notebooks import from where it was before."""

from __future__ import annotations

from sim.base.i18n import _


def moved(old: str, new: str) -> ImportError:
    """The error for an import of `old`, which is `new` now."""
    return ImportError(_("{old} has moved: import {new} instead.").format(old=old, new=new))
