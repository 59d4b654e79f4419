"""Results kept on disk between programs, so that what takes long is computed once.

They lie in the user's cache folder, or where the environment variable KEFU_CACHE says. A damaged, missing or
unwritable cache only costs time: the result is computed again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import write_atomic

SOURCES = (".py", ".yaml")
"""Endings of the package's files that can change a result."""


def cached(name: str, make: Callable[[], bytes]) -> bytes:
    """The result kept under a name, or else the one that `make` returns, which is then kept.

    name: a file name that changes whenever the result may change: see `key`.
    """
    path = _folder() / name
    with suppress(OSError):
        digest, _newline, content = path.read_bytes().partition(b"\n")
        if digest == _digest(content):
            return content
    content = make()
    with suppress(InputError):
        write_atomic(path, _digest(content) + b"\n" + content)
    return content


def key(*parts: object) -> str:
    """32 hexadecimal digits that stand for the parts together."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:32]


@cache
def source_digest(*rooms: str) -> str:
    """A hash of the package's source: of these rooms such as "model", of all if none is named."""
    digest = hashlib.sha256()
    package = files("sim")
    for folder in [package.joinpath(room) for room in rooms] or [package]:
        for entry in _sources(folder):
            digest.update(entry.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _sources(entry) if entry.name != "_files" else []
        elif entry.name.endswith(SOURCES):
            found.append(entry)
    return found


def _digest(content: bytes) -> bytes:
    """Shows that a result is whole; it does not protect against forgery."""
    return hashlib.sha256(content).hexdigest().encode()


def _folder() -> Path:
    from platformdirs import user_cache_path

    chosen = os.environ.get("KEFU_CACHE")
    return Path(chosen) if chosen else user_cache_path("kefu")
