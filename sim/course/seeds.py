"""Seeds of a student's data: the public one from three names, the hidden one with the instructor's secret as well."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from sim.base.files import cannot_read, cannot_write
from sim.course.course_folder import SECRET

_KEPT_BYTES = 8
_SEED_BITS = 62


def public_seed(course: str, assignment: str, student: str) -> int:
    """Seed of the student's own data, a function of the three names alone."""
    return _to_seed(hashlib.sha256(_encode(course, assignment, student)).digest())


def data_number(seed: int) -> str:
    """A short number by which data are told from those of another course, assignment or student.

    Examples
    --------
    >>> data_number(public_seed("kefu", "service_measures", "li01"))
    'e14a-1dd0'
    """
    digest = hashlib.sha256(str(seed).encode()).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}"


def hidden_seed(secret: bytes, course: str, assignment: str, student: str) -> int:
    """Seed of the data that hidden tests use; it cannot be computed without the secret."""
    return _to_seed(hmac.digest(secret, _encode(course, assignment, student), "sha256"))


def course_secret(course_folder: Path) -> bytes:
    """The secret of a course folder, created at the first use. Raises InputError if it can be neither read nor written."""
    path = course_folder / SECRET
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


def _encode(*names: str) -> bytes:
    # Each name is preceded by its length: ("ab", "c") and ("a", "bc") must differ.
    return b"".join(len(name.encode()).to_bytes(4, "big") + name.encode() for name in names)


def _to_seed(digest: bytes) -> int:
    return int.from_bytes(digest[:_KEPT_BYTES], "big") >> (8 * _KEPT_BYTES - _SEED_BITS)
