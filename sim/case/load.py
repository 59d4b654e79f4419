"""Load cases: those that come with the package, and files of the user's own."""

from __future__ import annotations

from pathlib import Path

from sim.base.i18n import N_
from sim.base.library import Library
from sim.case.case import Case, make_case

LIBRARY = Library(("case", "library"), N_("There is no case {name}; there are: {all}, or give a YAML file."))


def case_names() -> list[str]:
    """Names of the cases that come with the package."""
    return LIBRARY.names()


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
    return make_case(LIBRARY.read(name_or_path), str(name_or_path))
