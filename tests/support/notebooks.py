"""What tests of notebooks share: the editions, a kernel that reaches nothing but this machine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES = 2_000_000

# Put on PYTHONPATH as sitecustomize.py: a kernel needs loopback, a lesson needs nothing beyond it.
_NO_NETWORK = """
import socket

def _refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"no network in a lesson: {address}")
    if event == "socket.getaddrinfo" and arguments[0] not in (None, "127.0.0.1", "::1", "localhost"):
        raise OSError(f"no network in a lesson: {arguments[0]}")

import sys
sys.addaudithook(_refuse)
"""


def read(path: Path) -> dict[str, Any]:
    """A notebook as JSON."""
    return json.loads(path.read_bytes())


def source(cell: dict[str, Any]) -> str:
    """A cell's text."""
    return "".join(cell["source"])


def offline(folder: Path, lang: str) -> dict[str, str]:
    """The environment of a kernel that speaks a language and reaches nothing but this machine."""
    (folder / "sitecustomize.py").write_text(_NO_NETWORK, encoding="utf-8")
    path = os.pathsep.join([str(folder), str(ROOT)])
    bin_folder = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "KEFU_LANG": lang,
        "PYTHONPATH": path,
        "PATH": os.pathsep.join([bin_folder, os.environ.get("PATH", "")]),
    }
