"""The process around a command: streams, signals, and an exit code for every way it can end."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _, language
from sim.cli.commands import run_command
from sim.cli.exit_codes import READER_LEFT, STOPPED, WRONG_INPUT


class _Ended(KeyboardInterrupt):
    """The system asks the program to end: as Ctrl-C, with another exit code."""

    def __init__(self, number: int) -> None:
        super().__init__(number)  # SimPy creates such an exception again from its arguments
        self.code = 128 + number  # what shells report


def run_process(words: list[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, 2 for input that cannot be used, 130 for Ctrl-C."""
    words = sys.argv[1:] if words is None else words
    _prepare_streams()
    try:
        with _signals_raised():
            _choose_language(words)
            run_command(words)
            sys.stdout.flush()
    except InputError as error:
        return _print_error(str(error), WRONG_INPUT)
    except KeyboardInterrupt as stop:
        notes = getattr(stop, "__notes__", [])  # a command's message on the results it kept
        sentence = notes[0] if notes else _("Stopped; nothing was left half written.")
        return _print_error(sentence, getattr(stop, "code", STOPPED))
    except OSError as error:
        if _reader_left(error):
            _discard_output()
            return READER_LEFT
        if error.errno == errno.ENOSPC and error.filename is None:
            _discard_output()
            return _print_error(_("The output cannot be written: the disk is full."), WRONG_INPUT)
        raise
    return 0


def _prepare_streams() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the program that started this one
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter must not stop the program
            stream.reconfigure(errors="replace")


@contextmanager
def _signals_raised() -> Iterator[None]:
    """During the block, signals that ask a program to end are raised as `_Ended`, so that it can clean up."""
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A handler that is set already stays (nohup ignores SIGHUP); only the main thread may set one.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):
                before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: the clean-up must not be stopped
    raise _Ended(number)


def _choose_language(words: list[str]) -> None:
    """Set the language before any message, even about a wrong word: by --lang, else by the environment."""
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            language(words[place + 1])
            return
        if word.startswith("--lang="):
            language(word.removeprefix("--lang="))
            return
    language()


def _reader_left(error: OSError) -> bool:
    """Whether the reader of the output left; Windows reports EINVAL, and names no file."""
    windows = sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None
    return error.errno == errno.EPIPE or windows


def _print_error(sentence: str, code: int) -> int:
    with suppress(OSError):  # the terminal may be gone
        print(" ".join(sentence.split()), file=sys.stderr)
    return code


def _discard_output() -> None:
    """Python flushes standard output once more when it ends; send that nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
