"""Keeps what `kefu collect` was given as it came: files as they are, a folder as a zip with its files' times.

The time of a file on a teacher's computer is often that of the download. It counts as the time of handing in only if the
teacher says so when it is collected (`--file-times`); the times in an LMS's zip always do.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import atomic_folder, cannot_read, cannot_write
from sim.base.i18n import _
from sim.base.zips import EPOCH
from sim.course.course_folder import COLLECTED
from sim.marking.collecting.archive import extended_time

ORIGINALS = "originals"
FOLDER_MARK = b"a folder, kept by kefu collect"
"""Comment of a zip that holds a folder, so that its name is not taken for that of an archive."""
TIMED = "t"
"""Ends the hash of an original whose files' times count."""
DIGITS = 12
"""Of the hash in front of the name of an original."""


@dataclass(frozen=True)
class Original:
    """A file that was given, or the zip of a folder. name: as it was given; timed: whether its files' times count."""

    path: Path
    name: str
    timed: bool

    @property
    def is_folder(self) -> bool:
        """Whether it was a folder."""
        return self.path.suffix == ".zip" and self.path.stem.endswith(".folder")


def originals(root: Path) -> list[Original]:
    """Everything that was ever collected in a course, sorted by file name."""
    found = []
    for path in sorted((root / COLLECTED / ORIGINALS).glob("*")):
        if path.is_file() and not path.name.startswith("."):
            digest, _dash, name = path.name.partition("-")
            timed = digest.endswith(TIMED)
            found.append(Original(path, (name or path.name).removesuffix(".folder.zip"), timed))
    return found


def keep(root: Path, given: Path, *, timed: bool = False) -> bool:
    """Keep a file or a folder; whether it is new. The same content is kept once. Raises InputError if it cannot be read."""
    if not given.exists():
        raise InputError(_("{path} cannot be read: there is no such file or folder.").format(path=given))
    goal = root / COLLECTED / ORIGINALS
    if given.is_dir() and _holds(given, root):
        text = _("{path} holds the course folder itself: give the folder with what was handed in.")
        raise InputError(text.format(path=given))
    try:
        with atomic_folder(goal) as work:
            made = work / "new"
            if given.is_dir():
                _pack(given, made)
                name = f"{_plain(given.resolve().name)}.folder.zip"
            else:
                shutil.copy2(given, made)
                name = _plain(given.name)
            digest = _digest(made)
            kept = f"{digest}{TIMED if timed else ''}-{name}"
            before = [
                path
                for path in goal.glob(f"{digest}*-*")
                if path.name in (kept, f"{digest}-{name}", f"{digest}t-{name}")
            ]
            is_new = not before
            if timed and before and before[0].name != kept:
                before[0].rename(goal / kept)
            if is_new:
                made.rename(work / kept)
            else:
                made.unlink()
    except (OSError, shutil.Error) as error:
        raise cannot_read(given, error if isinstance(error, OSError) else OSError()) from None
    return is_new


def rename_to_digest(original: Original, time: float) -> None:
    """Rename an original whose content was changed by its new content, and give it its old time."""
    os.utime(original.path, (time, time))
    rest = original.path.name.partition("-")[2]
    original.path.rename(
        original.path.with_name(f"{_digest(original.path)}{TIMED if original.timed else ''}-{rest}")
    )


def _holds(folder: Path, root: Path) -> bool:
    """Whether a folder is the course folder, lies in its collected files, or has the course in it."""
    folder, root = folder.resolve(), root.resolve()
    return root == folder or folder in root.parents or (root / COLLECTED) in (folder, *folder.parents)


def _pack(folder: Path, target: Path) -> None:
    """A folder as a zip: the same files with the same times give the same bytes. Links are left out."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.comment = FOLDER_MARK
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            entry = zipfile.ZipInfo(_utf8(name), EPOCH)
            entry.extra = extended_time(datetime.fromtimestamp(path.stat().st_mtime, UTC))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as place:
                shutil.copyfileobj(source, place)


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(here, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _utf8(name: str) -> str:
    """A name that can be stored, also if the file system holds bytes in another encoding."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        data = os.fsencode(name)
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return data.decode("utf-8", "replace")
    return name


def _plain(name: str) -> str:
    """The name without signs that Windows refuses, not too long, its suffix kept."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", _utf8(name)).strip(" .") or "file"
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:60]}{dot}{suffix[:20]}" if stem else name[:60]


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                whole.update(block)
    except OSError as error:
        raise cannot_write(path, error) from None
    return whole.hexdigest()[:DIGITS]
