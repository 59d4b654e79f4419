"""Configuration of stock nbgrader for this folder, read by every `nbgrader` command and by formgrader."""

from pathlib import Path

from sim.marking.nbgrader_plugins.configure import configure

configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821 - given by nbgrader
