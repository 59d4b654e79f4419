"""Decode a text file, with an encoding that is given or decided by the whole text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

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
OTHERS = (("gb18030", "GB18030"), ("big5", "Big5"), ("cp1252", "Windows-1252"))
"""Encodings to try for a text that is not UTF-8; hardly any other text is valid UTF-8 by chance."""
KNOWN_NAMES = 3
"""Column names from which an encoding is beyond doubt; with fewer, letters of other languages are considered."""
MORE = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp932",
    "euc_kr",
    "gb18030",
    "big5",
]
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")
"""Characters that no spreadsheet or database writes into a table; \\x1a ends the text of old programs."""
BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
SAMPLE_BYTES = 1_000_000
HEAD_LINES = 20


def decode(
    data: bytes, source: str, encoding: str | None, is_column_name: Callable[[str], bool]
) -> tuple[str, str]:
    """The text and the name of its encoding, decided unless given. Raises InputError if it is not text."""
    if encoding is not None or _marked(data):
        codec, name = _marked(data) or ("", "")
        if encoding is not None and not (codec and encoding.lower().startswith("utf")):
            codec = name = encoding
        text = _decoded(data, codec, encoding)
        if text is not None:
            return text, name
    else:
        text = _decoded(data, "utf-8", None)
        if text is not None:
            return text, "UTF-8"
        found = _best(data, is_column_name)
        if found is not None:
            return found
    if encoding is not None:
        raise InputError(
            _("{source} is not a text table in {encoding}.").format(source=source, encoding=encoding)
        )
    raise InputError(
        _(
            "{source} is neither a text table (CSV in UTF-8, GB18030, Big5, Windows-1252 or UTF-16) nor an Excel "
            "file; if it is text in another encoding, name it (encoding)."
        ).format(source=source)
    )


def _marked(data: bytes) -> tuple[str, str] | None:
    return next(((codec, name) for mark, codec, name in MARKS if data.startswith(mark)), None)


def _decoded(data: bytes, codec: str, given: str | None) -> str | None:
    try:
        text = data.decode(codec)
    except LookupError:
        raise InputError(
            _("encoding is {value}, but takes a name such as utf-8 or gb18030.").format(value=given)
        ) from None
    except UnicodeDecodeError:
        return None
    return text if NOT_TEXT.search(text) is None else None


def _best(data: bytes, is_column_name: Callable[[str], bool]) -> tuple[str, str] | None:
    """Of the encodings in which it can be read, the one with most column names; if equal, the one that its letters suggest.

    A letter beyond ASCII is two bytes in Chinese, one between plain letters in Windows-1252. Where hardly a name is known,
    charset-normalizer decides, by the letters that languages have.
    """
    if NOT_TEXT.search(data[:SAMPLE_BYTES].decode("latin-1").replace("\x85", "")):
        return None
    runs = BEYOND_ASCII.findall(data[:SAMPLE_BYTES])
    western = sum(len(run) == 1 for run in runs) > len(runs) / 2
    read = []
    for place, (codec, name) in enumerate(OTHERS):
        text = _decoded(data, codec, None)
        if text is not None:
            names = sum(is_column_name(cell) for cell in _cells(text))
            read.append((-names, (codec == "cp1252") != western, place, text, name))
    if not read:
        return None
    names, *_order, text, name = min(read, key=lambda each: each[:3])
    if -names < KNOWN_NAMES:
        from charset_normalizer import from_bytes  # only such a file needs it

        found = from_bytes(data[:SAMPLE_BYTES], cp_isolation=MORE).best()
        other = _decoded(data, found.encoding, None) if found is not None else None
        if found is not None and other is not None:
            return other, found.encoding.upper().replace("CP125", "Windows-125")
    return text, name


def _cells(text: str) -> list[str]:
    """The cells of the first lines, whatever separates them."""
    lines = text[:20_000].splitlines()[:HEAD_LINES]
    return [cell for line in lines for cell in re.split(r"[,;\t|]", line.replace('"', ""))]
