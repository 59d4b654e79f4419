"""The examples in docstrings run, and public names are documented with parameters and an example."""

from __future__ import annotations

import doctest
import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.base.i18n import using

SOURCES = Path(sim.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(["sim", *path.relative_to(SOURCES).with_suffix("").parts]).removesuffix(".__init__")
    for path in SOURCES.rglob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


def public() -> dict[str, Any]:
    """Public name -> function or class: all of `sim.__all__`, `sim.theory`, ..., and the functions of `sim.measures`."""
    names = {name: getattr(sim, name) for name in sim.__all__}
    for room in ("theory", "course", "marking", "plots", "ui"):
        package = import_module(f"sim.{room}")
        names |= {f"{room}.{name}": getattr(package, name) for name in package.__all__}
    for path in (SOURCES / "measures").glob("*.py"):
        if path.stem != "service_formulas":  # the registry describes those
            module = import_module(f"sim.measures.{path.stem}")
            names |= {
                f"measures.{path.stem}.{name}": function
                for name, function in inspect.getmembers(module, inspect.isfunction)
                if function.__module__ == module.__name__ and not name.startswith("_")
            }
    return names


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_run(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some write files
    with using("en"):
        found = doctest.testmod(import_module(module))
    assert found.attempted and not found.failed


@pytest.mark.parametrize("name", sorted(public()))
def test_public_names_have_parameters_and_an_example(name):
    thing = public()[name]
    sections = re.findall(r"(?m)^(\w[\w ]*)\n-+$", inspect.getdoc(thing) or "")
    assert "Examples" in sections or (name.startswith("theory.") and "Attributes" in sections)
    if inspect.isfunction(thing) and inspect.signature(thing).parameters:
        assert "Parameters" in sections
