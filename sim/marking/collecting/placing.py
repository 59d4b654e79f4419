"""Writes the attempts that count where nbgrader and `kefu mark` find them. Files that somebody else put or changed there stay."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.base.files import cannot_write, write_atomic
from sim.course.course_folder import COLLECTED, SUBMITTED, TIMESTAMP
from sim.marking.collecting.deciding import Decision

PLACED = "placed.json"
"""In the folder of collected files: the list of files that `kefu collect` wrote itself."""


@dataclass(frozen=True)
class Placed:
    """The files that were written. by_hand: works (STUDENT/WORK) that somebody else put there, which stay."""

    written: int
    unchanged: int
    removed: tuple[str, ...]
    by_hand: frozenset[str]


def place(root: Path, decisions: list[Decision]) -> Placed:
    """Bring `submitted/` up to date with the decisions."""
    before = _read(root)
    wanted = {f"{one.student}/{one.work}": one for one in decisions if one.chosen is not None}
    now: dict[str, str] = {}
    by_hand, written, unchanged = set(), 0, 0
    for key, decision in wanted.items():
        assert decision.chosen is not None
        file = root / SUBMITTED / key / _file(decision.work)
        data = decision.chosen.data
        digest = hashlib.sha256(data).hexdigest()
        there = _digest(file)
        if there not in (None, digest) and before.get(key) != there:
            by_hand.add(key)
            continue
        if there != digest:
            write_atomic(file, data)
        _write_time(file.with_name(TIMESTAMP), decision.chosen.moment if decision.chosen.sure else None)
        written, unchanged = written + (there != digest), unchanged + (there == digest)
        now[key] = digest
    removed = []
    for key in sorted(set(before) - set(wanted)):
        file = root / SUBMITTED / key / _file(key.partition("/")[2])
        if _digest(file) == before[key]:
            _remove(file)
            removed.append(key)
    _write(root, now | {key: before[key] for key in by_hand if key in before})
    return Placed(written, unchanged, tuple(removed), frozenset(by_hand))


def in_nbgraders_words(moment: datetime) -> str:
    """A moment as `timestamp.txt` holds it.

    Examples
    --------
    >>> in_nbgraders_words(datetime(2026, 10, 12, 10, tzinfo=UTC))
    '2026-10-12 10:00:00 UTC'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _file(work: str) -> str:
    return f"{work}.json" if work.startswith("talk_") else f"{work}.ipynb"


def _write_time(path: Path, moment: datetime | None) -> None:
    text = "" if moment is None else in_nbgraders_words(moment) + "\n"
    if not text:
        with suppress(FileNotFoundError):
            path.unlink()
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_atomic(path, text)


def _remove(file: Path) -> None:
    try:
        file.unlink()
        file.with_name(TIMESTAMP).unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(file, error) from None
    for folder in (file.parent, file.parent.parent):
        with suppress(OSError):  # others may have put something there
            folder.rmdir()


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _read(root: Path) -> dict[str, str]:
    try:
        found: Any = json.loads((root / COLLECTED / PLACED).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _write(root: Path, placed: dict[str, str]) -> None:
    write_atomic(
        root / COLLECTED / PLACED, json.dumps(placed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
