"""Decode a text file, with an encoding that is given or guessed."""

from __future__ import annotations

import codecs
import re

from sim.base.errors import InputError
from sim.base.i18n import _

# The mark of UTF-32 begins with that of UTF-16, so it comes first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
GUESSES = (("utf-8", "UTF-8"), ("gb18030", "GB18030"))
"""Other text is hardly ever valid UTF-8; nearly all text is valid GB18030, so it comes last."""
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
"""Characters that no spreadsheet or database writes into a table; \\x1a ends the text of old programs."""


def decode(data: bytes, source: str, encoding: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding, guessed unless given. Raises InputError if it is not text."""
    for codec, name in _candidates(data, encoding):
        try:
            text = data.decode(codec)
        except LookupError:
            raise InputError(
                _("encoding is {value}, but takes a name such as utf-8 or gb18030.").format(value=encoding)
            ) from None
        except UnicodeDecodeError:
            continue
        if NOT_TEXT.search(text) is None:
            return text, name
        if not codec.startswith("utf-16"):
            break
    if encoding is not None:
        raise InputError(
            _("{source} is not a text table in {encoding}.").format(source=source, encoding=encoding)
        )
    raise InputError(
        _("{source} is neither a text table (CSV in UTF-8, GB18030 or UTF-16) nor an Excel file.").format(
            source=source
        )
    )


def _candidates(data: bytes, encoding: str | None) -> list[tuple[str, str]]:
    marked = [(codec, name) for mark, codec, name in MARKS if data.startswith(mark)]
    if marked and (encoding is None or encoding.lower().startswith("utf")):
        return marked[:1]
    return [(encoding, encoding)] if encoding is not None else list(GUESSES)
