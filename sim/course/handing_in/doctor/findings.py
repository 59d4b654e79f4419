"""The doctor's findings, and the changes by which it mends what can be mended."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import cannot_read, cannot_write, write_atomic
from sim.base.i18n import _

KEPT = "before-repair"
"""The folder in which copies are kept: of everything that a repair changes, in a folder 1, 2, ... for each repair."""
MENDABLE, YOURS, NOTE = "mendable", "yours", "note"


@dataclass(frozen=True)
class Finding:
    """One finding, in a sentence that says what to do.

    file: by its path in the folder; kind: MENDABLE by a repair, YOURS if only the student can, or NOTE: nothing is wrong.
    """

    kind: str
    file: str
    text: str

    def __str__(self) -> str:
        """The file and the sentence."""
        return _("{file}: {text}").format(file=self.file, text=self.text)


@dataclass(frozen=True)
class Change:
    """A file gets new content, or (None) is deleted; a copy is kept."""

    path: Path
    content: bytes | None


@dataclass
class Report:
    """Everything that was found in a folder."""

    folder: Path
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def mendable(self, path: Path, text: str, *changes: Change) -> None:
        """Add what a repair mends."""
        self._add(MENDABLE, path, text)
        self.changes += changes

    def rewrite(self, path: Path, content: bytes) -> None:
        """Replace the new content of a file that an earlier finding set, if any."""
        new = Change(path, content)
        if any(change.path == path for change in self.changes):
            self.changes = [new if change.path == path else change for change in self.changes]
        else:
            self.changes.append(new)

    def yours(self, path: Path, text: str) -> None:
        """Add what only the student can mend."""
        self._add(YOURS, path, text)

    def note(self, path: Path, text: str) -> None:
        """Add what is good to know."""
        self._add(NOTE, path, text)

    def of_kind(self, *kinds: str) -> list[Finding]:
        """The findings of some kinds, in their order."""
        return [finding for finding in self.findings if finding.kind in kinds]

    def _add(self, kind: str, path: Path, text: str) -> None:
        self.findings.append(Finding(kind, path.relative_to(self.folder).as_posix(), text))


def near(folder: Path, pattern: str) -> list[Path]:
    """Files of a pattern in a folder and two levels below it: a whole home folder would take too long."""
    found = (path for depth in range(3) for path in sorted(folder.glob("*/" * depth + pattern)))
    return [path for path in found if KEPT not in path.relative_to(folder).parts]


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises InputError if the system does not let us read it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from None


def repair(report: Report) -> Path | None:
    """Make the changes, after keeping copies of the old files. Returns the folder of the copies, None if there are none.

    Raises InputError if a file cannot be written.
    """
    changed = [change.path for change in report.changes if change.path.exists()]
    kept = _new_folder(report.folder)
    for path in changed:
        _keep(path, kept / path.relative_to(report.folder))
    for change in report.changes:
        if change.content is not None:
            write_atomic(change.path, change.content, durable=True)
        else:
            _remove(change.path)
    return kept if changed else None


def _new_folder(folder: Path) -> Path:
    return next(path for path in (folder / KEPT / str(n) for n in count(1)) if not path.exists())


def _keep(path: Path, copy: Path) -> None:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, copy)
        else:
            shutil.copy2(path, copy)
    except shutil.Error:  # of a folder: several errors at once; a kind of OSError without a number
        raise InputError(_("{path} cannot be copied, so it stays as it is.").format(path=path)) from None
    except OSError as error:
        raise cannot_write(copy, error) from None


def _remove(path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None
