"""Reading and writing files whole or not at all, with one clear sentence when it cannot be done."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.i18n import _


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a file so that it appears whole or not at all: written beside, then renamed.

    Raises InputError if the folder cannot be written to or the disk is full.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> InputError:
    """The sentence for a file or folder that cannot be written."""
    return InputError(_("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror or error))


def read_mapping(path: str | Path) -> dict[str, Any]:
    """Read a YAML or JSON file that holds names and values.

    Raises InputError if it cannot be read, is not UTF-8, is broken, or holds something else.
    """
    import yaml

    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from None
    except UnicodeDecodeError:
        raise InputError(_("{path} is not a text file in UTF-8.").format(path=path)) from None
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise InputError(_("{path} is not valid YAML: look at line {line}.").format(path=path, line=line)) from None
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise InputError(_("{path} must hold names and values (name: value).").format(path=path))
    return content
