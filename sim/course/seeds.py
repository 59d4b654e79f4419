"""Seeds of a student's own variant: the public one from three names, the hidden one with the instructor's secret."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from sim.base.files import cannot_read, cannot_write

SECRET_FILE = "kefu-secret.txt"
"""In the course folder, never committed. Who knows it can compute the data that hidden tests use."""
_KEPT_BYTES = 8
_SEED_BITS = 62


def public_seed(course: str, assignment: str, student: str) -> int:
    """Seed of the student's own data, a function of the three names alone."""
    return _whole(hashlib.sha256(_names(course, assignment, student)).digest())


def hidden_seed(secret: bytes, course: str, assignment: str, student: str) -> int:
    """Seed of the further data that hidden tests use; nobody without the secret can compute it."""
    return _whole(hmac.digest(secret, _names(course, assignment, student), "sha256"))


def course_secret(course_folder: Path) -> bytes:
    """The secret of a course folder; made at the first use. Raises InputError if it can be neither read nor made."""
    path = course_folder / SECRET_FILE
    with suppress(FileExistsError):
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            raise
        except OSError as error:
            if not path.exists():
                raise cannot_write(path, error) from None
        else:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(32).encode("ascii"))
    try:
        return path.read_bytes().strip()
    except OSError as error:
        raise cannot_read(path, error) from None


def _names(*names: str) -> bytes:
    # A length before each name: ("ab", "c") and ("a", "bc") differ.
    return b"".join(len(name.encode()).to_bytes(4, "big") + name.encode() for name in names)


def _whole(digest: bytes) -> int:
    return int.from_bytes(digest[:_KEPT_BYTES], "big") >> (8 * _KEPT_BYTES - _SEED_BITS)
