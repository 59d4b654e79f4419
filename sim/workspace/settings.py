"""The settings of a working copy, and the form of a student's id."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import cannot_read
from sim.base.i18n import SETTINGS_FILE, _

MAX_ID_LENGTH = 64
RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]"
"""File names that Windows does not allow, with any suffix."""


def student_id(text: str) -> str:
    """The canonical form of a student's id: without surrounding space, width and case folded. Raises InputError."""
    return _canonical("student", text)


def course_id(text: str) -> str:
    """The canonical form of a course's id, as `student_id`."""
    return _canonical("course", text)


def _canonical(what: str, text: str) -> str:
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    # It becomes part of file names on every system.
    if not re.fullmatch(r"\w[\w.@-]*", name) or len(name) > MAX_ID_LENGTH or name.endswith("."):
        raise InputError(
            _(
                "{what} is {text!r}, but takes 1 to {most} letters and digits, also - _ . @ between them."
            ).format(what=what, text=text, most=MAX_ID_LENGTH)
        )
    if re.fullmatch(RESERVED, name.partition(".")[0]):
        raise InputError(
            _("{what} is {text!r}, a name that Windows keeps for a device: take another.").format(
                what=what, text=text
            )
        )
    return name


def settings_above(folder: Path) -> dict[str, Any]:
    """The settings of the folder, or of the nearest folder above it that has a settings file; else empty.

    Raises InputError if the file cannot be read or is not TOML.
    """
    place = working_copy_above(folder)
    return {} if place is None else read_settings(place)


def working_copy_above(folder: Path) -> Path | None:
    """The folder, or the nearest one above it, that has a settings file; None if there is none."""
    return next((place for place in (folder, *folder.parents) if (place / SETTINGS_FILE).is_file()), None)


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings of this folder; empty if there is no file. Raises InputError as `settings_above`."""
    path = folder / SETTINGS_FILE
    return read_toml(path) if path.exists() else {}


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises InputError if it cannot be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:  # not TOML or not UTF-8
        raise InputError(_("{path} is not valid TOML: mend it or delete it.").format(path=path)) from None


def settings_with(
    folder: Path, values: dict[str, str], tables: Mapping[str, dict[str, Any] | None] | None = None
) -> bytes:
    """The content of the settings file with these values; everything else in it stays, comments too.

    tables: name -> the new content of a whole table; None removes it.

    Raises InputError if the file cannot be read, or one of the values there is not a text.
    """
    import tomlkit

    path = folder / SETTINGS_FILE
    for name, value in read_settings(folder).items():
        if name in values and not isinstance(value, str):
            raise InputError(
                _('{path} cannot be changed: {name} must be a text, as in {name} = "...".').format(
                    path=path, name=name
                )
            )
    document = tomlkit.parse(path.read_bytes().decode("utf-8-sig") if path.exists() else "")
    for name, value in values.items():
        document[name] = value
    for name, table in (tables or {}).items():
        document.pop(name, None)
        if table is not None:
            document[name] = table
    return tomlkit.dumps(document).encode("utf-8")
