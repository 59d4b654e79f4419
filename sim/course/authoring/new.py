"""A new assignment: small, but whole, so that its author changes something that works."""

from __future__ import annotations

import re
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import cannot_read, write_atomic
from sim.base.i18n import _
from sim.course.assignment import assignment_ids
from sim.course.authoring.release import SOURCES, sources

TEMPLATE = "templates/assignment"
PLACEHOLDER = "new_assignment"
PLACES = {
    "notebook.ipynb": SOURCES + "/{name}/{name}.ipynb",
    "reference.py": SOURCES + "/{name}/reference.py",
    "rubric.yaml": SOURCES + "/{name}/rubric.yaml",
    "module.py": "sim/course/assignments/{name}.py",
    "wrong.py": "tests/course/wrong_answers/{name}.py",
}
"""File of the template -> where it goes."""


def new(root: Path, name: str) -> list[str]:
    """Lay out an assignment of this name in the course folder. Returns the files, by path below it.

    Raises InputError if the name cannot be used or is taken, or the folder is no course folder with a template.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise InputError(
            _(
                "The assignment is called {name!r}, but takes small letters, digits and _, beginning with a letter."
            ).format(name=name)
        )
    sources(root)
    written = {place.format(name=name): root / TEMPLATE / file for file, place in PLACES.items()}
    for path in written:
        if (root / path).exists() or name in assignment_ids():
            raise InputError(_("{path} is there already: take another name.").format(path=path))
    contents = {}
    for path, template in written.items():
        try:
            contents[path] = template.read_text(encoding="utf-8").replace(PLACEHOLDER, name)
        except OSError as error:
            raise cannot_read(template, error) from None
    for path, content in contents.items():
        write_atomic(root / path, content)
    return list(contents)
