"""The page to print that belongs to lesson 0: `cheat_sheet.yaml`."""

from __future__ import annotations

from importlib.resources import files as resources
from typing import Any

from sim.base.yaml_text import from_yaml


def sections() -> list[dict[str, Any]]:
    """The sections: title, and lines of code with what they do, in both languages."""
    text = (resources("sim") / "course" / "lessons" / "cheat_sheet.yaml").read_text(encoding="utf-8")
    return list(from_yaml(text))


def code_lines() -> list[str]:
    """Every line of code on the page."""
    return [line["code"] for section in sections() for line in section["lines"]]
