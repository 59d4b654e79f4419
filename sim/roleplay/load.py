"""Load scenarios: those that come with the package, and files of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.library import Library
from sim.base.validation import first_problem
from sim.roleplay.references import UnknownNameError, check_references
from sim.roleplay.scenario import Scenario

LIBRARY = Library(
    ("roleplay", "scenarios"), N_("There is no scenario {name}; there are: {all}, or give a YAML file.")
)


def scenario_names() -> list[str]:
    """Names of the scenarios that come with the package."""
    return LIBRARY.names()


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
    return make_scenario(LIBRARY.read(name_or_path), str(name_or_path))


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
