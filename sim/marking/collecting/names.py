"""Patterns of file names: files that nobody handed in, names and numbers as LMSs join them, repeated uploads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

JUNK_FOLDERS = {
    "__macosx",
    ".ipynb_checkpoints",
    "__pycache__",
    ".git",
    ".idea",
    ".vscode",
    "before-repair",
    ".jupyter",
}
JUNK_FILES = {".ds_store", "thumbs.db", "desktop.ini", "kefu.toml", ".gitignore"}
MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<participant>\d+)_assign(?:submission|feedback)_\w+?(?:_|$)")
"""`Li Yi_12345_assignsubmission_file_`, a folder or the beginning of a file name, as Moodle names what it packs."""
CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<user>\d+)_(?P<submission>\d+)_(?P<file>.+)", re.DOTALL
)
"""`liyi_LATE_10023_778899_service_measures-li01.zip`, as Canvas does."""
NUMBERED = re.compile(
    r"(?:[ _]?[(（](\d{1,2})[)）]|-(\d{1,2})|_v?(\d{1,2})|[ _-]*(?:副本|copy)(\d*))$", re.IGNORECASE
)


@dataclass(frozen=True)
class Named:
    """The parts of an LMS's name for a hand-in. number: the user's; late: the LMS says so."""

    name: str
    number: str
    late: bool = False
    number_is_users: bool = False


def is_junk(parts: Sequence[str]) -> bool:
    """Whether the file of this path is one that systems, editors or Kefu itself leave behind."""
    names = [part.casefold() for part in parts]
    return (
        not JUNK_FOLDERS.isdisjoint(names[:-1])
        or names[-1] in JUNK_FILES
        or names[-1].startswith(("._", "~$", ".~"))
    )


def by_lms(part: str) -> Named | None:
    """The meaning of a part of a path that Moodle or Canvas made; None for any other."""
    if found := MOODLE.match(part):
        return Named(found["name"], found["participant"])
    if found := CANVAS.fullmatch(part):
        return Named(found["name"], found["user"], bool(found["late"]), number_is_users=True)
    return None


def upload_number(name: str) -> int:
    """The number that a browser or an LMS appended to a repeated upload; 0 if there is none.

    Examples
    --------
    >>> upload_number("service_measures-li01 (2).zip"), upload_number("作业-1.ipynb"), upload_number("作业.zip")
    (2, 1, 0)
    """
    stem = name.rpartition(".")[0] or name
    found = NUMBERED.search(stem)
    if not found:
        return 0
    digits = next((group for group in found.groups() if group), "1")
    return int(digits)


def plain(text: str) -> str:
    """The text for comparisons: one width of letters, composed accents, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def unscrambled(part: str) -> str:
    """A name that was unpacked with the wrong encoding, as it was meant; the name itself if it was not.

    Examples
    --------
    >>> unscrambled("└ε╥╗")
    '李一'
    """
    try:
        return part.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part
