"""From words to a command, and from every way it can end to an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import N_, _, language
from sim.base.version import version
from sim.cli import compare, course, listing, measures, run, start, sweep
from sim.cli.exit_codes import STOPPED
from sim.cli.parser import Parser, hint

WRONG_INPUT = 2
PAGE = 110
"""Columns of a text that goes into a file or to another program."""
READER_LEFT = 141
"""What shells report for a program whose reader left (`| head`)."""


@dataclass(frozen=True)
class Command:
    """A command: what it is for, what it takes, what it does."""

    about: str
    add_options: Callable[[Parser], None]
    execute: Callable[..., None]


COMMANDS = {
    "run": Command(N_("Run a firm and report on its service."), run.add_options, run.execute),
    "compare": Command(
        N_("Compare policies under the same luck with what the firm does today."),
        compare.add_options,
        compare.execute,
    ),
    "sweep": Command(N_("Run many policies and find the efficient ones."), sweep.add_options, sweep.execute),
    "start": Command(
        N_("Lay out a working copy of the notebooks and open it."), start.add_options, start.execute
    ),
    "release": Command(
        N_("For teachers: make the exercises from their sources."), course.add_release_options, course.release
    ),
    "assignment": Command(
        N_("For authors: begin a new assignment."), course.add_assignment_options, course.assignment
    ),
    "curriculum": Command(
        N_("Show where every concept is taught and graded."), course.add_curriculum_options, course.curriculum
    ),
    "measures": Command(
        N_("Read off the service measures from an order log of your own."),
        measures.add_options,
        measures.execute,
    ),
    "cases": Command(N_("List the cases: the firms there are."), listing.add_no_options, listing.cases),
    "levers": Command(
        N_("List what a manager decides, with today's values."), listing.add_case_option, listing.levers
    ),
    "schema": Command(
        N_("Print the JSON schema of a case or a policy file."), listing.add_schema_options, listing.schema
    ),
}


class _Ended(KeyboardInterrupt):
    """The system asks us to end: as Ctrl-C, with another exit code."""

    def __init__(self, number: int) -> None:
        super().__init__(number)  # SimPy makes such an exception anew from its arguments
        self.code = 128 + number  # what shells report


class _Console(Console):
    """A console that lets `run_command` say what to do when the reader of the output leaves."""

    def on_broken_pipe(self) -> None:
        """Called by rich while it handles the error."""
        raise


def run_command(words: list[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, 2 for input that cannot be used, 130 for Ctrl-C."""
    words = sys.argv[1:] if words is None else words
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter must not stop us
            stream.reconfigure(errors="replace")
    try:
        with _ending_cleanly():
            _settle_language(words)
            _command(words)
            sys.stdout.flush()
    except InputError as error:
        return _say(str(error), WRONG_INPUT)
    except KeyboardInterrupt as stop:
        kept = getattr(stop, "__notes__", [])  # what a command says of what it kept
        sentence = kept[0] if kept else _("Stopped; nothing was left half written.")
        return _say(sentence, getattr(stop, "code", STOPPED))
    except OSError as error:
        if _reader_left(error):
            _drop_output()
            return READER_LEFT
        if error.errno == errno.ENOSPC and error.filename is None:
            _drop_output()
            return _say(_("The output cannot be written: the disk is full."), WRONG_INPUT)
        raise
    return 0


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """During the block, signals that ask a program to end are raised as `_Ended`, so that it can clean up."""
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What somebody decided stays (nohup ignores SIGHUP); only the main thread may ask.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):
                before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: the cleaning up is not to be stopped
    raise _Ended(number)


def _reader_left(error: OSError) -> bool:
    """Whether the reader of our output left; Windows says EINVAL, and names no file."""
    windows = sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None
    return error.errno == errno.EPIPE or windows


def _settle_language(words: list[str]) -> None:
    """Before anything can be said, even about a wrong word: what --lang says, else the surroundings."""
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            language(words[place + 1])
            return
        if word.startswith("--lang="):
            language(word.removeprefix("--lang="))
            return
    language()


def _command(words: list[str]) -> None:
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] == "--lang" else 1
    before, rest = words[:place], words[place:]
    knows_its_width = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = _Console(markup=False, highlight=False, emoji=False, width=None if knows_its_width else PAGE)
    if not rest:
        _kefu(before, console)
        return
    name = rest[0]
    if name not in COMMANDS:
        raise InputError(_("There is no command {name}.").format(name=name) + hint(name, COMMANDS))
    command = COMMANDS[name]
    parser = Parser(name, _(command.about))
    command.add_options(parser)
    values = parser.parse([*before, *rest[1:]])
    if values.help:
        parser.print_help(console)
    else:
        command.execute(values, console)


def _kefu(words: list[str], console: Console) -> None:
    parser = Parser("", _("Kefu: a logistics firm to run, measure and learn from."))
    parser.flag("--version", _("show the version"))
    values = parser.parse(words)
    if values.version:
        console.print(f"kefu {version()}")
    elif values.help:
        parser.print_help(console, [(name, _(command.about)) for name, command in COMMANDS.items()])
    else:
        raise InputError(_("A command is missing.") + hint("", COMMANDS))


def _say(sentence: str, code: int) -> int:
    with suppress(OSError):  # the terminal may be gone
        print(" ".join(sentence.split()), file=sys.stderr)
    return code


def _drop_output() -> None:
    """Python flushes standard output once more when it ends; let that go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
