"""Reading and writing files whole or not at all, with one clear sentence when it cannot be done."""

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

REASONS = {
    errno.EACCES: N_("you may not write or read there"),
    errno.EPERM: N_("you may not write or read there"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("a file stands where a folder is needed"),
    errno.EEXIST: N_("a file stands where a folder is needed"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("the file would be larger than this machine allows"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}
"""What the system's error numbers mean to people."""

LOCK = ".kefu.lock"
"""In a folder that files are being moved into."""
STALE = 600.0
"""Seconds after which a lock is one that a killed program left behind."""
PATIENCE = 10.0
"""Seconds to wait for another program that moves files into the same folder."""
PAUSE = 0.1
"""Seconds between two tries."""
TRIES = 10 if sys.platform == "win32" else 1
"""How often to try to rename a file."""
LARGEST = 5_000_000
"""Bytes of the largest file that is read."""
DEEPEST = 100
"""Levels of lists and names within each other in a file that is read."""


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file so that it appears whole or not at all: written beside, then renamed.

    Raises InputError if the folder cannot be written to or the disk is full.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = path.parent / _part()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        _replace(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: str | Path) -> Iterator[Path]:
    """A folder to write files into; they appear in `path` together when the block ends well, else not at all.

    Where `path` exists, its files of other names stay. If one of the same name cannot be replaced (another
    program has it open, it is a folder), every file is left as it was. When several programs write into
    `path`, the files of one follow those of another, never mixed. Raises InputError if `path` cannot be
    written to.
    """
    goal = Path(path)
    try:
        target = goal.resolve()
        if not target.is_dir() and target.exists():
            raise NotADirectoryError(errno.ENOTDIR, "")
        # On the same disk as the target, so that renaming is enough.
        near = next(folder for folder in (target, *target.parents) if folder.exists())
        work = near / _part()
        work.mkdir()
    except OSError as error:
        raise cannot_write(goal, error) from None
    try:
        yield work
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() or not _became(work, target):
            with _alone_in(target):
                _move_into(target, work)
    except BrokenPipeError:  # a reader of our output left: nothing to do with the folder
        raise
    except OSError as error:
        raise cannot_write(goal, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _became(work: Path, target: Path) -> bool:
    """Rename `work` to `target`; False when somebody else made the target in the meantime."""
    try:
        work.rename(target)
    except OSError:
        if target.is_dir():
            return False
        raise
    return True


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else moves files into the folder during the block. Raises InputError if somebody does so for long."""
    lock = folder / LOCK
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except (
            FileExistsError,
            PermissionError,
        ) as error:  # Windows: PermissionError while it is being deleted
            if not lock.exists() and isinstance(error, PermissionError) and time.monotonic() > until:
                raise
        with suppress(OSError):
            if time.time() - lock.stat().st_mtime > STALE:  # its owner was killed: moving takes no time
                lock.unlink()
                continue
        if time.monotonic() > until:
            raise InputError(
                _("{path} is being written to by another program: try again later.").format(path=folder)
            )
        time.sleep(PAUSE)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _move_into(target: Path, work: Path) -> None:
    """Move every file of `work` into `target`; when one fails, put back what was there.

    Raises InputError, saying where they are, if files that were there cannot be put back.
    """
    names = sorted(entry.name for entry in work.iterdir())
    kept = work.parent / _part()  # not in `work`, which is deleted whatever happens
    kept.mkdir()
    try:
        for name in names:
            if (target / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            if os.path.lexists(target / name):
                _replace(target / name, kept / name)
            _replace(work / name, target / name)
    except BaseException:
        for name in names:  # what has happened so far is read from the disk: we may stop anywhere
            with suppress(OSError, KeyboardInterrupt):
                if os.path.lexists(kept / name):
                    _replace(kept / name, target / name)
                elif not (work / name).exists():
                    _replace(target / name, work / name)
        if any(kept.iterdir()):
            raise InputError(
                _("{path} cannot be written, and files that were there are now in {kept}.").format(
                    path=target, kept=kept
                )
            ) from None
        kept.rmdir()
        raise
    shutil.rmtree(kept, ignore_errors=True)


def _replace(source: Path, target: Path) -> None:
    """Rename; on Windows a scanner may hold a file for a moment."""
    for _try in range(TRIES - 1):
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(PAUSE)
    source.replace(target)


def _part() -> str:
    """A name for something unfinished. Not by `tempfile`, which would hide the result from everybody."""
    return f".kefu-{secrets.token_hex(6)}.part"


def cannot_write(path: Path, error: OSError) -> InputError:
    """The sentence for a file or folder that cannot be written."""
    return InputError(_("{path} cannot be written: {reason}.").format(path=path, reason=_reason(error)))


def cannot_read(path: Path, error: OSError) -> InputError:
    """The sentence for a file that cannot be read."""
    return InputError(_("{path} cannot be read: {reason}.").format(path=path, reason=_reason(error)))


def _reason(error: OSError) -> str:
    known = REASONS.get(error.errno or 0)
    return _(known) if known else str(error.strerror or error)


def read_mapping(path: str | Path) -> dict[str, Any]:
    """Read a YAML or JSON file that holds names and values. Raises InputError as `read_yaml`, or if it holds something else."""
    content = read_yaml(path)
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise InputError(_("{path} must hold names and values (name: value).").format(path=path))
    return content


def read_yaml(path: str | Path) -> Any:
    """Read a YAML or JSON file. Raises InputError if it cannot be read, is too large, is not UTF-8, or is broken."""
    import yaml

    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise InputError(
                _("{path} is larger than {most} MB.").format(path=path, most=LARGEST // 1_000_000)
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
            _("{path} is nested more than {most} levels deep.").format(path=path, most=DEEPEST)
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError(
            _("{path} is not valid YAML: look at line {line}.").format(path=path, line=line)
        ) from None
    except ValueError:  # such as 2025-02-30
        raise InputError(_("{path} holds a date that does not exist.").format(path=path)) from None


def from_yaml(text: str) -> Any:
    """What a YAML text holds. Raises YAMLError, ValueError, RecursionError if nested more than DEEPEST deep."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = 0
    for event in yaml.parse(text, Loader=loader):  # before loading, which dies of depth without an exception
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise RecursionError
    return yaml.load(text, Loader=loader)
