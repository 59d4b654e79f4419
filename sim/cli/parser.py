"""Parse the words of a command line with argparse, but with messages in the current language."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import did_you_mean


@dataclass
class Parser:
    """The parser of one command. `name` is empty for `kefu` itself; texts are translated already."""

    name: str
    about: str
    _rows: list[tuple[str, str]] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _options: list[str] = field(default_factory=list)
    _flags: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Start with what every command takes."""
        self._argparse = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
        self.option("--lang", "en|zh", _("language of everything said"))
        self.flag("--help", _("show this text"), "-h")
        self._common, self._rows = self._rows, []

    def word(self, name: str, about: str) -> None:
        """A positional word, None if it is left out: a command that needs it says so."""
        self._argparse.add_argument(name.lower(), nargs="?")
        self._words.append(name)
        self._rows.append((name, about))

    def words(self, name: str, about: str) -> None:
        """Any number of positional words, an empty list if they are left out."""
        self._argparse.add_argument(name.lower(), nargs="*", default=[])
        self._words.append(f"{name} ...")
        self._rows.append((name, about))

    def option(self, name: str, value: str, about: str, *, many: bool = False, apart: bool = False) -> None:
        """An option with a value.

        many: a list, whether given as `--x a b` or as `--x a --x b`; apart: a list of lists, one for each time it is given.
        """
        if apart:
            self._argparse.add_argument(name, nargs="+", action="append", default=[])
        elif many:
            self._argparse.add_argument(name, nargs="+", action="extend", default=[])
        else:
            self._argparse.add_argument(name)
        self._options.append(name)
        self._rows.append((f"{name} {value}", about))

    def flag(self, name: str, about: str, short: str = "") -> None:
        """An option without a value."""
        names = [short, name] if short else [name]
        self._argparse.add_argument(*names, action="store_true")
        self._options.append(name)
        self._flags.update(names)
        self._rows.append((", ".join(names), about))

    def parse(self, words: list[str]) -> argparse.Namespace:
        """Values by name, None where none was given. Raises InputError for words that mean nothing here."""
        try:
            # Intermixed: `check --fast ID` is `check ID --fast`.
            values, left = self._argparse.parse_known_intermixed_args(words)
        except argparse.ArgumentError as error:
            option = (error.argument_name or "").split("/")[-1]
            if option in self._flags:
                raise InputError(_("{option} takes no value.").format(option=option)) from None
            raise InputError(_("{option} needs a value after it.").format(option=option)) from None
        if left:
            raise InputError(self._unknown(left[0]))
        for option in self._options:
            if getattr(values, option.strip("-").replace("-", "_")) == "":
                raise InputError(_("{option} needs a value after it.").format(option=option))
        return values

    def _unknown(self, word: str) -> str:
        if word.startswith("-"):
            name = word.partition("=")[0]
            return _("There is no option {name}.").format(name=name) + hint(name, self._options)
        takes = " ".join(["kefu", *filter(None, [self.name]), *self._words])
        text = _("{word} is one word too many: the command is {takes}.").format(word=word, takes=takes)
        if "--dir" in self._options:
            text += _(" A folder is named after --dir: {takes} --dir {word}").format(takes=takes, word=word)
        return text

    def print_help(self, console: Console, commands: Iterable[tuple[str, str]] = ()) -> None:
        """Print how the command is used, and every option with its meaning."""
        words = ["kefu", self.name or "COMMAND", *self._words, _("[options]")]
        console.print(_("Usage: {command}").format(command=" ".join(words)), end="\n\n", soft_wrap=True)
        console.print(self.about, end="\n\n")
        for rows in (list(commands), [*self._rows, *self._common]):
            grid = Table.grid(padding=(0, 2))
            grid.add_column(no_wrap=True)
            grid.add_column(overflow="fold")  # Chinese has no spaces to break a line at
            for row in rows:
                grid.add_row(*row)
            if rows:
                console.print(Padding(grid, (0, 0, 1, 2), expand=False))
        kefu = kefu_command()
        if kefu != "kefu":
            text = _("This terminal does not find `kefu`: write `{command}` in its place.")
            console.print(text.format(command=kefu), soft_wrap=True)


def hint(word: str, known: Iterable[str]) -> str:
    """A suggestion, as a further sentence that begins with a space: a similar name, or all that there are."""
    known = list(known)
    return did_you_mean(word, known) or _(" There are: {all}.").format(all=", ".join(known))
