"""The map of causes, for a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.plots.causal_map import CausalMap


def causal_map(lever: str = "") -> CausalMap:
    """What acts on what, as a picture: levers, what happens in the firm, what customers remember, what the firm gets.

    lever: only what this lever acts on stands out. Raises InputError if there is no such lever.
    """
    from sim.plots.causal_map import CausalMap

    return CausalMap(lever)
