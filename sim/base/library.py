"""Data files that come with the package, by name; and files of the user's own, by path."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import read_mapping
from sim.base.i18n import _
from sim.base.validation import did_you_mean

SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Library:
    """A folder of YAML files inside `sim`.

    folder: its parts; unknown: the sentence for a name that it does not have, with {name} and {all}.

    Examples
    --------
    >>> Library(("case", "library"), "There is no case {name}; there are: {all}.").names()
    ['corner', 'express', 'jiaying', 'tianye']
    """

    folder: tuple[str, ...]
    unknown: str

    def names(self) -> list[str]:
        """The names of its files, sorted."""
        entries = files("sim").joinpath(*self.folder).iterdir()
        return sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml"))

    def read(self, name_or_path: str | Path) -> dict[str, Any]:
        """The content of a file by its name or path. Raises InputError if there is none, or it cannot be read."""
        name, names = str(name_or_path), self.names()
        if name in names:
            with as_file(files("sim").joinpath(*self.folder) / f"{name}.yaml") as path:
                return read_mapping(path)
        if not name.endswith(SUFFIXES) and not _exists(name):
            sentence = _(self.unknown).format(name=name, all=", ".join(names))
            raise InputError(sentence + did_you_mean(name, names))
        return read_mapping(name)


def _exists(name: str) -> bool:
    """Whether there is such a file; False for a name that no file can have."""
    try:
        return Path(name).exists()
    except OSError:
        return False
