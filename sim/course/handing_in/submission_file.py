"""The file that is handed in: one zip with the notebook, `answers/`, `talks/` and `submission.json`, which describes them.

Format 1 of `submission.json`: `{"format": 1, "course", "student", "assignment", "edition", "version", "tables", "files"}`.
edition: language of the notebook; version: of Kefu; tables: fingerprint of the student's tables; files: name -> SHA-256.
Nothing is compressed and no time is kept, so that the same work gives the same bytes on every computer.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.zips import EPOCH, opened

FORMAT = 1
DESCRIPTION = "submission.json"
TEXTS = ("course", "student", "assignment", "edition", "version", "tables")
"""What `submission.json` says besides the format and the files."""
MOST_BYTES = 200_000_000
"""Most that the files of a submission may hold together."""
NAME = re.compile(r"(?:answers/|talks/)?[^/\\:]+")
"""Allowed names of files in a submission: none leads out of the folder into which it is unpacked."""


@dataclass(frozen=True)
class Submission:
    """What a zip holds; edition: language of the notebook; tables: fingerprint of the student's tables; files: by name."""

    course: str
    student: str
    assignment: str
    edition: str
    version: str
    tables: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def notebook(self) -> bytes:
        """The notebook."""
        return self.files[f"{self.assignment}.ipynb"]


def to_zip(submission: Submission) -> bytes:
    """The bytes of the zip: the same for the same submission."""
    files = dict(sorted(submission.files.items()))
    about = {
        "format": FORMAT,
        "course": submission.course,
        "student": submission.student,
        "assignment": submission.assignment,
        "edition": submission.edition,
        "version": submission.version,
        "tables": submission.tables,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {DESCRIPTION: text.encode("utf-8"), **files}.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # otherwise it shows on which system it was made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def read_submission(path: Path) -> Submission:
    """Read a zip that was handed in, and check every file in it.

    Raises InputError if it cannot be read, is damaged, or its contents do not match its description.
    """
    with opened(path, _wrong(path, _("it is damaged"))) as archive:
        names = [entry.filename for entry in archive.infolist()]
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise _wrong(path, _("it is too large"))
        content = {name: archive.read(name) for name in names}
    if DESCRIPTION not in content:
        raise _wrong(path, _("it was not made by Kefu"))
    about = _about(path, content.pop(DESCRIPTION))
    if len(names) != len(content) + 1 or not all(NAME.fullmatch(name) for name in content):
        raise _wrong(path, _("it holds names that no submission has"))
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    notebook = f"{about['assignment']}.ipynb"
    if hashes != about["files"] or notebook not in content:
        others = sorted(set(hashes.items()) ^ set(about["files"].items()))
        raise _wrong(
            path,
            _("{file} is not as it was when it was made").format(file=others[0][0] if others else notebook),
        )
    return Submission(**{name: about[name] for name in TEXTS}, files=content)


def _about(path: Path, data: bytes) -> dict[str, Any]:
    wrong = _wrong(path, _("{file} cannot be understood").format(file=DESCRIPTION))
    try:
        about = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise wrong from None
    version = about.get("format") if isinstance(about, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise InputError(_("{path} was written by a newer version of Kefu: update Kefu.").format(path=path))
    files = about.get("files") if version == FORMAT else None
    if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
        raise wrong
    if not all(isinstance(about.get(name), str) for name in TEXTS):
        raise wrong
    return dict(about)


def _wrong(path: Path, reason: str) -> InputError:
    return InputError(_("{path} cannot be taken as a submission: {reason}.").format(path=path, reason=reason))
