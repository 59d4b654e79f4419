"""Below the red text of a cell that failed: what it means, in the student's language."""

from __future__ import annotations

from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.workspace.error_words import in_words


def explain_failed_cells() -> None:
    """Show a sentence below each cell of this notebook that fails; does nothing outside of IPython."""
    shell = running_shell()
    if shell is not None and _say not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _say)


def running_shell() -> Any:
    """IPython's shell if this runs in one; else None."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def said_of(result: Any) -> str:
    """The sentence for a cell (IPython's ExecutionResult); "" if it did not fail, or says itself what is wrong."""
    error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
    if error is None or isinstance(error, InputError):
        return ""
    words = in_words(error, getattr(getattr(result, "info", None), "raw_cell", None) or "")
    return _("In other words: {sentence}").format(sentence=words) if words else ""


def _say(result: Any) -> None:
    sentence = said_of(result)
    if sentence:
        print(sentence)
