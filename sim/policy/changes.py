"""How two policies differ, as text."""

from __future__ import annotations

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.policy.policy import Policy


def lever_changes(before: Policy, after: Policy) -> dict[str, tuple[str, str]]:
    """The levers in which two policies differ: name -> value in the one, value in the other."""
    old, new = before.flat(), after.flat()
    return {name: (lever_value(old[name]), lever_value(new[name])) for name in new if new[name] != old[name]}


def change_lines(before: Policy, after: Policy) -> list[str]:
    """One line for each lever in which two policies differ; without a difference, one line that says so."""
    return [
        _("{lever}: {before} → {after}").format(lever=name, before=old, after=new)
        for name, (old, new) in lever_changes(before, after).items()
    ] or [_("All levers as the firm has them today.")]
