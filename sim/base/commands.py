"""Commands that a text shows: they run as they are shown, whether or not an environment is active."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path


def kefu(*words: str) -> str:
    """A command of Kefu, to copy: `kefu ...` where the shell finds this Kefu by that name, else with Python's full path."""
    found = shutil.which("kefu")
    here = Path(sys.executable).parent
    if found is not None and Path(found).parent.resolve() == here.resolve():
        return " ".join(["kefu", *map(_quoted, words)])
    return python("-m", "sim", *words)


def python(*words: str) -> str:
    """A command of the Python that runs this program, with its full path."""
    name = _quoted(sys.executable)
    if os.name == "nt" and name != sys.executable:
        name = f"& {name}"  # what PowerShell takes for a program whose name is in quotation marks
    return " ".join([name, *map(_quoted, words)])


def _quoted(word: str) -> str:
    if os.name == "nt":
        plain = word and not set(word) & set(" '\"&|<>^()%;,`$")
        return word if plain else '"' + word.replace('"', '\\"') + '"'
    return shlex.quote(word)
