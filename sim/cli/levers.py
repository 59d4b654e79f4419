"""`kefu levers`: the levers with the values of a case: the themes, the levers of a theme, or those found by words."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.formatting import amount, lever_value
from sim.base.i18n import _, ngettext
from sim.base.library import SUFFIXES
from sim.base.wrapping import columns, wrap
from sim.case.load import case_names, load_case
from sim.cli.levers_page import levers_page
from sim.cli.parser import Parser
from sim.course.curriculum.lever_text import CHOICES, group, matches, short, theme
from sim.policy.levers.registry import Lever, levers
from sim.policy.policy import Policy
from sim.records.labels import ACCOUNTS, LEVER_GROUPS, word
from sim.reports.terminal import Prose, text_table

FIRST_CASE = "jiaying"
MOST_IN_FULL = 6
"""Levers that are printed with all their text: more of them do not fit on a screen."""
VALUE_WIDTH = 16
"""Columns of a value in such a line."""
MOST_LINES = 20
"""Levers that are printed in a line each."""


def add_options(parser: Parser) -> None:
    """`kefu levers [CASE] [THEME | WORD ...]`."""
    parser.words(
        "WORD",
        _(
            "a theme, or words to look for, e.g. kefu levers stock; before them a case whose values to show: "
            "a name from `kefu cases` or a YAML file; jiaying if left out"
        ),
    )
    parser.flag("--all", _("all levers with all their text"))
    parser.flag("--markdown", _("a page with units, accounts and effects, to print or to publish"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the themes, the levers of a theme, those found by words, or a page."""
    words = list(values.word)
    case = words.pop(0) if words and _is_case(words[0]) else FIRST_CASE
    policy = load_case(case).policy
    if values.markdown:
        console.file.write(levers_page(policy))
    elif values.all:
        _print_full(list(levers().values()), policy, console)
    elif not words:
        _print_themes(console)
    else:
        _print_found(_find(words), policy, console)


def _is_case(text: str) -> bool:
    return text in case_names() or Path(text).suffix.lower() in SUFFIXES


def _find(words: Sequence[str]) -> list[Lever]:
    """The levers of a theme, by its code or its title; else those whose texts have all words. Raises InputError."""
    asked = " ".join(words).lower()
    for code in LEVER_GROUPS:
        if asked in (code, theme(code).lower()):
            return [lever for lever in levers().values() if group(lever) == code]
    found = [lever for lever in levers().values() if matches(lever, asked)]
    if not found:
        text = _("There is no lever with {words}; the themes are: {all}.")
        raise InputError(text.format(words=asked, all=", ".join(LEVER_GROUPS)))
    return found


def _print_themes(console: Console) -> None:
    by_theme: dict[str, list[str]] = {}
    for lever in levers().values():
        by_theme.setdefault(group(lever), []).append(lever.name.partition(".")[2])
    rows = [(code, theme(code), " ".join(names)) for code, names in by_theme.items()]
    console.print(text_table((_("theme"), _("title"), _("levers")), rows, unbroken=(0,), tight=True))
    text = _("`{one}` shows a theme, `{all}` all {n} levers.")
    told = text.format(
        one=kefu_command("levers", "stock"), all=kefu_command("levers", "--all"), n=len(levers())
    )
    console.print(Prose(told))


def _print_found(found: list[Lever], policy: Policy, console: Console) -> None:
    """The levers in full, or a line each if they are many."""
    if len(found) <= MOST_IN_FULL:
        _print_full(found, policy, console)
        return
    shown = found[:MOST_LINES]
    today = [wrap(lever_value(policy[lever.name]), VALUE_WIDTH, 1, "...")[0] for lever in shown]
    taken = [max(columns(text) for text in texts) for texts in ([lever.name for lever in shown], today)]
    room = max(console.width - sum(taken) - 2, MOST_IN_FULL)
    rows = [
        (lever.name, value, wrap(short(lever), room, 1, "...")[0])
        for lever, value in zip(shown, today, strict=True)
    ]
    console.print(text_table((_("lever"), _("today"), _("what it is")), rows, unbroken=(0, 1), tight=True))
    count = ngettext("{n} lever found", "{n} levers found", len(found)).format(n=len(found))
    text = _("{count}, {shown} shown; `{command}` says all of one.")
    told = text.format(count=count, shown=len(shown), command=kefu_command("levers", found[0].name))
    console.print(Prose(told))


def _print_full(found: list[Lever], policy: Policy, console: Console) -> None:
    """Each lever in a few lines: what it does, value today, what it takes."""
    for lever in found:
        facts = [
            _("today {value}").format(value=lever_value(policy[lever.name])),
            _("takes {allowed}").format(allowed=_takes(lever)),
            *([] if lever.choices else [_("unit: {unit}").format(unit=_(lever.unit))]),
            _("account: {account}").format(account=word(ACCOUNTS, lever.account)),
        ]
        text = _("{lever}: {text} ({facts})")
        told = text.format(lever=lever.name, text=_(lever.text), facts=_("; ").join(facts))
        console.print(Prose(told))


def _takes(lever: Lever) -> str:
    if lever.choices == ("true", "false"):
        return _("yes or no")
    if lever.choices:
        return ", ".join(
            f"{name} ({word(CHOICES, name)})" if name in CHOICES else name for name in lever.choices
        )
    assert lever.low is not None and lever.high is not None
    return _("{low} – {high}").format(low=amount(lever.low), high=amount(lever.high))
