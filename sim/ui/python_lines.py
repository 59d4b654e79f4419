"""The clicks as Python: lines ready to be copied into a cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sim.case.case import Case
from sim.case.load import case_names, load_case
from sim.policy.history import History
from sim.policy.policy import Policy


def run_call(case: Case, policy: Policy, weeks: int, seed: int) -> str:
    """The call that simulates a policy."""
    words = [_case_text(case)]
    if changed := policy.changed(case.policy):
        words.append(repr(changed))
    if weeks != 52:
        words.append(f"weeks={weeks}")
    if seed:
        words.append(f"seed={seed}")
    return f"run({', '.join(words)})"


def _case_text(case: Case) -> str:
    """A case by its name; the user's own case by a variable."""
    return repr(case.name) if _digest(case.name) == case.content_hash else "case"


@cache
def _digest(name: str) -> str | None:
    """The hash of the case that comes with Kefu under this name, None if there is none."""
    return load_case(name).content_hash if name in case_names() else None


def explain_line(before: str, after: str, name: str) -> str:
    """The line that explains a number."""
    return f"explain({before}, {after}).sentence({name!r})"


def game_lines(case: Case, history: History, seed: int) -> str:
    """The lines that play a history of decisions again, one a step."""
    lines = []
    before = None
    for policy, weeks in history.steps:
        if before is None:
            lines.append(f"firm = {run_call(case, policy, weeks, seed)}")
        else:
            lines.append(f"firm = continue_run(firm, {policy.changed(before)!r}, weeks={weeks})")
        before = policy
    return "\n".join(lines)


def script(calls: Sequence[str]) -> str:
    """Lines with the imports that they need."""
    names = [name for name in ("continue_run", "explain", "run") if any(f"{name}(" in call for call in calls)]
    return "\n".join([f"from sim import {', '.join(names)}", *calls]) if names else ""
