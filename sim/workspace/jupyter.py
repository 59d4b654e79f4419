"""JupyterLab: whether it is installed, and opening it on a working copy."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys

from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _, language
from sim.workspace.jupyter_settings import jupyter_environment
from sim.workspace.working_copy import WorkingCopy


def open_jupyter(copy: WorkingCopy) -> int:
    """Open JupyterLab on the first notebook and wait until it is closed; returns its exit code."""
    environment = jupyter_environment(copy.folder, language(), os.environ)
    environment.pop("KEFU_LANG", None)  # kefu.toml decides the language there
    command = [sys.executable, "-m", "jupyterlab", copy.first.name]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in containers; Jupyter refuses root by default
        command.append("--allow-root")
    process = subprocess.Popen(command, cwd=copy.folder, env=environment)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for Jupyter, which asks before it stops
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def require_jupyter() -> None:
    """Raise InputError with instructions if JupyterLab is not installed."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise InputError(
            _(
                "JupyterLab is not installed: run `{command}`, or use --no-browser to write the files only."
            ).format(command=python_command("-m", "pip", "install", "jupyterlab", "ipywidgets"))
        )
