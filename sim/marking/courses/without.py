"""A zip without some of its files, also in inner zips: everything else stays the same, byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Set

from sim.marking.collecting.archive import names_of

Way = tuple[str, ...]


def without(data: bytes, way: Way, taken: Set[Way]) -> bytes | None:
    """The content of a file without the files whose ways are taken; None if nothing is left of it.

    way: to this file; of each inner file it goes on as `items` gives it.
    """
    if way in taken:
        return None
    if not data.startswith(b"PK") or not any(one[: len(way)] == way for one in taken):
        return data
    buffer = io.BytesIO()
    left = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as kept:
        kept.comment = archive.comment
        entries = archive.infolist()
        for entry, parts in zip(entries, names_of(entries), strict=True):
            if entry.is_dir():
                continue
            inner = (*way, *parts)
            if any(one[: len(inner)] == inner for one in taken):
                content = without(archive.read(entry), inner, taken)
                if content is None:
                    continue
            else:
                content = archive.read(entry)
            kept.writestr(entry, content)
            left += parts[-1] != "submission.json"
    return buffer.getvalue() if left else None
