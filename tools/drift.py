"""Files in docs/ that are made from the sources: written, or compared with what they should be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def update_or_check(tool: str, wanted: Mapping[Path, str]) -> int:
    """`update` writes the files, `check` names those that differ. Returns the exit code."""
    words = sys.argv[1:]
    if words == ["update"]:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if words == ["check"]:
        old = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
        print(*(f"{name} is out of date: python -m {tool} update" for name in old), sep="\n", end="")
        return 1 if old else 0
    print(f"usage: python -m {tool} update|check", file=sys.stderr)
    return 2
