"""Model solutions: never in an installation of Kefu, since students install it, too. They are a folder or a private archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath

from sim.base.errors import InputError
from sim.base.files import cannot_read, write_atomic
from sim.base.i18n import _
from sim.base.zips import EPOCH, opened
from sim.course.assignment import assignment_ids
from sim.course.course_folder import SOURCES

MOST = 50_000_000
"""Bytes of all solutions."""


def read_solutions(place: Path | None) -> dict[str, bytes]:
    """Path below `solutions/` -> content, for every assignment that this Kefu has.

    place: a folder with `solutions` in it, an archive that holds such a folder at any level, or None: the tree that this Kefu is
    read from. Raises InputError if there are none.
    """
    if place is None:
        place = Path(__file__).resolve().parents[3]
    try:
        found = _of_folder(place) if place.is_dir() else _of_archive(place)
    except OSError as error:
        raise cannot_read(place, error) from None
    wanted = [name for name in assignment_ids() if f"{name}/{name}.ipynb" in found]
    if not wanted:
        text = _(
            "{place} holds no model solutions: name the folder or the archive that has them with --solutions. They are in the"
            " repository of Kefu, in the folder solutions, and in no installation."
        )
        raise InputError(text.format(place=place))
    return {path: data for path, data in found.items() if path.partition("/")[0] in wanted}


def pack_solutions(place: Path | None, target: Path) -> list[str]:
    """Write the private archive of the solutions; returns the assignments in it. The same solutions give the same bytes."""
    found = read_solutions(place)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in sorted(found.items()):
            entry = zipfile.ZipInfo(f"{SOURCES}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    write_atomic(target, buffer.getvalue())
    return sorted({path.partition("/")[0] for path in found})


def write_solutions(found: dict[str, bytes], root: Path) -> None:
    """Put the solutions into a course folder."""
    for path, data in found.items():
        write_atomic(root / SOURCES / path, data)


def _of_folder(place: Path) -> dict[str, bytes]:
    folder = place / SOURCES if (place / SOURCES).is_dir() else place
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in assignment_ids()
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and not path.is_symlink() and _is_wanted(path.relative_to(folder).parts)
    }


def _of_archive(place: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    damaged = InputError(_("{path} is not a zip that can be read.").format(path=place))
    with opened(place, damaged) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        for entry in entries:
            parts = PurePosixPath(entry.filename).parts
            if SOURCES not in parts or ".." in parts:
                continue
            inside = parts[parts.index(SOURCES) + 1 :]
            if len(inside) > 1 and inside[0] in assignment_ids() and _is_wanted(inside):
                if sum(map(len, found.values())) + entry.file_size > MOST:
                    text = _("{path} is larger than {most} MB.")
                    raise InputError(text.format(path=place, most=MOST // 10**6))
                found["/".join(inside)] = archive.read(entry)
    return found


def _is_wanted(parts: tuple[str, ...]) -> bool:
    return not {".ipynb_checkpoints", "__pycache__"} & set(parts) and not any(
        c in p for p in parts for c in '<>:"|?*\\'
    )
