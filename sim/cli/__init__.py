"""The command line: `kefu COMMAND ...`, also `python -m sim`."""

from sim.cli.main import main

__all__ = ["main"]
