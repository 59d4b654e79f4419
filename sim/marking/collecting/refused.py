"""The students who handed in too late, by the last `kefu collect`; kept apart from the report, which depends on the language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sim.base.files import write_atomic
from sim.course.lateness import TOO_LATE
from sim.marking.collecting.deciding import Decision
from sim.marking.collecting.names import by_lms

FILE = "decided.json"


def note(folder: Path, decisions: Iterable[Decision]) -> None:
    """Keep, for each student and work, whether it was too late, and the number by which Moodle knows the hand-in."""
    found = {
        f"{one.student}/{one.work}": {
            "too late": one.chosen is None and one.late.state == TOO_LATE,
            "number": _number(one),
        }
        for one in decisions
    }
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    write_atomic(folder / FILE, text + "\n")


def refused(folder: Path, work: str) -> set[str]:
    """The students whose work was too late."""
    return {student for student, found in _read(folder, work).items() if found.get("too late")}


def moodle_numbers(folder: Path, work: str) -> dict[str, str]:
    """Student -> participant number in the LMS's zip, of those who came in one of Moodle's."""
    return {
        student: str(found["number"]) for student, found in _read(folder, work).items() if found.get("number")
    }


def _number(decision: Decision) -> str:
    if decision.chosen is None:
        return ""
    for part in decision.chosen.place.split("/"):
        lms = by_lms(part)
        if lms and not lms.number_is_users:
            return lms.number
    return ""


def _read(folder: Path, work: str) -> dict[str, dict[str, object]]:
    try:
        found = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {
        key.rpartition("/")[0]: value
        for key, value in found.items()
        if key.rpartition("/")[2] == work and isinstance(value, dict)
    }
