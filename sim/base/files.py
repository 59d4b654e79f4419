"""Read YAML and JSON files, write files and folders atomically; every failure is one sentence for the user."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.yaml_text import MAX_DEPTH, explain, from_yaml

REASONS = {
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("there is a file where a folder is needed"),
    errno.EEXIST: N_("there is a file where a folder is needed"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("the file would be larger than this machine allows"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}
"""The reason given to users for an error number of the operating system."""

LOCK = ".kefu.lock"
"""Lock file in a folder while files are moved into it."""
LOCK_TIMEOUT = 10.0
"""Seconds to wait for another program that moves files into the same folder."""
PAUSE = 0.1
"""Seconds between two attempts."""
RENAME_ATTEMPTS = 10 if sys.platform == "win32" else 1
MAX_BYTES = 5_000_000
"""Size of the largest file that is read."""


def write_atomic(path: Path, content: str | bytes, *, durable: bool = False) -> None:
    """Write a file completely or not at all: to a temporary file beside it, which is then renamed.

    durable: the same holds if the power fails, and once this returns the new content stays; takes some milliseconds.
    Raises InputError if the folder cannot be written to or the disk is full.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = path.parent / _temporary_name()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        if durable:
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
        _replace(temporary, path)
        if durable:
            _sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the system write the folder's list of names to the disk. Windows does so by itself, and cannot open folders."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some network drives cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def atomic_folder(path: str | Path) -> Iterator[Path]:
    """A temporary folder to write files into. They move to `path` when the block ends without an error, all or none.

    Files in `path` with other names stay. If a file of the same name cannot be replaced (it is open in another
    program, or is a folder), `path` is left as it was. Files of several programs that write to `path` at the
    same time are never mixed. Raises InputError if `path` cannot be written to.
    """
    goal = Path(path)
    try:
        target = goal.resolve()
        if not target.is_dir() and target.exists():
            raise NotADirectoryError(errno.ENOTDIR, "")
        # On the same disk as the target, so that files can be renamed into it.
        nearest = next(folder for folder in (target, *target.parents) if folder.exists())
        work = nearest / _temporary_name()
        work.mkdir()
    except OSError as error:
        raise cannot_write(goal, error) from None
    try:
        yield work
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() or not _rename_folder(work, target):
            with locked(target):
                _move_files(work, target)
    except BrokenPipeError:  # the reader of our output has ended: not about the folder
        raise
    except OSError as error:
        raise cannot_write(goal, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _rename_folder(work: Path, target: Path) -> bool:
    """Rename `work` to `target`; False if another program has created `target` in the meantime."""
    try:
        work.rename(target)
    except OSError:
        if target.is_dir():
            return False
        raise
    return True


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make other programs that lock the folder wait during the block. Raises InputError after LOCK_TIMEOUT seconds."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=LOCK_TIMEOUT, poll_interval=PAUSE)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(
            _("{path} is being written to by another program: try again later.").format(path=folder)
        ) from None
    try:
        yield
    finally:
        # Deleted while it is held: a program that waits for it notices and locks a new file.
        # Windows refuses; there `release` deletes it.
        with suppress(OSError):
            (folder / LOCK).unlink()
        lock.release()


def _move_files(work: Path, target: Path) -> None:
    """Move every file of `work` into `target`; if one fails, restore the previous files.

    Raises InputError that says where they are if the previous files cannot be restored.
    """
    names = sorted(entry.name for entry in work.iterdir())
    backup = work.parent / _temporary_name()  # not inside `work`, which is always deleted
    backup.mkdir()
    try:
        for name in names:
            if (target / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            if os.path.lexists(target / name):
                _replace(target / name, backup / name)
            _replace(work / name, target / name)
    except BaseException:
        for name in names:  # the disk says which files were moved so far: an interrupt can come at any point
            with suppress(OSError, KeyboardInterrupt):
                if os.path.lexists(backup / name):
                    _replace(backup / name, target / name)
                elif not (work / name).exists():
                    _replace(target / name, work / name)
        if any(backup.iterdir()):
            raise InputError(
                _("{path} cannot be written, and the files that were there are now in {folder}.").format(
                    path=target, folder=backup
                )
            ) from None
        backup.rmdir()
        raise
    shutil.rmtree(backup, ignore_errors=True)


def _replace(source: Path, target: Path) -> None:
    """Rename, with several attempts on Windows, where a virus scanner may hold a file for a moment."""
    for _attempt in range(RENAME_ATTEMPTS - 1):
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(PAUSE)
    source.replace(target)


def _temporary_name() -> str:
    """A name for an unfinished file or folder. Not from `tempfile`, whose files only their owner can read."""
    return f".kefu-{secrets.token_hex(6)}.part"


def cannot_write(path: Path, error: OSError) -> InputError:
    """The error for a file or folder that cannot be written."""
    return InputError(_("{path} cannot be written: {reason}.").format(path=path, reason=_reason(error)))


def cannot_read(path: Path, error: OSError) -> InputError:
    """The error for a file that cannot be read."""
    return InputError(_("{path} cannot be read: {reason}.").format(path=path, reason=_reason(error)))


def _reason(error: OSError) -> str:
    known = REASONS.get(error.errno or 0)
    return _(known) if known else str(error.strerror or error)


def read_mapping(path: str | Path) -> dict[str, Any]:
    """Read a YAML or JSON file of names and values. Raises InputError as `read_yaml`, or if it holds anything else."""
    content = read_yaml(path)
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise InputError(_("{path} must hold names and values (name: value).").format(path=path))
    return content


def read_yaml(path: str | Path) -> Any:
    """Read a YAML or JSON file. Raises InputError if it cannot be read, is too large, not UTF-8 or not valid."""
    import yaml

    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(
                _("{path} is larger than {most} MB.").format(path=path, most=MAX_BYTES // 1_000_000)
            )
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise cannot_read(path, error) from None
    except UnicodeDecodeError:
        raise InputError(_("{path} is not a text file in UTF-8.").format(path=path)) from None
    try:
        return from_yaml(text)
    except RecursionError:
        raise InputError(
            _("{path} is nested more than {most} levels deep.").format(path=path, most=MAX_DEPTH)
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError(
            _("{path} is not valid YAML: look at line {line}.").format(path=path, line=line)
        ) from None
    except ValueError as error:
        raise explain(path, error) from None
