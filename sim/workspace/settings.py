"""A student's id in its one form, and where a working copy keeps it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import cannot_read
from sim.base.i18n import SETTINGS_FILE, _

LONGEST_ID = 64
RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]"
"""Names that no file may have on Windows, whatever follows after a full stop."""


def student_id(text: str) -> str:
    """A student's or a course's id in its one form: width and case do not matter, nor space around it. Raises InputError."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    # It becomes the name of folders and files, on every system.
    if not re.fullmatch(r"\w[\w.@-]*", name) or len(name) > LONGEST_ID or name.endswith("."):
        raise InputError(
            _(
                "student is {text!r}, but takes 1 to {most} letters and digits, also - _ . @ between them."
            ).format(text=text, most=LONGEST_ID)
        )
    if re.fullmatch(RESERVED, name.partition(".")[0]):
        raise InputError(
            _("student is {text!r}, a name that Windows keeps for a device: take another.").format(text=text)
        )
    return name


def settings_above(folder: Path) -> dict[str, Any]:
    """The settings file of the folder, or of the nearest folder above it that has one; empty if none has.

    Raises InputError if it cannot be read or is not TOML.
    """
    for place in (folder, *folder.parents):
        if (place / SETTINGS_FILE).is_file():
            return read_settings(place)
    return {}


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings file of this folder; empty if there is none. Raises InputError as `settings_above`."""
    path = folder / SETTINGS_FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise cannot_read(path, error) from None
    except ValueError:  # no TOML, or no UTF-8
        raise InputError(_("{path} is not valid TOML: mend it or delete it.").format(path=path)) from None
