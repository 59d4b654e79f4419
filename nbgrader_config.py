"""Stock nbgrader on this folder: `nbgrader autograde service_measures`, formgrader, validate."""

from pathlib import Path

from sim.course.nbgrader_.configure import configure

configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821 - given by nbgrader
