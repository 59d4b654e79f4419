"""A student's predictions and reflections: kept in the working copy, or by this kernel if there is none."""

from __future__ import annotations

from typing import Any

from sim.base.errors import InputError
from sim.workspace.answers import keep, kept

_remembered: dict[tuple[str, str, str], Any] = {}


def remember(lesson: str, kind: str, name: str, value: Any) -> str:
    """Keep an answer (None: remove it). Returns a sentence as `sim.workspace.answers.keep`."""
    _remembered[lesson, kind, name] = value
    return keep(lesson, kind, name, value)


def remembered(lesson: str, kind: str, name: str) -> Any:
    """The answer that was kept last, None if there is none. A file that cannot be read holds none."""
    if (lesson, kind, name) in _remembered:
        return _remembered[lesson, kind, name]
    try:
        return kept(lesson, kind).get(name)
    except InputError:
        return None


def forget_all() -> None:
    """Forget what only this kernel knows, as a restart does."""
    _remembered.clear()
