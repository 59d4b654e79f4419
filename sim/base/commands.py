"""Commands to be shown to a user: they run as they are printed, without an active environment and in PowerShell, too."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

PLAIN = re.compile(r"[\w./\\:=+-]+")
"""What PowerShell takes as one word without quotes."""


def kefu_command(*words: str) -> str:
    """A command of Kefu: `kefu ...` if the shell finds it and it is this Kefu, else with the path of this Python.

    Examples
    --------
    >>> kefu_command("doctor", "--repair").endswith(" doctor --repair")
    True
    """
    if _found("kefu", Path(sysconfig.get_path("scripts"))):
        return command_line("kefu", *words)
    return python_command("-m", "sim", *words)


def python_command(*words: str) -> str:
    """A command of this Python: `python ...` if the shell finds it and it is this one, else with its whole path."""
    executable = Path(sys.executable)
    short = executable.stem == "python" and _found("python", executable.parent)
    return command_line("python" if short else sys.executable, *words)


def command_line(*words: str, powershell: bool = sys.platform == "win32") -> str:
    """The words as a shell takes them: PowerShell on Windows, else a POSIX shell.

    Examples
    --------
    >>> command_line("C:/my files/python.exe", "-m", "sim", powershell=True)
    "& 'C:/my files/python.exe' -m sim"
    >>> command_line("/my files/python", "-m", "sim", powershell=False)
    "'/my files/python' -m sim"
    """
    if not powershell:
        return shlex.join(words)
    quoted = [_in_powershell(word) for word in words]
    # A text in quotation marks would only be printed: & runs it.
    return " ".join(["&", *quoted] if quoted[0] != words[0] else quoted)


def _in_powershell(word: str) -> str:
    """Between single quotation marks nothing is special but these; PowerShell takes the curly ones for the same."""
    if PLAIN.fullmatch(word):
        return word
    return "'" + re.sub("['‘’‚‛]", r"\g<0>\g<0>", word) + "'"


def _found(name: str, folder: Path) -> bool:
    """Whether a shell finds this command, in this folder and no other."""
    found = shutil.which(name)
    with suppress(OSError):
        return found is not None and Path(found).parent.samefile(folder)
    return False
