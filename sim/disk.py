"""Reading and writing files whole or not at all, with one clear sentence when it cannot be done."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.i18n import N_, _

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


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a file so that it appears whole or not at all: written beside, then renamed.

    Raises InputError if the folder cannot be written to or the disk is full.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = path.parent / _part()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """A folder to write files into; they appear in `path` together when the block ends well, else not at all.

    Where `path` exists, its files of other names stay. If one of the same name cannot be replaced (another
    program has it open, it is a folder), every file is left as it was. Raises InputError if `path` cannot be
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
        if target.is_dir():
            _move_into(target, work)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            work.rename(target)
    except BrokenPipeError:  # a reader of our output left: nothing to do with the folder
        raise
    except OSError as error:
        raise cannot_write(goal, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _move_into(target: Path, work: Path) -> None:
    """Move every file of `work` into `target`; when one fails, put back what was there."""
    names = sorted(entry.name for entry in work.iterdir())
    kept = work / _part()
    kept.mkdir()
    try:
        for name in names:
            if (target / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            if os.path.lexists(target / name):
                (target / name).replace(kept / name)
            (work / name).replace(target / name)
    except BaseException:
        for name in names:  # what has happened so far is read from the disk: we may stop anywhere
            if not (work / name).exists():
                (target / name).replace(work / name)
            if os.path.lexists(kept / name):
                (kept / name).replace(target / name)
        raise


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
    """Read a YAML or JSON file that holds names and values.

    Raises InputError if it cannot be read, is not UTF-8, is broken, or holds something else.
    """
    import yaml

    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise cannot_read(path, error) from None
    except UnicodeDecodeError:
        raise InputError(_("{path} is not a text file in UTF-8.").format(path=path)) from None
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError(
            _("{path} is not valid YAML: look at line {line}.").format(path=path, line=line)
        ) from None
    except ValueError:  # such as 2025-02-30
        raise InputError(_("{path} holds a date that does not exist.").format(path=path)) from None
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise InputError(_("{path} must hold names and values (name: value).").format(path=path))
    return content
