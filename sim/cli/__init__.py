"""The command line: `kefu COMMAND ...`, also `python -m sim`."""

from __future__ import annotations

from sim.cli.exit_codes import STOPPED


def main(words: list[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, 2 for input that cannot be used, 130 for Ctrl-C, also while the program loads."""
    try:
        from sim.cli.process import run_process
    except KeyboardInterrupt:
        return STOPPED
    return run_process(words)


__all__ = ["main"]
