"""The process in which a student's code runs: it runs cells and answers what the marker asks, in plain data.

`python -m sim.marking.child`. Each message is a length and packed data (`sim.course.answers.plain`), on standard input and
output; whatever the student's code prints goes elsewhere. The first message brings the limits and the number of this
run; every answer repeats that number and the question's, so output written at another time, or for another run, is
ignored.
"""

from __future__ import annotations

import base64
import io
import os
import re
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from sim.course.answers.asking import AnswersHere, Outcome
from sim.marking.messages import receive, send
from sim.marking.sandbox.limits import Limits, apply

MOST_CHARACTERS = 20_000
"""Of the text that a cell shows; the rest is cut."""
MOST_OUTPUTS = 20
"""Tables and pictures that a cell shows; the rest is left out."""
MOST_BYTES = {"text/html": 100_000, "image/png": 300_000}
"""Of a table and of a picture; a larger one is left out."""


IN_IPYTHON = re.compile(r"\(<?ipython-input[^,()]*, ")
"""The file name of a cell in errors, although there is no such file."""


class _Capped(io.StringIO):
    """Keeps the first characters, and forgets the rest."""

    def write(self, text: str) -> int:
        room = MOST_CHARACTERS - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


class Notebook:
    """The cells of a notebook in IPython without a kernel."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell
        from IPython.utils.capture import capture_output
        from traitlets.config import Config

        self._capture = capture_output
        self._defined: dict[str, Any] = {}
        self._folder = Path.cwd()
        made: Any = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
        self._shell = made
        self._shell.showtraceback = self._show_nothing
        self._shell.showsyntaxerror = self._show_nothing
        for name in ("reset", "reset_selective"):  # would delete the answers of its own cell
            self._shell.register_magic_function(lambda _line: None, "line", name)

    def run(self, source: str) -> dict[str, Any]:
        """Run a cell.

        Returns shown: what it printed and displayed, as text; error: in one line, "" if there was none; outputs: tables and
        pictures, each a pair of its media type and its text, pictures in base64.
        """
        printed = _Capped()
        os.chdir(self._folder)  # a cell may have changed the folder
        with (
            self._capture(stdout=False, stderr=False) as captured,
            redirect_stdout(printed),
            redirect_stderr(_Capped()),
        ):
            result = self._shell.run_cell(source, store_history=True)
        # Names that a cell deleted come back: answers that existed before are marked.
        self._defined.update(self._shell.user_ns)
        self._shell.user_ns.update(self._defined)
        texts, outputs = [], []
        for output in captured.outputs[:MOST_OUTPUTS]:
            rich = _rich(output)
            if rich is None:
                texts.append(_text(output))
            else:
                outputs.append(rich)
        shown = (printed.getvalue() + "".join(texts))[:MOST_CHARACTERS]
        failed = result.error_before_exec or result.error_in_exec
        error = ""
        if failed is not None:
            error = IN_IPYTHON.sub("(", f"{type(failed).__name__}: {failed}")[:300]
            traceback.clear_frames(failed.__traceback__)  # they keep large objects
        return {"shown": shown, "error": error, "outputs": outputs}

    @property
    def answers(self) -> AnswersHere:
        """The names that its cells defined."""
        return AnswersHere(self._shell.user_ns)

    def _show_nothing(self, *arguments: Any, **more: Any) -> None:
        """Show no traceback: `run` returns the error."""


def _text(output: Any) -> str:
    return str((getattr(output, "data", None) or {}).get("text/plain", ""))[:MOST_CHARACTERS] + "\n"


def _rich(output: Any) -> tuple[str, str] | None:
    """A table or a picture of an output; None if it has neither, or only a too large one."""
    data = getattr(output, "data", None) or {}
    for kind, most in MOST_BYTES.items():
        content = data.get(kind)
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode("ascii")
        if isinstance(content, str) and content and len(content) <= most:
            return kind, content
    return None


def warm_up() -> None:
    """Load what the first cell would load, and leave nothing behind."""
    notebook = Notebook()
    notebook.run("import pandas as pd\npd.DataFrame({'a': [1]})")
    type(notebook._shell).clear_instance()


def main() -> None:
    """Answer until the marker closes the pipe."""
    talk = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), 1)
    questions = os.fdopen(os.dup(0), "rb")
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    try:
        first = receive(questions)
    except EOFError:
        return
    apply(Limits(**first["limits"]))
    notebook, kept = Notebook(), dict[str, Any]()
    send(talk, {"run": first["run"], "number": 0, "reply": "ready"})
    while True:
        try:
            asked = receive(questions)
        except EOFError:
            return
        if asked["do"] == "keep":
            kept[asked["name"]] = asked["table"]
            continue
        send(talk, {"run": first["run"], "number": asked["number"], "reply": _answer(notebook, asked, kept)})


def _answer(notebook: Notebook, asked: dict[str, Any], kept: dict[str, Any]) -> Any:
    if asked["do"] == "cell":
        return notebook.run(asked["source"])
    answers = notebook.answers
    if asked["do"] == "value":
        outcome: Outcome = answers.value(asked["name"])
    else:  # a call copies its inputs, so the kept table does not change
        pairs = zip(asked["kept"], asked["inputs"], strict=True)
        outcome = answers.call(asked["name"], tuple(kept[name] if name else value for name, value in pairs))
    return outcome.as_dict


if __name__ == "__main__":
    main()
