"""A student's working copy: laid out in one language, kept up to date, nothing of the student's ever lost."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import atomic_folder, cannot_read
from sim.base.i18n import SETTINGS_FILE, _
from sim.base.version import version
from sim.workspace.handouts import files
from sim.workspace.notebooks import Notebook, edition, fingerprint, to_bytes, was_run
from sim.workspace.settings import read_settings, student_id

HANDED_OUT = ".kefu.json"
"""Beside the settings: which edition each notebook was handed out in, by the hash of its sources."""


@dataclass(frozen=True)
class Laid:
    """What was laid out.

    first: the notebook to open; new: notebooks written; beside: newer editions of changed ones.
    """

    folder: Path
    first: Path
    new: tuple[str, ...]
    beside: tuple[str, ...]


def lay_out(folder: Path, lang: str, student: str | None = None, course: str | None = None) -> Laid:
    """Lay out, or bring up to date, the working copy in `folder`.

    A notebook that the student changed or ran stays; a newer edition is laid beside it, with the version in
    its name. student, course None: as they were. Raises InputError if the folder cannot be written to or an id cannot
    be used.
    """
    settings = read_settings(folder)
    student = str(settings.get("student", "")) if student is None else student_id(student)
    handed_out = _read_handed_out(folder)
    new: dict[str, bytes] = {}
    beside: list[str] = []
    names = []
    for name, notebook in _notebooks(lang):
        names.append(name)
        place = _place(folder, name, notebook, handed_out.get(name))
        if place is not None:
            new[place] = to_bytes(notebook)
            beside += [place] if place != name else []
        handed_out[name] = fingerprint(notebook)
    written = tuple(new)
    new[HANDED_OUT] = (json.dumps(handed_out, indent=1, sort_keys=True) + "\n").encode()
    values = {"lang": lang, "student": student, "version": version()}
    if course is not None:
        values["course"] = student_id(course)
    new[SETTINGS_FILE] = _settings(folder, values)
    with atomic_folder(folder) as work:
        for name, content in new.items():
            (work / name).write_bytes(content)
    return Laid(folder, folder / names[0], written, tuple(beside))


def language_of(folder: Path) -> str | None:
    """The language that a working copy was laid out in; None where there is none yet."""
    lang = read_settings(folder).get("lang")
    return lang if isinstance(lang, str) else None


def open_jupyter(laid: Laid) -> int:
    """Open JupyterLab on the first notebook and wait until it is closed; returns its exit code."""
    environment = {**os.environ}
    environment.pop("KEFU_LANG", None)  # in there kefu.toml decides
    command = [sys.executable, "-m", "jupyterlab", laid.first.name]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in containers; Jupyter refuses root unless told
        command.append("--allow-root")
    process = subprocess.Popen(command, cwd=laid.folder, env=environment)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for Jupyter, which asks whether to stop
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def need_jupyter() -> None:
    """Raises InputError, saying how to install it, where JupyterLab is missing."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise InputError(
            _(
                "JupyterLab is not installed: run `python -m pip install jupyterlab ipywidgets`, "
                "or use --no-browser to lay out the files only."
            )
        )


def _notebooks(lang: str) -> Iterator[tuple[str, Notebook]]:
    """Name and edition of every notebook that is handed out: the lessons, then the exercises, each by name."""
    for entry in sorted(files("notebooks").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".ipynb"):
            yield entry.name, edition(json.loads(entry.read_bytes()), lang)
    try:
        released = files("exercises") / lang
    except FileNotFoundError:  # an edition without exercises
        return
    for entry in sorted(released.iterdir(), key=lambda entry: entry.name) if released.is_dir() else ():
        name = f"{entry.name}.ipynb"
        if (entry / name).is_file():
            yield name, json.loads((entry / name).read_bytes())


def _place(folder: Path, name: str, notebook: Notebook, last: str | None) -> str | None:
    """Where this edition is to be written: at its name, beside it, or (None) nowhere.

    last: the fingerprint of the edition handed out before, None if there was none.
    """
    new = fingerprint(notebook)
    here = folder / name
    if not here.exists():
        return name
    if new in (last, _fingerprint(here)):
        return None  # it is this edition, run or not; or the student has been offered it already
    if last is not None and last == _fingerprint(here, untouched=True):
        return name
    stem = name.removesuffix(".ipynb")
    places = (f"{stem}.{version()}{number}.ipynb" for number in chain([""], (f".{n}" for n in count(2))))
    place = next(p for p in places if not (folder / p).exists() or _fingerprint(folder / p) == new)
    return None if (folder / place).exists() else place


def _fingerprint(path: Path, *, untouched: bool = False) -> str | None:
    """The fingerprint of a file; None for no notebook, and if `untouched` for one that was run."""
    try:
        notebook = json.loads(path.read_bytes())
        return None if untouched and was_run(notebook) else fingerprint(notebook)
    except OSError as error:
        raise cannot_read(path, error) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_handed_out(folder: Path) -> dict[str, str]:
    """Damaged or missing: nothing is known, so every file there counts as the student's."""
    try:
        content = json.loads((folder / HANDED_OUT).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(print_) for name, print_ in content.items()} if isinstance(content, dict) else {}


def _settings(folder: Path, values: dict[str, str]) -> bytes:
    """The settings file with these values; what else somebody wrote into it stays."""
    path = folder / SETTINGS_FILE
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    first_table = re.search(r"(?m)^\s*\[", text)
    split = first_table.start() if first_table else len(text)
    ours = re.compile(rf"(?m)^[ \t]*({'|'.join(values)})[ \t]*=.*\n?")
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()]
    new = "".join(lines) + ours.sub("", text[:split]) + text[split:]
    try:
        kept = tomllib.loads(new) == tomllib.loads(text) | values
    except ValueError:
        kept = False
    if not kept:  # a quoted key, a text of several lines
        raise InputError(
            _(
                "{path} cannot be changed without damage: write lang, student and version as `name = value`, each on one line."
            ).format(path=path)
        )
    return new.encode("utf-8")
