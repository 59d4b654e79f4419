"""Lists what can be marked in a course folder: assignments that have a source there, and talks, which need none."""

from __future__ import annotations

from pathlib import Path

from sim.course.authoring import release
from sim.course.handing_in.submit import assignments_to_hand_in
from sim.course.talk_works import is_talk, scenario_of, talk_works


def select(root: Path, name: str | None) -> list[str]:
    """The assignment or talk of this name; None: all. Raises InputError if there is no such one, or this is no course folder."""
    if name is not None and is_talk(name):
        scenario_of(name)
        release.sources(root)
        return [name]
    return [*release.select(root, name), *(() if name else talk_works())]


def title_of(name: str) -> str:
    """The title of an assignment or a talk, in the current language."""
    return str(scenario_of(name).title) if is_talk(name) else assignments_to_hand_in().get(name, name)
