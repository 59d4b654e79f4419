"""Load scenarios: those that come with the package, and files of one's own."""

from __future__ import annotations

import difflib
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.base.errors import InputError
from sim.base.files import read_mapping
from sim.base.i18n import _
from sim.base.validation import first_problem
from sim.roleplay.references import UnknownNameError, check_references
from sim.roleplay.scenario import Scenario

LIBRARY = ("roleplay", "scenarios")
SUFFIXES = (".yaml", ".yml", ".json")


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package."""
    entries = files("sim").joinpath(*LIBRARY).iterdir()
    return sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml"))


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Return a scenario by its name, or from a file.

    Parameters
    ----------
    name_or_path : str or Path
        A name such as "r1_shunda", or the path of a YAML or JSON file.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        If there is no such scenario or file, or the file does not hold a scenario.

    Examples
    --------
    >>> from sim.roleplay.load import load_scenario
    >>> load_scenario("r1_shunda").maximum
    30
    """
    name = str(name_or_path)
    if name in scenario_names():
        with as_file(files("sim").joinpath(*LIBRARY) / f"{name}.yaml") as path:
            return make_scenario(read_mapping(path), name)
    if not name.endswith(SUFFIXES):
        near = difflib.get_close_matches(name, scenario_names(), n=1)
        hint = _(" Did you mean {near}?").format(near=near[0]) if near else ""
        raise InputError(
            _("There is no scenario {name}; there are: {all}, or give a YAML file.").format(
                name=name, all=", ".join(scenario_names())
            )
            + hint
        )
    return make_scenario(read_mapping(name), name)


def make_scenario(content: dict[str, Any], source: str) -> Scenario:
    """A scenario from its content as in YAML. Raises InputError that names the first wrong field."""
    try:
        scenario = Scenario.model_validate(content)
        check_references(scenario)
    except ValidationError as error:
        problem = first_problem(error, _("{field} is not a field of a scenario"))
        raise InputError(_("{source}: {problem}.").format(source=source, problem=problem)) from None
    except UnknownNameError as error:
        raise InputError(_("{source}: {problem}.").format(source=source, problem=error)) from None
    return scenario
