"""The full description of a lever, for the explorer."""

from __future__ import annotations

from html import escape

from sim.base.formatting import capitalised
from sim.course.curriculum.lever_text import facts, short
from sim.policy.levers.registry import Lever


def about(lever: Lever) -> str:
    """A lever's name with all that is known of it: to unfold, and where the mouse rests."""
    told = facts(lever)
    lines = "".join(f"<li>{escape(line)}</li>" for line in told)
    return (
        f'<details class="kefu kefu-about"><summary title="{escape(chr(10).join(told))}">{escape(capitalised(short(lever)))}'
        f" <code>{escape(lever.name)}</code></summary><ul>{lines}</ul></details>"
    )
