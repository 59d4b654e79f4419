"""The state of a notebook's kernel: the student's case, hints that were shown, parts that are done, cells that failed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.hints import HintHistory
from sim.workspace.error_words import in_words
from sim.workspace.failed_cells import explain_failed_cells, running_shell

DEFINED = re.compile(r"^(?:def\s+(\w+)|(\w+)\s*=(?!=))", re.MULTILINE)


@dataclass
class Session:
    """case: a MyCase; histories: part -> its hints; done: part -> whether nothing wrong was found when it was last checked.

    failed: name -> the error of the cell that should have defined it; its earlier value is not judged.
    """

    case: Any = None
    histories: dict[str, HintHistory] = field(default_factory=dict)
    done: dict[str, bool] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, BaseException] = field(default_factory=dict)

    def history(self, part: str) -> HintHistory:
        """The hints that were shown for a part."""
        return self.histories.setdefault(part, HintHistory())

    def before_cell(self, info: Any) -> None:
        """Forget the error of an earlier version of a cell, since this one may check itself. info: IPython's ExecutionInfo."""
        for name in _defined(getattr(info, "raw_cell", None) or ""):
            self.failed.pop(name, None)
            self.errors.pop(name, None)

    def after_cell(self, result: Any) -> None:
        """Note which names a cell failed to define, or defined at last. result: IPython's ExecutionResult."""
        source = getattr(getattr(result, "info", None), "raw_cell", None) or ""
        names = _defined(source)
        error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
        for name in names:
            self.failed.pop(name, None)
            self.errors.pop(name, None)
            if error is not None:
                self.failed[name] = _described(error, source)
                self.errors[name] = error


_session = Session()


def current() -> Session:
    """The session of this kernel."""
    return _session


def begin(case: Any) -> None:
    """Start a session on a case: from now on checks work on it, and in IPython failed cells are noted."""
    global _session
    _session = Session(case, failed=_session.failed, errors=_session.errors)
    shell = running_shell()
    if shell is not None and _listen not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("pre_run_cell", _forget)
        shell.events.register("post_run_cell", _listen)
    explain_failed_cells()


def current_case() -> Any:
    """The case that this notebook works on. Raises InputError if there is none yet."""
    if _session.case is None:
        raise InputError(_("Run the first cell of the assignment first: it makes your case."))
    return _session.case


def _forget(info: Any) -> None:
    _session.before_cell(info)


def _listen(result: Any) -> None:
    _session.after_cell(result)


def _defined(source: str) -> list[str]:
    return [a or b for a, b in DEFINED.findall(source)]


def _described(error: BaseException, source: str) -> str:
    """The line of the cell where it failed, the error, and what it means: up to three lines."""
    lines = source.splitlines()
    number = error.lineno if isinstance(error, SyntaxError) else _line(error)
    code = lines[number - 1].strip() if number and 0 < number <= len(lines) else ""
    reason = error.msg if isinstance(error, SyntaxError) else str(error)
    text = _("line {line}: {error}").format(line=number or "?", error=f"{type(error).__name__}: {reason}")
    return "\n    ".join(filter(None, [text, code, in_words(error, source)]))


def _line(error: BaseException) -> int | None:
    """The last line that ran at the top of a cell."""
    step, line = error.__traceback__, None
    while step is not None:
        if step.tb_frame.f_code.co_name == "<module>":
            line = step.tb_lineno
        step = step.tb_next
    return line
