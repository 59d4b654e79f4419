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
from sim.course.answers.asking import CELL_SECONDS
from sim.workspace.notebooks import Notebook, to_bytes


@dataclass(frozen=True)
class Failure:
    """A cell that failed.

    number: what Jupyter shows in brackets beside the cell; error: in one line, "" if it took too long.
    """

    cell: dict[str, Any]
    number: int
    error: str


def can_run() -> bool:
    """Whether what runs notebooks is installed."""
    return all(importlib.util.find_spec(name) for name in ("nbclient", "ipykernel"))


def failures(notebook: Notebook, folder: Path) -> list[Failure]:
    """The cells that fail when the notebook is run, with only the settings beside it.

    The run ends at the first of them, as in Jupyter, unless the cell has the tag that lets a run go on.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    found: list[Failure] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shutil.copy(folder / SETTINGS_FILE, place)
        book = nbformat.reads(to_bytes(notebook).decode("utf-8"), as_version=4)
        client = NotebookClient(
            book, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": place}}
        )
        environment = {name: value for name, value in os.environ.items() if name != "KEFU_LANG"}
        number = 0
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # the kernel's own messages
        with client.setup_kernel(env=environment, **quiet):
            for index, cell in enumerate(book.cells):
                number += cell.cell_type == "code" and bool(cell.source.strip())
                text, stop = "", True
                try:
                    client.execute_cell(cell, index)
                    stop = False
                    errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
                    if not errors:
                        continue
                    text = _one_line(errors[0].ename, errors[0].evalue)
                except CellExecutionError as error:
                    text = _one_line(error.ename, error.evalue)
                except DeadKernelError:
                    text = "DeadKernelError"
                except CellTimeoutError:
                    pass
                found.append(Failure(notebook["cells"][index], number, text))
                if stop:
                    break
    return found


def _one_line(name: str, text: str) -> str:
    return " ".join(f"{name}: {text}".split())[:200]
