"""A cache on disk for results that take long to compute.

It is in the user's cache folder, or in the folder that the environment variable KEFU_CACHE names. If the cache is
damaged, missing or not writable, the result is computed again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import write_atomic

FOLDER = "KEFU_CACHE"
"""The environment variable with the folder."""
SOURCES = (".py", ".yaml")
"""Suffixes of the package's files that can change a result."""


def cached(name: str, make: Callable[[], bytes]) -> bytes:
    """The cached result of this name; if there is none, the result of `make`, which is then cached.

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


@contextmanager
def cache_in(folder: Path | None) -> Iterator[None]:
    """Keep the cache in this folder during the block; None: in its usual place."""
    before = os.environ.get(FOLDER)
    if folder is not None:
        os.environ[FOLDER] = str(folder)
    try:
        yield
    finally:
        if folder is not None:
            os.environ.pop(FOLDER, None)
            if before is not None:
                os.environ[FOLDER] = before


def keep_newest(pattern: str, most: int) -> None:
    """Delete the oldest cached results whose name matches, so that at most so many are left."""
    with suppress(OSError):
        found = sorted(_folder().glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[most:]:
            path.unlink()


def key(*parts: object) -> str:
    """A hash of the parts: 32 hexadecimal digits."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:32]


@cache
def source_digest(*packages: str) -> str:
    """A hash of the package's source files: of these subpackages, such as "model", or of all."""
    digest = hashlib.sha256()
    root = files("sim")
    for folder in [root.joinpath(name) for name in packages] or [root]:
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
    """A checksum that detects damage (not forgery)."""
    return hashlib.sha256(content).hexdigest().encode()


def _folder() -> Path:
    from platformdirs import user_cache_path

    folder = os.environ.get(FOLDER)
    return Path(folder) if folder else user_cache_path("kefu")
