"""The process in which a student's code runs: it runs cells and answers what the marker asks, in plain data.

`python -m sim.marking.child`. Each message is a length and packed data (`sim.course.answers.plain`), on standard input and
output; whatever the student's code prints goes elsewhere.
"""

from __future__ import annotations

import os
import sys
from typing import IO, Any

from sim.course.answers.asking import AnswersHere, Outcome
from sim.course.answers.plain import pack, unpack

MOST_CHARACTERS = 20_000
"""Of what a cell shows; the rest is cut."""


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message."""
    data = pack(message)
    stream.write(len(data).to_bytes(8, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a message. Raises EOFError if there is none any more."""
    size = stream.read(8)
    if len(size) < 8:
        raise EOFError
    return unpack(stream.read(int.from_bytes(size, "big")))


class Notebook:
    """The cells of a notebook in IPython without a kernel."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell
        from IPython.utils.capture import capture_output
        from traitlets.config import Config

        self._capture = capture_output
        self._defined: dict[str, Any] = {}
        made: Any = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
        self._shell = made
        self._shell.showtraceback = self._show_nothing
        self._shell.showsyntaxerror = self._show_nothing
        for name in ("reset", "reset_selective"):  # would delete the answers of its own cell
            self._shell.register_magic_function(lambda _line: None, "line", name)

    def run(self, source: str) -> dict[str, str]:
        """Run a cell. shown: what it printed and displayed, as text; error: in one line, "" if there was none."""
        with self._capture() as captured:
            result = self._shell.run_cell(source, store_history=True)
        # What a cell deleted comes back: answers that were there are marked.
        self._defined.update(self._shell.user_ns)
        self._shell.user_ns.update(self._defined)
        shown = captured.stdout + "".join(_text(output) for output in captured.outputs)
        failed = result.error_before_exec or result.error_in_exec
        error = f"{type(failed).__name__}: {failed}"[:300] if failed is not None else ""
        return {"shown": shown[:MOST_CHARACTERS], "error": error}

    @property
    def answers(self) -> AnswersHere:
        """The names that its cells defined."""
        return AnswersHere(self._shell.user_ns)

    def _show_nothing(self, *arguments: Any, **more: Any) -> None:
        """Show no traceback: `run` returns the error."""


def _text(output: Any) -> str:
    return str((getattr(output, "data", None) or {}).get("text/plain", "")) + "\n"


def main() -> None:
    """Answer until the marker closes the pipe."""
    talk = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    questions = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    notebook = Notebook()
    send(talk, "ready")
    while True:
        try:
            asked = receive(questions)
        except EOFError:
            return
        send(talk, _answer(notebook, asked))


def _answer(notebook: Notebook, asked: dict[str, Any]) -> Any:
    if asked["do"] == "cell":
        return notebook.run(asked["source"])
    answers = notebook.answers
    if asked["do"] == "value":
        outcome: Outcome = answers.value(asked["name"])
    else:
        outcome = answers.call(asked["name"], tuple(asked["inputs"]))
    return outcome.as_dict


if __name__ == "__main__":
    main()
