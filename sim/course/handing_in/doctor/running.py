"""Run a notebook from top to bottom, alone in an empty folder, as marking will."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.i18n import SETTINGS_FILE
from sim.workspace.notebooks import Notebook, to_bytes

SECONDS_A_CELL = 120


@dataclass(frozen=True)
class Stop:
    """Where a run stopped.

    number: what Jupyter shows in brackets beside the cell; error: in one line, "" if it took too long.
    """

    cell: dict[str, Any]
    number: int
    error: str


def can_run() -> bool:
    """Whether what runs notebooks is installed."""
    return all(importlib.util.find_spec(name) for name in ("nbclient", "ipykernel"))


def first_stop(notebook: Notebook, folder: Path) -> Stop | None:
    """The first cell at which the notebook stops, None if it runs to its end. Only the settings are beside it."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shutil.copy(folder / SETTINGS_FILE, place)
        book = nbformat.reads(to_bytes(notebook).decode("utf-8"), as_version=4)
        client = NotebookClient(
            book, timeout=SECONDS_A_CELL, kernel_name="python3", resources={"metadata": {"path": place}}
        )
        environment = {name: value for name, value in os.environ.items() if name != "KEFU_LANG"}
        number = 0
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # the kernel's own messages
        with client.setup_kernel(env=environment, **quiet):
            for index, cell in enumerate(book.cells):
                number += cell.cell_type == "code" and bool(cell.source.strip())
                try:
                    client.execute_cell(cell, index)
                except CellTimeoutError:
                    return Stop(notebook["cells"][index], number, "")
                except CellExecutionError as error:
                    return Stop(notebook["cells"][index], number, _one_line(error.ename, error.evalue))
                except DeadKernelError:
                    return Stop(notebook["cells"][index], number, "DeadKernelError")
    return None


def _one_line(name: str, text: str) -> str:
    return " ".join(f"{name}: {text}".split())[:200]
