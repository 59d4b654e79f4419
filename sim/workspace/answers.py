"""A student's work in a notebook: checks, predictions and reflections, in `answers/NOTEBOOK.json` of the working copy.

Only this module writes these files. A file is complete or absent, also after a power cut. A file that cannot be
understood is set aside, never overwritten.
"""

from __future__ import annotations

import json
import re
from itertools import chain, count
from pathlib import Path
from typing import Any

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.files import cannot_read, cannot_write, locked, write_atomic
from sim.base.i18n import _
from sim.workspace.settings import read_settings, working_copy_above

FOLDER = "answers"
FORMAT = 1
CHECKS, PREDICTIONS, REFLECTIONS = "checks", "predictions", "reflections"
KINDS = (CHECKS, PREDICTIONS, REFLECTIONS)

Answers = dict[str, dict[str, Any]]
"""Kind -> name of a part or question -> what is kept."""


class BrokenAnswersError(InputError):
    """A file of answers that cannot be understood."""


def record(notebook: str, part: str, share: float | None, points: float) -> str:
    """Keep the result of a check, and with it the student, since every student has data of their own.

    Where there is no working copy (a demonstration, a submission that is marked) nothing is kept.

    Parameters
    ----------
    notebook : str
        Id of the assignment, such as "service_measures"; the file may have been renamed.
    part : str
        Name of the part, such as "m01".
    share : float or None
        The share of the part that is right, from 0 to 1; 1 if the check found nothing wrong. None if there is no
        answer yet: an earlier result is removed.
    points : float
        What the part is worth.

    Returns
    -------
    str
        A sentence for the student if something is wrong with the file; "" otherwise. A check never fails because of it.

    Examples
    --------
    >>> record("service_measures", "m01", 1.0, 1)
    ''
    """
    folder = working_copy_above(Path.cwd())
    if folder is None:
        return ""
    try:
        settings = read_settings(folder)
    except InputError as error:
        return str(error)
    found = {
        "share": share,
        "points": points,
        "student": settings.get("student", ""),
        "course": settings.get("course", ""),
    }
    return keep(notebook, CHECKS, part, None if share is None else found)


def keep(notebook: str, kind: str, name: str, value: Any) -> str:
    """Keep one value of a notebook, of one of `KINDS`: plain data for JSON; None removes it.

    Returns a sentence for the student if something is wrong with the file, "" otherwise; nothing is kept where there is
    no working copy.
    """
    folder = working_copy_above(Path.cwd())
    if folder is None:
        return ""
    path = answers_file(folder, notebook)
    try:
        return _change(path, kind, name, value)
    except InputError as error:
        return str(error)


def kept(notebook: str, kind: str) -> dict[str, Any]:
    """The kept entries of a notebook in the working copy of the current folder, by name.

    Raises InputError as `read_answers`.
    """
    folder = working_copy_above(Path.cwd())
    return {} if folder is None else read_answers(answers_file(folder, notebook))[kind]


def answers_file(folder: Path, notebook: str) -> Path:
    """The file of a notebook in a working copy."""
    if not re.fullmatch(r"\w[\w.-]*", notebook):
        raise ValueError(f"{notebook!r} is not the name of a notebook")
    return folder / FOLDER / f"{notebook}.json"


def read_answers(path: Path) -> Answers:
    """Everything in a file of answers; empty if there is none.

    Raises BrokenAnswersError if it cannot be understood, InputError if it cannot be read or a newer Kefu wrote it.
    """
    empty: Answers = {kind: {} for kind in KINDS}
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return empty
    except OSError as error:
        raise cannot_read(path, error) from None
    return empty | _parse(path, data)


def _parse(path: Path, data: bytes) -> Answers:
    text = _("{path} is damaged: run `{command}`.")
    broken = BrokenAnswersError(text.format(path=path, command=kefu_command("doctor", "--repair")))
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise broken from None
    version = content.get("format") if isinstance(content, dict) else None
    if not isinstance(version, int) or version < 1:
        raise broken
    if version > FORMAT:
        raise InputError(_("{path} was written by a newer version of Kefu: update Kefu.").format(path=path))
    if not all(isinstance(content.get(kind, {}), dict) for kind in KINDS):
        raise broken
    del content["format"]
    return content


def set_aside(path: Path) -> Path:
    """Rename a damaged file, so that a new one can take its place. Returns its new path."""
    ends = chain([".broken"], (f".broken.{number}" for number in count(2)))
    paths = (path.with_name(f"{path.stem}{end}.json") for end in ends)
    target = next(path for path in paths if not path.exists())
    try:
        path.rename(target)
    except OSError as error:
        raise cannot_write(path, error) from None
    return target


def _change(path: Path, kind: str, name: str, value: Any) -> str:
    """Change one value in a file. Returns a sentence if the file was damaged."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not one of {KINDS}")
    note = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.parent):
            try:
                content = read_answers(path)
            except BrokenAnswersError:
                aside = set_aside(path)
                note = _(
                    "{path} was damaged: it is now {aside}, and a new file was begun. Run the notebook again to fill it."
                ).format(path=path.name, aside=aside.name)
                content = read_answers(path)
            before = content[kind].get(name)
            if value is None:
                content[kind].pop(name, None)
            else:
                content[kind][name] = value
            if before != value:
                write_atomic(path, _to_bytes(content), durable=True)
    except OSError as error:
        raise cannot_write(path, error) from None
    return note


def _to_bytes(content: Answers) -> bytes:
    """The content of a file; half a character pair, which UTF-8 cannot hold, is written as an escape of JSON."""
    whole = {"format": FORMAT, **content}
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")
