"""Backup of a course: one zip with everything that cannot be made again. It holds marks, names and the secret: keep it safe."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import cannot_write
from sim.base.i18n import _
from sim.base.zips import EPOCH, opened
from sim.course.course_folder import (
    AUTOGRADED,
    COLLECTED,
    CONFIG,
    FEEDBACK,
    GRADEBOOK,
    MARKS,
    RELEASES,
    RETURNED,
    SECRET,
    SOURCES,
    SUBMITTED,
    is_course_folder,
)
from sim.course.roster import ROSTER
from sim.marking.collecting.archive import extended_time, time_of
from sim.workspace.course_file import COURSE_FILE

LIST = "kefu-backup.json"
FORMAT = 1
FILES = (CONFIG, COURSE_FILE, ROSTER, SECRET, ".gitignore")
FOLDERS = (SOURCES, RELEASES, SUBMITTED, COLLECTED, AUTOGRADED, FEEDBACK, MARKS, RETURNED)
MADE_AGAIN = ("prepared", "lock")
"""In the folder of marks: made again when they are needed."""


def back_up(root: Path, target: Path) -> int:
    """Write the backup; returns how many files it holds. The gradebook is copied as it stands between two entries.

    Raises InputError if this is no course folder, or the file exists already.
    """
    if not is_course_folder(root):
        raise InputError(
            _("{folder} is not a course folder: it has no {file}.").format(folder=root, file=CONFIG)
        )
    if target.exists():
        raise InputError(_("{path} exists already: name another file.").format(path=target))
    hashes: dict[str, str] = {}
    partly = target.with_name(target.name + ".part")
    try:
        with (
            tempfile.TemporaryDirectory() as work,
            zipfile.ZipFile(partly, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, path in [*_files(root), *_gradebook(root, Path(work))]:
                hashes[name] = _add(archive, name, path)
            content = {"format": FORMAT, "files": hashes}
            archive.writestr(LIST, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True))
        partly.replace(target)
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        partly.unlink(missing_ok=True)
    return len(hashes)


def restore(source: Path, folder: Path) -> int:
    """Put a backup into an empty folder; returns the number of files. All are checked before any is restored.

    Raises InputError if the folder holds anything, or the backup is not as it was made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(_("{folder} is not empty: restore into a new one.").format(folder=folder))
    with opened(source, _damaged(source)) as archive:
        names = _checked(archive, source)
        work = folder.resolve().with_name(folder.resolve().name + ".part")
        shutil.rmtree(work, ignore_errors=True)
        try:
            for name in names:
                _extract(archive, name, work / name)
            if folder.exists():
                folder.rmdir()
            work.replace(folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return len(names)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for name in FILES:
        if (root / name).is_file():
            yield name, root / name
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            skip = parts[0] == MARKS and len(parts) > 1 and parts[1] in MADE_AGAIN
            if path.is_file() and not path.is_symlink() and not skip:
                yield "/".join(parts), path


def _gradebook(root: Path, work: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the gradebook by SQLite itself, consistent even while somebody is marking."""
    if (root / GRADEBOOK).is_file():
        with (
            closing(sqlite3.connect(root / GRADEBOOK)) as book,
            closing(sqlite3.connect(work / GRADEBOOK)) as copy,
        ):
            book.backup(copy)
        yield GRADEBOOK, work / GRADEBOOK


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.extra = extended_time(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    whole = hashlib.sha256()
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as place:
        while block := source.read(1 << 20):
            whole.update(block)
            place.write(block)
    return whole.hexdigest()


def _checked(archive: zipfile.ZipFile, source: Path) -> list[str]:
    """The names of all files, each as it was when the backup was made."""
    about = json.loads(archive.read(LIST))
    if about["format"] != FORMAT:
        raise InputError(_("{path} was written by a newer version of Kefu: update Kefu.").format(path=source))
    hashes: dict[str, str] = about["files"]
    if set(archive.namelist()) != {*hashes, LIST} or CONFIG not in hashes:
        raise _damaged(source)
    for name, wanted in hashes.items():
        parts = name.split("/")
        known = name in (*FILES, GRADEBOOK) or parts[0] in FOLDERS
        if not known or any(part in ("", ".", "..") or "\\" in part for part in parts):
            raise _damaged(source)
        whole = hashlib.sha256()
        with archive.open(name) as file:
            while block := file.read(1 << 20):
                whole.update(block)
        if whole.hexdigest() != wanted:
            raise _damaged(source)
    return list(hashes)


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as place:
        shutil.copyfileobj(source, place)
    moment = time_of(archive.getinfo(name), UTC)
    if moment is not None:
        os.utime(target, (moment.timestamp(), moment.timestamp()))
    if name == SECRET:
        target.chmod(0o600)


def _damaged(source: Path) -> InputError:
    return InputError(
        _("{path} is not a backup of a course, or it is damaged: nothing was restored.").format(path=source)
    )
