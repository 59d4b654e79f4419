"""Text as spreadsheets save it: UTF-8, UTF-16 with a mark, or, as a Chinese Excel does, GB 18030."""

from __future__ import annotations

import codecs
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import cannot_read
from sim.base.i18n import _


def read_table_text(path: Path) -> str:
    """The text of a file. Raises InputError if it cannot be read, or is no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from None
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(_("{path} is not a text file in UTF-8.").format(path=path))
