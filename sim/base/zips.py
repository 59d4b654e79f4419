"""Read zips from any source: damage of any kind raises the same error."""

from __future__ import annotations

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import cannot_read

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold. It stands for no time: the same files give the same bytes."""
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,  # bzip2's, without a number; EINVAL: a place before the beginning of the file
    RuntimeError,  # a password, or a compression that Python does not know
    OverflowError,
    ValueError,
    KeyError,
)
"""What opening or reading a damaged zip raises. InputError is a ValueError: catch it first where it may come from within."""


@contextmanager
def opened(path: Path, damaged: InputError) -> Iterator[zipfile.ZipFile]:
    """The zip at a path. Raises InputError if it cannot be opened, and `damaged` if it is not a zip."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            yield archive
    except InputError:
        raise
    except DAMAGES as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise cannot_read(path, error) from None
        raise damaged from None
