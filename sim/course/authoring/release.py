"""Releases assignments: stock nbgrader generates the editions in `exercises` from the sources in `solutions`."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import InputError
from sim.base.files import cannot_write, write_atomic
from sim.base.i18n import LANGUAGES, _
from sim.course.answers.hints import FILE
from sim.course.assignment import assignment_ids
from sim.course.authoring.hand_results import HandResults
from sim.course.authoring.source import Source
from sim.course.authoring.variants import try_students
from sim.course.course_folder import CONFIG, GRADEBOOK, RELEASES, SOURCES, is_course_folder
from sim.course.owner import course_of
from sim.course.roster import ROSTER, read_roster
from sim.workspace.notebooks import to_bytes

if TYPE_CHECKING:
    from traitlets.config import Config

Files = dict[str, bytes]
"""Path below the course folder, with forward slashes -> content of the file."""


def release(root: Path, names: list[str]) -> list[str]:
    """Write the editions of these assignments and their known mistakes, and enter them into the gradebook.

    Returns the paths of the files. Raises InputError if model solution and hand tables do not fit together, nbgrader
    cannot generate an edition, or a file cannot be written.
    """
    written = []
    files = {path: content for name in names for path, content in known_mistakes(root, name).items()}
    for path, content in (files | generate(root, names, root / GRADEBOOK)).items():
        target = root / path
        if not target.is_file() or target.read_bytes() != content:
            write_atomic(target, content)
        written.append(path)
    for path in leftovers(root, names, written):
        try:
            (root / path).unlink()
        except OSError as error:
            raise cannot_write(root / path, error) from None
    return written


def known_mistakes(root: Path, name: str) -> Files:
    """The file with the results of the typical mistakes on the hand tables. Raises InputError if they contradict each other."""
    results = HandResults(Source(root, name))
    if results.faults:
        raise InputError("\n".join(results.faults))
    return {f"sim/course/assignments/{name}/{FILE}": results.content}


def has_roster(root: Path) -> bool:
    """Whether the course has a roster."""
    return (root / ROSTER).is_file()


def try_roster(root: Path, name: str) -> list[str]:
    """Faults of the assignment for the students of the course's roster, a line each; none if there is no roster."""
    if not has_roster(root):
        return []
    students = [enrolled.student for enrolled in read_roster(root / ROSTER)]
    return try_students(Source(root, name), students, course_of(root))[0]


def differing(root: Path, names: list[str]) -> list[str]:
    """Paths of released files that are out of date: missing, changed, or left over."""
    with tempfile.TemporaryDirectory() as folder, _fast_gradebook():
        wanted = generate(root, names, Path(folder) / GRADEBOOK)
    for name in names:
        wanted |= known_mistakes(root, name)
    changed = [
        path
        for path, content in wanted.items()
        if not (root / path).is_file() or (root / path).read_bytes() != content
    ]
    return sorted([*changed, *leftovers(root, names, list(wanted))])


def leftovers(root: Path, names: list[str], wanted: list[str]) -> list[str]:
    """Paths of files in the releases of these assignments that do not come from their sources."""
    folders = [root / RELEASES / lang / name for lang in LANGUAGES for name in names]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    released = {path.relative_to(root).as_posix() for path in files if ".ipynb_checkpoints" not in path.parts}
    return sorted(released - set(wanted))


def sources(root: Path) -> list[str]:
    """Ids of the assignments with a source in the course folder. Raises InputError if it is not a course folder."""
    if not is_course_folder(root):
        text = _(
            "{folder} is not a course folder: it has no {file}. Go to the folder of the course, a clone of Kefu, or name "
            "it after --dir."
        )
        raise InputError(text.format(folder=root, file=CONFIG))
    folder = root / SOURCES
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [name for name in names if (folder / name / f"{name}.ipynb").is_file()]


def select(root: Path, name: str | None) -> list[str]:
    """The assignment of this name; None: all. Raises InputError if it has no source or no module."""
    available = sources(root)
    if not available:
        text = _(
            "{folder} holds no assignment: a course folder is a clone of Kefu, with its assignments in it."
        )
        raise InputError(text.format(folder=root / SOURCES))
    if name is None:
        return available
    if name not in available or name not in assignment_ids():
        raise InputError(
            _("There is no assignment {name}; there are: {all}.").format(name=name, all=", ".join(available))
        )
    return [name]


def generate(root: Path, names: list[str], gradebook: Path) -> Files:
    """The files of all editions of these assignments, generated by nbgrader as the course folder configures it."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    files: Files = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / SOURCES).mkdir()
        for name in names:
            shutil.copytree(root / SOURCES / name, work / SOURCES / name)
        for lang in LANGUAGES:
            for name in names:
                config = configuration(root)
                config.CourseDirectory.root = str(work)
                config.CourseDirectory.db_url = f"sqlite:///{gradebook.resolve().as_posix()}"
                config.CourseDirectory.release_directory = f"{RELEASES}/{lang}"
                config.CourseDirectory.assignment_id = name
                config.KeepLanguage.lang = lang
                course = CourseDirectory(config=config)
                converter = GenerateAssignment(coursedir=course, config=config)
                converter.force = True
                last_error = _LastError()
                converter.log = last_error.logger
                try:
                    converter.start()
                except (NbGraderException, SystemExit):
                    raise InputError(
                        _("nbgrader cannot release {name}: {reason}").format(
                            name=name, reason=last_error.text
                        )
                    ) from None
                files |= _read(work, work / RELEASES / lang / name)
    return files


def configuration(root: Path) -> Config:
    """nbgrader's configuration of the course folder, as its command line reads it."""
    from traitlets.config.loader import PyFileConfigLoader

    return PyFileConfigLoader(CONFIG, path=str(root)).load_config()


@contextmanager
def _fast_gradebook() -> Iterator[None]:
    """Let SQLite not wait for the disk, which takes most of the time: the gradebook is thrown away."""
    from sqlalchemy import Engine, event

    def do_not_wait(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    event.listen(Engine, "connect", do_not_wait)
    try:
        yield
    finally:
        event.remove(Engine, "connect", do_not_wait)


def _read(base: Path, folder: Path) -> Files:
    """The files that nbgrader wrote, with notebooks formatted as Jupyter saves them."""
    files: Files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".ipynb":
                content = to_bytes(json.loads(content))
            files[path.relative_to(base).as_posix()] = content
    return files


class _LastError(logging.Handler):
    """Keeps the last error that nbgrader logs, since its exceptions do not name the fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.text = ""
        self.logger = logging.Logger("kefu.release")
        self.logger.addHandler(self)

    def emit(self, record: Any) -> None:
        """Keep the last line of the message that gives a reason."""
        lines = [line for line in record.getMessage().splitlines() if line.strip()]
        if lines and not lines[-1].startswith(("There was an error", "Please see")):
            self.text = lines[-1].strip()
