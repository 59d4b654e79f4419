"""The files of an original, also in zips within zips. Nothing is unpacked to the disk, and no file grows beyond its limit.

Names that a Chinese Windows stored are read as such. A file that cannot be read is reported with the reason.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO

from sim.base.i18n import _
from sim.base.zips import DAMAGES, EPOCH
from sim.marking.collecting.names import is_junk

MOST_FILES = 50_000
"""In one archive."""
MOST_DEPTH = 5
"""Of archives within archives."""
MOST_ARCHIVE = 300_000_000
"""Bytes of an archive within another."""
MOST_FILE = 20_000_000
"""Bytes of any other file that is read: of a notebook, see `taken`."""
MOST_ALL = 4_000_000_000
"""Bytes read of an original."""
MOST_ALL_FILES = 200_000
"""Files of an original, in all its archives."""
HEAD = 1024
"""Bytes by which it is told what a file is."""
EXTENDED = 0x5455
"""Extra field of a zip with the time in UTC, of Info-ZIP."""
UNICODE_PATH = 0x7075
"""Extra field of a zip with the name in UTF-8."""
OTHER_ARCHIVES = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gzip"}
OFFICE = ("[Content_Types].xml", "META-INF/manifest.xml", "META-INF/MANIFEST.MF", "mimetype")
"""Files by which a zip is recognised as a document or a program, not an archive."""


@dataclass(frozen=True)
class Step:
    """One part of the path to a file. time: of the entry, if it is a file that keeps one; archive: what is inside comes after it.

    sure: whether it is the time of handing in, and not perhaps that of a download.
    """

    name: str
    time: datetime | None = None
    archive: bool = False
    sure: bool = True


@dataclass(frozen=True)
class Item:
    """A file of an original. content: None if it was not read, and why; junk: what systems and programs leave behind."""

    way: tuple[Step, ...]
    content: bytes | None = None
    problem: str = ""
    junk: bool = False

    @property
    def place(self) -> str:
        """The way in one line."""
        return "/".join(step.name for step in self.way)


@dataclass
class _Room:
    """The number of bytes and files that may still be read of an original."""

    left: int = MOST_ALL
    files: int = MOST_ALL_FILES


def items(path: Path, name: str, *, folder: bool, timed: bool, zone: tzinfo) -> Iterator[Item]:
    """Every file of an original.

    folder: it is the zip of a folder; timed: the times of files count; zone: of times that a zip keeps without one.
    """
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    step = Step(name, None if folder else modified, archive=True, sure=timed)
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(0)
        if _is_zip(head):
            yield from _inside(file, (step,), zone, _Room(), depth=1, sure=timed or not folder)
            return
        way = (Step(name, modified, sure=timed),)
        yield _leaf(way, head, lambda: file.read(MOST_FILE + 1), path.stat().st_size)


def extended_time(moment: datetime) -> bytes:
    """The extra field that keeps a moment in UTC."""
    return struct.pack("<HHBi", EXTENDED, 5, 1, int(moment.timestamp()))


def _inside(
    file: IO[bytes], way: tuple[Step, ...], zone: tzinfo, room: _Room, depth: int, *, sure: bool
) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGES:
        yield Item(way, problem=_("the archive is damaged"))
        return
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        if depth > 1 and any(entry.filename in OFFICE for entry in entries):
            yield Item(way, problem=_("it is a document or a program, not a notebook or an archive"))
            return
        room.files -= len(entries)
        if len(entries) > MOST_FILES or room.files < 0:
            text = _("the archive holds too many files")
            yield Item(way, problem=text)
            return
        if not entries:
            yield Item(way, problem=_("the archive is empty"))
        for entry, parts in zip(entries, names_of(entries), strict=True):
            steps = [*(Step(part) for part in parts[:-1]), Step(parts[-1], time_of(entry, zone), sure=sure)]
            yield from _entry(archive, entry, (*way, *steps), zone, room, depth)


def _entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    way: tuple[Step, ...],
    zone: tzinfo,
    room: _Room,
    depth: int,
) -> Iterator[Item]:
    if is_junk([step.name for step in way]):
        yield Item(way, junk=True)
        return
    if entry.flag_bits & 0x1:
        yield Item(way, problem=_("it is protected by a password"))
        return
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        yield Item(way, problem=_("it is a link to another file"))
        return
    try:
        with archive.open(entry) as source:
            head = source.read(HEAD)
        most = MOST_ARCHIVE if _is_zip(head) else MOST_FILE

        def read() -> bytes:
            if room.left < 0:
                return b""
            with archive.open(entry) as source:
                data = source.read(most + 1)
            room.left -= len(data)
            return data

        if not _is_zip(head):
            yield _leaf(way, head, read, entry.file_size)
            return
        if depth >= MOST_DEPTH:
            yield Item(way, problem=_("archives lie in archives too deep"))
            return
        data = b"" if entry.file_size > most else read()
    except DAMAGES:
        yield Item(way, problem=_("it is damaged, or packed in a way that cannot be read"))
        return
    if not data or len(data) > most:
        text = _("unpacked it would be larger than {most} MB")
        yield Item(way, problem=text.format(most=most // 1_000_000))
        return
    inner = (*way[:-1], replace(way[-1], archive=True))
    yield from _inside(io.BytesIO(data), inner, zone, room, depth + 1, sure=True)


def _leaf(way: tuple[Step, ...], head: bytes, read: Callable[[], bytes], size: int) -> Item:
    """A file that is no zip: read if it may be text."""
    if not head:
        return Item(way, problem=_("the file is empty"))
    for magic, kind in OTHER_ARCHIVES.items():
        if head.startswith(magic):
            text = _("it is a {kind} archive: unpack it, and collect the folder")
            return Item(way, problem=text.format(kind=kind))
    is_text = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head
    if not is_text:
        return Item(way, problem=_("it is neither a notebook nor an archive"))
    data = b"" if size > MOST_FILE else read()
    if not data or len(data) > MOST_FILE:
        text = _("it is larger than {most} MB")
        return Item(way, problem=text.format(most=MOST_FILE // 1_000_000))
    return Item(way, data)


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def names_of(entries: list[zipfile.ZipInfo]) -> list[list[str]]:
    """The parts of every name, without those that lead out of a folder."""
    found = []
    for name in _names(entries):
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        found.append(parts or [_("(no name)")])
    return found


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """The names as they were meant. A name that is not marked as UTF-8 may still be UTF-8, or come from a Chinese Windows."""
    raw = [None if entry.flag_bits & 0x800 else _bytes(entry) for entry in entries]
    for encoding in ("utf-8", "gb18030"):
        try:
            return [
                _unicode_path(entry) or (entry.filename if data is None else data.decode(encoding))
                for entry, data in zip(entries, raw, strict=True)
            ]
        except UnicodeDecodeError:
            continue
    return [entry.filename for entry in entries]


def _bytes(entry: zipfile.ZipInfo) -> bytes | None:
    try:
        return entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return None


def _unicode_path(entry: zipfile.ZipInfo) -> str:
    data = _extra(entry, UNICODE_PATH)
    try:
        return data[5:].decode("utf-8") if len(data) > 5 else ""
    except UnicodeDecodeError:
        return ""


def time_of(entry: zipfile.ZipInfo, zone: tzinfo) -> datetime | None:
    """When the file was written, in UTC; None if the zip does not keep it."""
    data = _extra(entry, EXTENDED)
    try:
        if len(data) >= 5 and data[0] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", data[1:5])[0], UTC)
        if entry.date_time <= EPOCH:
            return None
        return datetime(*entry.date_time, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _extra(entry: zipfile.ZipInfo, wanted: int) -> bytes:
    """An extra field; empty if there is none."""
    data = entry.extra
    while len(data) >= 4:
        kind, size = struct.unpack("<HH", data[:4])
        if kind == wanted:
            return data[4 : 4 + size]
        data = data[4 + size :]
    return b""
