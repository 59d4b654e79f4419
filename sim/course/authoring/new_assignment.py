"""Creates a new assignment from a template: small but complete, so that its author changes something that works."""

from __future__ import annotations

import re
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import cannot_read, write_atomic
from sim.base.i18n import _
from sim.course.assignment import assignment_ids
from sim.course.authoring.release import sources
from sim.course.course_folder import SOURCES

TEMPLATE = "templates/assignment"
PLACEHOLDER = "new_assignment"
DESTINATIONS = {
    "notebook.ipynb": SOURCES + "/{name}/{name}.ipynb",
    "mistakes.py": SOURCES + "/{name}/mistakes.py",
    "hints.yaml": SOURCES + "/{name}/hints.yaml",
    "rubric.yaml": SOURCES + "/{name}/rubric.yaml",
    "package.py": "sim/course/assignments/{name}/__init__.py",
    "hand_tables.txt": "sim/course/assignments/{name}/hand_tables.txt",
}
"""File of the template -> its path in the course folder."""


def create(root: Path, name: str) -> list[str]:
    """Create an assignment of this name in the course folder. Returns the paths of its files below the folder.

    Raises InputError if the name is invalid or taken, or the folder is not a course folder or has no template.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise InputError(
            _(
                "{name!r} cannot be the name of an assignment: use small letters, digits and _, beginning with a letter."
            ).format(name=name)
        )
    sources(root)
    templates = {path.format(name=name): root / TEMPLATE / file for file, path in DESTINATIONS.items()}
    for path in templates:
        if (root / path).exists() or name in assignment_ids():
            raise InputError(_("{path} already exists: use another name.").format(path=path))
    contents = {}
    for path, template in templates.items():
        try:
            contents[path] = template.read_text(encoding="utf-8").replace(PLACEHOLDER, name)
        except OSError as error:
            raise cannot_read(template, error) from None
    for path, content in contents.items():
        write_atomic(root / path, content)
    return list(contents)
