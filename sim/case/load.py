"""Load cases: those that come with the package, and files of one's own."""

from __future__ import annotations

import difflib
from importlib.resources import as_file, files
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import read_mapping
from sim.base.i18n import _
from sim.case.case import Case, make_case


def case_names() -> list[str]:
    """Names of the cases that come with the package."""
    return sorted(
        entry.name.removesuffix(".yaml")
        for entry in files("sim").joinpath("case", "library").iterdir()
        if entry.name.endswith(".yaml")
    )


def load_case(name_or_path: str | Path) -> Case:
    """Return a case by its name, or from a file.

    Parameters
    ----------
    name_or_path : str or Path
        "corner", "express", "jiaying" or "tianye", or the path of a YAML or JSON file.

    Returns
    -------
    Case

    Raises
    ------
    InputError
        If there is no such case or file, or the file does not hold a case.

    Examples
    --------
    >>> from sim import load_case
    >>> load_case("corner").policy["desk.clerks"]
    2
    """
    name = str(name_or_path)
    if name in case_names():
        with as_file(files("sim") / "case" / "library" / f"{name}.yaml") as path:
            return make_case(read_mapping(path), name)
    if not name.endswith((".yaml", ".yml", ".json")) and not _exists(name):
        near = difflib.get_close_matches(name, case_names(), n=1)
        hint = _(" Did you mean {near}?").format(near=near[0]) if near else ""
        raise InputError(
            _("There is no case {name}; there are: {all}, or give a YAML file.").format(
                name=name, all=", ".join(case_names())
            )
            + hint
        )
    return make_case(read_mapping(name), name)


def _exists(name: str) -> bool:
    """Whether there is such a file; False for a name that no file can have."""
    try:
        return Path(name).exists()
    except OSError:
        return False
