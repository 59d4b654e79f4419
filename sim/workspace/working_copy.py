"""Create and update a student's working copy, without losing anything that the student wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import atomic_folder, cannot_read
from sim.base.i18n import SETTINGS_FILE, _
from sim.base.version import version
from sim.workspace.course_file import TABLE, CourseFile, for_students
from sim.workspace.editions import language_of, name_in, relinked
from sim.workspace.handed_out import handed_out_notebooks
from sim.workspace.notebooks import Notebook, fingerprint, to_bytes, was_run
from sim.workspace.settings import course_id, read_settings, settings_with, student_id, working_copy_above

NAME = "kefu-work"
"""The folder of a working copy, unless another is named."""
INDEX = "index.ipynb"
"""The notebook that leads through the course (`sim.course.guide`)."""
HANDED_OUT_FILE = ".kefu.json"
"""Next to the settings: the fingerprint of each notebook as last handed out."""


@dataclass(frozen=True)
class WorkingCopy:
    """A working copy after an update.

    notebooks: file of each notebook in the language of the copy, by the name it is handed out under; written: names of the
    notebooks that were written; beside: those of them that are newer editions of notebooks the student has changed; apart:
    whether notebooks in another language stay, so that the names of those in this one end in the language.
    """

    folder: Path
    notebooks: dict[str, Path]
    written: tuple[str, ...]
    beside: tuple[str, ...]
    apart: bool

    @property
    def first(self) -> Path:
        """The notebook to open: the index of the course, if there is one."""
        index = self.folder / INDEX
        return index if index.exists() else next(iter(self.notebooks.values()))


def update_working_copy(
    folder: Path, lang: str, student: str | None = None, course: str | CourseFile | None = None
) -> WorkingCopy:
    """Create the working copy in `folder`, or bring it up to date.

    A notebook that the student changed or ran stays; a newer edition is written beside it, with the version in its
    name. After a change of language such notebooks stay, too: then all notebooks in the new language get names of their
    own (`sim.workspace.editions`). student, course: None keeps those in the settings. Of a course file, what students need
    goes into the settings. Raises InputError if the folder cannot be written to or an id cannot be used.
    """
    settings = read_settings(folder)
    student = str(settings.get("student", "")) if student is None else student_id(student)
    handed_out = _read_handed_out(folder)
    content: dict[str, bytes] = {}
    beside: list[str] = []
    notebooks = handed_out_notebooks(lang)
    apart = _kept_apart(folder, notebooks, lang, handed_out)
    places = {}
    for name, notebook in notebooks.items():
        own = not apart or language_of(folder / name) == lang
        place = places[name] = name if own else name_in(name, lang)
        edition = notebook if own else relinked(notebook, notebooks, lang)
        target = _target_name(folder, place, edition, handed_out.get(place))
        if target is not None:
            content[target] = to_bytes(edition)
            beside += [target] if target != place else []
        handed_out[place] = fingerprint(edition)
    written = tuple(content)
    content[HANDED_OUT_FILE] = (json.dumps(handed_out, indent=1, sort_keys=True) + "\n").encode()
    values = {"lang": lang, "student": student, "version": version()}
    tables: dict[str, dict[str, Any] | None] = {}
    if isinstance(course, CourseFile):
        values["course"] = course.id
        tables[TABLE] = for_students(course)
    elif course is not None:
        values["course"] = course_id(course)
        if values["course"] != settings.get("course"):
            tables[TABLE] = None  # it is about another course
    content[SETTINGS_FILE] = settings_with(folder, values, tables)
    with atomic_folder(folder) as work:
        for name, data in content.items():
            (work / name).write_bytes(data)
    files = {name: folder / place for name, place in places.items()}
    return WorkingCopy(folder, files, written, tuple(beside), apart)


def find_working_copy(given: str | None) -> Path:
    """The working copy in the folder that was given; else the one that the current folder is in, or has below it.

    Raises InputError if there is none.
    """
    if given is not None:
        found = Path(given) if (Path(given) / SETTINGS_FILE).is_file() else None
    else:
        found = working_copy_above(Path.cwd()) or working_copy_above(Path.cwd() / NAME)
    if found is None:
        raise InputError(
            _(
                "{folder} holds no working copy: go to the folder that `kefu start` made, or name it after --dir."
            ).format(folder=Path(given or ".").resolve())
        )
    return found


def saved_language(folder: Path) -> str | None:
    """The language of the working copy in `folder`; None if there is none yet."""
    lang = read_settings(folder).get("lang")
    return lang if isinstance(lang, str) else None


def _kept_apart(folder: Path, notebooks: Iterable[str], lang: str, handed_out: Mapping[str, str]) -> bool:
    """Whether the notebooks in this language need names of their own: the student worked on those in another one."""
    return any(
        (folder / name_in(name, lang)).exists()
        or (
            language_of(folder / name) not in (lang, None)
            and _fingerprint(folder / name, untouched=True) != handed_out.get(name)
        )
        for name in notebooks
    )


def _target_name(folder: Path, name: str, notebook: Notebook, handed_out: str | None) -> str | None:
    """The name to write this edition to: its own, another one beside a changed notebook, or None: not needed.

    handed_out: the fingerprint of the edition that was handed out last, None if there was none.
    """
    new = fingerprint(notebook)
    present = folder / name
    if not present.exists():
        return name
    if new in (handed_out, _fingerprint(present)):
        return None  # the student has this edition, or was given it before
    if handed_out is not None and handed_out == _fingerprint(present, untouched=True):
        return name
    stem = name.removesuffix(".ipynb")
    names = (f"{stem}.{version()}{number}.ipynb" for number in chain([""], (f".{n}" for n in count(2))))
    target = next(n for n in names if not (folder / n).exists() or _fingerprint(folder / n) == new)
    return None if (folder / target).exists() else target


def _fingerprint(path: Path, *, untouched: bool = False) -> str | None:
    """The fingerprint of a file; None if it is not a notebook, or with `untouched` if it was run."""
    try:
        notebook = json.loads(path.read_bytes())
        return None if untouched and was_run(notebook) else fingerprint(notebook)
    except OSError as error:
        raise cannot_read(path, error) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_handed_out(folder: Path) -> dict[str, str]:
    """The fingerprints of the notebooks handed out; empty if the file is missing or damaged: all files then count as changed."""
    try:
        content = json.loads((folder / HANDED_OUT_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(name): str(print_) for name, print_ in content.items()} if isinstance(content, dict) else {}
