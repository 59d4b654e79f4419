"""`kefu course new`: everything that a course folder needs, and the gradebook with its assignments."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import tomlkit

from sim.base.errors import InputError
from sim.base.files import cannot_write, write_atomic
from sim.base.i18n import LANGUAGES, _, language
from sim.base.spreadsheets import BOM
from sim.base.version import version
from sim.course.authoring.release import generate
from sim.course.course_folder import CONFIG, GRADEBOOK, RELEASES
from sim.course.roster import CHINESE, COLUMNS, ROSTER
from sim.course.seeds import course_secret
from sim.marking.courses.answer_archive import read_solutions, write_solutions
from sim.workspace.course_file import COURSE_FILE, read_course_file
from sim.workspace.handouts import handout_folder
from sim.workspace.settings import course_id

CONFIGURATION = '''"""Configuration of stock nbgrader for this folder, read by every `nbgrader` command and by formgrader."""

from pathlib import Path

from sim.marking.nbgrader_plugins.configure import configure

configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821 - given by nbgrader
'''
PRIVATE = "*\n"
"""`.gitignore` of a course folder: nothing in it belongs into a public repository."""


def new_course(folder: Path, name: str, solutions: Path | None, before: Path | None = None) -> list[str]:
    """Make a course folder; returns its assignments.

    name: the id of the course; solutions: see `read_solutions`; before: the folder of an earlier term, whose solutions, title,
    place to hand in and rule for late work are taken over. Raises InputError if the folder holds anything, or solutions and
    exercises are not of one edition.
    """
    name = course_id(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            _("{folder} is not empty: a course begins in a folder of its own.").format(folder=folder)
        )
    found = read_solutions(solutions or before)
    assignments = sorted({path.partition("/")[0] for path in found})
    settings = _settings(name, assignments, before)
    if before is not None and read_course_file(before).id == name:
        text = _(
            "{name} is the id of the earlier course: with a new one, students get data of their own again."
        )
        raise InputError(text.format(name=name))
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _fill(folder, found, assignments, settings)
    except OSError as error:
        raise cannot_write(folder, error) from None
    except BaseException:  # no half-made folder stays
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if is_new:
            folder.rmdir()
        raise
    return assignments


def _fill(folder: Path, found: dict[str, bytes], assignments: list[str], settings: str) -> None:
    write_atomic(folder / CONFIG, CONFIGURATION)
    write_atomic(folder / ".gitignore", PRIVATE)
    write_atomic(folder / COURSE_FILE, settings)
    heads = CHINESE if language() == "zh" else COLUMNS
    write_atomic(folder / ROSTER, BOM + ",".join(heads) + "\n")
    write_solutions(found, folder)
    exercises = handout_folder("exercises")
    for lang in LANGUAGES:
        for name in assignments:
            file = f"{lang}/{name}/{name}.ipynb"
            write_atomic(folder / RELEASES / file, (exercises / lang / name / f"{name}.ipynb").read_bytes())
    course_secret(folder)
    made = generate(folder, assignments, folder / GRADEBOOK)
    other = [
        path
        for path, data in made.items()
        if path.endswith(".ipynb") and (folder / path).read_bytes() != data
    ]
    if other:
        text = _("The solutions are of another edition than Kefu {version}, which is installed here: {files}")
        raise InputError(text.format(version=version(), files=", ".join(other)))


def _settings(name: str, assignments: list[str], before: Path | None) -> str:
    """`course.toml` with the required part, the rest to be filled in."""
    old: dict[str, Any] = read_course_file(before).model_dump(exclude_unset=True) if before else {}
    file = tomlkit.document()
    file.add(tomlkit.comment(_("Students' data depend on the id: do not change it during a term.")))
    file["id"] = name
    file["title"] = old.get("title", name)
    file["hand_in"] = old.get("hand_in", "")
    file["timezone"] = old.get("timezone", "Asia/Shanghai")
    file["kefu"] = version()
    late = tomlkit.table()
    rule = old.get("late") or {"days": 3, "loss": 0.1}
    late["days"] = rule["days"]
    late["days"].comment(_("accepted so many days after the deadline"))
    late["loss"] = rule.get("loss", 0.0)
    late["loss"].comment(_("share of the points lost for each day begun"))
    file["late"] = late
    deadlines = tomlkit.table()
    for one in assignments:
        deadlines.add(tomlkit.comment(f"{one} = 2026-10-12T18:00:00"))
    file["deadlines"] = deadlines
    return tomlkit.dumps(file)
