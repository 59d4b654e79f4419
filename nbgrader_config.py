"""Stock nbgrader on this folder: `nbgrader autograde service_measures`, formgrader, validate."""

from pathlib import Path

from sim.marking.nbgrader_plugins.configure import configure

configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821 - given by nbgrader
